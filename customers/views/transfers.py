"""Pages of 撞单: asking for a customer one does not own, and one such request with what speaks for either side."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import comments, timeline
from core.errors import Forbidden
from core.models import AuditEntry
from core.pages import words
from core.pages.acting import form_page
from core.scope import visible_or_404
from customers import policies, selectors, services, transfer_selectors
from customers.lead_selectors import LeadDuplicate
from customers.models import TransferRequest
from customers.models.transfers import KIND
from customers.transfer_forms import TransferRequestForm
from workflow import selectors as approvals

AnyDuplicate = selectors.Duplicate | LeadDuplicate
KEYS = {"name": 120, "uscc": 40, "phone": 40}


@require_http_methods(["GET", "POST"])
def transfer_request(request: HttpRequest) -> HttpResponse:
    """`?name=&uscc=&phone=` are what one found the customer by, `?which=` says which of those found."""
    if not policies.may_own(request.user):
        raise Forbidden("customer.request", _("只有负责客户的人能申请"))
    asked = {key: request.GET.get(key, "")[:length] for key, length in KEYS.items()}
    which = request.GET.get("which", "")[:20]
    known = selectors.find_duplicates(user=request.user, name=asked["name"], uscc=asked["uscc"], phone=asked["phone"])
    found = next((row for row in known if which and row.ask == which), None)
    form = TransferRequestForm(request.POST or None)
    made: list[TransferRequest] = []

    def act() -> str:
        made.append(services.request_transfer(actor=request.user, which=which, **asked, **form.cleaned_data))
        return _("申请已交给双方的上级，结果会告诉你")

    return form_page(
        request,
        form,
        title=_("申请这家客户"),
        submit=_("提交申请"),
        act=act,
        crumb=_("客户"),
        url=reverse("customers:customer_list"),
        after=lambda: made[0].get_absolute_url(),
        template="customers/transfer_form.html",
        found=found,
        called=asked["name"],
    )


def with_ask_address(found: Sequence[AnyDuplicate], asked: Mapping[str, str]) -> list[tuple[AnyDuplicate, str]]:
    """Each with where to ask for the customer; empty where there is nothing to ask. `asked` is what was typed, by `KEYS`."""
    page = reverse("customers:transfer_request")
    return [(row, row.ask and f"{page}?{urlencode({**asked, 'which': row.ask})}") for row in found]


@require_GET
def transfer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row: Any = visible_or_404(
        transfer_selectors.transfer_records(request.user).select_related(
            "customer__owner", "owner", "created_by", "approval"
        ),
        request.user,
        pk=pk,
    )
    said = AuditEntry.objects.about(KIND, row.pk).filter(code=comments.CODE).select_related("in_place_of")
    name = row.customer.name if row.sees_customer else str(row)
    return render(
        request,
        "customers/transfer_detail.html",
        {
            "page_title": name,
            "transfer": row,
            "state": row,
            "subtitle": _("%(person)s 于 %(day)s 申请")
            % {"person": row.created_by, "day": words.day_text(row.created_at)},
            "facts": _facts(row),
            "crumbs": [{"label": _("审批"), "url": reverse("workflow:inbox")}],
            "sides": transfer_selectors.sides_of(request.user, row) if row.sees_customer else [],
            "comments": [timeline.entry(entry) for entry in said],
            "panel": approvals.panel(request.user, KIND, row.pk),
            "here": row.get_absolute_url(),
        },
    )


def _facts(row: Any) -> list[dict[str, Any]]:
    matched = selectors.matched_labels()[row.matched]
    return [
        {"label": _("想要"), "value": row.get_wish_display()},
        {"label": _("申请人"), "value": row.created_by},
        {"label": _("申请时的负责人"), "value": row.owner},
        {"label": _("怎么撞上的"), "value": _("%(what)s相同") % {"what": matched}},
    ]
