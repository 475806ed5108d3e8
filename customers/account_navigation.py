"""Where key customers stand in the frame: sidebar, home page, tab of the customer."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, today
from core.addresses import address_of
from core.pages import navigation, words
from customers.choices import AccountPlanState
from customers.models import AccountPlan, AccountReview
from customers.policy import ACCOUNT_PLAN_DAYS, ACCOUNT_REVIEW_DAYS
from org.models import User

AHEAD = timedelta(days=14)
"""Reviews show this long before their day."""


@today.register_later
def accounts_today(*, user: User, on: date) -> Sequence[today.Section]:
    """What an account manager has to write and to review."""
    if not user.can("customers.own_key"):
        return []
    listed = f"{address_of('customers:account_plan_list')}?scene=mine"
    own = AccountPlan.objects.live().of_manager(user)
    writing, to_write = today.first(
        own.filter(state=AccountPlanState.NAMED).select_related("customer").order_by("write_by", "pk")
    )
    due = AccountReview.objects.to_hold().filter(plan__customer__account_manager=user, due_on__lte=on + AHEAD)
    holding, to_hold = today.first(due.select_related("plan__customer").order_by("due_on", "pk"))
    return [
        today.Section(
            "account_plans",
            _("要写的服务计划"),
            [_to_write(plan, on) for plan in writing],
            total=to_write,
            url=f"{listed}&state=named",
            late=own.to_write().filter(write_by__lt=on),
            position=34,
            rules=[ACCOUNT_PLAN_DAYS],
        ),
        today.Section(
            "account_reviews",
            _("要回顾的大客户"),
            [_to_hold(review, on) for review in holding],
            total=to_hold,
            url=f"{listed}&state=approved",
            late=due.filter(due_on__lt=on),
            position=35,
            rules=[ACCOUNT_REVIEW_DAYS],
        ),
    ]


def _to_write(plan: Any, on: date) -> today.Item:
    left = words.remaining(plan.write_by, now=clock.day_start(on))
    return today.Item(
        title=plan.customer.name,
        url=plan.get_absolute_url(),
        details=[_("%(year)s 年") % {"year": plan.year}],
        clock=left.words,
        tone=left.tone,
        icon="i-star",
        action=_("写计划"),
        action_url=address_of("customers:account_plan_write", plan.pk),
    )


def _to_hold(review: Any, on: date) -> today.Item:
    left = words.remaining(review.due_on, now=clock.day_start(on))
    return today.Item(
        title=review.plan.customer.name,
        url=review.plan.get_absolute_url(),
        clock=left.words,
        tone=left.tone,
        icon="i-star",
        action=_("记回顾"),
        action_url=f"{address_of('customers:account_review', review.plan_id)}?review={review.pk}",
    )


navigation.register(
    navigation.Item(
        "customers.account_plans",
        gettext_lazy("大客户名单"),
        "i-star",
        "customers:account_plan_list",
        group="customers",
        domain="customers",
        order=26,
    ),
)
