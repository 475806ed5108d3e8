"""Where 事前请示 stands in the frame: sidebar, + sheet, palette, home page, and on a customer's timeline."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, today
from core.addresses import address_of
from core.pages import finders, navigation, words
from customers import prior_selectors
from customers.models import PriorApproval
from customers.policy import REPORT_BACK_DAYS
from org.choices import Scope
from org.models import User


def find(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(
            prior.pk,
            prior.subject,
            prior.get_absolute_url(),
            note=prior.number,
            end=str(prior.get_state_display()),
        )
        for prior in prior_selectors.find_priors(user, text, limit)
    ]


@today.register_later
def priors_today(*, user: User, on: date) -> Sequence[today.Section]:
    """What one has still to report, and for who leads what the others reported."""
    if user.access.scope("visits") == Scope.NONE:
        return []
    listed = address_of("customers:prior_list")
    own = PriorApproval.objects.filter(owner=user).to_report().order_by("report_by", "pk")
    owed, owed_in_all = today.first(own)
    sections = [
        today.Section(
            "priors_to_report",
            _("办完要汇报的"),
            [_owed(prior, on) for prior in owed],
            total=owed_in_all,
            url=f"{listed}?scene=mine&state=granted",
            late=own.late(on),
            position=32,
            rules=[REPORT_BACK_DAYS],
        )
    ]
    if user.access.scope("visits") in (Scope.SUBTREE, Scope.ALL):
        told = PriorApproval.objects.visible_to(user).to_close().exclude(owner=user).select_related("owner")
        waiting, in_all = today.first(told.order_by("reported_at", "pk"))
        sections.append(
            today.Section(
                "priors_to_close",
                _("下属的汇报"),
                [_told(prior) for prior in waiting],
                total=in_all,
                url=f"{listed}?scene=to_close",
                position=33,
            )
        )
    return sections


def _owed(prior: Any, on: date) -> today.Item:
    left = words.remaining(prior.report_by, now=clock.day_start(on))
    return today.Item(
        title=prior.subject,
        url=prior.get_absolute_url(),
        clock=left.words,
        tone=left.tone,
        icon="i-msg",
        action=_("汇报"),
        action_url=address_of("customers:prior_report", prior.pk),
    )


def _told(prior: Any) -> today.Item:
    return today.Item(
        title=prior.subject,
        url=prior.get_absolute_url(),
        details=[str(prior.owner), str(prior.get_outcome_display())],
        clock=words.relative_day(prior.reported_at),
        icon="i-msg",
    )


navigation.register(
    navigation.Item(
        "customers.priors", gettext_lazy("请示"), "i-msg", "customers:prior_list", domain="visits", order=8
    ),
)
navigation.register_create(
    navigation.Create(
        "prior",
        gettext_lazy("写请示"),
        "i-msg",
        "customers:prior_ask",
        capability="visits.log",
        order=25,
    ),
)
finders.register(
    finders.Finder("customers.prior", gettext_lazy("请示"), "i-msg", find, order=35),
)
