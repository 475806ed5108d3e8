"""资料完整度 (B02): how much of what its class must have a customer's file has, as whole percents.

Said once, for a customer that just changed, for all of them after a rule did, and for what one of them lacks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Q

from core import policy
from customers.choices import ContactRole, RequiredFact
from customers.models import Contact, Customer
from customers.policy import REQUIRED

Required = Mapping[str, Sequence[str]]
"""Class → codes of RequiredFact."""

AT_ONCE = 2_000
"""Customers read and written in one statement: the database ends what takes longer than 15 s."""

MOST = 50_000
"""Customers one night writes, so that it ends within a job's time after a rule that concerns all of them."""

PEOPLE = (RequiredFact.CONTACT, RequiredFact.CONTACT_PHONE, RequiredFact.DECIDER)
COLUMNS = tuple(fact.value for fact in RequiredFact if fact not in PEOPLE)


@dataclass(frozen=True)
class _File:
    pk: int
    customer_class: str
    share: int
    there: frozenset[str]


def required() -> Required:
    rules = policy.many(REQUIRED.values())
    return {kind.value: rules[key].value for kind, key in REQUIRED.items()}


def settle(files: Iterable[tuple[Customer, Contact | None]]) -> None:
    """Give new customers their percentage before they are written, each with the contact that comes with it. Not saved."""
    asked = required()
    for customer, contact in files:
        there = {code for code in COLUMNS if getattr(customer, code)}
        if contact is not None:
            met = (True, bool(contact.phone), contact.role == ContactRole.DECIDES)
            there |= {code.value for code, known in zip(PEOPLE, met, strict=True) if known}
        customer.completeness = _share(asked[customer.customer_class], frozenset(there))


def refresh(ids: Iterable[int]) -> int:
    """Work the percentage of some customers out anew; returns how many changed."""
    asked, changed = required(), defaultdict(list)
    for file in _files(list(ids)):
        share = _share(asked[file.customer_class], file.there)
        if share != file.share:
            changed[file.share, share].append(file.pk)
    # Whom somebody changed since they were read has a newer percentage already.
    return sum(
        Customer.objects.filter(pk__in=pks, completeness=before).update(completeness=share)
        for (before, share), pks in changed.items()
    )


def refresh_all() -> int:
    """The same for everybody, in portions; what is beyond `MOST` waits for the next night."""
    changed, last = 0, 0
    while changed < MOST:
        ids = list(Customer.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            break
        changed, last = changed + refresh(ids), ids[-1]
    return changed


def missing(customer: Customer) -> list[str]:
    """What the customer's file lacks, in words and in the order of the choices."""
    (file,) = _files([customer.pk])
    return [str(RequiredFact(code).label) for code in required()[file.customer_class] if code not in file.there]


def _files(ids: Sequence[int]) -> Iterator[_File]:
    staying = Contact.objects.filter(customer__in=ids, left=False).order_by()
    people = {
        pk: (True, reached, decides)
        for pk, reached, decides in staying.values_list("customer").annotate(
            reached=BoolOr(~Q(phone="")), decides=BoolOr(Q(role=ContactRole.DECIDES))
        )
    }
    rows = Customer.objects.filter(pk__in=ids).values_list("pk", "customer_class", "completeness", *COLUMNS)
    for pk, kind, share, *texts in rows:
        found = dict(zip((*COLUMNS, *PEOPLE), (*texts, *people.get(pk, ())), strict=False))
        yield _File(pk, kind, share, frozenset(code for code, there in found.items() if there))


def _share(codes: Sequence[str], there: frozenset[str]) -> int:
    """Half a percent counts as a whole."""
    if not codes:
        return 100
    return (200 * sum(code in there for code in codes) + len(codes)) // (2 * len(codes))
