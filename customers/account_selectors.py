"""Reads for the screens of key customers and their service plans."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import clock
from core.pages import words
from core.pages.timeline import Entry
from core.templatetags import ui
from customers.choices import AccountPlanState, CustomerClass
from customers.models import AccountPlan, AccountReview, Customer
from customers.models.account_plans import AccountPlanQuerySet
from customers.models.customers import CustomerQuerySet
from org.models import User

LADDER = (AccountPlanState.NAMED, AccountPlanState.REPORTED, AccountPlanState.APPROVED)


def account_plan_list(user: User) -> AccountPlanQuerySet:
    """With how many reviews are planned and held, and the day of the next one."""
    rows = AccountPlan.objects.select_related("customer__account_manager", "customer__owner").visible_to(user)
    reviews = AccountReview.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    waiting = reviews.filter(held_on=None)
    return rows.annotate(
        planned=Coalesce(Subquery(reviews.annotate(n=Count("pk")).values("n")), 0),
        held=Coalesce(Subquery(reviews.exclude(held_on=None).annotate(n=Count("pk")).values("n")), 0),
        next_review=Subquery(waiting.annotate(day=Min("due_on")).values("day")),
    )


def account_plan_record() -> AccountPlanQuerySet:
    return AccountPlan.objects.select_related("customer__account_manager", "customer__owner", "approval")


def reviews_of(plan: AccountPlan) -> list[AccountReview]:
    return list(plan.reviews.select_related("held_by").order_by("due_on"))


def unlisted(user: User, year: int) -> CustomerQuerySet:
    """Key customers in sight that are not on the list of a year."""
    listed = AccountPlan.objects.live().filter(year=year).values("customer_id")
    keys = Customer.objects.visible_to(user).filter(customer_class=CustomerClass.KEY).exclude(pk__in=listed)
    return keys.select_related("account_manager").order_by("sort_key", "pk")


def plan_of(user: User, customer: Customer) -> AccountPlan | None:
    """The plan of this year, else of the next, while it is on the list."""
    rows = AccountPlan.objects.at(customer, user).live().filter(year__gte=clock.today().year)
    return rows.order_by("year").first()


def entry(review: AccountReview) -> Entry:
    """A review as one line of the customer's timeline."""
    assert review.held_on is not None
    facts = ((_("哪天"), words.day_text(review.held_on)),)
    said = format_html('<a class="q" href="{}">{}</a>', review.plan.get_absolute_url(), _("服务回顾"))
    return Entry(
        review.updated_at,
        str(review.held_by),
        said,
        tag=str(review.get_satisfaction_display()),
        quote=review.summary,
        facts=facts,
        source="account_review",
        pk=review.pk,
    )


def steps(plan: AccountPlan) -> list[dict[str, Any]]:
    """The step bar. What was taken off the list ends there."""
    notes = {
        AccountPlanState.NAMED: words.day_text(plan.created_at),
        AccountPlanState.APPROVED: words.day_text(plan.approved_at) if plan.approved_at else "",
    }
    if plan.state == AccountPlanState.DROPPED:
        begun = {"label": _("列入名单"), "note": notes[AccountPlanState.NAMED], "state": "done"}
        ended = {"label": AccountPlanState.DROPPED.label, "note": words.day_text(plan.updated_at), "state": "now"}
        return [begun, ended]
    here = LADDER.index(AccountPlanState(plan.state))
    last = plan.state == AccountPlanState.APPROVED
    return [
        {
            "label": state.label,
            "note": notes.get(state, "") if place <= here else "",
            "state": "done" if place < here or last else "now" if place == here else "",
        }
        for place, state in enumerate(LADDER)
    ]


def facts(plan: AccountPlan, reviews: Sequence[AccountReview], user: User) -> list[dict[str, Any]]:
    """The facts under the title."""
    customer = plan.customer
    seen = Customer.objects.visible_to(user).filter(pk=customer.pk).exists()
    held = sum(review.held_on is not None for review in reviews)
    return [
        {"label": _("目标金额"), "value": ui.money(plan.target) if plan.target else _("没有定"), "big": True},
        {"label": _("年度"), "value": plan.year},
        {
            "label": pgettext("one", "客户"),
            "value": customer.name,
            "url": customer.get_absolute_url() if seen else "",
        },
        {"label": _("客户经理"), "value": ui.person(customer.account_manager) if customer.account_manager else ui.NONE},
        {"label": _("回顾"), "value": f"{held}/{len(reviews)}"},
    ]


def usual_reviews(year: int, on: date) -> list[date]:
    """The quarters' ends that are still to come: what a new plan begins with."""
    ends = [date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 20)]
    return [day if clock.is_workday(day) else clock.add_workdays(day, -1) for day in ends if day > on]
