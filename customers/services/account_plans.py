"""Key customers of a year and how each is served (B06). What a verdict does is in customers.approvals."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, clock, notices, policy
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.pages import sheets
from core.pages.text import keep
from core.scope import seen_by, visible_or_404
from customers import policies
from customers.choices import AccountPlanState, CustomerClass
from customers.models import AccountPlan, AccountReview, Customer
from customers.models.account_plans import KIND
from customers.policy import ACCOUNT_PLAN_DAYS, ACCOUNT_REVIEW_DAYS
from customers.services.doors import assign, lock_customer, write
from org import lines
from org.models import User
from workflow import services as workflow
from workflow.adapters import Submission

FACTS = frozenset({"goals", "target", "measures"})
MOST_REVIEWS = 24
REMIND_DAYS = 7
"""How long before a review one is told of it."""


@transaction.atomic
def name_account(*, actor: User, customer_id: int, year: int) -> AccountPlan:
    """Put a key customer on the list of a year; its account manager writes the service plan in the days the rule gives.

    Raises Forbidden for who does not assign it, Invalid for a customer that is no key customer and for a year that is
    over or not near, Conflict when it is on that list already.
    """
    customer = lock_customer(actor, customer_id)
    require(policies.may_name_account(actor, customer), "account_plan.name", _("销售经理以上的人才能列大客户名单"))
    if customer.customer_class != CustomerClass.KEY:
        raise Invalid("account_plan.class", _("先把 %(name)s 定为大客户，再列入名单") % {"name": customer.name})
    if year not in years():
        raise Invalid("account_plan.year", _("只能列今年和明年的名单"), errors={"year": [_("选今年或明年")]})
    rule = policy.in_force(ACCOUNT_PLAN_DAYS)
    plan = _of_the_year(customer, year)
    if plan is not None and plan.is_live:
        raise Conflict(
            "account_plan.named", _("%(name)s 已经在 %(year)s 年名单里") % {"name": customer.name, "year": year}
        )
    if plan is None:
        plan = AccountPlan(customer=customer, year=year, created_by=actor)
    else:
        plan.name_again()
        plan.dropped_reason = ""
        plan.touch()
    plan.write_by = clock.add_workdays(clock.today(), rule.value)
    write(plan, exclude={"state"})
    audit.record(
        actor=actor,
        code="account_plan.named",
        subject=plan,
        to_state=plan.state,
        data={"year": year, "policies": policy.cite([rule])},
    )
    _tell(plan, "account_plan.named", [customer.account_manager], actor, day=f"{plan.write_by:%m-%d}")
    return plan


@transaction.atomic
def name_accounts(*, actor: User, customer_ids: Iterable[int], year: int) -> list[AccountPlan]:
    """All of them, or, when one is refused, none: `name_account` says what it refuses."""
    return [name_account(actor=actor, customer_id=pk, year=year) for pk in sorted(customer_ids)]


@transaction.atomic
def write_account_plan(
    *,
    actor: User,
    plan_id: int,
    facts: dict[str, Any],
    reviews: Iterable[date] | None = None,
    version: int | None = None,
) -> AccountPlan:
    """Write goals, measures and the days of the reviews; `reviews` replaces those that were not held yet.

    Raises Forbidden for anybody but the account manager and those above, Conflict unless it is being written.
    """
    plan = _lock_to_write(actor, plan_id, version)
    _require(plan, AccountPlanState.NAMED, _("已经上报了，退回或修订后再改"))
    changed = assign(plan, facts, FACTS)
    if reviews is not None:
        _plan_reviews(plan, set(reviews), actor, changed)
    if not changed:
        return plan
    _save(plan)
    audit.record(actor=actor, code="account_plan.written", subject=plan, data=changed)
    return plan


@transaction.atomic
def report_account_plan(*, actor: User, plan_id: int, version: int | None = None) -> AccountPlan:
    """Hand a service plan in for approval. Raises Invalid while goals, measures or reviews are lacking."""
    plan = _lock_to_write(actor, plan_id, version)
    _require(plan, AccountPlanState.NAMED, _("已经上报了"))
    lacking = missing(plan)
    if lacking:
        raise Invalid("account_plan.incomplete", _("还缺：%(what)s") % {"what": _("；").join(lacking)})
    plan.report()
    plan.returned_reason = ""
    _save(plan)
    plan.approval = workflow.submit_for_approval(actor=actor, kind=KIND, subject=plan, submission=_submission(plan))
    plan.save()
    audit.record(actor=actor, code="account_plan.reported", subject=plan, to_state=plan.state)
    return plan


@transaction.atomic
def revise_account_plan(*, actor: User, plan_id: int, version: int | None = None) -> AccountPlan:
    """Open an approved plan to change it; it counts again once it is approved again. Reviews that were held stay."""
    plan = _lock_to_write(actor, plan_id, version)
    _require(plan, AccountPlanState.APPROVED, _("批准了的计划才能修订"))
    plan.revise()
    plan.approved_at = None
    plan.write_by = clock.add_workdays(clock.today(), policy.value(ACCOUNT_PLAN_DAYS))
    _save(plan)
    audit.record(actor=actor, code="account_plan.revised", subject=plan, to_state=plan.state)
    return plan


@transaction.atomic
def drop_account(*, actor: User, plan_id: int, reason: str, version: int | None = None) -> AccountPlan:
    """Take a customer off its year's list, with a reason. Raises Conflict while the plan waits for a verdict."""
    plan = _lock(actor, plan_id)
    require(policies.may_name_account(actor, plan.customer), "account_plan.name", _("销售经理以上的人才能列大客户名单"))
    check_version(plan, version)
    if not reason.strip():
        raise Invalid("account_plan.reason", _("移出名单要写明原因"), errors={"reason": [_("写一句原因")]})
    if plan.state not in (AccountPlanState.NAMED, AccountPlanState.APPROVED):
        raise Conflict("account_plan.state", _("审批完了才能移出名单"))
    plan.dropped_reason = reason.strip()[:200]
    plan.drop()
    _save(plan)
    audit.record(actor=actor, code="account_plan.dropped", subject=plan, to_state=plan.state, reason=reason.strip())
    _tell(plan, "account_plan.dropped", [plan.customer.account_manager], actor, reason=plan.dropped_reason)
    return plan


