"""A deal moves stage by stage, each entered with what it asks for (D01); lost with reason and competitor (D04)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django_fsm import TransitionNotAllowed

from core import clock, policy
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import AuditEntry
from customers import services, stages
from customers.choices import Stage
from customers.models import Opportunity
from tests.customers.deals import NEED, at_quote, fresh, make_competitor, open_deal, with_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, customer):
    return open_deal(cast.rep, customer)


def move(actor, deal, **how):
    return services.advance_opportunity(actor=actor, opportunity_id=deal.pk, **how)


def in_database(deal, state):
    """A stage nobody walked to, for what comes after it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_opportunity SET state = %s WHERE id = %s", [state, deal.pk])
    return fresh(deal)


def test_create_opportunity_starts_at_the_need_with_the_chance_of_the_rule(cast, deal):
    assert (deal.state, deal.chance, deal.owner_id) == (Stage.NEED, 10, cast.ids["rep"])
    assert deal.weighted == Decimal("48000")
    assert AuditEntry.objects.filter(code="opportunity.created", subject_id=deal.pk).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": " "}, "title"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"expected_on": clock.today() - timedelta(days=1)}, "expected_on"),
        ({"source": "dream"}, "source"),
    ],
)
def test_what_cannot_be_right_is_refused(cast, customer, facts, field):
    with pytest.raises(Invalid) as told:
        open_deal(cast.rep, customer, **facts)
    assert field in told.value.errors or "金额" in str(told.value)
    assert not Opportunity.objects.exists()


def test_who_may_create_one(cast, customer):
    with pytest.raises(Forbidden):
        open_deal(cast.inside, customer)
    for login in ("rep2", "rep_south"):
        with pytest.raises(Http404):
            open_deal(getattr(cast, login), customer)


def test_edit_opportunity_changes_what_is_expected_and_nothing_else(cast, deal):
    changed = services.edit_opportunity(
        actor=cast.rep, opportunity_id=deal.pk, facts={"amount": Decimal("520000"), "chance": 40}, version=deal.version
    )
    assert (changed.amount, changed.chance, changed.version) == (Decimal("520000"), 40, 2)
    with pytest.raises(Stale):
        services.edit_opportunity(actor=cast.rep, opportunity_id=deal.pk, facts={"chance": 50}, version=1)
    with pytest.raises(Invalid, match="state"):
        services.edit_opportunity(actor=cast.rep, opportunity_id=deal.pk, facts={"state": "won"})
    with pytest.raises(Forbidden):
        services.edit_opportunity(actor=cast.inside, opportunity_id=deal.pk, facts={"chance": 50})


def test_each_stage_says_all_that_is_missing(cast, deal):
    with pytest.raises(Conflict, match="进入方案还缺：需求里的需要什么、预算、采购计划、谁拍板") as told:
        move(cast.rep, deal)
    assert "需求要写明" in told.value.clause
    services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={**NEED, "budget": None})
    with pytest.raises(Conflict, match=r"还缺：需求里的预算$"):
        move(cast.rep, deal)
    services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts=NEED)
    deal = move(cast.rep, deal)
    assert (deal.state, deal.chance) == (Stage.SOLUTION, 30)
    with pytest.raises(Conflict, match="还缺：一版方案"):
        move(cast.rep, deal)
    services.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="双泵变频方案")
    services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={"need": "三台，两用一备"})
    with pytest.raises(Conflict, match="按需求 V3 出的方案，V1 是按 V2 做的"):
        move(cast.rep, deal)
    services.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="三泵变频方案")
    deal = move(cast.rep, deal)
    assert deal.state == Stage.QUOTE
    with pytest.raises(Conflict, match="还缺：一份已发出的报价"):
        move(cast.rep, deal)


def test_nobody_skips_a_stage(cast, deal):
    with pytest.raises(Conflict, match="一次走一步：需求之后是方案"):
        move(cast.rep, deal, to=Stage.CONTRACT)
    with pytest.raises(Conflict, match="一次走一步"):
        services.win_opportunity(actor=cast.rep, opportunity_id=deal.pk, amount=Decimal(1), signed_on=clock.today())


