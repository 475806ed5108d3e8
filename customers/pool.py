"""公海: a customer nobody follows up comes back for the colleagues of its region.

The days of its class count from the last contact, or from the day its owner got it if that is later. An extension holds it
until its date, and what is under way downstream (a quote on the customer's table) holds it altogether.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import IsNull, LessThan
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock, policy
from customers.models import Customer, PoolExtension
from customers.models.customers import ByClass
from customers.policy import POOL_DAYS, POOL_WARNINGS
from org.lines import region_of
from org.models import Unit

Days = Mapping[str, int]
"""Class → days without follow-up; a class that never comes back is missing."""


@dataclass(frozen=True)
class Hold:
    """A reason why a customer stays: `rows(on)` are the rows downstream, by OuterRef("pk") of the customer."""

    code: str
    label: str | Promise
    rows: Callable[[date], QuerySet[Any]]


_holds: dict[str, Hold] = {}


def register(hold: Hold) -> None:
    _holds[hold.code] = hold


def days_of(on: date | None = None) -> Days:
    return _lasting({kind: rule.value for kind, rule in _by_class(policy.many(POOL_DAYS.values(), on=on)).items()})


@policy.made_of_recent
def days_today() -> Days:
    """`days_of` for pages that only show it."""
    return _lasting({kind: rule.value for kind, rule in _by_class(policy.recent(POOL_DAYS.values())).items()})


@policy.made_of_recent
def warned_today() -> int:
    """From how many days on a customer counts as 快掉公海, for pages."""
    return int(max(policy.recent_values(POOL_WARNINGS).values()))


def leaving(rows: Any, *, within: int, days: Days, on: date) -> Any:
    """Those of `rows` that come into 公海 within so many days; -1: whose time was over before `on`."""
    return running_out(rows, within=within, days=days, on=on).filter(~_held(on))


def running_out(rows: Any, *, within: int, days: Days, on: date) -> Any:
    """Those whose days are over within so many, held by something or not."""
    return rows.filter(days_over(within, days, on), owner__isnull=False)


def days_over(within: int, days: Days, on: date) -> Q:
    """What `running_out` asks, as a condition.

    The bound on the last contact says less than the days of the class, and is there for the index of an owner's customers.
    """
    before = {kind: clock.day_start(on - timedelta(days=allowed - within - 1)) for kind, allowed in days.items()}
    if not before:
        return Q(pk__in=[])
    silent = Q(last_contact_at=None) | Q(last_contact_at__lt=max(before.values()))
    extension_over = Q(kept_until=None) | Q(kept_until__lte=on + timedelta(days=within))
    return Q(LessThan(_since(), ByClass(before))) & silent & extension_over


def with_holds(rows: Any, on: date) -> Any:
    """Rows with `held`: whether something under way keeps the customer where it is.

    Asked as a value of each row shown: of EXISTS among a list's columns PostgreSQL may make one hash of all rows downstream.
    """
    held = Q(pk__in=[])
    for hold in _holds.values():
        held |= Q(IsNull(Subquery(hold.rows(on).values("pk")[:1]), False))
    return rows.annotate(held=ExpressionWrapper(held, output_field=BooleanField()))


def left(customer: Customer, days: Days, on: date) -> int | None:
    """Days until the customer comes into 公海, 0 on the last one; None when it never does, or is there already.

    What holds it altogether is asked of the database: `with_holds`.
    """
    allowed = days.get(customer.customer_class)
    if allowed is None or customer.owner_id is None:
        return None
    since = max(customer.owned_since, customer.last_contact_at or customer.owned_since)
    remaining = allowed - (on - clock.local_date(since)).days
    return max(remaining, (customer.kept_until - on).days) if customer.kept_until else remaining


def ends(days: Days) -> Combinable:
    """When the days of a customer are over, to order by."""
    lasting = [When(customer_class=kind, then=Value(timedelta(days=number))) for kind, number in days.items()]
    return _since() + Case(*lasting, output_field=DurationField())


def reasons(customer: Customer, on: date) -> list[str]:
    """What holds this customer, in words."""
    asked = {f"hold_{number}": Exists(hold.rows(on)) for number, hold in enumerate(_holds.values())}
    answers = Customer.objects.filter(pk=customer.pk).annotate(**asked).values_list(*asked).get()
    return [str(hold.label) for hold, holds in zip(_holds.values(), answers, strict=True) if holds]


def _since() -> Combinable:
    """From when the days count, as in `left`."""
    return Greatest("owned_since", Coalesce("last_contact_at", "owned_since"))


def _held(on: date) -> Q:
    held = Q(pk__in=[])
    for hold in _holds.values():
        held |= Q(Exists(hold.rows(on)))
    return held


def _by_class(rules: Mapping[str, policy.InForce]) -> dict[str, policy.InForce]:
    return {kind.value: rules[key] for kind, key in POOL_DAYS.items()}


def _lasting(days: Days) -> Days:
    return {kind: number for kind, number in days.items() if number}


def _waiting(on: date) -> QuerySet[Any]:
    return PoolExtension.objects.waiting().filter(customer_id=OuterRef("pk"))


register(Hold("customers.extension", _("延期在审批"), _waiting))


def _foresee(kind: str) -> policy.Foresee:
    """How many customers of each region the first night would take back if their class had so many days."""

    def tell(allowed: int, valid_from: date) -> list[policy.Effect]:
        night = max(valid_from, clock.today() + timedelta(days=1))
        before = days_of(night)
        now, then = _returning(before, night), _returning(_lasting({**before, kind: allowed}), night)
        names = {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=[*now, *then])}
        lines = [policy.Effect(str(_("回公海的客户")), sum(now.values()), sum(then.values()))]
        regions = sorted({*now, *then}, key=lambda pk: -then.get(pk, 0))
        return lines + [
            policy.Effect(names.get(pk, str(_("全公司"))), now.get(pk, 0), then.get(pk, 0)) for pk in regions
        ]

    return tell


def _returning(days: Days, night: date) -> dict[int, int]:
    """Region → customers the night takes back; 0 stands for none."""
    rows = leaving(Customer.objects.all(), within=-1, days=days, on=night).order_by()
    counted = rows.values_list("owner__unit").annotate(Count("pk"))
    units = Unit.objects.select_related("parent__parent__parent").in_bulk()
    found: dict[int, int] = defaultdict(int)
    for unit_id, number in counted:
        region = region_of(units.get(unit_id))
        found[region.pk if region else 0] += number
    return dict(found)


for _kind, _key in POOL_DAYS.items():
    policy.foresee_by(_foresee(_kind.value), _key)
