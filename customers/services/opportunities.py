"""The verbs of a deal (D01, D04): create, edit, move stage by stage, win, lose, reopen, hand over."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, events, policy
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.pages import sheets
from core.scope import visible_or_404
from customers import losses, policies, stages
from customers.choices import Stage
from customers.keys import refresh_opportunity
from customers.models import Competitor, Customer, Opportunity
from customers.policy import REOPEN_DAYS
from customers.services.doors import assign, write
from org.models import User

events.declare("opportunity.created", opportunity_id=int, customer_id=int, actor_id=int)
events.declare("opportunity.won", opportunity_id=int, customer_id=int, actor_id=int)
events.declare("opportunity.lost", opportunity_id=int, customer_id=int, actor_id=int)

FACTS = frozenset({"title", "amount", "expected_on", "chance", "products", "source"})


def lock_opportunity(user: User, opportunity_id: int) -> Opportunity:
    """The deal, if the user sees it (else Http404), locked against other writers."""
    rows = Opportunity.objects.select_for_update(no_key=True, of=("self",)).select_related("customer", "owner")
    opportunity: Opportunity = visible_or_404(rows, user, pk=opportunity_id)
    return opportunity


def lock_to_change(user: User, opportunity_id: int, version: int | None) -> Opportunity:
    """As `lock_opportunity`, for who may change it as it stands, while it is open."""
    opportunity = lock_opportunity(user, opportunity_id)
    require_owner(user, opportunity)
    check_version(opportunity, version)
    if not opportunity.is_open:
        raise Conflict(
            "opportunity.closed", _("商机已经了结，现在是%(state)s") % {"state": opportunity.get_state_display()}
        )
    return opportunity


def require_owner(user: User, opportunity: Opportunity) -> None:
    require(policies.may_edit_opportunity(user, opportunity), "opportunity.edit_own", _("负责人和上级才能动这个商机"))


@transaction.atomic
def create_opportunity(*, actor: User, customer_id: int, facts: dict[str, Any]) -> Opportunity:
    """Note a deal at a customer in sight; the actor owns it, with the chance of its stage unless another is given."""
    require(policies.may_create_opportunity(actor), "opportunity.create", _("你没有登记商机的权限"))
    customer = visible_or_404(Customer.objects.all(), actor, pk=customer_id)
    opportunity = Opportunity(owner=actor, created_by=actor, customer=customer)
    assign(opportunity, facts, FACTS)
    if facts.get("chance") is None:
        opportunity.chance = stages.chance_of(opportunity.state)
    _check_day(opportunity)
    refresh_opportunity(opportunity)
    write(opportunity, exclude={"state"})
    audit.record(actor=actor, code="opportunity.created", subject=opportunity, to_state=opportunity.state)
    events.publish("opportunity.created", opportunity_id=opportunity.pk, customer_id=customer.pk, actor_id=actor.pk)
    return opportunity


@transaction.atomic
def edit_opportunity(
    *, actor: User, opportunity_id: int, facts: dict[str, Any], version: int | None = None
) -> Opportunity:
    """Change what is expected of a deal: title, amount, day, chance, products, source. Its stage moves by verbs alone."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    facts = {name: value for name, value in facts.items() if not (name == "chance" and value is None)}
    changed = assign(opportunity, facts, FACTS)
    if not changed:
        return opportunity
    if "expected_on" in changed:
        _check_day(opportunity)
    _keep(opportunity)
    audit.record(actor=actor, code="opportunity.edited", subject=opportunity, data=changed)
    return opportunity


