"""A lead is entered, assigned, spoken with and screened (B07–B10, A10); who may, and what is refused."""

from datetime import datetime, timedelta

import pytest
from django.http import Http404

from core import clock, policy
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry, Notification
from customers import lead_assignment, lead_rules, lead_selectors, services
from customers.choices import LeadState, LeadWay
from customers.models import Lead, LeadTouch
from customers.services.leads import DuplicateLead
from org import services as org
from tests.customers.conftest import enter
from tests.customers.leads import enter_lead, fresh, given_lead, ready_lead, spoken_lead

pytestmark = pytest.mark.django_db


def test_create_lead_waits_in_the_queue(cast):
    lead = enter_lead(cast.marketing)
    assert (lead.state, lead.owner, lead.created_by) == (LeadState.NEW, None, cast.marketing)
    assert AuditEntry.objects.filter(code="lead.created", subject_id=lead.pk).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"company": " "}, "company"),
        ({"source": ""}, "source"),
        ({"source": "dream"}, "source"),
        ({"received_at": clock.now() + timedelta(days=1)}, "received_at"),
    ],
)
def test_a_lead_without_company_or_source_is_refused(cast, facts, field):
    with pytest.raises(Invalid) as told:
        enter_lead(cast.marketing, **facts)
    assert field in told.value.errors
    assert not Lead.objects.exists()


def test_who_may_enter_leads(cast):
    for login in ("rep", "inside", "head", "marketing"):
        enter_lead(getattr(cast, login), company=f"{login}水务有限公司", phone="")
    for login in ("finance", "engineer", "service", "admin"):
        with pytest.raises(Forbidden):
            enter_lead(getattr(cast, login))


def test_a_known_company_is_shown_and_its_name_only_to_who_sees_it(cast):
    enter(cast.rep_south, name="绵阳涪江水务有限公司")
    with pytest.raises(DuplicateLead) as told:
        enter_lead(cast.rep, phone="")
    (one,) = told.value.found
    assert (one.owner, one.name, one.url) == (str(cast.rep_south), "", "")
    assert "绵阳" not in str(told.value)
    with pytest.raises(DuplicateLead) as seen:
        enter_lead(cast.rep_south, phone="")
    assert seen.value.found[0].name == "绵阳涪江水务有限公司"


def test_an_open_lead_with_the_same_phone_is_shown_and_may_be_ticked_past(cast):
    given_lead(cast.marketing, cast.rep_south)
    with pytest.raises(DuplicateLead) as told:
        enter_lead(cast.rep, company="别的名字有限公司")
    assert (told.value.found[0].is_customer, told.value.found[0].name) == (False, "")
    facts = {"company": "别的名字有限公司", "phone": "138 8123 4567", "source": "web"}
    assert services.create_lead(actor=cast.rep, facts=facts, accept_duplicates=True).pk
    assert not lead_selectors.find_lead_duplicates(user=cast.rep, company="没见过的公司", phone="13900000000")


def test_edit_lead_changes_facts_and_not_the_state(cast):
    lead = enter_lead(cast.marketing)
    changed = services.edit_lead(actor=cast.marketing, lead_id=lead.pk, facts={"contact": "李工"}, version=1)
    assert (changed.contact, changed.version) == ("李工", 2)
    with pytest.raises(Stale):
        services.edit_lead(actor=cast.marketing, lead_id=lead.pk, facts={"contact": "王工"}, version=1)
    with pytest.raises(Invalid, match="state"):
        services.edit_lead(actor=cast.marketing, lead_id=lead.pk, facts={"state": "working"})


