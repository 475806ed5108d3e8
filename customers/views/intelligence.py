"""Pages of intelligence: list, record, and its verbs: gate → form → one service call → answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock, comments, timeline
from core.errors import Forbidden, Refusal
from core.models import AuditEntry
from core.pages import neighbours, rendering, toasts
from core.pages.acting import form_page
from core.pages.forms import show_refusal
from core.scope import visible_or_404
from customers import deal_forms, intel_forms, intel_lists, intel_selectors, policies, services
from customers.models import Competitor, Customer, Intelligence

NEW_DRAFT = "intelligence-new"


@require_GET
def intelligence_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, intel_lists.INTELLIGENCE)


@require_GET
def intelligence_detail(request: HttpRequest, pk: int) -> HttpResponse:
    entry = visible_or_404(intel_selectors.intelligence_record(), request.user, pk=pk)
    past = AuditEntry.objects.about("customers.intelligence", entry.pk).select_related("in_place_of")
    said = [timeline.entry(row) for row in past.filter(code__in=("intelligence.regraded", comments.CODE))]
    customer, competitor = entry.customer, entry.competitor
    return render(
        request,
        "customers/intelligence_detail.html",
        {
            "page_title": str(entry.about_whom),
            "intelligence": entry,
            "crumbs": [{"label": _("情报"), "url": reverse("customers:intelligence_list")}],
            "place": neighbours.place(request, intel_lists.INTELLIGENCE, entry),
            "subtitle": f"{entry.get_kind_display()} · {entry.learned_on:%Y-%m-%d} · {entry.author}",
            "level": intel_selectors.level(entry),
            "audience": intel_selectors.audience(entry),
            "source": intel_selectors.source(entry),
            "said": said,
            "actions": policies.intelligence_actions(request.user, entry),
            "customer": customer and Customer.objects.visible_to(request.user).filter(pk=customer.pk).first(),
            "competitor": competitor and Competitor.objects.visible_to(request.user).filter(pk=competitor.pk).first(),
        },
    )


@require_http_methods(["GET", "POST"])
def intelligence_create(request: HttpRequest) -> HttpResponse:
    """`?customer=` and `?competitor=` choose whom it is about; unseen is as good as none."""
    if not policies.may_record_intelligence(request.user):
        raise Forbidden("intelligence.record", _("你没有记情报的权限"))
    customer = Customer.objects.visible_to(request.user).filter(pk=_asked(request, "customer")).first()
    competitor = Competitor.objects.visible_to(request.user).filter(pk=_asked(request, "competitor")).first()
    initial = {"customer": customer, "competitor": competitor, "learned_on": clock.today()}
    form = intel_forms.NewIntelligenceForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            entry = services.record_intelligence(
                actor=request.user, facts=form.facts(), level=form.cleaned_data["level"], **form.whom()
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("情报已记下"), drafts=[NEW_DRAFT])
            return redirect(entry)
    about = customer or competitor
    back = about.get_absolute_url() if about else reverse("customers:intelligence_list")
    return render(
        request,
        "pages/form.html",
        {
            "page_title": _("记情报"),
            "form": form,
            "crumbs": [{"label": str(about) if about else _("情报"), "url": back}],
            "cancel_url": back,
            "submit_label": _("记下"),
            "save_note": _("照片和文件记下以后加"),
            "draft_key": NEW_DRAFT,
        },
    )


def _asked(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@require_http_methods(["GET", "POST"])
def intelligence_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _changed_by(request, pk)
    initial = {name: getattr(entry, name) for name in intel_forms.IntelligenceForm.base_fields}
    form = intel_forms.IntelligenceForm(request.POST or None, initial=initial)

    def act() -> str:
        version = form.cleaned_data["version"] or 0
        services.edit_intelligence(actor=request.user, intelligence_id=pk, facts=form.facts(), version=version)
        return _("情报已更新")

    return _about(request, entry, form, title=_("改情报"), submit=_("保存"), act=act)


@require_http_methods(["GET", "POST"])
def intelligence_regrade(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may raise and who may lower are different people: the service judges by what is chosen."""
    entry: Intelligence = visible_or_404(intel_selectors.intelligence_record(), request.user, pk=pk)
    if not (policies.may_change_intelligence(request.user, entry) or policies.may_lower_secrecy(request.user)):
        raise Forbidden("intelligence.lower", _("你没有降低密级的权限"))
    initial = {"level": entry.level, "version": entry.version}
    form = intel_forms.RegradeForm(request.POST or None, initial=initial)

    def act() -> str:
        services.regrade_intelligence(
            actor=request.user,
            intelligence_id=pk,
            level=form.cleaned_data["level"],
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or 0,
        )
        return _("密级已改")

    return _about(request, entry, form, title=_("改密级"), submit=_("改密级"), act=act)


@require_http_methods(["GET", "POST"])
def intelligence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _changed_by(request, pk)
    form = deal_forms.ReasonForm(request.POST or None, initial={"version": entry.version})

    def act() -> str:
        services.withdraw_intelligence(
            actor=request.user,
            intelligence_id=pk,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or 0,
        )
        return _("情报已撤回，留在撤回的里")

    return _about(request, entry, form, title=_("撤回情报"), submit=_("撤回"), act=act)


def _changed_by(request: HttpRequest, pk: int) -> Intelligence:
    entry: Intelligence = visible_or_404(intel_selectors.intelligence_record(), request.user, pk=pk)
    if not policies.may_change_intelligence(request.user, entry):
        raise Forbidden("intelligence.change", _("只有记的人和他的上级能改、能撤回"))
    return entry


def _about(request: HttpRequest, entry: Intelligence, form: Any, **page: Any) -> HttpResponse:
    return form_page(request, form, crumb=str(entry.about_whom), url=entry.get_absolute_url(), **page)
