"""客户分析, a page of charts."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.pages import chart_page
from core.scope import NONE
from customers import analysis
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