def test_assign_lead_gives_it_and_tells_the_owner(cast):
    lead = enter_lead(cast.marketing)
    given = services.assign_lead(actor=cast.marketing, lead_id=lead.pk, to=cast.rep, version=lead.version)
    assert (given.state, given.owner, given.way) == (LeadState.ASSIGNED, cast.rep, LeadWay.HAND)
    assert given.assigned_at
    assert given.owned_since
    assert Notification.objects.filter(recipient=cast.rep, code="lead.received", subject_id=lead.pk).count() == 1
    said = AuditEntry.objects.get(code="lead.assigned", subject_id=lead.pk).data
    assert said == {"from": "", "to": str(cast.rep), "way": "hand"}


def test_a_lead_of_somebody_else_is_not_there(cast):
    lead = given_lead(cast.marketing, cast.rep)
    for login in ("rep2", "rep_south", "head_south", "finance", "service"):
        with pytest.raises(Http404):
            services.touch_lead(
                actor=getattr(cast, login), lead_id=lead.pk, facts={"channel": "phone", "outcome": "later"}
            )
    assert Lead.objects.visible_to(cast.head).get() == lead
    assert not Lead.objects.visible_to(cast.rep2).exists()
    enter_lead(cast.marketing, company="还没人管的有限公司", phone="")
    assert not Lead.objects.visible_to(cast.rep2).exists()
    assert Lead.objects.visible_to(cast.head_south).count() == 1


def test_who_may_assign_and_to_whom(cast):
    lead = enter_lead(cast.rep)
    with pytest.raises(Forbidden):
        services.assign_lead(actor=cast.rep, lead_id=lead.pk, to=cast.rep)
    with pytest.raises(Forbidden, match="不能跟进"):
        services.assign_lead(actor=cast.head, lead_id=lead.pk, to=cast.rep_south)
    with pytest.raises(Forbidden, match="不能跟进"):
        services.assign_lead(actor=cast.marketing, lead_id=lead.pk, to=cast.finance)
    assert services.assign_lead(actor=cast.head, lead_id=lead.pk, to=cast.rep2).owner == cast.rep2


def test_reassigning_needs_a_reason_and_starts_the_clock_anew(cast, time_machine):
    lead = given_lead(cast.marketing, cast.rep)
    first = lead.assigned_at
    time_machine.move_to(clock.now() + timedelta(hours=1))
    with pytest.raises(Invalid):
        services.assign_lead(actor=cast.head, lead_id=lead.pk, to=cast.rep2)
    moved = services.assign_lead(actor=cast.head, lead_id=lead.pk, to=cast.rep2, reason="他在跑那片")
    assert moved.assigned_at == first < moved.owned_since
    with pytest.raises(Conflict):
        services.assign_lead(actor=cast.head, lead_id=lead.pk, to=cast.rep2, reason="再来")
    assert AuditEntry.objects.get(code="lead.reassigned").reason == "他在跑那片"


def test_assign_lead_by_rule_goes_to_who_has_most_customers_there_and_says_so(cast):
    enter(cast.rep_south, division="510107")
    lead = enter_lead(cast.marketing, division="510104")
    given = services.assign_lead_by_rule(actor=cast.marketing, lead_id=lead.pk)
    assert (given.owner, given.way, given.way_place) == (cast.rep_south, LeadWay.REGION, "5101")
    assert "成都市客户最多" in lead_selectors.way_words(given)
    with pytest.raises(Conflict, match="已经分给"):
        services.assign_lead_by_rule(actor=cast.marketing, lead_id=lead.pk)


def test_without_a_place_it_goes_to_who_has_fewest_open_leads(cast):
    people = lead_assignment.sellers(cast.marketing)
    assert {str(person.username) for person in people} == {"rep", "rep2", "rep_south", "account"}
    for number, person in enumerate(people[:-1]):
        given_lead(cast.marketing, person, company=f"第{number}水务有限公司", phone="")
    lead = enter_lead(cast.marketing)
    given = services.assign_lead_by_rule(actor=cast.marketing, lead_id=lead.pk)
    assert (given.owner, given.way) == (people[-1], LeadWay.LOAD)


