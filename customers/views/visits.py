"""Pages of visits, the phone's form first of all."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, comments, policy, timeline
from core.errors import Forbidden, Refusal, Stale
from core.models import AuditEntry
from core.pages import neighbours, rendering, toasts
from core.pages.forms import show_refusal
from core.scope import visible_or_404
from core.views.attachments import measured
from customers import forms, lists, policies, selectors, services, task_selectors
from customers.choices import VisitKind
from customers.models import Customer, VisitConsent
from customers.policy import POSITION_DAYS, POSITIONS

TITLES = {VisitKind.RETURN.value: gettext_lazy("记回访"), VisitKind.DEMO.value: gettext_lazy("记演示")}


def visit_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, lists.VISITS)


@measured
@require_http_methods(["GET", "POST"])
def visit_log(request: HttpRequest) -> HttpResponse:
    """Log a visit. `?customer=` chooses the customer, which sets the contacts one can tick."""
    if not policies.may_log_visit(request.user):
        raise Forbidden("visit.log", _("你没有记拜访的权限"))
    customer = _chosen(request)
    kind = request.GET.get("kind", "")
    initial = {
        "customer": customer,
        "occurred_at": clock.now(),
        "client_key": uuid.uuid4().hex,
        "kind": kind if kind in VisitKind else VisitKind.VISIT,
        "opportunity": request.GET.get("opportunity", ""),
    }
    form = forms.VisitForm(request.POST or None, user=request.user, customer=customer, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            visit = services.log_visit(
                actor=request.user,
                customer_id=form.cleaned_data["customer"].pk,
                contact_ids=form.contact_ids(),
                position=form.position(),
                photos=request.FILES.getlist("files"),
                **form.facts(),
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            said = _("拜访已提交，记为补录") if visit.is_late else _("拜访已提交")
            toasts.say(request, said, drafts=[_draft_key(None), _draft_key(visit.customer_id)])
            return redirect(visit)
    return render(request, "customers/visit_form.html", _form_context(request, form, customer))


def _chosen(request: HttpRequest) -> Customer | None:
    """The customer the form is about: as posted, else as in the address. Unseen is as good as none."""
    text = request.POST.get("customer") or request.GET.get("customer") or ""
    if not (text.isdecimal() and len(text) < 19):
        return None
    return Customer.objects.visible_to(request.user).filter(pk=int(text)).first()


def _draft_key(customer_id: int | None) -> str:
    """One draft for each customer, and one for what is typed before the customer is chosen."""
    return f"visit-{customer_id}" if customer_id else "visit"


def _form_context(request: HttpRequest, form: forms.VisitForm, customer: Customer | None) -> dict[str, Any]:
    rules = policy.many([POSITIONS, POSITION_DAYS])
    last = selectors.visits_of(request.user, customer, limit=1) if customer else []
    return {
        "page_title": str(TITLES.get(form["kind"].value(), _("记拜访"))),
        "form": form,
        "customer": customer,
        "recent": selectors.likely_customers(request.user),
        "last": last[0] if last else None,
        "open_steps": list(selectors.promised(request.user, clock.today())[:3]),
        "crumbs": [{"label": _("拜访"), "url": reverse("customers:visit_list")}],
        "cancel_url": customer.get_absolute_url() if customer else reverse("customers:visit_list"),
        "submit_label": _("提交拜访"),
        "save_note": _("提交后更正会留痕；当天 24:00 后提交记为补录"),
        "draft_key": _draft_key(customer.pk if customer else None),
        "has_aside": True,
        "multipart": True,
        "positions": rules[POSITIONS].value,
        "position_days": rules[POSITION_DAYS].value,
        "consented": VisitConsent.objects.visible_to(request.user).filter(withdrawn_at=None).exists(),
    }


@require_GET
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visit = visible_or_404(selectors.visit_record(), request.user, pk=pk)
    past = AuditEntry.objects.about("customers.visit", visit.pk).filter(code__in=("visit.amended", comments.CODE))
    past = past.select_related("in_place_of")
    return render(
        request,
        "customers/visit_detail.html",
        {
            "page_title": visit.customer.name,
            "visit": visit,
            "place": neighbours.place(request, lists.VISITS, visit),
            "crumbs": [
                {"label": _("拜访"), "url": reverse("customers:visit_list")},
                {"label": visit.customer.name, "url": visit.customer.get_absolute_url()},
            ],
            "subtitle": f"{visit.get_kind_display()} · {clock.local(visit.occurred_at):%Y-%m-%d %H:%M} · {visit.visitor}",
            "deal": selectors.deal_of(request.user, visit),
            "position": selectors.position_of(request.user, visit),
            "feedback": task_selectors.of_visit(request.user, visit),
            "amendments": [row for row in past if row.code != comments.CODE],
            "comments": [timeline.entry(row) for row in past if row.code == comments.CODE],
            "actions": policies.visit_actions(request.user, visit),
            "seen_customer": Customer.objects.visible_to(request.user).filter(pk=visit.customer_id).exists(),
        },
    )


@require_http_methods(["GET", "POST"])
def visit_amend(request: HttpRequest, pk: int) -> HttpResponse:
    visit = visible_or_404(selectors.visit_record(), request.user, pk=pk)
    if not policies.may_amend_visit(request.user, visit):
        raise Forbidden("visit.amend", _("拜访只能由拜访人本人更正"))
    form = forms.AmendVisitForm(request.POST or None, user=request.user, visit=visit, initial=forms.initial_of(visit))
    stale = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_visit(
                actor=request.user,
                visit_id=visit.pk,
                reason=form.cleaned_data["reason"],
                facts=form.facts(),
                contact_ids=[contact.pk for contact in form.cleaned_data["contacts"]],
                version=form.cleaned_data["version"],
            )
        except Stale as refusal:
            stale = str(refusal)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("已更正"))
            return redirect(visit)
    return render(
        request,
        "pages/form.html",
        {
            "page_title": _("更正拜访"),
            "form": form,
            "stale": stale,
            "crumbs": [{"label": visit.customer.name, "url": visit.get_absolute_url()}],
            "cancel_url": visit.get_absolute_url(),
            "submit_label": _("更正"),
        },
        status=412 if stale else 200,
    )


@require_POST
def consent_give(request: HttpRequest) -> HttpResponse:
    services.give_consent(actor=request.user)
    toasts.say(request, _("点签到时会附上一次位置，可以随时撤回"))
    return redirect(_back_to_form(request))


@require_POST
def consent_withdraw(request: HttpRequest) -> HttpResponse:
    services.withdraw_consent(actor=request.user)
    toasts.say(request, _("不再附上位置，已存的位置都删了"))
    return redirect(_back_to_form(request))


def _back_to_form(request: HttpRequest) -> str:
    customer = request.POST.get("customer", "")
    return reverse("customers:visit_log") + (f"?customer={customer}" if customer.isdecimal() else "")
