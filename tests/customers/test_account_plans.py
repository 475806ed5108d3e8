"""Key customers of a year, their approved service plans and dated reviews (B06)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from core import clock
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import Notification
from customers import services
from customers.account_lists import ACCOUNT_PLANS
from customers.choices import AccountPlanState
from customers.models import AccountPlan, AccountReview
from org.models import User
from tests.cast import LOGINS
from tests.customers.conftest import enter
from tests.customers.test_prior import step_of
from workflow import services as workflow
from workflow.models import ApprovalRequest

MORNING = datetime.fromisoformat("2026-01-12T09:00:00+08:00")
QUARTERS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 18)]
WRITTEN = {"goals": "续签框架，份额到六成", "target": Decimal("2600000"), "measures": "每月巡检，每季培训"}


@pytest.fixture
def key(cast, time_machine):
    """A key customer of rep's, served by the account manager."""
    time_machine.move_to(MORNING)
    return make_key(cast, enter(cast.rep))


def make_key(cast, customer):
    return services.classify_customer(
        actor=cast.head, customer_id=customer.pk, customer_class="key", account_manager=cast.account
    )


def name(actor, customer, year=2026):
    return services.name_account(actor=actor, customer_id=customer.pk, year=year)


def written(cast, customer, reviews=QUARTERS):
    plan = name(cast.head, customer)
    return services.write_account_plan(actor=cast.account, plan_id=plan.pk, facts=WRITTEN, reviews=reviews)


def report(plan, actor):
    return services.report_account_plan(actor=actor, plan_id=plan.pk)


def decide(plan, actor, verb="approve", **more):
    step = step_of(plan)
    getattr(workflow, f"{verb}_step")(actor=actor, step_id=step.pk, digest=plan.approval.digest, **more)
    return AccountPlan.objects.select_related("approval").get(pk=plan.pk)


def approved(cast, customer):
    plan = report(written(cast, customer), cast.account)
    return decide(decide(plan, cast.region), cast.director)


def hold(plan, actor, **more):
    given = {"held_on": clock.today(), "summary": "框架谈到价格", "satisfaction": "content", **more}
    return services.hold_review(actor=actor, plan_id=plan.pk, **given)


class TestNaming:
    def test_name_account_puts_a_key_customer_on_the_list_and_tells_its_manager(self, cast, key):
        plan = name(cast.head, key)
        assert (plan.state, plan.year) == (AccountPlanState.NAMED, 2026)
        assert plan.write_by == clock.add_workdays(clock.today(), 20)
        assert Notification.objects.get(code="account_plan.named").recipient == cast.account

    def test_once_a_year(self, cast, key):
        name(cast.head, key)
        with pytest.raises(Conflict):
            name(cast.region, key)
        assert name(cast.head, key, 2027).year == 2027
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountPlan.objects.create(customer=key, year=2026, write_by=clock.today(), created_by=cast.head)

    def test_name_accounts_takes_all_or_none(self, cast, key):
        plain = enter(cast.rep, "无锡东亭机械有限公司")
        with pytest.raises(Invalid):
            services.name_accounts(actor=cast.head, customer_ids=[key.pk, plain.pk], year=2026)
        assert not AccountPlan.objects.exists()
        assert len(services.name_accounts(actor=cast.head, customer_ids=[key.pk], year=2026)) == 1

    @pytest.mark.parametrize("year", [2025, 2028])
    def test_only_of_this_year_and_the_next(self, cast, key, year):
        with pytest.raises(Invalid):
            name(cast.head, key, year)

    def test_only_a_key_customer(self, cast, key):
        with pytest.raises(Invalid) as refusal:
            name(cast.head, enter(cast.rep, "无锡东亭机械有限公司"))
        assert refusal.value.code == "account_plan.class"

    @pytest.mark.parametrize(
        ("login", "refusal"), [("rep", Forbidden), ("account", Forbidden), ("head_south", Http404)]
    )
    def test_by_heads_and_above_of_its_line(self, cast, key, login, refusal):
        with pytest.raises(refusal):
            name(getattr(cast, login), key)
        assert name(cast.vp, key).pk

    def test_drop_account_takes_it_off_with_a_reason_and_it_comes_back_with_its_words(self, cast, key):
        plan = written(cast, key)
        with pytest.raises(Invalid):
            services.drop_account(actor=cast.head, plan_id=plan.pk, reason=" ")
        with pytest.raises(Forbidden):
            services.drop_account(actor=cast.account, plan_id=plan.pk, reason="不做了")
        services.drop_account(actor=cast.head, plan_id=plan.pk, reason="并入集团统一管理")
        again = name(cast.head, key)
        assert (again.pk, again.goals, again.dropped_reason) == (plan.pk, WRITTEN["goals"], "")

    def test_a_customer_that_is_no_key_customer_any_more_leaves_the_list(self, cast, key):
        plan = report(written(cast, key), cast.account)
        services.classify_customer(actor=cast.head, customer_id=key.pk, customer_class="focus")
        assert AccountPlan.objects.get(pk=plan.pk).state == AccountPlanState.DROPPED
        assert not ApprovalRequest.objects.open().exists(), "there is nothing left to decide"
        assert services.drop_declassified(actor=cast.head, customer_id=key.pk) == 0, "once"