def test_within_the_region_that_has_customers_in_the_province(cast):
    enter(cast.account, division="510107")
    policy.revise(actor=cast.admin, key="leads.ways", raw=["load"], clause="{value}", valid_from=clock.today())
    for number in range(2):
        given_lead(cast.marketing, cast.account, company=f"第{number}水务有限公司", phone="")
    lead = enter_lead(cast.marketing, division="510104")
    proposal = lead_assignment.propose(cast.marketing, lead)
    assert proposal.way == LeadWay.LOAD
    assert proposal.person in (cast.rep, cast.rep2)


def test_a_policy_of_no_way_leaves_it_to_people(cast):
    policy.revise(actor=cast.admin, key="leads.ways", raw=[], clause="{value}", valid_from=clock.today())
    lead = enter_lead(cast.marketing)
    with pytest.raises(Conflict, match="指定"):
        services.assign_lead_by_rule(actor=cast.marketing, lead_id=lead.pk)


def test_touch_lead_stops_the_clock_and_keeps_what_was_said(cast):
    lead = given_lead(cast.marketing, cast.rep)
    facts = {"channel": "online", "outcome": "interested", "person": "唐工", "next_step": "寄样本", "note": "要两台"}
    touch = services.touch_lead(actor=cast.rep, lead_id=lead.pk, facts=facts, version=lead.version)
    now = fresh(lead)
    assert (now.state, now.first_touch_at, now.last_touch_at) == (LeadState.WORKING, touch.at, touch.at)
    services.touch_lead(actor=cast.rep, lead_id=lead.pk, facts={"channel": "mail", "outcome": "later"})
    assert fresh(lead).first_touch_at == touch.at
    assert LeadTouch.objects.visible_to(cast.rep).count() == 2
    assert not LeadTouch.objects.visible_to(cast.rep2).exists()