@transaction.atomic
def advance_opportunity(*, actor: User, opportunity_id: int, version: int | None = None, to: str = "") -> Opportunity:
    """Into the next stage, which must be `to` where one is named. Conflict says what is missing, all of it at once."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    was, following = opportunity.state, stages.next_of(opportunity.state)
    if following == Stage.WON:
        raise Conflict("opportunity.win", _("到了合同这一步，成交要填金额和签约日期"))
    if to and to != following:
        raise Conflict("opportunity.step", _("一次走一步：%(now)s之后是%(next)s") % _steps(opportunity, following))
    assert following is not None
    _require_ready(opportunity, following)
    {Stage.SOLUTION: opportunity.offer, Stage.QUOTE: opportunity.price, Stage.CONTRACT: opportunity.negotiate}[
        following
    ]()
    opportunity.chance = stages.chance_of(following)
    _moved(actor, opportunity, "opportunity.advanced", was)
    return opportunity


@transaction.atomic
def step_back_opportunity(*, actor: User, opportunity_id: int, reason: str, version: int | None = None) -> Opportunity:
    """Back into the stage before, with a reason."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    was = opportunity.state
    if was == Stage.NEED:
        raise Conflict("opportunity.first", _("已经是第一步，没有再前面的了"))
    _require_reason(reason, _("退回要写明原因"))
    {
        Stage.SOLUTION: opportunity.back_to_need,
        Stage.QUOTE: opportunity.back_to_solution,
        Stage.CONTRACT: opportunity.back_to_quote,
    }[Stage(was)]()
    opportunity.chance = stages.chance_of(opportunity.state)
    _moved(actor, opportunity, "opportunity.stepped_back", was, reason)
    return opportunity


@transaction.atomic
def win_opportunity(
    *, actor: User, opportunity_id: int, amount: Decimal, signed_on: date, version: int | None = None
) -> Opportunity:
    """Signed: for how much, and on which day, which is not to come."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    if opportunity.state != Stage.CONTRACT:
        following = stages.next_of(opportunity.state)
        raise Conflict("opportunity.step", _("一次走一步：%(now)s之后是%(next)s") % _steps(opportunity, following))
    if signed_on > clock.today():
        raise Invalid("opportunity.future", _("签约日期不能晚于今天"), errors={"signed_on": [_("晚于今天")]})
    if amount <= 0:
        raise Invalid("opportunity.amount", _("成交金额要大于 0"), errors={"amount": [_("要大于 0")]})
    opportunity.amount = amount
    _require_ready(opportunity, Stage.WON)
    opportunity.win(on=signed_on)
    _moved(actor, opportunity, "opportunity.won", Stage.CONTRACT)
    events.publish(
        "opportunity.won", opportunity_id=opportunity.pk, customer_id=opportunity.customer_id, actor_id=actor.pk
    )
    return opportunity


@transaction.atomic
def lose_opportunity(
    *,
    actor: User,
    opportunity_id: int,
    reason: str,
    competitor: Competitor | None = None,
    note: str = "",
    version: int | None = None,
) -> Opportunity:
    """The order went elsewhere or nowhere: why, out of what the policy lists, and to whom (D04)."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    agreed_reason, winner = losses.agreed(reason, competitor)
    was = opportunity.state
    opportunity.lose(on=clock.today())
    opportunity.lost_reason, opportunity.lost_to = agreed_reason, winner
    opportunity.lost_note = note.strip()
    _moved(actor, opportunity, "opportunity.lost", was, note.strip(), lost_reason=reason)
    events.publish(
        "opportunity.lost", opportunity_id=opportunity.pk, customer_id=opportunity.customer_id, actor_id=actor.pk
    )
    return opportunity


@transaction.atomic
def reopen_opportunity(*, actor: User, opportunity_id: int, reason: str, version: int | None = None) -> Opportunity:
    """A lost deal comes back within the days of the rule, and starts at its need. What was won stays won."""
    opportunity = lock_opportunity(actor, opportunity_id)
    require_owner(actor, opportunity)
    check_version(opportunity, version)
    if opportunity.state != Stage.LOST:
        raise Conflict("opportunity.not_lost", _("丢了的单才能重新打开"))
    _require_reason(reason, _("重新打开要写明原因"))
    rule = policy.in_force(REOPEN_DAYS)
    assert opportunity.closed_on is not None
    if opportunity.closed_on + timedelta(days=rule.value) < clock.today():
        raise Conflict("opportunity.too_old", _("丢了太久，另建一个商机"), clause=rule.clause)
    opportunity.reopen()
    opportunity.chance = stages.chance_of(opportunity.state)
    opportunity.expected_on = max(opportunity.expected_on, clock.today())
    _moved(actor, opportunity, "opportunity.reopened", Stage.LOST, reason)
    return opportunity