def test_the_state_has_no_back_door(cast, deal):
    """Protected against assignment, its transitions ask for the evidence themselves, and the database has the last word."""
    with pytest.raises(AttributeError):
        deal.state = Stage.WON
    with pytest.raises(TransitionNotAllowed):
        deal.offer()
    with pytest.raises(TransitionNotAllowed):
        deal.win(on=clock.today())
    with pytest.raises(IntegrityError), transaction.atomic():
        in_database(deal, Stage.WON)
    with pytest.raises(IntegrityError), transaction.atomic():
        in_database(deal, Stage.LOST)


def test_what_the_rule_asks_for_is_data(cast, deal):
    policy.revise(
        actor=cast.admin,
        key="opportunities.need_required",
        raw=["background"],
        clause="要写明：{value}",
        valid_from=clock.today(),
    )
    services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={"background": "二期扩产，旧泵房拆除"})
    assert move(cast.rep, deal).state == Stage.SOLUTION


def test_win_opportunity_takes_amount_and_day(cast, deal):
    deal = in_database(deal, Stage.CONTRACT)
    with pytest.raises(Conflict, match="成交要填金额和签约日期"):
        move(cast.rep, deal)
    sign = {"actor": cast.rep, "opportunity_id": deal.pk}
    with pytest.raises(Invalid, match="不能晚于今天"):
        services.win_opportunity(**sign, amount=Decimal(9), signed_on=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid, match="大于 0"):
        services.win_opportunity(**sign, amount=Decimal(0), signed_on=clock.today())
    won = services.win_opportunity(**sign, amount=Decimal("466000"), signed_on=clock.today())
    assert (won.state, won.chance, won.amount, won.closed_on) == (Stage.WON, 100, Decimal("466000"), clock.today())
    with pytest.raises(Conflict, match="已经了结，现在是成交"):
        services.edit_opportunity(**sign, facts={"amount": Decimal(1)})


def test_lose_opportunity_says_why_and_to_whom(cast, deal):
    lose = {"actor": cast.rep, "opportunity_id": deal.pk}
    with pytest.raises(Invalid, match="选一个丢单原因") as told:
        services.lose_opportunity(**lose, reason="")
    assert told.value.clause
    with pytest.raises(Invalid, match="输给哪个对手"):
        services.lose_opportunity(**lose, reason="price")
    lost = services.lose_opportunity(**lose, reason="price", competitor=make_competitor(cast.rep), note="低 6%")
    assert (lost.state, lost.lost_at_stage, lost.chance) == (Stage.LOST, Stage.NEED, 0)
    assert str(lost.lost_to) == "江海泵业股份有限公司"


def test_where_nobody_won_nobody_is_named(cast, deal):
    lost = services.lose_opportunity(
        actor=cast.rep, opportunity_id=deal.pk, reason="cancelled", competitor=make_competitor(cast.rep)
    )
    assert lost.lost_to is None


def test_the_policy_lists_the_reasons(cast, deal):
    policy.revise(
        actor=cast.admin, key="opportunities.lost_reasons", raw=["price"], clause="{value}", valid_from=clock.today()
    )
    with pytest.raises(Invalid):
        services.lose_opportunity(actor=cast.rep, opportunity_id=deal.pk, reason="cancelled")


def test_step_back_opportunity_says_why(cast, customer):
    deal = at_quote(cast.rep, customer)
    back = {"actor": cast.rep, "opportunity_id": deal.pk}
    with pytest.raises(Invalid, match="原因"):
        services.step_back_opportunity(**back, reason=" ")
    assert services.step_back_opportunity(**back, reason="客户要改配置").state == Stage.SOLUTION
    assert services.step_back_opportunity(**back, reason="预算重报").chance == 10
    with pytest.raises(Conflict, match="第一步"):
        services.step_back_opportunity(**back, reason="再退")


def test_reopen_opportunity_within_the_days_of_the_rule(cast, deal, time_machine):
    reopen = {"actor": cast.rep, "opportunity_id": deal.pk, "reason": "项目又启动了"}
    with pytest.raises(Conflict, match="丢了的单"):
        services.reopen_opportunity(**reopen)
    services.lose_opportunity(actor=cast.rep, opportunity_id=deal.pk, reason="cancelled")
    time_machine.move_to(clock.now() + timedelta(days=181))
    with pytest.raises(Conflict, match="太久") as told:
        services.reopen_opportunity(**reopen)
    assert "180" in told.value.clause
    time_machine.move_to(clock.now() - timedelta(days=1))
    back = services.reopen_opportunity(**reopen)
    assert (back.state, back.lost_reason, back.closed_on, back.chance) == (Stage.NEED, "", None, 10)
    assert back.expected_on == clock.today()


