"""Reads for the screens of customers and visits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import clock, names, policy, search
from core.errors import Gone
from core.models import AuditEntry
from core.pages.timeline import Entry
from core.scope import ALL, SUBTREE, visible_or_404
from core.uscc import clean
from customers import policies, pool
from customers.choices import CustomerClass, TransferState
from customers.keys import phone_key
from customers.models import (
    AccountReview,
    Collaborator,
    Contact,
    Customer,
    FormerCustomer,
    Intelligence,
    Lead,
    MergeRecord,
    Opportunity,
    PriorApproval,
    Task,
    TransferRequest,
    Visit,
    VisitContact,
    VisitPlan,
    VisitPosition,
)
from customers.models.customers import CustomerQuerySet
from customers.models.visits import VisitQuerySet
from customers.policy import STALE_DAYS, VISIT_DAYS
from customers.similar import similar_customers
from org.models import User, naming

MOST_DUPLICATES = 5
RECENT = 6
MOST_SIMILAR = 3


@dataclass(frozen=True)
class Duplicate:
    """A customer we already have. To people who do not see it: whose it is and when it was last contacted, no more."""

    matched: str
    owner: str
    last_contact_at: datetime | None
    exact: bool
    name: str = ""
    number: str = ""
    url: str = ""
    ask: str = ""
    """By what its reader may ask for it (`request_transfer`); empty where there is nothing to ask."""
    similar: bool = False
    """Its name is nearly the one asked for, which proves nothing."""


def find_duplicates(
    *, user: User, name: str = "", uscc: str = "", phone: str = "", besides: int | None = None
) -> list[Duplicate]:
    """Customers with the same USCC, normalised name or phone, whoever owns them; the certain ones first.

    A phone also matches the contacts of a customer. Asked at creation, renaming, import and conversion.
    """
    alike = _alike(duplicate_keys(name=name, uscc=uscc, phone=phone), besides)
    return list(told_duplicates(user, alike).values())[:MOST_DUPLICATES]


def find_similar(*, user: User, name: str, besides: int | None = None) -> list[Duplicate]:
    """Customers of nearly this name, whoever owns them: a hint, where `find_duplicates` finds nothing."""
    alike = dict.fromkeys(similar_customers(name, besides=besides)[:MOST_SIMILAR], "name")
    return [replace(one, ask="", similar=True) for one in told_duplicates(user, alike).values()]


def told_duplicates(user: User, alike: Mapping[int, str]) -> dict[int, Duplicate]:
    """What `user` may know of the customers that share a key, in their order."""
    if not alike:
        return {}
    rows = Customer.objects.select_related("owner").only("last_contact_at", *naming("owner"))
    customers = rows.in_bulk(list(alike))
    found = {pk: _duplicate(user, matched, customers[pk]) for pk, matched in alike.items() if pk in customers}
    return _name_the_visible(user, found)


def found_duplicate(*, user: User, which: str, name: str, uscc: str, phone: str) -> tuple[int, str] | None:
    """The customer that `find_duplicates` gave `user` under this `ask`, and what matched. Without one: the only one found."""
    alike = _alike(duplicate_keys(name=name, uscc=uscc, phone=phone), None)
    meant = [(pk, matched) for pk, matched in alike.items() if not which or _ask_key(user, pk) == which]
    return meant[0] if len(meant) == 1 else None


def _ask_key(user: User, customer_id: int) -> str:
    """Names a customer to one reader, and says nothing about it."""
    return salted_hmac("customers.duplicate", f"{user.pk}:{customer_id}").hexdigest()[:20]


def duplicate_keys(*, name: str = "", uscc: str = "", phone: str = "") -> dict[str, str]:
    """What two records of one company share, the surest first."""
    keys = {
        "uscc": clean(uscc),
        "name": names.normalise_company(name)[:120] if name.strip() else "",
        "phone": phone_key(phone),
    }
    return {matched: key for matched, key in keys.items() if key}


# The indexes are partial: for a key out of a list PostgreSQL must be told that it is not empty.
# What a merged customer was known by leads to the one it went into.
ALIKE_SQL = {
    "uscc": """
        SELECT id FROM customers_customer WHERE uscc = %(uscc)s AND uscc <> ''
        UNION
        SELECT customer_id FROM customers_formercustomer WHERE uscc = %(uscc)s AND uscc <> ''
    """,
    "name": """
        SELECT id FROM customers_customer WHERE name_key = %(name)s
        UNION
        SELECT customer_id FROM customers_formercustomer WHERE name_key = %(name)s
    """,
    "phone": """
        SELECT id FROM customers_customer WHERE phone_key = %(phone)s AND phone_key <> ''
        UNION
        SELECT customer_id FROM customers_contact WHERE phone_key = %(phone)s AND phone_key <> ''
    """,
}


def _alike(keys: dict[str, str], besides: int | None) -> dict[int, str]:
    """Customer → the first of these keys it shares, in their order. One statement for all: mostly there is nobody."""
    if not keys:
        return {}
    parts = [
        f"(SELECT '{key}', id FROM ({ALIKE_SQL[key]}) AS alike WHERE id <> %(besides)s ORDER BY id LIMIT %(most)s)"  # noqa: S608
        for key in keys
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {**keys, "besides": besides or 0, "most": MOST_DUPLICATES})
        rows = cursor.fetchall()
    found: dict[int, str] = {}
    for matched in keys:
        for pk in sorted(pk for key, pk in rows if key == matched):
            found.setdefault(pk, matched)
    return found


def matched_labels() -> dict[str, str]:
    return {"uscc": _("统一社会信用代码"), "name": _("名称"), "phone": _("电话")}


def describe_duplicate(duplicate: Duplicate) -> str:
    """One sentence about a customer we have already, with no more than its reader may know."""
    last = f"{clock.local(duplicate.last_contact_at):%Y-%m-%d}" if duplicate.last_contact_at else _("还没有")
    who = duplicate.name or _("已有客户")
    return _("%(matched)s与%(who)s相同，负责人 %(owner)s，最近跟进 %(last)s") % {
        "matched": duplicate.matched,
        "who": who,
        "owner": duplicate.owner,
        "last": last,
    }


def _duplicate(user: User, matched: str, customer: Customer) -> Duplicate:
    return Duplicate(
        matched_labels()[matched],
        customer.holder,
        customer.last_contact_at,
        matched == "uscc",
        ask=_ask_key(user, customer.pk) if policies.may_request(user, customer) else "",
    )


def _name_the_visible(user: User, found: dict[int, Duplicate]) -> dict[int, Duplicate]:
    seen = Customer.objects.visible_to(user).filter(pk__in=found)
    for customer in seen:
        found[customer.pk] = replace(
            found[customer.pk], name=customer.name, number=customer.number, url=customer.get_absolute_url()
        )
    return found


def visit_days(on: date | None = None) -> dict[str, int]:
    """Class → days between visits, as the policy says on a date."""
    rules = policy.many(VISIT_DAYS.values(), on=on)
    return {kind.value: rules[key].value for kind, key in VISIT_DAYS.items()}


def transferred(on: date) -> QuerySet[AuditEntry, int | None]:
    """Ids of the customers that were given to somebody on a day."""
    given = AuditEntry.objects.filter(
        code__in=["customer.transferred", "customer.assigned"], at__gte=clock.day_start(on)
    )
    return given.filter(at__lt=clock.day_start(on + timedelta(days=1))).values_list("subject_id", flat=True)


def customer_list(user: User) -> CustomerQuerySet:
    listed = Customer.objects.select_related("owner", "account_manager").defer("remarks", "search_key")
    return pool.with_holds(listed.visible_to(user), clock.today())


def pool_list(user: User) -> CustomerQuerySet:
    """公海 as the person finds it: of each customer what one needs to choose, nothing to call it by."""
    shown = ("name", "customer_class", "industry", "division", "last_contact_at", "pooled_at", "pool__name", "version")
    return Customer.objects.select_related("pool").only(*shown).in_pool_of(user)


def customer_record() -> CustomerQuerySet:
    """With what only a few have: what is not there need not be asked for again (`has_formers`, `has_leads`,
    `has_intelligence`, `has_priors`, `has_reviews`, `has_tasks`, `is_wanted`)."""
    formers = FormerCustomer.objects.filter(customer=OuterRef("pk"))
    leads = Lead.objects.filter(customer=OuterRef("pk"))
    learned = Intelligence.objects.filter(customer=OuterRef("pk"))
    requests = TransferRequest.objects.filter(customer=OuterRef("pk"), state=TransferState.REPORTED)
    rows = Customer.objects.select_related(
        "owner__unit__parent__parent", "account_manager", "classified_by", "parent", "pool"
    )
    return rows.annotate(
        has_formers=Exists(formers),
        has_leads=Exists(leads),
        has_intelligence=Exists(learned),
        has_priors=Exists(PriorApproval.objects.filter(customer=OuterRef("pk"))),
        has_reviews=Exists(AccountReview.objects.filter(plan__customer=OuterRef("pk")).exclude(held_on=None)),
        has_tasks=Exists(Task.objects.filter(customer=OuterRef("pk"))),
        is_wanted=Exists(requests),
    )


def visit_record() -> VisitQuerySet:
    met = Prefetch("met", VisitContact.objects.select_related("contact"))
    return Visit.objects.select_related("customer", "visitor").prefetch_related(met)


def find_customers(user: User, query: str, limit: int = 20) -> list[Customer]:
    """For pickers: by part of a name, pinyin, initials, phone tail, USCC or number, recently contacted first."""
    rows: Any = search.search(Customer.objects.visible_to(user), query)
    return list(rows.latest_first().only("pk", "name", "number", "customer_class", "last_contact_at")[:limit])


def find_contacts(user: User, query: str, limit: int = 20) -> list[Contact]:
    """People at the customers in sight, by name, pinyin, initials, phone or WeChat; those who left are not offered."""
    rows: Any = search.search(Contact.objects.visible_to(user).filter(left=False), query)
    return list(rows.select_related("customer").order_by("-id")[:limit])


def recent_customers(user: User, limit: int = RECENT) -> list[Customer]:
    """Those the person went to last, for one-tap choice; then those they own."""
    visited = Visit.objects.filter(visitor=user).latest_first().values_list("customer_id", flat=True)[:60]
    ids = list(dict.fromkeys(visited))[:limit]
    rows = Customer.objects.visible_to(user).in_bulk(ids)
    recent = [rows[pk] for pk in ids if pk in rows]
    if len(recent) < limit:
        more = Customer.objects.visible_to(user).owned_by(user).exclude(pk__in=ids).latest_first()
        recent += list(more[: limit - len(recent)])
    return recent


def likely_customers(user: User, limit: int = RECENT) -> list[Customer]:
    """Where the person probably is: at whom they planned to go today, else where they went last."""
    today = VisitPlan.objects.open().filter(person=user, day=clock.today()).values("customer_id")
    planned = list(Customer.objects.visible_to(user).filter(pk__in=today).order_by("sort_key", "pk")[:limit])
    known = {customer.pk for customer in planned}
    return [*planned, *(one for one in recent_customers(user, limit) if one.pk not in known)][:limit]


def contacts_of(customer: Customer) -> list[Contact]:
    return list(Contact.objects.of(customer).present())


def sharing_of(customer: Customer) -> list[Collaborator]:
    return list(customer.sharing.select_related("user", "added_by").order_by("added_at"))


def visit_list(user: User) -> VisitQuerySet:
    return visit_record().visible_to(user)


def visits_of(user: User, customer: Customer, limit: int = 50) -> list[Visit]:
    return list(visit_record().at(customer, user).latest_first()[:limit])


def deal_of(user: User, visit: Visit) -> Opportunity | None:
    """What the visit was for, if the user sees that deal."""
    if visit.opportunity_id is None:
        return None
    return Opportunity.objects.at(visit.customer, user).filter(pk=visit.opportunity_id).first()


def position_of(user: User, visit: Visit) -> VisitPosition | None:
    """Where it was, for those who may know."""
    return VisitPosition.objects.visible_to(user).filter(visit=visit).first()


def next_due(customer: Customer, days: dict[str, int], on: date | None = None) -> int:
    """Days until the next visit is due by class; negative when overdue."""
    last = customer.last_contact_at or customer.created_at
    since = ((on or clock.today()) - clock.local_date(last)).days
    return days[CustomerClass(customer.customer_class)] - since


def visit_entry(visit: Visit) -> Entry:
    """A visit as one line of a timeline. The visit's contacts should be prefetched."""
    people = _("、").join(str(row.contact) for row in visit.met.all())
    facts = [
        (_("目的"), visit.purpose),
        (_("演示了什么"), visit.materials),
        (_("结果"), visit.get_outcome_display()),
        (_("满意吗"), visit.get_satisfaction_display()),
        (_("下一步"), f"{visit.next_on:%m-%d} {visit.next_step}" if visit.next_on else visit.next_step),
    ]
    said = format_html('<a class="q" href="{}">{}</a> {}', visit.get_absolute_url(), visit.get_kind_display(), people)
    return Entry(
        visit.occurred_at,
        str(visit.visitor),
        said,
        key=True,
        tag=_("补录") if visit.is_late else "",
        quote=visit.summary,
        facts=tuple((str(label), text) for label, text in facts if text),
        source="visit",
        pk=visit.pk,
    )