def test_who_calls_within_the_minute_is_not_early(cast, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-16T10:00:40+08:00"))
    lead = given_lead(cast.marketing, cast.rep)
    at = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
    facts = {"channel": "phone", "outcome": "interested", "at": at}
    assert services.touch_lead(actor=cast.rep, lead_id=lead.pk, facts=facts).at == at


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"at": clock.now() + timedelta(days=1)}, "at"),
        ({"at": clock.now() - timedelta(days=9)}, "at"),
        ({"next_on": clock.today() - timedelta(days=1)}, "next_on"),
        ({"channel": "dream"}, "channel"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_a_touch_that_cannot_be_right_is_refused(cast, facts, field):
    lead = given_lead(cast.marketing, cast.rep)
    with pytest.raises(Invalid) as told:
        services.touch_lead(actor=cast.rep, lead_id=lead.pk, facts={"channel": "phone", "outcome": "later", **facts})
    assert field in told.value.errors


def test_marketing_neither_works_on_leads_nor_converts_them(cast):
    lead = ready_lead(cast.marketing, cast.rep)
    with pytest.raises(Forbidden):
        services.touch_lead(actor=cast.marketing, lead_id=lead.pk, facts={"channel": "phone", "outcome": "later"})
    with pytest.raises(Forbidden):
        services.screen_lead(actor=cast.marketing, lead_id=lead.pk, facts={"need": "随便"})
    with pytest.raises(Forbidden):
        services.convert_lead(actor=cast.marketing, lead_id=lead.pk)
    for right in ("quotes.create", "opportunities.edit", "leads.work"):
        assert not cast.marketing.can(right)


def test_screen_lead_keeps_what_is_known(cast):
    lead = spoken_lead(cast.marketing, cast.rep)
    screened = services.screen_lead(actor=cast.rep, lead_id=lead.pk, facts={"need": "两台", "budget": "planned"})
    assert screened.screened_at
    assert [gap.value for gap in lead_rules.missing(screened)] == ["timing", "potential"]
    with pytest.raises(Invalid):
        services.screen_lead(actor=cast.rep, lead_id=lead.pk, facts={"budget": "lots"})


@pytest.mark.parametrize(
    ("began", "on", "late"),
    [
        ("2026-11-16T10:00:00+08:00", "2026-11-18T10:00:00+08:00", False),
        ("2026-11-16T10:00:00+08:00", "2026-11-19T00:01:00+08:00", True),
        ("2026-11-13T10:00:00+08:00", "2026-11-17T10:00:00+08:00", False),
        ("2026-11-13T10:00:00+08:00", "2026-11-18T10:00:00+08:00", True),
        ("2026-11-12T10:00:00+08:00", "2026-11-15T10:00:00+08:00", False),
    ],
)
def test_days_until_the_first_touch_are_work_days(cast, time_machine, began, on, late):
    time_machine.move_to(datetime.fromisoformat(began))
    lead = given_lead(cast.marketing, cast.rep)
    time_machine.move_to(datetime.fromisoformat(on))
    limit = lead_rules.limits(clock.today())
    assert lead_rules.is_overdue(lead, limit) is late
    assert Lead.objects.overdue(limit.assigned_since, limit.touched_since).exists() is late


def test_mind_leads_reminds_once_and_climbs_once(cast, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-16T10:00:00+08:00"))
    given_lead(cast.marketing, cast.rep)
    enter_lead(cast.marketing, company="还没人管的有限公司", phone="")
    told = lambda code: set(Notification.objects.filter(code=code).values_list("recipient__username", flat=True))  # noqa: E731
    assert services.mind_leads(as_of=datetime.fromisoformat("2026-11-17T08:25:00+08:00")) == 0
    assert services.mind_leads(as_of=datetime.fromisoformat("2026-11-18T08:25:00+08:00")) == 1
    assert told("lead.queued") == {"marketing"}
    thursday = datetime.fromisoformat("2026-11-19T08:25:00+08:00")
    assert services.mind_leads(as_of=thursday) == 2
    assert services.mind_leads(as_of=thursday) == 0
    assert told("lead.late") == {"rep"}
    assert told("lead.queued") == {"marketing", "director"}
    assert not told("lead.late_team")
    assert services.mind_leads(as_of=datetime.fromisoformat("2026-11-20T08:25:00+08:00")) == 1
    assert told("lead.late_team") == {"head"}
    assert services.mind_leads(as_of=datetime.fromisoformat("2026-11-21T08:25:00+08:00")) == 0
    assert services.mind_leads(as_of=datetime.fromisoformat("2026-11-23T08:25:00+08:00")) == 0


def test_hand_over_leads_gives_the_open_ones_of_a_leaver_to_the_successor(cast):
    """By `hand_over_leads`, which follows org.person_left."""
    lead = spoken_lead(cast.marketing, cast.rep)
    done = given_lead(cast.marketing, cast.rep, company="做完的有限公司", phone="")
    services.reject_lead(actor=cast.rep, lead_id=done.pk, reason="no_need")
    org.dismiss_person(actor=cast.admin, user_id=cast.ids["rep"], successor=cast.rep2, reason="离职")
    assert (fresh(lead).owner, fresh(lead).state) == (cast.rep2, LeadState.WORKING)
    assert fresh(done).owner_id == cast.ids["rep"]
    assert AuditEntry.objects.filter(code="lead.handed_over", subject_id=lead.pk).exists()


def test_export_leads_is_for_who_may_and_of_what_they_see(cast):
    with pytest.raises(Forbidden):
        services.export_leads(actor=cast.rep, rows=Lead.objects.all())


def test_tell_lead_owner_says_many_in_one_notice(cast):
    leads = [enter_lead(cast.marketing, company=f"第{n}水务有限公司", phone="") for n in range(3)]
    services.tell_lead_owner(
        actor=cast.marketing, to=cast.rep, lead_ids=[lead.pk for lead in leads], dedupe_key="lead.received:x"
    )
    assert Notification.objects.get(recipient=cast.rep).params["number"] == 3
