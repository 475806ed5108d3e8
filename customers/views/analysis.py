"""客户分析, 线索分析 and 商机分析, pages of charts."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.pages import chart_page
from core.scope import NONE
from customers import analysis, deal_analysis, lead_analysis
from org import ranges


@require_GET
def customer_analysis(request: HttpRequest) -> HttpResponse:
    unit = request.GET.get("unit", "")
    now = ranges.chosen(request.user, "customers", unit)
    sees_visits = request.user.access.scope("visits") != NONE
    visits = ranges.chosen(request.user, "visits", unit) if sees_visits else None
    charts, found = analysis.charts(analysis.Analysis(now, visits))
    options = [(c.label, c.unit, c.on) for c in ranges.choices(request.user, "customers", now)]
    choosers = [chart_page.chooser(request, _("范围"), "unit", options)]
    return chart_page.render_charts(request, title=_("客户分析"), charts=charts, choosers=choosers, at=found.at)


@require_GET
def lead_analysis_page(request: HttpRequest) -> HttpResponse:
    now = ranges.chosen(request.user, "leads", request.GET.get("unit", ""))
    charts, found = lead_analysis.charts(lead_analysis.Analysis(now))
    places = ranges.choices(request.user, "leads", now)
    choosers = [chart_page.chooser(request, _("范围"), "unit", [(c.label, c.unit, c.on) for c in places])]
    return chart_page.render_charts(request, title=_("线索分析"), charts=charts, choosers=choosers, at=found.at)


@require_GET
def opportunity_analysis(request: HttpRequest) -> HttpResponse:
    now = ranges.chosen(request.user, "opportunities", request.GET.get("unit", ""))
    persons = request.GET.get("by") == "person"
    charts, found = deal_analysis.charts(deal_analysis.Analysis(now, persons))
    places = ranges.choices(request.user, "opportunities", now)
    choosers = [chart_page.chooser(request, _("范围"), "unit", [(c.label, c.unit, c.on) for c in places])]
    if any(place.part for place in places):
        by = [(_("按部门"), "", not persons), (_("按人"), "person", persons)]
        choosers.append(chart_page.chooser(request, _("排名"), "by", by))
    return chart_page.render_charts(request, title=_("商机分析"), charts=charts, choosers=choosers, at=found.at)