class TestPlan:
    def test_it_counts_once_superior_and_director_approved_it(self, cast, key):
        plan = report(written(cast, key), cast.account)
        plan = decide(plan, cast.region)
        assert plan.state == AccountPlanState.REPORTED
        plan = decide(plan, cast.director)
        assert (plan.state, plan.approved_at is not None) == (AccountPlanState.APPROVED, True)

    def test_the_account_manager_approves_nothing_of_it(self, cast, key):
        plan = report(written(cast, key), cast.head)
        assert cast.account.pk in plan.approval.authors

    @pytest.mark.parametrize(
        ("facts", "reviews", "lacking"),
        [
            ({"goals": ""}, QUARTERS, "合作目标"),
            ({"measures": " "}, QUARTERS, "服务措施"),
            ({}, [], "01-12 到 12-31"),
            ({}, QUARTERS[:1] + QUARTERS[2:], "03-31 到 09-30"),
            ({}, QUARTERS[:2], "06-30 到 12-31"),
        ],
    )
    def test_it_is_not_reported_while_something_lacks(self, cast, key, facts, reviews, lacking):
        plan = name(cast.head, key)
        services.write_account_plan(actor=cast.account, plan_id=plan.pk, facts={**WRITTEN, **facts}, reviews=reviews)
        with pytest.raises(Invalid) as refusal:
            report(plan, cast.account)
        assert lacking in str(refusal.value)

    def test_a_review_in_another_year_is_refused(self, cast, key):
        with pytest.raises(Invalid):
            written(cast, key, [*QUARTERS, date(2027, 1, 5)])

    def test_what_was_reported_is_not_changed_and_what_was_returned_is(self, cast, key):
        plan = report(written(cast, key), cast.account)
        with pytest.raises(Conflict):
            services.write_account_plan(actor=cast.account, plan_id=plan.pk, facts={"goals": "别的"})
        plan = decide(plan, cast.region, "return", comment="目标写到产品")
        assert (plan.state, plan.returned_reason) == (AccountPlanState.NAMED, "目标写到产品")
        services.write_account_plan(actor=cast.account, plan_id=plan.pk, facts={"goals": "柜体份额六成"})
        assert report(plan, cast.account).returned_reason == ""

    def test_revise_account_plan_has_it_approved_anew(self, cast, key):
        plan = services.revise_account_plan(actor=cast.account, plan_id=approved(cast, key).pk)
        assert (plan.state, plan.approved_at) == (AccountPlanState.NAMED, None)
        with pytest.raises(Conflict):
            hold(plan, cast.account)

    @pytest.mark.parametrize(("login", "refusal"), [("rep", Forbidden), ("inside", Forbidden), ("rep_south", Http404)])
    def test_written_by_the_account_manager_and_who_leads_them(self, cast, key, login, refusal):
        plan = name(cast.head, key)
        with pytest.raises(refusal):
            services.write_account_plan(actor=getattr(cast, login), plan_id=plan.pk, facts=WRITTEN)
        assert services.write_account_plan(actor=cast.region, plan_id=plan.pk, facts=WRITTEN).goals

    def test_a_stale_page_overwrites_nothing(self, cast, key):
        plan = written(cast, key)
        with pytest.raises(Stale):
            services.write_account_plan(actor=cast.region, plan_id=plan.pk, facts={"goals": "旧页"}, version=1)

    def test_who_sees_the_customer_sees_it(self, cast, key):
        name(cast.head, key)
        people = [User.objects.get(username=login) for login in LOGINS]
        seeing = {person.username for person in people if AccountPlan.objects.visible_to(person).exists()}
        assert {"rep", "account", "head", "region", "director", "vp", "leader", "service", "inside"} <= seeing
        assert not {"rep2", "rep_south", "head_south", "engineer", "hr"} & seeing

    def test_the_verdict_is_undone_within_its_seconds(self, cast, key):
        plan = report(written(cast, key), cast.account)
        plan = decide(plan, cast.region)
        step = step_of(plan)
        plan = decide(plan, cast.director)
        workflow.undo_verdict(actor=cast.director, step_id=step.pk)
        plan.refresh_from_db()
        assert (plan.state, plan.approved_at) == (AccountPlanState.REPORTED, None)


