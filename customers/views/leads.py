"""Pages of leads: list, record, and its verbs: gate → form → one service call → answer."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, timeline
from core.errors import Forbidden, Refusal
from core.pages import neighbours, rendering, toasts
from core.pages.acting import form_page
from core.pages.forms import show_refusal
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import deal_forms, lead_assignment, lead_forms, lead_lists, lead_selectors, policies, selectors, services
from customers.models import Lead
from customers.services.customers import DuplicateCustomer
from customers.services.leads import DuplicateLead
from customers.views.customers import ACCEPT
from customers.views.transfers import with_ask_address
from workflow import process_pages

NEW_DRAFT = "lead-new"


def lead_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, lead_lists.LEADS)


@require_GET
def lead_detail(request: HttpRequest, pk: int) -> HttpResponse:
    lead = visible_or_404(lead_selectors.lead_record(), request.user, pk=pk)
    return render(
        request,
        "customers/lead_detail.html",
        {
            "page_title": lead.company,
            "lead": lead,
            "state": lead,
            "crumbs": [{"label": _("线索"), "url": reverse("customers:lead_list")}],
            "place": neighbours.place(request, lead_lists.LEADS, lead),
            "steps": lead_selectors.steps(lead),
            "steps_first": True,
            "process_url": process_pages.address(lead),
            "facts": lead_selectors.facts(lead, request.user),
            "actions": policies.lead_actions(request.user, lead),
            "gaps": lead_selectors.gaps(lead, request.user),
            "entries": timeline.of(request.user, lead),
            "way_words": lead_selectors.way_words(lead) if lead.way else "",
            "to_assign": lead_selectors.took(lead.received_at, lead.assigned_at),
            "to_touch": lead_selectors.took(lead.assigned_at, lead.first_touch_at),
        },
    )


@require_http_methods(["GET", "POST"])
def lead_create(request: HttpRequest) -> HttpResponse:
    if not policies.may_enter_leads(request.user):
        raise Forbidden("lead.create", _("你没有录入线索的权限"))
    form = lead_forms.LeadForm(request.POST or None, initial={"source": request.GET.get("source", "")})
    warnings: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            lead = services.create_lead(
                actor=request.user,
                facts=form.facts(),
                accept_duplicates=ACCEPT in request.POST.getlist("ack"),
            )
        except DuplicateLead as refusal:
            lines = [lead_selectors.say_duplicate(one) for one in refusal.found]
            warnings = [{"code": ACCEPT, "text": "；".join(lines) + _("。还是要录入")}]
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("%(name)s 已录入，等着分配") % {"name": lead.company}, drafts=[NEW_DRAFT])
            return redirect(lead)
    return render(
        request,
        "customers/lead_form.html",
        {
            "page_title": _("录入线索"),
            "form": form,
            "warnings": warnings,
            "crumbs": [{"label": _("线索"), "url": reverse("customers:lead_list")}],
            "cancel_url": reverse("customers:lead_list"),
            "submit_label": _("录入"),
            "draft_key": NEW_DRAFT,
        },
    )


@require_GET
def lead_duplicates(request: HttpRequest) -> HttpResponse:
    """What we have already of what is being typed; nothing to who enters no leads."""
    found = []
    asked = {"name": request.GET.get("company", "")[:120], "phone": request.GET.get("phone", "")[:40]}
    if policies.may_enter_leads(request.user):
        found = lead_selectors.find_lead_duplicates(user=request.user, company=asked["name"], phone=asked["phone"])
    return render(request, "customers/lead_duplicates.html", {"duplicates": with_ask_address(found, asked)})


def _open(request: HttpRequest, pk: int, may: Callable[[Any, Lead], bool], message: str) -> Lead:
    """The lead, for a form that only who may send it off is shown; whether it is still open the service says."""
    lead: Lead = visible_or_404(lead_selectors.lead_record(), request.user, pk=pk)
    if not may(request.user, lead):
        raise Forbidden("lead.own", message)
    return lead


def _form_page(request: HttpRequest, lead: Lead, form: Any, *, act: Callable[[], str], **page: Any) -> HttpResponse:
    """About a lead; that a customer like it stands already is a warning, or an error by its code."""

    def told(refusal: Refusal) -> list[dict[str, str]] | None:
        if not isinstance(refusal, DuplicateCustomer):
            return None
        lines = [selectors.describe_duplicate(duplicate) for duplicate in refusal.found]
        if refusal.certain:
            form.add_error("uscc", lines)
            return []
        return [{"code": ACCEPT, "text": "；".join(lines) + _("。不是同一家，继续建档")}]

    return form_page(request, form, crumb=lead.company, url=lead.get_absolute_url(), act=act, told=told, **page)


def _seen(form: django_forms.Form) -> int:
    """The version the form was opened with. None was: somebody took it out, which is as stale as can be."""
    return form.cleaned_data["version"] or 0


@require_http_methods(["GET", "POST"])
def lead_edit(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _open(request, pk, policies.may_edit_lead, _("录入人、负责人和分配线索的人才能改"))
    initial = {name: getattr(lead, name) for name in lead_forms.LeadForm.base_fields}
    initial["received_at"] = clock.local(lead.received_at).replace(tzinfo=None)
    form = lead_forms.LeadForm(request.POST or None, initial=initial)

    def act() -> str:
        services.edit_lead(actor=request.user, lead_id=pk, facts=form.facts(), version=_seen(form))
        return _("线索已更新")

    return _form_page(
        request, lead, form, title=_("改线索"), submit=_("保存"), act=act, template="customers/lead_form.html"
    )


@require_http_methods(["GET", "POST"])
def lead_assign(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _open(request, pk, lambda user, _lead: policies.may_assign_lead(user), _("你没有分配线索的权限"))
    fresh = request.method == "GET" and lead.owner_id is None
    proposal = lead_assignment.propose(request.user, lead) if fresh else None
    initial = {"version": lead.version, "to": proposal.person if proposal else None}
    form = lead_forms.AssignOneForm(request.POST or None, user=request.user, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        moved = services.assign_lead(
            actor=request.user, lead_id=pk, to=data["to"], reason=data["reason"], version=_seen(form)
        )
        return _("分给 %(person)s 了") % {"person": moved.owner}

    note = _("建议 %(person)s") % {"person": proposal.person} if proposal else ""
    return _form_page(
        request,
        lead,
        form,
        title=_("改派") if lead.owner_id else _("分配"),
        submit=_("改派") if lead.owner_id else _("分配"),
        act=act,
        save_note=note,
    )


@require_POST
def lead_assign_by_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom the rule finds. The button carries the version it was drawn with."""
    seen = request.POST.get("version", "")
    lead = services.assign_lead_by_rule(
        actor=request.user, lead_id=pk, version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    )
    words = {"person": lead.owner, "why": lead_selectors.way_words(lead)}
    toasts.say(request, _("分给 %(person)s 了，%(why)s") % words)
    return redirect(back_to(request, lead.get_absolute_url()))


