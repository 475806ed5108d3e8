"""报价分析, a page of charts."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock
from core.pages import chart_page
from org import ranges
from quotes import analysis


@require_GET
def quote_analysis(request: HttpRequest) -> HttpResponse:
    now = ranges.chosen(request.user, "quotes", request.GET.get("unit", ""))
    periods = analysis.periods(clock.today())
    period = next((one for one in periods if one.code == request.GET.get("period")), periods[0])
    persons = request.GET.get("by") == "person"
    charts, found = analysis.charts(analysis.Analysis(request.user, now, period, persons))
    places = ranges.choices(request.user, "quotes", now)
    choosers = [
        chart_page.chooser(request, _("范围"), "unit", [(place.label, place.unit, place.on) for place in places]),
        chart_page.chooser(request, _("时间"), "period", [(one.label, one.code, one == period) for one in periods]),
    ]
    if any(place.part for place in places):
        by = [(_("按部门"), "", not persons), (_("按人"), "person", persons)]
        choosers.append(chart_page.chooser(request, _("排名"), "by", by))
    return chart_page.render_charts(request, title=_("报价分析"), charts=charts, choosers=choosers, at=found.at)
