"""Pages of 公海: what there is, one customer of it, and taking it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.pages import rendering, toasts
from customers import lists, policies, selectors, services
from customers.policy import POOL_BAR, POOL_CLAIMS, POOL_MOST


def pool_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, lists.POOL)


@require_GET
def pool_detail(request: HttpRequest, pk: int) -> HttpResponse:
    customer = get_object_or_404(selectors.pool_list(request.user), pk=pk)
    return render(
        request,
        "customers/pool_detail.html",
        {
            "page_title": customer.name,
            "customer": customer,
            "crumbs": [{"label": _("公海"), "url": reverse("customers:pool_list")}],
            "facts": [
                {"label": _("最近联系"), "value": lists.ui.near_day(customer.last_contact_at)},
                {"label": _("进公海"), "value": lists.ui.near_day(customer.pooled_at)},
                {"label": _("大区"), "value": customer.pool or _("全公司")},
                {"label": _("行业"), "value": lists.ui.or_dash(customer.industry)},
                {"label": _("地区"), "value": lists.ui.or_dash(customer.place)},
            ],
            "may_claim": policies.may_claim(request.user),
            "rule_keys": [POOL_CLAIMS, POOL_MOST, POOL_BAR],
        },
    )


@require_POST
def customer_claim(request: HttpRequest, pk: int) -> HttpResponse:
    customer = services.claim_customer(actor=request.user, customer_id=pk)
    toasts.say(request, _("%(name)s 归你负责了，尽早联系") % {"name": customer.name})
    return redirect(customer)
