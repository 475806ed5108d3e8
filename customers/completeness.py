"""资料完整度 (B02): how much of what its class must have a customer's file has, as whole percents.

Said once, in SQL: for a customer that just changed, for all of them after a rule did, and for what one of them lacks.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Round

from core import policy
from customers.choices import ContactRole, CustomerClass, RequiredFact
from customers.models import Contact, Customer
from customers.policy import REQUIRED

Required = Mapping[str, Sequence[str]]
"""Class → codes of RequiredFact."""


def required() -> Required:
    rules = policy.many(REQUIRED.values())
    return {kind.value: rules[key].value for kind, key in REQUIRED.items()}


def refresh(ids: Iterable[int] | None = None) -> int:
    """Work the percentage out anew, for some customers or for all; returns how many changed. One statement."""
    rows = Customer.objects.all() if ids is None else Customer.objects.filter(pk__in=list(ids))
    asked = required()
    share = Case(
        *(When(customer_class=kind, then=_share(asked[kind])) for kind in CustomerClass.values),
        default=Value(100),
        output_field=IntegerField(),
    )
    return rows.annotate(share=share).exclude(completeness=share).update(completeness=share)


def missing(customer: Customer) -> list[str]:
    """What the customer's file lacks, in words and in the order of the choices."""
    codes = list(required()[customer.customer_class])
    if not codes:
        return []
    asked = {f"has_{code}": Case(When(_present(code), then=True), default=False) for code in codes}
    found = Customer.objects.filter(pk=customer.pk).annotate(**asked).values_list(*asked).get()
    return [str(RequiredFact(code).label) for code, there in zip(codes, found, strict=True) if not there]


def _share(codes: Sequence[str]) -> Combinable:
    if not codes:
        return Value(100)
    points = sum((Case(When(_present(code), then=100.0), default=0.0) for code in codes), start=Value(0.0))
    return Cast(Round(points / float(len(codes))), IntegerField())


def _present(code: str) -> Q:
    people = Contact.objects.filter(customer=OuterRef("pk"), left=False)
    known = {
        RequiredFact.CONTACT: Q(Exists(people)),
        RequiredFact.CONTACT_PHONE: Q(Exists(people.exclude(phone=""))),
        RequiredFact.DECIDER: Q(Exists(people.filter(role=ContactRole.DECIDES))),
    }
    return known.get(RequiredFact(code)) or ~Q(**{code: ""})