def former_customer(user: User, pk: int) -> FormerCustomer | None:
    """Where a customer of this id went, if it was merged and the person sees that one."""
    try:
        former: FormerCustomer = visible_or_404(FormerCustomer.objects.select_related("customer"), user, pk=pk)
    except Http404:
        return None
    return former


def find_customer(user: User, pk: int, rows: CustomerQuerySet | None = None) -> Customer:
    """The customer of this id. Raises Gone when it was merged into one the user sees, else Http404 when unseen or absent."""
    try:
        customer: Customer = visible_or_404(Customer.objects.all() if rows is None else rows, user, pk=pk)
    except Http404:
        if (former := former_customer(user, pk)) is None:
            raise
        told = _("%(name)s 已并入 %(customer)s") % {"name": former.name, "customer": former.customer}
        url = former.customer.get_absolute_url()
        raise Gone("customer.merged", told, successor=former.customer_id, url=url) from None
    return customer


def merge_candidate() -> CustomerQuerySet:
    return Customer.objects.select_related("owner", "account_manager", "parent")


def merge_record() -> QuerySet[MergeRecord]:
    return MergeRecord.objects.select_related("actor", "undo__actor")


def merged_into(user: User, record: MergeRecord) -> Customer | None:
    """Where the customer that stayed is to be found now, by who sees it."""
    former = former_customer(user, record.merged_id)
    if former is not None:
        return former.customer
    stayed: Any = Customer.objects.visible_to(user).filter(pk=record.survivor_id)
    return stayed.first()


