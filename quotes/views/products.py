"""Pages of products and price lists."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock
from core.errors import Forbidden, Refusal, Stale
from core.pages import neighbours, rendering, toasts
from core.pages.forms import show_refusal
from core.scope import visible_or_404
from quotes import catalog, forms, lists, policies, services
from quotes.models import PriceList, Product


def product_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, lists.PRODUCTS)


@require_GET
def product_detail(request: HttpRequest, pk: int) -> HttpResponse:
    product = visible_or_404(Product.objects.select_related("line"), request.user, pk=pk)
    return render(
        request,
        "quotes/product_detail.html",
        {
            "page_title": product.name,
            "product": product,
            "subtitle": product.model,
            "place": neighbours.place(request, lists.PRODUCTS, product),
            "crumbs": [{"label": _("产品"), "url": reverse("quotes:product_list")}],
            "prices": catalog.prices_of(product),
            "price": catalog.price_of(product),
            "may_edit": policies.may_edit_products(request.user),
            "may_see_cost": policies.may_see_cost(request.user),
            "today": clock.today(),
        },
    )


@require_http_methods(["GET", "POST"])
def product_create(request: HttpRequest) -> HttpResponse:
    return _product_form(request, None)


@require_http_methods(["GET", "POST"])
def product_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _product_form(request, visible_or_404(Product.objects.all(), request.user, pk=pk))


def _product_form(request: HttpRequest, product: Product | None) -> HttpResponse:
    if not policies.may_edit_products(request.user):
        raise Forbidden("product.edit", _("你的角色不能维护产品"))
    initial = (
        {name: getattr(product, name) for name in forms.ProductForm.base_fields} if product else {"tax_code": "13"}
    )
    form = forms.ProductForm(request.POST or None, initial=initial, may_see_cost=policies.may_see_cost(request.user))
    stale = ""
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save_product(request, product, form)
        except Stale as refusal:
            stale = str(refusal)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("%(name)s 已保存") % {"name": saved})
            return redirect(saved)
    back = product.get_absolute_url() if product else reverse("quotes:product_list")
    return render(
        request,
        "pages/form.html",
        {
            "page_title": str(product) if product else _("新建产品"),
            "form": form,
            "stale": stale,
            "crumbs": [{"label": _("产品"), "url": reverse("quotes:product_list")}],
            "cancel_url": back,
        },
        status=412 if stale else 200,
    )


def _save_product(request: HttpRequest, product: Product | None, form: forms.ProductForm) -> Product:
    if product is None:
        return services.create_product(actor=request.user, facts=form.facts())
    version = form.cleaned_data["version"] or 0
    return services.edit_product(actor=request.user, product_id=product.pk, version=version, facts=form.facts())


def price_list_list(request: HttpRequest) -> HttpResponse:
    _require_prices(request)
    return rendering.render_list(request, lists.PRICE_LISTS)


@require_GET
def price_list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    _require_prices(request)
    price_list = visible_or_404(PriceList.objects.all(), request.user, pk=pk)
    until = f"{price_list.valid_until:%Y-%m-%d}" if price_list.valid_until else _("一直有效")
    return render(
        request,
        "quotes/price_list_detail.html",
        {
            "page_title": price_list.name,
            "price_list": price_list,
            "subtitle": f"{price_list.valid_from:%Y-%m-%d} – {until}",
            "crumbs": [{"label": _("价格表"), "url": reverse("quotes:price_list_list")}],
            "items": catalog.items_of(price_list),
            "may_edit": policies.may_edit_prices(request.user),
        },
    )


@require_http_methods(["GET", "POST"])
def price_list_create(request: HttpRequest) -> HttpResponse:
    """A new list, started from the one in force: `?from=` copies its prices into the box."""
    if not policies.may_edit_prices(request.user):
        raise Forbidden("price_list.edit", _("你的角色不能维护价格表"))
    form = forms.PriceListForm(request.POST or None, initial=_price_list_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_price_list(actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("%(name)s 从 %(day)s 起生效") % {"name": made.name, "day": made.valid_from})
            return redirect(made)
    return render(
        request,
        "pages/form.html",
        {
            "page_title": _("新价格表"),
            "form": form,
            "crumbs": [{"label": _("价格表"), "url": reverse("quotes:price_list_list")}],
            "cancel_url": reverse("quotes:price_list_list"),
            "submit_label": _("定价格表"),
            "save_note": _("生效后不改；改价就出下一份，前一份到生效前一天为止"),
        },
    )


def _price_list_initial(request: HttpRequest) -> dict[str, Any]:
    tomorrow = clock.today() + timedelta(days=1)
    initial: dict[str, Any] = {"valid_from": tomorrow, "name": _("%(year)s 年价格表") % {"year": tomorrow.year}}
    text = request.GET.get("from", "")
    if text.isdecimal() and len(text) < 19:
        source = visible_or_404(PriceList.objects.all(), request.user, pk=int(text))
        initial["prices"] = forms.pasted(catalog.items_of(source))
    return initial


def _require_prices(request: HttpRequest) -> None:
    if not policies.may_see_price_lists(request.user):
        raise Forbidden("price_list.see", _("价格表里有底价，只给审批和维护价格的人看"))
