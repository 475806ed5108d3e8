"""Sets the stage inside the measured server: what to open, and quotes that wait for the head."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from core import clock, search
from core.pages import keyset
from customers import focus, planning
from customers.models import Customer, Visit
from org.models import User
from quotes import services
from quotes.models import Product, Quote
from quotes.pricing import LineInput
from salesops.bench import crowd
from workflow.models import ApprovalStep

DEEP = 200 * keyset.PAGE_SIZE
AT_ONCE = 10
COMMON = "设备"
"""In the names of a sixth of all companies; a town, which a name begins with, is in those of a fortieth."""
FILTERS = {"customer_class": "potential", "division": "广东省", "industry": "电"}
"""One company in a hundred."""


@login_not_required
def facts(request: HttpRequest) -> HttpResponse:
    """Whom and what to ask for. Differs by size, not by run."""
    rep, head = User.objects.get(username="rep"), User.objects.get(username="head")
    own = Customer.objects.filter(owner=rep).order_by("-pk")
    steps = ApprovalStep.objects.awaiting(head).filter(request__risks=[], request__submitter=rep)
    return JsonResponse(
        {
            "customers": list(own.values_list("pk", flat=True)[:40]),
            "quote": Quote.objects.filter(owner=rep).order_by("-pk").values_list("pk", flat=True)[0],
            "name": own.values_list("name", flat=True)[0],
            "words": _words(own.values_list("name", flat=True)[0]),
            "deep": _deep_cursor(),
            "past": crowd.remembered(rep).pk,
            "halfway": _halfway(crowd.remembered(rep)),
            "week": planning.week_text(focus.next_week(clock.today())),
            "filters": FILTERS,
            "steps": list(steps.order_by("pk").values_list("pk", "request__digest")),
            "people": list(
                User.objects.filter(username__startswith="s.", roles__code="rep").values_list("username", flat=True)[
                    :40
                ]
            ),
            "counts": {"customers": Customer.objects.count(), "visits": Visit.objects.count()},
        }
    )


# The measuring client is no browser and has no session of rep's. Only salesops.bench.urls knows these addresses, which only the
# server of `manage.py bench` uses, on loopback and for a database of its own; tests/salesops/test_bench.py holds it to that.
@csrf_exempt
@login_not_required
def gather(request: HttpRequest) -> HttpResponse:
    """The two hundred and the long past, before anything is measured."""
    crowd.gather(User.objects.get(username="rep"))
    return JsonResponse({})


@csrf_exempt
@login_not_required
def submit(request: HttpRequest) -> HttpResponse:
    """Ten quotes of rep's, written and handed in through the services."""
    rep = User.objects.get(username="rep")
    product = Product.objects.order_by("pk")[0]
    customers: list[Any] = list(Customer.objects.filter(owner=rep).order_by("-pk")[:AT_ONCE])
    for customer in customers:
        quote = services.create_quote(
            actor=rep,
            customer_id=customer.pk,
            contact_id=None,
            facts={"title": "循环水泵站成套设备", "payment_terms": "30/60/10"},
            lines=[LineInput(qty=Decimal(1), product_id=product.pk)],
        )
        services.submit_quote(actor=rep, quote_id=quote.pk, version=quote.version)
    return JsonResponse({"made": len(customers)})


def _words(name: str) -> dict[str, str]:
    """What to search for. A word must fill the page at every size, or growth would compare a page of rows with a few."""
    words = {"search": name[:2], "common": COMMON}
    for word in words.values():
        if search.search(Customer.objects.all(), word)[: keyset.PAGE_SIZE + 1].count() <= keyset.PAGE_SIZE:
            raise RuntimeError(f"{word} does not fill a page")
    return words


def _halfway(customer: Customer) -> str:
    """What the "earlier" link says in the middle of a customer's past."""
    visits = Visit.objects.filter(customer=customer).latest_first()
    middle = visits[visits.count() // 2]
    return f"{clock.local(middle.occurred_at):%Y%m%dT%H%M%S.%f}-visit-{middle.pk}"


def _deep_cursor() -> str:
    """What the "next" link of the two-hundredth page says, all customers being in sight."""
    order = keyset.Order("last_contact_at", descending=True, nullable=True)
    # A whole page must follow: ten thousand customers end with the two-hundredth.
    enough = DEEP + keyset.PAGE_SIZE
    rows = list(Customer.objects.order_by(*order.by(False)).only("pk", "last_contact_at")[:enough])
    last = rows[DEEP - 1] if len(rows) == enough else rows[len(rows) * 9 // 10]
    return keyset.encode(keyset.Cursor(keyset.FORWARD, last.last_contact_at, last.pk, DEEP + 1))
