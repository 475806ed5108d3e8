"""Where deals and competitors stand in the frame: sidebar, + sheet, palette, pickers, home page."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import today
from core.addresses import address_of
from core.pages import finders, navigation, words
from customers import deal_selectors
from customers import policy as rules
from customers.models import Opportunity
from org.models import User


def find(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(
            deal.pk,
            deal.title,
            deal.get_absolute_url(),
            note=deal.customer.name,
            end=str(deal.get_state_display()),
        )
        for deal in deal_selectors.find_opportunities(user, text, limit)
    ]


def find_competitors(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(one.pk, one.name, one.get_absolute_url(), end=one.pricing)
        for one in deal_selectors.find_competitors(user, text, limit)
    ]


@today.register_later
def deals_today(*, user: User, on: date) -> Sequence[today.Section]:
    """Own deals past the day they should have been signed, then those that have stood too long in their stage."""
    if not user.can("opportunities.edit"):
        return []
    days = deal_selectors.stuck_days()
    own = Opportunity.objects.own(user).select_related("customer")
    shown = own.only("title", "amount", "state", "stage_since", "expected_on", "customer__name")
    overdue, overdue_in_all = today.first(shown.overdue(on).order_by("expected_on", "pk"))
    stuck, stuck_in_all = today.first(shown.stuck(on, days).filter(expected_on__gte=on).order_by("stage_since", "pk"))
    list_url = address_of("customers:opportunity_list")
    return [
        today.Section(
            "overdue_deals",
            _("过了预计签约的商机"),
            [_overdue_item(deal, on) for deal in overdue],
            total=overdue_in_all,
            url=f"{list_url}?scene=mine&overdue=on",
            late=overdue_in_all,
            position=45,
        ),
        today.Section(
            "stuck_deals",
            _("停住的商机"),
            [_stuck_item(deal, on) for deal in stuck],
            total=stuck_in_all,
            url=f"{list_url}?scene=mine&stuck=on&expected_on_after={on}",
            position=46,
            rules=[rules.STUCK_DAYS],
        ),
    ]


def _overdue_item(deal: Opportunity, on: date) -> today.Item:
    late = (on - deal.expected_on).days
    return today.Item(
        title=deal.title,
        url=deal.get_absolute_url(),
        details=[deal.customer.name, str(deal.get_state_display())],
        amount=deal.amount,
        clock=ngettext("超 %(n)s 天", "超 %(n)s 天", late) % {"n": late},
        tone="bad",
        icon="i-opp",
        action=_("改日期"),
        action_url=address_of("customers:opportunity_edit", deal.pk),
    )


def _stuck_item(deal: Opportunity, on: date) -> today.Item:
    days = deal.days_in_stage(on)
    return today.Item(
        title=deal.title,
        url=deal.get_absolute_url(),
        details=[deal.customer.name, str(deal.get_state_display()), words.relative_day(deal.expected_on)],
        amount=deal.amount,
        clock=ngettext("停 %(n)s 天", "停 %(n)s 天", days) % {"n": days},
        tone="warn",
        icon="i-opp",
    )


navigation.register(
    navigation.Item(
        "customers.opportunities",
        gettext_lazy("商机"),
        "i-opp",
        "customers:opportunity_list",
        group="customers",
        domain="opportunities",
        order=30,
    ),
    navigation.Item(
        "customers.competitors",
        gettext_lazy("竞争对手"),
        "i-target",
        "customers:competitor_list",
        group="customers",
        domain="opportunities",
        order=35,
    ),
)
navigation.register(
    navigation.Item(
        "customers.opportunity_analysis",
        gettext_lazy("商机分析"),
        "i-funnel",
        "customers:opportunity_analysis",
        group="analysis",
        domain="opportunities",
        order=15,
    )
)
navigation.register_create(
    navigation.Create(
        "opportunity",
        gettext_lazy("新建商机"),
        "i-opp",
        "customers:opportunity_create",
        capability="opportunities.edit",
        order=15,
    ),
)
finders.register(
    finders.Finder("customers.opportunity", gettext_lazy("商机"), "i-opp", find, order=18),
    finders.Finder("customers.competitor", gettext_lazy("竞争对手"), "i-target", find_competitors, palette=False),
)