@transaction.atomic
def hold_review(
    *,
    actor: User,
    plan_id: int,
    held_on: date,
    summary: str,
    satisfaction: str,
    review_id: int | None = None,
    version: int | None = None,
) -> AccountReview:
    """Write down a review: the one that was planned, or without `review_id` one held besides.

    Raises Forbidden for anybody but the account manager and those above, Invalid for a day to come, Conflict unless the
    plan is approved or when the review was written down already.
    """
    plan = _lock_to_write(actor, plan_id, None)
    _require(plan, AccountPlanState.APPROVED, _("计划批准了才能回顾"))
    if held_on > clock.today():
        raise Invalid("account_review.future", _("还没到那天"), errors={"held_on": [_("晚于今天")]})
    review = _review_to_hold(plan, review_id, held_on, actor)
    check_version(review, version)
    review.held_on, review.held_by = held_on, actor
    review.summary, review.satisfaction = summary.strip(), satisfaction
    if not review.summary or not satisfaction:
        said = {"summary": review.summary, "satisfaction": satisfaction}
        errors = {name: [_("必填")] for name, value in said.items() if not value}
        raise Invalid("account_review.words", _("写明回顾结果和客户满意不满意"), errors=errors)
    if review.pk:
        review.touch()
    write(review)
    audit.record(
        actor=actor,
        code="account_plan.reviewed",
        subject=plan,
        data={"held_on": held_on.isoformat(), "satisfaction": satisfaction, "late": held_on > review.due_on},
    )
    _tell(plan, "account_plan.reviewed", lines.superiors(actor), actor, day=f"{held_on:%m-%d}")
    return review