class TestReviews:
    def test_hold_review_writes_down_the_planned_one(self, cast, key):
        plan = approved(cast, key)
        planned = plan.reviews.get(due_on=QUARTERS[0])
        review = hold(plan, cast.account, review_id=planned.pk)
        assert (review.pk, review.held_by, review.held_on) == (planned.pk, cast.account, clock.today())
        with pytest.raises(Conflict):
            hold(plan, cast.account, review_id=planned.pk)
        assert hold(plan, cast.account).due_on == clock.today(), "one held besides"

    def test_not_of_a_day_to_come_nor_without_words(self, cast, key):
        plan = approved(cast, key)
        for wrong in ({"held_on": clock.today() + timedelta(days=1)}, {"summary": " "}, {"satisfaction": ""}):
            with pytest.raises(Invalid):
                hold(plan, cast.account, **wrong)
        assert not AccountReview.objects.exclude(held_on=None).exists()

    def test_not_one_of_another_plan(self, cast, key):
        other = make_key(cast, enter(cast.rep, "无锡东亭机械有限公司"))
        foreign = approved(cast, other).reviews.first()
        with pytest.raises(Http404):
            hold(approved(cast, key), cast.account, review_id=foreign.pk)

    def test_what_was_held_stays_when_the_days_change(self, cast, key):
        plan = approved(cast, key)
        hold(plan, cast.account, review_id=plan.reviews.first().pk)
        services.revise_account_plan(actor=cast.account, plan_id=plan.pk)
        services.write_account_plan(actor=cast.account, plan_id=plan.pk, facts={}, reviews=[date(2026, 5, 8)])
        days = list(plan.reviews.order_by("due_on").values_list("due_on", flat=True))
        assert days == [QUARTERS[0], date(2026, 5, 8)]

    def test_it_stands_on_the_customer_s_timeline(self, cast, key, client):
        hold(approved(cast, key), cast.account, summary="三号线投产，份额四成")
        client.force_login(cast.rep)
        assert "三号线投产" in client.get(key.get_absolute_url()).content.decode()


class TestReminding:
    def mind(self, day):
        return services.mind_account_plans(as_of=datetime.fromisoformat(f"{day}T08:45:00+08:00"))

    def told(self, code):
        return sorted(Notification.objects.filter(code=code).values_list("recipient__username", flat=True))

    def test_mind_account_plans_reminds_on_the_day_and_climbs_after_it_once(self, cast, key, time_machine):
        plan = name(cast.head, key)
        assert self.mind(plan.write_by - timedelta(days=3)) == 0
        for _again in range(2):
            assert self.mind(plan.write_by) == 1
        assert (self.told("account_plan.due"), self.told("account_plan.late")) == (["account"], [])
        for _again in range(2):
            self.mind(clock.add_workdays(plan.write_by, 1))
        assert (self.told("account_plan.due"), self.told("account_plan.late")) == (["account"], ["region"])

    def test_a_review_is_told_a_week_ahead_and_when_it_is_late(self, cast, key):
        approved(cast, key)
        assert self.mind("2026-03-20") == 0
        for day in ("2026-03-25", "2026-03-31"):
            assert self.mind(day) == 1
        assert (self.told("account_review.due"), self.told("account_review.late")) == (["account"], [])
        self.mind("2026-04-01")
        assert self.told("account_review.late") == ["region"]

    def test_the_account_manager_has_both_before_them(self, cast, key, client):
        other = make_key(cast, enter(cast.rep, "无锡东亭机械有限公司"))
        name(cast.head, other)
        plan = written(cast, key, [date(2026, 1, 20), *QUARTERS])
        decide(decide(report(plan, cast.account), cast.region), cast.director)
        client.force_login(cast.account)
        page = client.get(reverse("home_later")).content.decode()
        assert "要写的服务计划" in page
        assert "要回顾的大客户" in page


