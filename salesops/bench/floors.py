"""The least a page can cost here: the same middleware, the page's main query, fifty bare rows, nothing else."""

from collections.abc import Iterable
from functools import cache
from itertools import cycle, islice
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.views.decorators.http import require_GET

from core import clock, search
from core import timeline as timelines
from core.pages import keyset
from core.scope import visible_or_404
from customers import places, planning, selectors
from customers.models import Customer, FocusList
from salesops.bench import crowd
from workflow.models import ApprovalStep

ROWS = 50
BY_CONTACT = keyset.Order("last_contact_at", descending=True, nullable=True)
PAGE = (
    "<!doctype html><title>floor</title><table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>"
    "{% endfor %}</tr>{% endfor %}</table>"
)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    day = clock.today()
    due = Customer.objects.owned_by(request.user).needs_visit(day, selectors.visit_days(day))
    rows = due.order_by("last_contact_at", "pk")[:ROWS]
    return _table((row.name, row.customer_class, row.last_contact_at, row.number) for row in rows)


@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """List, deep page, search and filters alike, asked as on the page."""
    rows = selectors.customer_list(request.user)
    if request.GET.get("industry"):
        rows = rows.filter(
            customer_class=request.GET["customer_class"],
            division__startswith=places.resolve(request.GET["division"]),
            industry__icontains=request.GET["industry"],
        )
    if request.GET.get("scene") == "mine":
        rows = rows.owned_by(request.user)
    rows = search.search(rows, request.GET.get("q", ""))
    found = keyset.page(rows, BY_CONTACT, request.GET.get("cursor", ""), ROWS).rows
    return _table((row.name, row.customer_class, str(row.owner), row.industry, row.last_contact_at) for row in found)


@require_GET
def record(request: HttpRequest) -> HttpResponse:
    customer = visible_or_404(selectors.customer_record(), request.user, pk=request.GET.get("pk"))
    visits = selectors.visits_of(request.user, customer, ROWS)
    rows = [(customer.name, customer.number, customer.uscc, customer.phone, str(customer.owner))]
    rows += [(visit.occurred_at, visit.kind, visit.outcome, visit.summary, str(visit.visitor)) for visit in visits]
    return _table(rows)


@require_GET
def past(request: HttpRequest) -> HttpResponse:
    """One page out of the middle of a customer's visits."""
    customer = visible_or_404(selectors.customer_record(), request.user, pk=request.GET.get("pk"))
    visits = selectors.visit_record().at(customer, request.user).order_by("-occurred_at", "-pk")
    middle = crowd.PAST // 2
    return _table(
        (visit.occurred_at, visit.kind, visit.outcome, visit.summary, str(visit.visitor))
        for visit in visits[middle : middle + timelines.LENGTH]
    )


@require_GET
def saturday(request: HttpRequest) -> HttpResponse:
    """Everybody's list of a week, as many rows as there are people."""
    week = planning.week_named(request.GET["week"])
    lists = FocusList.objects.visible_to(request.user).filter(week=week).select_related("person__unit")
    rows = list(lists.annotate(number=Count("plans")))
    return _table(
        ((str(row.person), str(row.person.unit), row.state, row.submitted_at, row.number) for row in rows), len(rows)
    )


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    steps = ApprovalStep.objects.awaiting(request.user).select_related("request__submitter")
    steps = steps.defer("request__snapshot", "request__facts", "request__policies").order_by("due_at")[:ROWS]
    return _table(
        (step.request.number, step.request.title, step.request.party, step.request.amount, step.due_at)
        for step in steps
    )


@require_GET
def api(request: HttpRequest) -> HttpResponse:
    rows = Customer.objects.visible_to(request.user).select_related("owner", "account_manager").order_by("-pk")[:ROWS]
    kept = ("id", "number", "name", "uscc", "customer_class", "industry", "division", "phone", "owner_id", "version")
    return JsonResponse({"results": [{name: getattr(row, name) for name in kept} for row in rows]})


def _table(rows: Iterable[tuple[Any, ...]], number: int = ROWS) -> HttpResponse:
    """Fifty rows, or as many as the page has: where the query finds fewer, what stands around them makes up the rest."""
    return HttpResponse(_page().render({"rows": islice(cycle(rows), number)}))


@cache
def _page() -> Any:
    return engines["django"].from_string(PAGE)