@require_http_methods(["GET", "POST"])
def lead_touch(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _open(request, pk, policies.may_work_lead, _("负责人和上级才能跟进这条线索"))
    initial = {"version": lead.version, "channel": "phone", "person": lead.contact}
    initial["at"] = clock.now().replace(tzinfo=None, second=0, microsecond=0)
    form = lead_forms.TouchForm(request.POST or None, initial=initial)

    def act() -> str:
        services.touch_lead(actor=request.user, lead_id=pk, facts=form.facts(), version=_seen(form))
        return _("联系记下了")

    return _form_page(request, lead, form, title=_("记联系"), submit=_("记下"), act=act)


@require_http_methods(["GET", "POST"])
def lead_screen(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _open(request, pk, policies.may_work_lead, _("负责人和上级才能跟进这条线索"))
    initial = {name: getattr(lead, name) for name in lead_forms.ScreenForm.base_fields}
    initial["need"] = lead.need or lead.wants
    form = lead_forms.ScreenForm(request.POST or None, initial=initial)

    def act() -> str:
        services.screen_lead(actor=request.user, lead_id=pk, facts=form.facts(), version=_seen(form))
        return _("甄别记下了")

    return _form_page(request, lead, form, title=_("甄别"), submit=_("保存"), act=act)


@require_http_methods(["GET", "POST"])
def lead_convert(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _open(request, pk, policies.may_convert_lead, _("负责人才能转客户，先改派给自己"))
    initial = {
        "version": lead.version,
        "name": lead.company,
        "division": lead.division,
        "phone": "" if lead.contact else lead.phone,
    }
    form = lead_forms.ConvertForm(request.POST or None, user=request.user, initial=initial)

    def act() -> str:
        done = services.convert_lead(
            actor=request.user,
            lead_id=pk,
            version=_seen(form),
            accept_duplicates=ACCEPT in request.POST.getlist("ack"),
            **form.asked(),
        )
        return _("已转成客户 %(name)s") % {"name": done.customer}

    return _form_page(
        request, lead, form, title=_("转客户"), submit=_("转客户"), act=act, rule_keys=["leads.screening"]
    )


@require_http_methods(["GET", "POST"])
def lead_reject(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _open(request, pk, policies.may_reject_lead, _("负责人和分配线索的人才能退掉"))
    form = lead_forms.RejectOneForm(request.POST or None, initial={"version": lead.version})

    def act() -> str:
        data = form.cleaned_data
        services.reject_lead(
            actor=request.user, lead_id=pk, reason=data["reason"], note=data["note"], version=_seen(form)
        )
        return _("线索退掉了，原因留着")

    return _form_page(request, lead, form, title=_("退掉线索"), submit=_("退掉"), act=act)


@require_http_methods(["GET", "POST"])
def lead_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _open(request, pk, policies.may_reject_lead, _("负责人和分配线索的人才能重新打开"))
    form = deal_forms.ReasonForm(request.POST or None, initial={"version": lead.version})

    def act() -> str:
        services.reopen_lead(actor=request.user, lead_id=pk, reason=form.cleaned_data["reason"], version=_seen(form))
        return _("线索重新打开了")

    return _form_page(request, lead, form, title=_("重新打开"), submit=_("重新打开"), act=act)