class TestPages:
    def test_from_the_list_to_the_review(self, cast, key, client):
        client.force_login(cast.head)
        client.post(f"{reverse('customers:account_name')}?year=2026", {"customers": [key.pk]})
        plan = AccountPlan.objects.get()
        client.force_login(cast.account)
        form = client.get(reverse("customers:account_plan_write", args=[plan.pk])).context["form"]
        sent = {bound.html_name: bound.value() or "" for bound in form}
        sent |= {"goals": "续签框架", "target": "2600000", "measures": "每月巡检"}
        client.post(reverse("customers:account_plan_write", args=[plan.pk]), sent)
        plan.refresh_from_db()
        assert plan.reviews.count() == 4, "the quarters' ends, as offered"
        client.post(reverse("customers:account_plan_report", args=[plan.pk]), {"version": plan.version})
        plan = AccountPlan.objects.select_related("approval").get()
        decide(decide(plan, cast.region), cast.director)
        said = {"held_on": "2026-01-12", "satisfaction": "content", "summary": "开年走访", "version": 0}
        client.post(reverse("customers:account_review", args=[plan.pk]), said)
        assert AccountReview.objects.get(summary="开年走访").held_by == cast.account
        page = client.get(f"{reverse('customers:account_plan_list')}?scene=this_year")
        assert [(row.held, row.planned) for row in page.context["page"].rows] == [(1, 5)]

    def test_the_list_finds_what_is_late(self, cast, key, client, time_machine):
        plan = name(cast.head, key)
        client.force_login(cast.head)
        address = f"{reverse('customers:account_plan_list')}?scene=this_year&late=on"
        assert not client.get(address).context["page"].rows
        time_machine.move_to(clock.day_start(plan.write_by + timedelta(days=1)) + timedelta(hours=10))
        client.force_login(cast.head)
        assert list(client.get(address).context["page"].rows) == [plan]

    def test_the_customer_says_how_it_is_served(self, cast, key, client):
        client.force_login(cast.head)
        assert "没列入名单" in client.get(key.get_absolute_url()).content.decode()
        name(cast.head, key)
        assert "2026 年待写" in client.get(key.get_absolute_url()).content.decode()


def test_export_account_plans_writes_what_one_sees(cast, key):
    name(cast.head, key)
    asked = {"columns": ACCOUNT_PLANS.columns[:2], "conditions": {}, "form": "csv"}
    for login, rows in (("head", 1), ("head_south", 0)):
        sheet = services.export_account_plans(
            actor=getattr(cast, login), rows=AccountPlan.objects.select_related("customer"), **asked
        )
        assert sheet.row_count == rows
    with pytest.raises(Forbidden):
        services.export_account_plans(actor=cast.rep, rows=AccountPlan.objects.all(), **asked)


def test_merge_keeps_the_plan_of_the_one_that_stays(cast, key):
    other = make_key(cast, enter(cast.rep, "南京江北水务有限公司"))
    kept, aside = written(cast, key), written(cast, other)
    services.merge_customers(actor=cast.head, survivor_id=key.pk, merged_id=other.pk)
    aside.refresh_from_db()
    assert (aside.customer, aside.state) == (key, AccountPlanState.DROPPED)
    assert AccountPlan.objects.live().get(customer=key) == kept
