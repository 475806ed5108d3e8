"""Pages of competitors: who they are, and how deals against them went."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import Forbidden
from core.pages import rendering
from core.pages.acting import form_page
from core.scope import visible_or_404
from core.templatetags import ui
from customers import deal_forms, deal_lists, deal_selectors, intel_selectors, policies, services
from customers.models import Competitor

SHOWN = 10


def competitor_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, deal_lists.COMPETITORS)


@require_GET
def competitor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    competitor = visible_or_404(Competitor.objects.all(), request.user, pk=pk)
    entries, more = intel_selectors.of_competitor(request.user, competitor, SHOWN)
    return render(
        request,
        "customers/competitor_detail.html",
        {
            "page_title": competitor.name,
            "competitor": competitor,
            "crumbs": [{"label": _("竞争对手"), "url": reverse("customers:competitor_list")}],
            "facts": _facts(request, competitor),
            "deals": deal_selectors.deals_against(request.user, competitor),
            "deals_url": f"{reverse('customers:opportunity_list')}?scene=all&competitor={pk}",
            "may_edit": policies.may_edit_competitors(request.user),
            "intelligence": entries,
            "intelligence_url": f"{reverse('customers:intelligence_list')}?competitor={pk}" if more else "",
            "new_url": f"{reverse('customers:intelligence_create')}?competitor={pk}"
            if policies.may_record_intelligence(request.user)
            else "",
        },
    )


def _facts(request: HttpRequest, competitor: Competitor) -> list[dict[str, Any]]:
    """How it stands against them, each number opening its deals."""
    standing = intel_selectors.standing_against(request.user, competitor)
    deals = f"{reverse('customers:opportunity_list')}?scene="
    told = [
        (_("在争"), standing.met, f"open&competitor={competitor.pk}"),
        (_("赢过它"), standing.beaten, f"won&competitor={competitor.pk}"),
        (_("输给它"), standing.lost, f"lost&lost_to={competitor.pk}"),
    ]
    facts: list[dict[str, Any]] = [
        {
            "label": label,
            "value": tally.number or ui.count(0),
            "big": True,
            "note": ui.wan_full(tally.amount) if tally.number else "",
            "url": f"{deals}{opens}" if tally.number else "",
        }
        for label, tally, opens in told
    ]
    share = standing.share
    return [
        *facts,
        {"label": _("胜率"), "value": ui.or_dash("" if share is None else f"{share}%"), "big": True},
        {"label": _("价格水平"), "value": ui.or_dash(competitor.pricing)},
    ]


@require_http_methods(["GET", "POST"])
def competitor_create(request: HttpRequest) -> HttpResponse:
    _require_keeper(request)
    form = deal_forms.CompetitorForm(request.POST or None)
    made: list[Competitor] = []

    def act() -> str:
        made.append(services.create_competitor(actor=request.user, facts=form.facts()))
        return _("%(name)s 已登记") % {"name": made[0].name}

    return form_page(
        request,
        form,
        title=_("新对手"),
        submit=_("保存"),
        act=act,
        crumb=_("竞争对手"),
        url=reverse("customers:competitor_list"),
        after=lambda: made[0].get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
def competitor_edit(request: HttpRequest, pk: int) -> HttpResponse:
    competitor = visible_or_404(Competitor.objects.all(), request.user, pk=pk)
    _require_keeper(request)
    initial = {name: getattr(competitor, name) for name in deal_forms.CompetitorForm.base_fields}
    form = deal_forms.CompetitorForm(request.POST or None, initial=initial)

    def act() -> str:
        version = form.cleaned_data["version"] or 0
        services.edit_competitor(actor=request.user, competitor_id=pk, facts=form.facts(), version=version)
        return _("对手资料已更新")

    url = competitor.get_absolute_url()
    return form_page(request, form, title=_("改对手资料"), submit=_("保存"), act=act, crumb=competitor.name, url=url)


def _require_keeper(request: HttpRequest) -> None:
    if not policies.may_edit_competitors(request.user):
        raise Forbidden("competitor.edit", _("你没有维护竞争对手的权限"))