def test_who_moves_it(cast, customer):
    """Its owner and who leads; inside sales see it and may not; another region does not see it."""
    deal = with_need(cast.rep, customer)
    for login in ("inside", "finance", "leader"):
        with pytest.raises(Forbidden):
            move(getattr(cast, login), deal)
    for login in ("rep2", "rep_south", "head_south", "marketing", "service", "admin"):
        with pytest.raises(Http404):
            move(getattr(cast, login), deal)
    assert move(cast.head, deal).state == Stage.SOLUTION


def test_a_stale_move_is_told(cast, customer):
    deal = with_need(cast.rep, customer)
    with pytest.raises(Stale):
        move(cast.rep, deal, version=deal.version - 1)
    assert move(cast.rep, deal, version=deal.version).version == deal.version + 1


def test_who_sees_it(cast, customer, deal):
    seen = {login for login in cast.ids if Opportunity.objects.visible_to(getattr(cast, login)).exists()}
    assert seen == {"rep", "head", "region", "director", "vp", "leader", "inside", "finance"}
    for login in cast.ids:
        person = getattr(cast, login)
        assert list(Opportunity.objects.at(customer, person)) == list(Opportunity.objects.visible_to(person))


def test_who_works_on_the_customer_sees_its_deals(cast, customer, deal):
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    assert Opportunity.objects.visible_to(cast.rep2).get() == deal
    assert Opportunity.objects.at(customer, cast.rep2).get() == deal
    with pytest.raises(Forbidden):
        move(cast.rep2, deal)


def test_stuck_and_overdue_are_questions(cast, deal, time_machine):
    rows = Opportunity.objects.all()
    assert not rows.stuck(clock.today(), 14)
    assert rows.stuck(clock.today() + timedelta(days=15), 14).get() == deal
    assert not rows.overdue(deal.expected_on)
    assert rows.overdue(deal.expected_on + timedelta(days=1)).get() == deal
    services.lose_opportunity(actor=cast.rep, opportunity_id=deal.pk, reason="cancelled")
    assert not rows.stuck(clock.today() + timedelta(days=99), 14)


def test_hand_over_opportunities_gives_what_is_open(cast, customer, deal):
    lost = open_deal(cast.rep, customer, title="样机试用")
    services.lose_opportunity(actor=cast.rep, opportunity_id=lost.pk, reason="cancelled")
    parties = {"actor": cast.head, "leaver": cast.rep, "successor": cast.rep2}
    assert services.hand_over_opportunities(**parties) == 1
    assert (fresh(deal).owner_id, fresh(lost).owner_id) == (cast.ids["rep2"], cast.ids["rep"])


def test_follow_customer_takes_the_deals_along(cast, customer, deal):
    services.transfer_customer(actor=cast.head, customer_id=customer.pk, to=cast.rep2)
    assert fresh(deal).owner_id == cast.ids["rep2"]
    entry = AuditEntry.objects.get(code="opportunity.handed_over")
    assert entry.data == {"from": "林晓峰", "to": "赵一鸣"}
    again = {"actor": None, "customer_id": customer.pk, "leaver": cast.rep, "successor": cast.rep2}
    assert services.follow_customer(**again) == 0


def test_refresh_opportunities_of_a_renamed_customer(cast, customer, deal):
    services.edit_customer(actor=cast.rep, customer_id=customer.pk, facts={"name": "成都瑞恒流体设备有限公司"})
    assert "ruihengliuti" in fresh(deal).search_key
    services.refresh_opportunities_of(customer_id=customer.pk)


def test_next_and_before():
    assert [stages.next_of(stage) for stage in Stage] == ["solution", "quote", "contract", "won", None, None]
    assert [stages.before(stage) for stage in Stage] == [None, "need", "solution", "quote", None, None]


def test_the_whole_row_is_checked(cast, deal):
    deal.chance = 101
    with pytest.raises(ValidationError):
        deal.full_clean(exclude={"state", "customer", "owner"})