def formers_of(customer: Customer) -> list[FormerCustomer]:
    """Customers that were merged into this one, the last first."""
    return list(customer.formers.select_related("merge__actor").order_by("-merge_id"))


def possible_owners(user: User) -> QuerySet[User]:
    """Who may own customers among the people the user answers for."""
    people = User.objects.with_capability("customers.edit").select_related("unit").order_by("sort_key")
    return people if user.access.scope("people") == ALL else people.filter(pk__in=user.access.people(SUBTREE))


def promised(user: User, on: date) -> QuerySet[Visit]:
    """Next steps due by `on` that no later visit of the person to that customer has followed up."""
    later = Visit.objects.filter(
        visitor_id=OuterRef("visitor_id"), customer_id=OuterRef("customer_id"), occurred_at__gt=OuterRef("occurred_at")
    )
    due = Visit.objects.next_steps(user).filter(next_on__lte=on)
    return due.filter(~Exists(later)).select_related("customer")


def stale_days(on: date | None = None) -> dict[str, int]:
    """Class → days after which what we know has to be looked at, as the policy says on a date."""
    rules = policy.many(STALE_DAYS.values(), on=on)
    return {kind.value: rules[key].value for kind, key in STALE_DAYS.items()}


def relatives(user: User, customer: Customer) -> tuple[str, CustomerQuerySet]:
    """Where the parent company is found, and the subsidiaries; of both only what the person sees.

    The parent's name is a fact of the customer itself, whoever reads it: the address is not.
    """
    seen = Customer.objects.visible_to(user)
    parent = seen.filter(pk=customer.parent_id).first() if customer.parent_id else None
    return parent.get_absolute_url() if parent else "", seen.filter(parent=customer).order_by("sort_key", "pk")


@policy.made_of_recent
def visit_days_today() -> dict[str, int]:
    """`visit_days` for pages that only show it."""
    values = policy.recent_values(VISIT_DAYS.values())
    return {kind.value: values[key] for kind, key in VISIT_DAYS.items()}
