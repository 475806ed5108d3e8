"""The quote editor: head, rows that come and go, totals worked out by the server while one types."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, money, policy
from core.errors import Forbidden, Invalid, Stale
from core.pages import toasts
from core.pages.forms import show_refusal
from core.scope import visible_or_404
from customers.models import Customer
from customers.selectors import recent_customers
from quotes import forms, policies, pricing, services
from quotes import policy as rules
from quotes.choices import EDITABLE
from quotes.models import Quote


@dataclass
class Figures:
    """A quote's money as it would be if saved now; `rows` go with the editor's rows, None for one without figures.

    `by_hand` names the rows that send the quote to the director.
    """

    rows: list[Any]
    quote: Quote
    capital: str
    by_hand: str = ""
    refusal: str = ""


@require_http_methods(["GET", "POST"])
def quote_create(request: HttpRequest) -> HttpResponse:
    """Start a quote: first whom it is for, then what is offered."""
    if not policies.may_create(request.user):
        raise Forbidden("quote.create", _("你的角色不能起草报价"))
    chosen = request.GET.get("customer", "")
    customer = None
    if chosen.isdecimal() and len(chosen) < 19:
        customer = Customer.objects.visible_to(request.user).filter(pk=int(chosen)).first()
    if customer is None:
        return _choose_customer(request)
    return _edit(request, customer, None)


@require_http_methods(["GET", "POST"])
def quote_edit(request: HttpRequest, pk: int) -> HttpResponse:
    quote = visible_or_404(Quote.objects.select_related("customer", "owner"), request.user, pk=pk)
    if not policies.may_edit(request.user, quote):
        raise Forbidden("quote.edit_own", _("只有负责人能改这份报价"))
    if quote.state not in EDITABLE:
        toasts.say(request, _("审批中和通过后的报价不能改，改内容要出新版本"), tone="warn")
        return redirect(quote)
    return _edit(request, quote.customer, quote)


def _choose_customer(request: HttpRequest) -> HttpResponse:
    form = forms.ChooseCustomerForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{reverse('quotes:quote_create')}?customer={form.cleaned_data['customer'].pk}")
    return render(
        request,
        "quotes/quote_customer.html",
        {
            "page_title": _("新建报价"),
            "form": form,
            "recent": recent_customers(request.user),
            "submit_label": _("下一步"),
            "cancel_url": reverse("quotes:quote_list"),
        },
    )


def _edit(request: HttpRequest, customer: Customer, quote: Quote | None) -> HttpResponse:
    """GET shows; POST adds or removes a row, works out the totals, or saves. Only the last writes."""
    posted: QueryDict | None = request.POST if request.method == "POST" else None
    saving = posted is not None and not ({"add", "remove", "preview"} & posted.keys())
    data = _rearranged(posted) if posted is not None and not saving else posted
    form = forms.QuoteForm(data, user=request.user, customer=customer, initial=_initial(quote, request))
    rows = forms.Lines(data, forms.rows_of(quote) if quote else None)
    pay = forms.PaymentRows(data, quote)
    draft = f"quote-{quote.pk}-{quote.version}" if quote else f"quote-new-{customer.pk}"
    stale = ""
    if saving and all([form.is_valid(), rows.is_valid(), pay.is_valid()]):
        try:
            saved = _save(request, customer, quote, form, rows, pay)
        except Stale as refusal:
            stale = str(refusal)
        except Invalid as refusal:
            if not (rows.show(refusal) or pay.show(refusal)):
                show_refusal(form, refusal)
        else:
            toasts.say(request, _("%(number)s 已存为草稿") % {"number": saved}, drafts=[draft])
            return redirect(saved)
    return render(
        request,
        "quotes/quote_form.html",
        {
            "page_title": _("修改报价") if quote else _("新建报价"),
            "form": form,
            "rows": rows,
            "pay": pay,
            "figures": _figures(data, rows, quote),
            "customer": customer,
            "quote": quote,
            "stale": stale,
            "payment_templates": forms.PAYMENT_TEMPLATES,
            "crumbs": [{"label": str(quote or customer), "url": (quote or customer).get_absolute_url()}],
            "cancel_url": (quote or customer).get_absolute_url(),
            "submit_label": _("存草稿"),
            "save_note": _("价税合计是各行相加；空着的单价按今天的目录价"),
            "draft_key": draft,
        },
        status=412 if stale else 200,
    )


def _rearranged(posted: QueryDict) -> QueryDict:
    remove = posted.get("remove", "")
    rearranged: QueryDict = forms.changed(
        posted, add="add" in posted, remove=int(remove) if remove.isdecimal() and len(remove) < 4 else None
    )
    return rearranged


def _initial(quote: Quote | None, request: HttpRequest) -> dict[str, Any]:
    if quote is None:
        deal = request.GET.get("opportunity", "")
        known = {"opportunity": int(deal)} if deal.isdecimal() and len(deal) < 19 else {}
        return {"warranty_months": 12, "payment_terms": forms.PAYMENT_TEMPLATES[0], **known}
    names = (
        "title", "contact", "opportunity_id", "solution_id", "valid_until", "payment_terms", "delivery_terms", "freight_terms", "warranty_months",
        "remarks", "version",
    )  # fmt: skip
    return {name.removesuffix("_id"): getattr(quote, name) for name in names}


def _save(
    request: HttpRequest,
    customer: Customer,
    quote: Quote | None,
    form: forms.QuoteForm,
    rows: forms.Lines,
    pay: forms.PaymentRows,
) -> Quote:
    facts = form.facts() | {"payment_plan": pay.rows()}
    if quote is None:
        return services.create_quote(
            actor=request.user,
            customer_id=customer.pk,
            contact_id=form.contact_id(),
            facts=facts,
            lines=rows.inputs(),
        )
    return services.edit_quote(
        actor=request.user,
        quote_id=quote.pk,
        version=form.cleaned_data["version"] or 0,
        contact_id=form.contact_id(),
        facts=facts,
        lines=rows.inputs(),
    )


def _figures(data: QueryDict | None, rows: forms.Lines, quote: Quote | None) -> Figures:
    """What the rows come to. Rows that cannot be priced yet are left out and the rest still adds up."""
    if data is None:
        lines = list(quote.lines.order_by("position")) if quote else []
        return _sum([*lines, *[None] * (rows.count - len(lines))])
    inputs = {
        number: form.as_input() for number, form in enumerate(rows.forms) if form.is_valid() and not form.is_blank()
    }
    priced = _price(inputs)
    return _sum([priced.get(number) for number in range(rows.count)])


def _price(inputs: dict[int, pricing.LineInput]) -> dict[int, Any]:
    """Row number → its line. Rows that pricing refuses are left out, and the others priced again without them."""
    if not inputs:
        return {}
    try:
        return dict(zip(inputs, pricing.build_lines(list(inputs.values()), on=clock.today()), strict=True))
    except Invalid as refusal:
        numbers = list(inputs)
        bad = {numbers[int(key.split(".")[1])] for key in refusal.errors if key.startswith("lines.")}
        return _price({number: line for number, line in inputs.items() if number not in bad}) if bad else {}


def _sum(rows: list[Any]) -> Figures:
    quote = Quote()
    pricing.refresh_totals(quote, [line for line in rows if line is not None])
    return Figures(rows, quote, money.capital(quote.total), _by_hand(rows))


def _by_hand(rows: list[Any]) -> str:
    """The numbers of the rows without a list price, where the rule asks the director about them."""
    found = [str(number) for number, line in enumerate(rows, start=1) if line is not None and line.list_price is None]
    asked = found and policy.value(rules.HAND_PRICED)
    return _("、").join(found) if asked else ""
