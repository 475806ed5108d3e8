"""Reads for the page of a request for a customer (撞单)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from core import clock
from core.addresses import address_of
from customers.choices import OPEN_STAGES, TransferState
from customers.models import Customer, Opportunity, TransferRequest, Visit
from org.models import User


def transfer_records(user: User) -> QuerySet[TransferRequest]:
    """Requests for customers, each with `sees_customer`; still to be narrowed by `visible_to`."""
    seen = Customer.objects.visible_to(user).filter(pk=OuterRef("customer_id"))
    return TransferRequest.objects.annotate(sees_customer=Exists(seen))


def waiting_requests(user: User, customer: Any) -> QuerySet[TransferRequest]:
    """Who has asked for the customer and waits for the verdict, first come first. `customer` as of `customer_record`."""
    if not customer.is_wanted:
        return TransferRequest.objects.none()
    waiting = TransferRequest.objects.visible_to(user).filter(customer=customer, state=TransferState.REPORTED)
    return waiting.select_related("created_by").order_by("pk")


@dataclass(frozen=True)
class SideOf:
    """What speaks for one of two people who want a customer: visits of a year, the last one, deals under way."""

    person: User
    role: str
    visits: int
    last: datetime | None
    deals: int
    url: str


def sides_of(user: User, request: TransferRequest) -> list[SideOf]:
    """Both sides of a request, as far as the reader sees visits and deals of the customer."""
    found = []
    since = clock.now() - timedelta(days=365)
    for person, role in ((request.owner, _("负责人")), (request.applicant, _("申请人"))):
        visits = Visit.objects.visible_to(user).filter(customer=request.customer_id, visitor=person)
        counted = visits.filter(occurred_at__gte=since).aggregate(n=Count("pk"), last=Max("occurred_at"))
        deals = Opportunity.objects.visible_to(user).filter(
            customer=request.customer_id, owner=person, state__in=OPEN_STAGES
        )
        asked = {
            "scene": "all",
            "customer": request.customer_id,
            "visitor": person.pk,
            "on_min": clock.local_date(since),
        }
        url = f"{address_of('customers:visit_list')}?{urlencode(asked)}"
        found.append(SideOf(person, role, counted["n"], counted["last"], deals.count(), url))
    return found
