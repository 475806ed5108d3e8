"""Where customers and visits stand in the frame: sidebar, + sheet, palette, pickers, home page."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock, search, today
from core.addresses import address_of
from core.pages import finders, navigation, words
from core.pages.keyset import Count
from customers import policy as rules
from customers import pool, selectors
from customers.choices import CustomerClass
from customers.models import Customer, Visit
from org.choices import Scope
from org.models import User


def _hit(customer: Customer) -> finders.Hit:
    actions = (
        finders.Action(_("记拜访"), f"{address_of('customers:visit_log')}?customer={customer.pk}", "i-visit", key="v"),
    )
    return finders.Hit(
        customer.pk,
        customer.name,
        customer.get_absolute_url(),
        note=customer.number,
        end=str(customer.get_customer_class_display()),
        actions=actions,
    )


def find(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [_hit(customer) for customer in selectors.find_customers(user, text, limit)]


def recent(user: User, limit: int) -> list[finders.Hit]:
    return [_hit(customer) for customer in selectors.recent_customers(user, limit)]


def find_contact(user: User, text: str, limit: int) -> list[finders.Hit]:
    return [
        finders.Hit(
            contact.pk,
            contact.name,
            f"{contact.customer.get_absolute_url()}?tab=contacts",
            note=contact.phone or contact.title,
            end=contact.customer.name,
            found=text,
        )
        for contact in selectors.find_contacts(user, text, limit)
    ]


def find_colleague(user: User, text: str, limit: int) -> list[finders.Hit]:
    people = search.search(User.objects.visible_to(user).filter(is_active=True), text)
    found = people.select_related("unit").order_by("sort_key", "pk")[:limit]
    return [finders.Hit(person.pk, str(person), "", note=str(person.unit or "")) for person in found]


@today.register
def next_steps(*, user: User, on: date) -> Sequence[today.Section]:
    """Next steps promised for today or earlier."""
    if not user.can("visits.log"):
        return []
    steps = selectors.promised(user, on)
    promised, in_all, late = today.first_and_late(
        steps.values_list("pk", "next_step", "next_on", "customer_id", "customer__name", named=True),
        lambda step: step.next_on < on,
        steps.filter(next_on__lt=on),
    )
    return [
        today.Section(
            "next_steps",
            _("说好要做的"),
            [_step_item(step, on) for step in promised],
            total=in_all,
            url=f"{address_of('customers:visit_list')}?scene=mine&promised=on",
            late=late,
            position=30,
        )
    ]


@today.register
def neglected_customers(*, user: User, on: date) -> Sequence[today.Section]:
    """Own customers that soon come into 公海, the next to go first, and those whose class asks for a visit by now."""
    if not user.can("visits.log"):
        return []
    days, kept, within = selectors.visit_days_today(), pool.days_today(), pool.warned_today()
    own = Customer.objects.own(user).only(
        "name", "customer_class", "owner_id", "owned_since", "kept_until", "last_contact_at", "created_at"
    )
    # Mostly nobody leaves; what may hold them costs as much to ask as all the rest.
    leaving: list[Customer] = []
    leaving_in_all: today.Counted = today.NONE
    if pool.running_out(own, within=within, days=kept, on=on).exists():
        rows = pool.leaving(own, within=within, days=kept, on=on)
        leaving, leaving_in_all = today.first(rows.order_by(pool.ends(kept), "pk"))
    due = own.needs_visit(on, days).order_by(F("last_contact_at").asc(nulls_first=True), "pk")
    # Who is about to leave is named once, but counted among those due: the number opens all of them.
    named, due_in_all = today.first(due.exclude(pk__in=[customer.pk for customer in leaving]) if leaving else due)
    also_due = sum(selectors.next_due(customer, days, on) < 0 for customer in leaving)
    total = Count(due_in_all.number + also_due) if isinstance(due_in_all, Count) else due
    both = Count(also_due) if isinstance(leaving_in_all, Count) else pool.leaving(due, within=within, days=kept, on=on)
    return [
        today.Section(
            "leaving",
            _("快回公海"),
            [_leaving_item(customer, kept, on) for customer in leaving],
            total=leaving_in_all,
            url=f"{address_of('customers:customer_list')}?scene=mine&leaving=on",
            position=35,
            rules=[rules.POOL_WARNINGS[0], *rules.POOL_DAYS.values()],
            late=both,
        ),
        today.Section(
            "due_visits",
            _("该拜访的客户"),
            [_due_item(customer, days, on) for customer in named],
            total=total,
            url=f"{address_of('customers:customer_list')}?scene=mine&due=on",
            # needs_visit names those past their day, none on the day itself.
            late=total,
            again=both,
            position=40,
            rules=tuple(rules.VISIT_DAYS.values()),
        ),
    ]


@today.register_later
def team_visits(*, user: User, on: date) -> Sequence[today.Section]:
    """For who leads: where the others have been."""
    if user.access.scope("visits") not in (Scope.SUBTREE, Scope.ALL):
        return []
    rows = Visit.objects.visible_to(user).exclude(visitor=user).select_related("customer", "visitor")
    items = [
        today.Item(
            visit.customer.name,
            visit.get_absolute_url(),
            details=[str(visit.visitor)],
            clock=words.relative_day(visit.occurred_at),
        )
        for visit in rows.order_by("-occurred_at", "-pk")[: today.MOST]
    ]
    return [
        today.Section(
            "team_visits",
            _("同事的拜访"),
            items,
            url=f"{address_of('customers:visit_list')}?scene=all",
            position=30,
        )
    ]


def _due_item(customer: Customer, days: dict[str, int], on: date) -> today.Item:
    late = -selectors.next_due(customer, days, on)
    last = customer.last_contact_at
    return today.Item(
        title=customer.name,
        url=customer.get_absolute_url(),
        details=[
            CustomerClass(customer.customer_class).label,
            _("上次 %(day)s") % {"day": words.relative_day(last)} if last else _("还没联系过"),
        ],
        clock=ngettext("超 %(n)s 天", "超 %(n)s 天", late) % {"n": late},
        tone="bad" if late > days[customer.customer_class] else "warn",
        icon="i-visit",
        action=_("记拜访"),
        action_url=f"{address_of('customers:visit_log')}?customer={customer.pk}",
        keep=True,
    )


@today.register_later
def stale_files(*, user: User, on: date) -> Sequence[today.Section]:
    """Own customers whose file nobody has changed or confirmed for the days of their class (B03)."""
    if not user.can("customers.edit"):
        return []
    rows = Customer.objects.own(user).stale(on, selectors.stale_days(on)).order_by("confirmed_at", "pk")
    stale, in_all = today.first(rows.only("name", "confirmed_at"))
    return [
        today.Section(
            "stale",
            _("资料该更新了"),
            [
                today.Item(
                    customer.name,
                    f"{customer.get_absolute_url()}?tab=profile",
                    clock=words.relative_day(customer.confirmed_at),
                )
                for customer in stale
            ],
            total=in_all,
            url=f"{address_of('customers:customer_list')}?scene=mine&stale=on",
            position=60,
            rules=list(rules.STALE_DAYS.values()),
        )
    ]


def _leaving_item(customer: Customer, days: pool.Days, on: date) -> today.Item:
    left = words.remaining(on + timedelta(days=pool.left(customer, days, on) or 0), warn=pool.warned_today())
    last = customer.last_contact_at
    return today.Item(
        title=customer.name,
        url=customer.get_absolute_url(),
        details=[
            CustomerClass(customer.customer_class).label,
            _("上次 %(day)s") % {"day": words.relative_day(last)} if last else _("还没联系过"),
        ],
        clock=left.words,
        tone=left.tone,
        icon="i-globe",
        action=_("记拜访"),
        action_url=f"{address_of('customers:visit_log')}?customer={customer.pk}",
        keep=True,
    )


def _step_item(step: Any, on: date) -> today.Item:
    left = words.remaining(step.next_on, now=clock.day_start(on))
    return today.Item(
        title=step.next_step,
        url=address_of("customers:visit_detail", step.pk),
        details=[step.customer__name],
        clock=left.words,
        tone=left.tone,
        icon="st-todo",
        action=_("记拜访"),
        action_url=f"{address_of('customers:visit_log')}?customer={step.customer_id}",
        keep=True,
    )


navigation.register(
    navigation.Item(
        "customers.customers",
        gettext_lazy("客户"),
        "i-cust",
        "customers:customer_list",
        group="customers",
        domain="customers",
        order=20,
        tab=2,
    ),
    navigation.Item(
        "customers.pool",
        gettext_lazy("公海"),
        "i-globe",
        "customers:pool_list",
        group="customers",
        capability="customers.claim",
        order=25,
    ),
    navigation.Item(
        "customers.visits", gettext_lazy("拜访"), "i-visit", "customers:visit_list", domain="visits", order=5
    ),
    navigation.Item(
        "customers.plans",
        gettext_lazy("拜访计划"),
        "i-plan",
        "customers:plan_calendar",
        capability="visits.log",
        order=6,
    ),
    navigation.Item(
        "customers.focus",
        gettext_lazy("拜访重点"),
        "i-flag",
        "customers:focus_week",
        domain="visits",
        order=7,
    ),
    navigation.Item(
        "customers.analysis",
        gettext_lazy("客户分析"),
        "i-report",
        "customers:customer_analysis",
        group="analysis",
        domain="customers",
        order=10,
    ),
)
navigation.register_create(
    navigation.Create(
        "visit",
        gettext_lazy("记拜访"),
        "i-visit",
        "customers:visit_log",
        capability="visits.log",
        key="v",
        order=1,
        offline=True,
    ),
    navigation.Create(
        "customer",
        gettext_lazy("新建客户"),
        "i-cust",
        "customers:customer_create",
        capability="customers.create",
        order=20,
    ),
)
finders.register(
    finders.Finder("customers.customer", gettext_lazy("客户"), "i-cust", find, recent=recent, order=10),
    finders.Finder("customers.contact", gettext_lazy("联系人"), "i-phone", find_contact, order=15),
    finders.Finder("customers.colleague", gettext_lazy("同事"), "i-user", find_colleague, palette=False),
)
