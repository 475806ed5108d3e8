"""The process page draws the machine that runs, names who may go each arrow today, and where one quote stands."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock, policy
from org.capabilities import ALL
from org.models import Role
from quotes import policies, services
from quotes import policy as rules
from quotes.choices import QuoteState
from quotes.models import Quote
from tests.cast import LOGINS
from tests.quotes import world
from workflow import places, process_pages, processes
from workflow import services as workflow
from workflow.models import ApprovalStep

PAGE = "/processes/quotes-quote/"


def see(person, address=PAGE):
    browser = Client()
    browser.force_login(person)
    return browser.get(address)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def way(user, label, record=None):
    page = process_pages.page(user, processes.find("quotes-quote"), record.pk if record else None)
    return next(one for one in page.ways if str(one.act.label) == label)


@pytest.fixture
def quotes(cast, customer, products):
    """rep's quote in each state the page can find it in."""
    world.make_seller()
    draft, reported, approved = (world.make_quote(cast.rep, customer, products[0]) for _ in range(3))
    for quote in (reported, approved):
        world.submit(quote, cast.rep)
    step = ApprovalStep.objects.get(request__subject_id=approved.pk, state="open")
    workflow.approve_step(actor=cast.head, step_id=step.pk, digest=step.request.digest)
    return {one.state: one for one in Quote.objects.filter(pk__in=[draft.pk, reported.pk, approved.pk])}


def test_every_arrow_says_who_and_under_which_rule():
    for machine in processes.machines():
        for move in machine.moves:
            act = move.act
            assert str(act.label) not in ("", move.verb) or act.label == move.verb, move
            assert act.right or act.people or act.route or act.who, f"{machine.code}: nobody goes {move}"
            assert {act.right, act.or_right} - {""} <= set(ALL)
            assert all(policy.find(key) for key in act.rules)


def test_the_page_draws_what_runs(cast):
    page = process_pages.page(cast.rep, processes.find("quotes-quote"), None)
    drawn = {(source, one.target) for one in page.ways for source in one.sources}
    assert drawn == {(page.machine.labels[m.source], page.machine.labels[m.target]) for m in page.machine.moves}
    assert all(f">{label}</text>" in page.picture for label in page.machine.labels.values())
    assert page.picture.count('<circle class="b"') >= len(page.ways)


@pytest.mark.parametrize("login", LOGINS)
def test_it_is_open_to_everybody(cast, login):
    answer = see(getattr(cast, login))
    assert answer.status_code == 200
    assert "报价怎么走" in answer.content.decode()


VERBS = {"submit": "report", "withdraw": "withdraw", "send": "issue"}


@pytest.mark.parametrize("login", LOGINS)
def test_who_the_page_names_is_who_may(cast, quotes, login):
    """The acts of the transitions and the policies that services ask say the same of everybody, in each state."""
    person = getattr(cast, login)
    machine = processes.find("quotes-quote")
    for state, quote in quotes.items():
        allowed = policies.available_actions(person, quote)
        for action, verb in {**VERBS, "void": "void"}.items():
            acts = {move.act for move in machine.moves if move.verb == verb and move.source == state}
            named = any(act.is_open_to(person, quote) for act in acts)
            assert named == (action in allowed), (login, state, action)


def test_a_changed_act_is_noticed(cast, quotes):
    """Negative control: an act that names fewer than may is not the same."""
    act = next(m.act for m in processes.find("quotes-quote").moves if m.verb == "report")
    draft = quotes[QuoteState.DRAFT]
    assert act.is_open_to(cast.rep, draft)
    assert not type(act)(act.label, right="quotes.stamp", people=act.people).is_open_to(cast.rep, draft)


def test_roles_are_todays(cast):
    before = {role.code for role in way(cast.rep, "提交审批").doers.roles}
    assert "rep" in before
    Role.objects.filter(code="rep").update(capabilities=["visits.log"])
    assert {role.code for role in way(cast.rep, "提交审批").doers.roles} == before - {"rep"}


def test_rules_are_todays_with_version_and_day(cast):
    policy.revise(
        actor=cast.admin, key=rules.VALID_DAYS, raw="45", clause="报价 {value} 天内有效。", valid_from=clock.today()
    )
    said = text(see(cast.rep))
    assert "报价 45 天内有效。" in said
    assert f"第 1 版， {clock.today().isoformat()} 起" in said


def test_where_a_quote_stands_and_who_is_next(cast, quotes):
    said = text(see(cast.rep, f"{PAGE}?of={quotes[QuoteState.REPORTED].pk}"))
    assert "现在是 审批中" in said
    assert "周敏（销售经理审核）" in said
    # The step bar of its page leads here.
    record = see(cast.rep, quotes[QuoteState.REPORTED].get_absolute_url()).content.decode()
    assert f'href="{PAGE}?of={quotes[QuoteState.REPORTED].pk}"' in record


def test_an_approved_quote_is_stamped_first(cast, quotes):
    quote = quotes[QuoteState.APPROVED]
    machine = processes.find("quotes-quote")
    labels = [item.label for item in process_pages.page(cast.rep, machine, quote.pk).standing.next]
    assert labels[:2] == ["用印", "发出"]
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    labels = [item.label for item in process_pages.page(cast.rep, machine, quote.pk).standing.next]
    assert labels[0] == "发出"


@pytest.mark.parametrize("login", ["rep_south", "engineer", "admin"])
def test_a_quote_out_of_sight_is_as_if_it_did_not_exist(cast, quotes, login):
    person = getattr(cast, login)
    assert see(person, f"{PAGE}?of={quotes[QuoteState.DRAFT].pk}").status_code == 404
    assert see(person, f"{PAGE}?of=999999999").status_code == 404


@pytest.mark.parametrize("address", ["/processes/quotes-nothing/", f"{PAGE}?of=abc", f"{PAGE}?of=-1"])
def test_what_is_no_process_is_not_found(cast, address):
    assert see(cast.rep, address).status_code == 404


def test_an_approval_tells_where_it_stands(cast, quotes):
    request = quotes[QuoteState.REPORTED].approval
    said = text(see(cast.head, f"/processes/workflow-approvalrequest/?of={request.pk}"))
    assert "现在是 审批中" in said
    assert "周敏（销售经理审核）" in said


def test_it_is_found_by_its_name(cast):
    assert PAGE in see(cast.rep, "/search/?q=报价").content.decode()
    assert PAGE in see(cast.rep, "/search/?q=报价怎么走").content.decode()
    assert PAGE not in see(cast.rep, "/search/?q=客户怎么走").content.decode(), "control: by its own name"


def test_the_palette_leads_to_all_where_there_is_no_room_for_each(cast):
    machines = processes.machines()
    assert len(machines) > 3, "control: more than fit"
    hits = places.find(cast.rep, "怎么走", 3)
    assert [hit.url for hit in hits] == [
        *(f"/processes/{one.code}/" for one in machines[:2]),
        "/processes/",
    ]
    assert "/processes/" not in {hit.url for hit in places.find(cast.rep, "怎么走", len(machines))}


def test_more_roles_and_rules_cost_no_more_queries(cast):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            process_pages.page(cast.rep, processes.find("quotes-quote"), None)
        return len(queries)

    few = cost()
    for number in range(5):
        Role.objects.create(code=f"r{number}", name=f"角色{number}", capabilities=["quotes.create"])
    assert cost() == few <= 6