@transaction.atomic
def hand_over_opportunities(*, actor: User, leaver: User, successor: User) -> int:
    """Give every open deal of a leaver to the successor; returns how many. Call inside the leaver's transaction."""
    rows = Opportunity.objects.open().filter(owner=leaver).select_for_update(no_key=True, of=("self",)).order_by("pk")
    return _give(rows, successor, actor)


@transaction.atomic
def follow_customer(*, actor: User | None, customer_id: int, leaver: User, successor: User) -> int:
    """Who gets a customer gets the open deals that its former owner had there; returns how many."""
    rows = Opportunity.objects.open().filter(customer_id=customer_id, owner=leaver)
    return _give(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"), successor, actor)


@transaction.atomic
def refresh_opportunities_of(*, customer_id: int) -> None:
    """Let the deals of a renamed customer be found by the new name."""
    rows = Opportunity.objects.filter(customer_id=customer_id).select_related("customer").order_by("pk")
    found = list(rows.select_for_update(no_key=True, of=("self",)))
    for opportunity in found:
        refresh_opportunity(opportunity)
    Opportunity.objects.bulk_update(found, ["search_key"], batch_size=500)


def export_opportunities(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write the deals of `rows` that the actor sees. Raises Forbidden without the right.

    `asked`: columns, conditions, form and progress of `sheets.take_out`.
    """
    require(policies.may_export_opportunities(actor), "opportunity.export", _("你没有导出商机的权限"))
    return sheets.take_out(
        actor=actor, code="opportunity.exported", title=_("商机"), rows=rows.visible_to(actor), **asked
    )


def _give(rows: Any, successor: User, actor: User | None) -> int:
    count = 0
    for opportunity in rows:
        before, opportunity.owner = opportunity.owner, successor
        _keep(opportunity)
        audit.record(
            actor=actor,
            code="opportunity.handed_over",
            subject=opportunity,
            data={"from": str(before), "to": str(successor)},
        )
        count += 1
    return count


def _check_day(opportunity: Opportunity) -> None:
    if opportunity.expected_on < clock.today():
        raise Invalid("opportunity.past", _("预计签约不能早于今天"), errors={"expected_on": [_("早于今天")]})


def _require_reason(reason: str, message: str) -> None:
    if not reason.strip():
        raise Invalid("opportunity.reason", message, errors={"reason": [_("写一句原因")]})


def _require_ready(opportunity: Opportunity, stage: Stage) -> None:
    gaps = stages.missing(opportunity, stage)
    if gaps:
        clause = next((gap.clause for gap in gaps if gap.clause), None)
        what = _("；").join(gap.words for gap in gaps)
        raise Conflict(
            "opportunity.not_ready",
            _("进入%(stage)s还缺：%(what)s") % {"stage": stage.label, "what": what},
            clause=clause,
        )


def _steps(opportunity: Opportunity, following: Stage | None) -> dict[str, str]:
    return {"now": opportunity.get_state_display(), "next": str(following.label) if following else ""}


def _moved(actor: User, opportunity: Opportunity, code: str, was: str, reason: str = "", **data: Any) -> None:
    _keep(opportunity)
    audit.record(
        actor=actor,
        code=code,
        subject=opportunity,
        from_state=was,
        to_state=opportunity.state,
        reason=reason.strip(),
        data=data,
    )


def _keep(opportunity: Opportunity) -> None:
    opportunity.touch()
    refresh_opportunity(opportunity)
    write(opportunity, exclude={"state"})
