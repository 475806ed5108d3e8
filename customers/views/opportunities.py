"""Pages of deals: list, record, and its verbs: gate → form → one service call → answer."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.errors import Forbidden, Refusal
from core.pages import boards, neighbours, rendering, toasts
from core.pages.acting import form_page
from core.pages.forms import show_refusal
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import board, deal_forms, deal_lists, deal_selectors, policies, services, stages, tabs
from customers.choices import NeedFact
from customers.models import Customer, Opportunity
from workflow import process_pages

NEW_DRAFT = "opportunity-new"


def opportunity_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, deal_lists.OPPORTUNITIES)


def opportunity_board(request: HttpRequest) -> HttpResponse:
    return boards.render_board(request, board.BOARD)


@require_GET
def opportunity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = visible_or_404(deal_selectors.opportunity_record(), request.user, pk=pk)
    shown = tabs.open_to(request.user, tabs.OPPORTUNITY)
    current = next((tab for tab in shown if tab.code == request.GET.get("tab")), shown[0])
    counts = tabs.counts(shown, request.user, opportunity)
    address = opportunity.get_absolute_url()
    return render(
        request,
        "customers/opportunity_detail.html",
        {
            "page_title": opportunity.title,
            "opportunity": opportunity,
            "state": opportunity,
            "crumbs": [
                {"label": _("商机"), "url": reverse("customers:opportunity_list")},
                {"label": opportunity.customer.name, "url": opportunity.customer.get_absolute_url()},
            ],
            "place": neighbours.place(request, deal_lists.OPPORTUNITIES, opportunity),
            "steps": deal_selectors.steps(opportunity),
            "steps_first": True,
            "process_url": process_pages.address(opportunity),
            "facts": deal_selectors.facts(opportunity, request.user),
            "tabs": [
                {
                    "label": tab.label,
                    "url": f"{address}?tab={tab.code}{neighbours.kept(request)}",
                    "on": tab is current,
                    "count": counts.get(tab.code),
                }
                for tab in shown
            ],
            "tab_template": current.template,
            "actions": policies.opportunity_actions(request.user, opportunity),
            "starts": tabs.starts_for(request.user, opportunity, tabs.OPPORTUNITY) if opportunity.is_open else [],
            "next_stage": stages.next_of(opportunity.state),
            "gaps": deal_selectors.gaps(opportunity, request.user),
            **current.context(request.user, opportunity),
        },
    )


@require_http_methods(["GET", "POST"])
def opportunity_create(request: HttpRequest) -> HttpResponse:
    if not policies.may_create_opportunity(request.user):
        raise Forbidden("opportunity.create", _("你没有登记商机的权限"))
    chosen = request.GET.get("customer", "")
    customer = None
    if chosen.isdecimal() and len(chosen) < 19:
        customer = Customer.objects.visible_to(request.user).filter(pk=int(chosen)).first()
    form = deal_forms.NewOpportunityForm(request.POST or None, user=request.user, initial={"customer": customer})
    if request.method == "POST" and form.is_valid():
        try:
            opportunity = services.create_opportunity(
                actor=request.user, customer_id=form.cleaned_data["customer"].pk, facts=form.facts()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("商机已登记，先把需求写下来"), drafts=[NEW_DRAFT])
            return redirect(opportunity)
    return render(
        request,
        "pages/form.html",
        {
            "page_title": _("新建商机"),
            "form": form,
            "crumbs": [{"label": _("商机"), "url": reverse("customers:opportunity_list")}],
            "cancel_url": customer.get_absolute_url() if customer else reverse("customers:opportunity_list"),
            "submit_label": _("登记"),
            "draft_key": NEW_DRAFT,
        },
    )


def _open(request: HttpRequest, pk: int) -> Opportunity:
    """The deal, for a form that only who may send it off is shown; whether it is still open the service says."""
    opportunity: Opportunity = visible_or_404(deal_selectors.opportunity_record(), request.user, pk=pk)
    if not policies.may_edit_opportunity(request.user, opportunity):
        raise Forbidden("opportunity.edit_own", _("负责人和上级才能动这个商机"))
    return opportunity


def _form_page(
    request: HttpRequest, opportunity: Opportunity, form: Any, *, act: Callable[[], str], tab: str = "", **page: Any
) -> HttpResponse:
    """About a deal; `tab` is where it leads back to."""
    url = opportunity.get_absolute_url() + (f"?tab={tab}" if tab else "")
    return form_page(request, form, crumb=opportunity.title, url=url, act=act, **page)


def _seen(form: django_forms.Form) -> int:
    """The version the form was opened with. None was: somebody took it out, which is as stale as can be."""
    return form.cleaned_data["version"] or 0


@require_http_methods(["GET", "POST"])
def opportunity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    initial = {name: getattr(opportunity, name) for name in deal_forms.OpportunityForm.base_fields}
    form = deal_forms.OpportunityForm(request.POST or None, initial=initial)

    def act() -> str:
        services.edit_opportunity(actor=request.user, opportunity_id=pk, facts=form.facts(), version=_seen(form))
        return _("商机已更新")

    return _form_page(request, opportunity, form, title=_("改商机"), submit=_("保存"), act=act)


@require_POST
def opportunity_advance(request: HttpRequest, pk: int) -> HttpResponse:
    """One step on. The button carries the version it was drawn with."""
    seen = request.POST.get("version", "")
    opportunity = services.advance_opportunity(
        actor=request.user, opportunity_id=pk, version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    )
    toasts.say(request, _("进入%(stage)s了") % {"stage": opportunity.get_state_display()})
    return redirect(back_to(request, opportunity.get_absolute_url()))


@require_http_methods(["GET", "POST"])
def opportunity_step_back(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    form = deal_forms.ReasonForm(request.POST or None, initial={"version": opportunity.version})

    def act() -> str:
        moved = services.step_back_opportunity(
            actor=request.user, opportunity_id=pk, reason=form.cleaned_data["reason"], version=_seen(form)
        )
        return _("退回到%(stage)s了") % {"stage": moved.get_state_display()}

    return _form_page(request, opportunity, form, title=_("退回上一步"), submit=_("退回"), act=act)


@require_http_methods(["GET", "POST"])
def opportunity_win(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    initial = {"amount": opportunity.amount, "signed_on": clock.today(), "version": opportunity.version}
    form = deal_forms.WinForm(request.POST or None, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        services.win_opportunity(
            actor=request.user,
            opportunity_id=pk,
            amount=data["amount"],
            signed_on=data["signed_on"],
            version=_seen(form),
        )
        return _("%(title)s 成交了") % {"title": opportunity.title}

    return _form_page(request, opportunity, form, title=_("成交"), submit=_("成交"), act=act)


@require_http_methods(["GET", "POST"])
def opportunity_lose(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    form = deal_forms.LoseForm(request.POST or None, user=request.user, initial={"version": opportunity.version})

    def act() -> str:
        given = {name: form.cleaned_data[name] for name in ("reason", "competitor", "note")}
        services.lose_opportunity(actor=request.user, opportunity_id=pk, version=_seen(form), **given)
        return _("记为丢单，原因留着复盘")

    return _form_page(request, opportunity, form, title=_("丢单"), submit=_("记为丢单"), act=act)


@require_http_methods(["GET", "POST"])
def opportunity_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    form = deal_forms.ReopenForm(request.POST or None, initial={"version": opportunity.version})

    def act() -> str:
        services.reopen_opportunity(
            actor=request.user, opportunity_id=pk, reason=form.cleaned_data["reason"], version=_seen(form)
        )
        return _("重新打开了，从需求走起")

    return _form_page(request, opportunity, form, title=_("重新打开"), submit=_("重新打开"), act=act)


@require_http_methods(["GET", "POST"])
def need_record(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    last = stages.latest_need(opportunity)
    initial = {name: getattr(last, name) for name in NeedFact.values} if last else {}
    form = deal_forms.NeedForm(request.POST or None, initial={**initial, "version": opportunity.version})

    def act() -> str:
        need = services.record_need(actor=request.user, opportunity_id=pk, facts=form.facts(), version=_seen(form))
        return _("需求存为 V%(n)s") % {"n": need.number} if need else _("需求没有变")

    note = _("每次保存存成新的一版，旧版留着") if last else ""
    return _form_page(request, opportunity, form, title=_("需求"), submit=_("保存"), act=act, save_note=note)


@require_http_methods(["GET", "POST"])
def solution_add(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    last = stages.latest_solution(opportunity)
    initial = {"title": last.title if last else "", "version": opportunity.version}
    form = deal_forms.SolutionForm(request.POST or None, initial=initial)

    def act() -> str:
        solution = services.add_solution(
            actor=request.user,
            opportunity_id=pk,
            title=form.cleaned_data["title"],
            summary=form.cleaned_data["summary"],
            version=_seen(form),
        )
        return _("方案存为 V%(n)s，文件加在下面") % {"n": solution.number}

    note = _("按需求 V%(n)s") % {"n": opportunity.need_number} if opportunity.need_number else ""
    return _form_page(
        request, opportunity, form, title=_("新一版方案"), submit=_("保存"), act=act, tab="solutions", save_note=note
    )


@require_http_methods(["GET", "POST"])
def rival_name(request: HttpRequest, pk: int) -> HttpResponse:
    opportunity = _open(request, pk)
    form = deal_forms.RivalForm(request.POST or None, user=request.user, initial={"version": opportunity.version})

    def act() -> str:
        data = form.cleaned_data
        rival = services.name_rival(
            actor=request.user,
            opportunity_id=pk,
            competitor=data["competitor"],
            new_name=data["new_name"],
            price=data["price"],
            note=data["note"],
            version=_seen(form),
        )
        return _("记下了对手 %(name)s") % {"name": rival.competitor.name}

    return _form_page(request, opportunity, form, title=_("记对手"), submit=_("保存"), act=act, tab="rivals")


@require_POST
def rival_drop(request: HttpRequest, pk: int, rival_id: int) -> HttpResponse:
    services.drop_rival(actor=request.user, opportunity_id=pk, rival_id=rival_id)
    toasts.say(request, _("对手已移除"))
    return redirect(f"{reverse('customers:opportunity_detail', args=[pk])}?tab=rivals")