@transaction.atomic
def mind_account_plans(*, as_of: datetime) -> int:
    """Remind account managers of plans to write and reviews to hold; their superiors of what is late. Once for each.

    Returns how many are meant. A repeated run tells nobody twice.
    """
    on = clock.local_date(as_of)
    if not clock.is_workday(on):
        return 0
    plans = AccountPlan.objects.to_write().filter(write_by__lte=on, customer__account_manager__is_active=True)
    reviews = AccountReview.objects.to_hold().filter(
        due_on__lte=on + timedelta(days=REMIND_DAYS), plan__customer__account_manager__is_active=True
    )
    to_write = list(plans.select_related("customer__account_manager").order_by("write_by", "pk"))
    to_hold = list(reviews.select_related("plan__customer__account_manager").order_by("due_on", "pk"))
    for plan in to_write:
        _remind(plan, "account_plan.due", "account_plan.late", plan.write_by, on)
    for review in to_hold:
        _remind(review.plan, "account_review.due", "account_review.late", review.due_on, on)
    return len(to_write) + len(to_hold)


def export_account_plans(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write the plans of `rows` that the actor sees. Raises Forbidden without the right to export customers."""
    require(policies.may_export(actor), "customer.export", _("你没有导出客户数据的权限"))
    return sheets.take_out(
        actor=actor, code="account_plan.exported", title=_("大客户名单"), rows=rows.visible_to(actor), **asked
    )


def drop_declassified(*, actor: User, customer_id: int) -> int:
    """A customer that is no key customer any more is on no list to come; what waits for a verdict is withdrawn first."""
    rows = AccountPlan.objects.live().filter(customer_id=customer_id, year__gte=clock.today().year)
    plans = list(rows.select_for_update(no_key=True, of=("self",)).select_related("customer", "approval"))
    for plan in plans:
        if plan.state == AccountPlanState.REPORTED:
            assert plan.approval_id is not None
            workflow.drop_request(request_id=plan.approval_id, because=keep(gettext_noop("不再是大客户")))
            plan.withdraw()
        plan.dropped_reason = _("不再是大客户")
        plan.drop()
        _save(plan)
        audit.record(
            actor=actor, code="account_plan.dropped", subject=plan, to_state=plan.state, reason=plan.dropped_reason
        )
    return len(plans)


def years() -> tuple[int, int]:
    """Whose lists are being made: this year's and the next one's."""
    this = clock.today().year
    return this, this + 1


def missing(plan: AccountPlan) -> list[str]:
    """What a plan still needs before it is handed in, in words."""
    found = []
    if not plan.goals.strip():
        found.append(_("合作目标"))
    if not plan.measures.strip():
        found.append(_("服务措施"))
    gap = _gap(plan)
    if gap:
        days = policy.value(ACCOUNT_REVIEW_DAYS)
        words = {"first": f"{gap[0]:%m-%d}", "last": f"{gap[1]:%m-%d}", "days": days}
        found.append(_("%(first)s 到 %(last)s 之间的回顾（至少每 %(days)s 天一次）") % words)
    return found


def _gap(plan: AccountPlan) -> tuple[date, date] | None:
    """The first stretch of the year that is left which is longer than the rule lets pass without a review."""
    begins, ends = max(clock.today(), date(plan.year, 1, 1)), date(plan.year, 12, 31)
    days = sorted(plan.reviews.filter(due_on__range=(begins, ends)).values_list("due_on", flat=True))
    if begins > ends:
        return None
    if not days:
        return begins, ends
    longest = policy.value(ACCOUNT_REVIEW_DAYS)
    stretches = pairwise([begins, *days, ends])
    return next(((first, last) for first, last in stretches if (last - first).days > longest), None)


def _plan_reviews(plan: AccountPlan, wanted: set[date], actor: User, changed: dict[str, list[str]]) -> None:
    outside = sorted(day for day in wanted if day.year != plan.year)
    if outside:
        told = _("回顾日期要在 %(year)s 年") % {"year": plan.year}
        raise Invalid("account_review.year", told, errors={"reviews": [told]})
    if len(wanted) > MOST_REVIEWS:
        told = _("一年最多排 %(most)s 次回顾") % {"most": MOST_REVIEWS}
        raise Invalid("account_review.many", told, errors={"reviews": [told]})
    held = set(plan.reviews.exclude(held_on=None).values_list("due_on", flat=True))
    before = set(plan.reviews.filter(held_on=None).values_list("due_on", flat=True))
    wanted -= held
    if wanted == before:
        return
    plan.reviews.filter(held_on=None, due_on__in=before - wanted).delete()
    for day in sorted(wanted - before):
        write(AccountReview(plan=plan, due_on=day, created_by=actor))
    changed["reviews"] = [_days(before), _days(wanted)]


def _days(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in sorted(days))


def _review_to_hold(plan: AccountPlan, review_id: int | None, held_on: date, actor: User) -> AccountReview:
    if review_id is None:
        review = plan.reviews.filter(due_on=held_on).first()
        review = review or AccountReview(plan=plan, due_on=held_on, created_by=actor)
    else:
        review = visible_or_404(AccountReview.objects.filter(plan=plan), actor, pk=review_id)
    if review.held_on is not None:
        raise Conflict("account_review.held", _("这次回顾已经记了"))
    return review


def _of_the_year(customer: Customer, year: int) -> AccountPlan | None:
    """The one on the list, else the last that was on it."""
    rows = AccountPlan.objects.select_for_update(no_key=True, of=("self",)).filter(customer=customer, year=year)
    plans = list(rows.order_by("-pk"))
    return next((plan for plan in plans if plan.is_live), plans[0] if plans else None)


def _lock(actor: User, plan_id: int) -> AccountPlan:
    rows = AccountPlan.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("customer__account_manager", "approval")
    plan: AccountPlan = visible_or_404(rows, actor, pk=plan_id)
    return plan


def _lock_to_write(actor: User, plan_id: int, version: int | None) -> AccountPlan:
    plan = _lock(actor, plan_id)
    require(policies.may_write_account_plan(actor, plan), "account_plan.write", _("客户经理或其上级才能写服务计划"))
    check_version(plan, version)
    return plan


def _require(plan: AccountPlan, state: AccountPlanState, otherwise: str) -> None:
    if plan.state != state:
        raise Conflict("account_plan.state", otherwise)


def _save(plan: AccountPlan) -> None:
    plan.touch()
    write(plan, exclude={"state"})


def _tell(plan: AccountPlan, code: str, people: Sequence[User | None], actor: User, **more: str) -> None:
    notices.send(
        code=code,
        recipients=[person for person in people if person is not None and person != actor],
        subject=plan,
        params={"person": str(actor), "customer": plan.customer.name, "year": plan.year, **more},
        dedupe_key=f"{code}:{plan.pk}:{plan.version}",
    )


def _remind(plan: AccountPlan, due: str, late: str, day: date, on: date) -> None:
    manager = plan.customer.account_manager
    assert manager is not None
    params = {"person": str(manager), "customer": plan.customer.name, "year": plan.year, "day": f"{day:%m-%d}"}
    notices.send(code=due, recipients=[manager], subject=plan, params=params, dedupe_key=f"{due}:{plan.pk}:{day}")
    if day < on:
        superiors = lines.superiors(manager)
        seeing = seen_by(AccountPlan.objects.filter(pk=plan.pk), superiors)
        notices.send(
            code=late,
            recipients=[person for person in superiors if person.pk in seeing],
            subject=plan,
            params=params,
            dedupe_key=f"{late}:{plan.pk}:{day}",
        )


def _submission(plan: AccountPlan) -> Submission:
    days = plan.reviews.order_by("due_on").values_list("due_on", flat=True)
    return Submission(
        number=f"{plan.customer.number} {plan.year}",
        title=_("%(year)s 年服务计划") % {"year": plan.year},
        party=plan.customer.name,
        url=plan.get_absolute_url(),
        amount=plan.target,
        currency="CNY" if plan.target else "",
        digest=plan.digest,
        facts={"target": plan.target or Decimal(0)},
        data={
            "year": plan.year,
            "goals": plan.goals,
            "measures": plan.measures,
            "target": str(plan.target) if plan.target is not None else None,
            "reviews": [day.isoformat() for day in days],
            "manager": str(plan.customer.account_manager or ""),
        },
        policies=policy.cite([policy.in_force(ACCOUNT_REVIEW_DAYS)]),
    )
