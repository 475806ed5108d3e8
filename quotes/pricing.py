"""Prices and rates as of a date, and the figures of a quote made from its lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core import money, policy
from core.errors import Invalid
from core.models import TaxRate
from quotes import policy as rules
from quotes.models import PriceList, PriceListItem, Product, Quote, QuoteLine

EXEMPT = "exempt"
MOST_LINES = 500


@dataclass(frozen=True)
class LineInput:
    """A line as somebody typed or pasted it. With a product, empty fields come from the product and its price."""

    qty: Decimal
    product_id: int | None = None
    name: str = ""
    model: str = ""
    spec: str = ""
    unit: str = ""
    unit_price: Decimal | None = None
    tax_code: str = ""
    delivery: str = ""
    remark: str = ""


def prices_on(day: date, product_ids: Iterable[int], code: str = PriceList.STANDARD) -> dict[int, PriceListItem]:
    """Product id → its price in the list valid on that day. Products without a price are missing."""
    lists = PriceList.objects.valid_on(day).filter(code=code)
    items = PriceListItem.objects.filter(price_list__in=lists, product_id__in=list(product_ids))
    return {item.product_id: item for item in items}


def rates_on(day: date) -> dict[str, TaxRate]:
    rows = TaxRate.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)
    return {row.code: row for row in rows}


def build_lines(inputs: Sequence[LineInput], *, on: date) -> list[QuoteLine]:
    """The lines of a quote, priced and taxed as of a day. Raises Invalid with a sentence for each bad line.

    Errors are keyed "lines.0.qty", counting from 0.
    """
    if len(inputs) > MOST_LINES:
        raise Invalid("quote.too_long", _("一份报价最多 %(count)s 行") % {"count": MOST_LINES})
    ids = [item.product_id for item in inputs if item.product_id]
    products = Product.objects.in_bulk(ids)
    prices, rates = prices_on(on, ids), rates_on(on)
    errors: dict[str, list[str]] = {}
    lines = []
    for index, item in enumerate(inputs):
        product = products.get(item.product_id) if item.product_id else None
        line = _line(item, product, prices.get(item.product_id or 0), index + 1)
        for field, message in _faults(item, line, product, rates, on):
            errors.setdefault(f"lines.{index}.{field}", []).append(message)
        lines.append(line)
    if errors:
        first = next(iter(errors.values()))[0]
        raise Invalid("quote.line", first, errors=errors)
    for line in lines:
        _figure(line, rates[line.tax_code])
    return lines


def outdated(lines: Sequence[QuoteLine], *, on: date) -> list[QuoteLine]:
    """Lines whose product, list price, floor or tax rate is no longer what holds on that day."""
    prices, rates = prices_on(on, [line.product_id for line in lines if line.product_id]), rates_on(on)

    def holds(line: QuoteLine) -> bool:
        rate = rates.get(line.tax_code)
        if rate is None or line.tax_rate != (None if rate.code == EXEMPT else rate.rate):
            return False
        if line.product is None:
            return True
        price = prices.get(line.product.pk)
        listed = (price.list_price, price.floor_price) if price else None
        return line.product.is_active and (line.list_price, line.floor_price) == listed

    return [line for line in lines if not holds(line)]


def refresh_totals(quote: Quote, lines: Sequence[QuoteLine]) -> None:
    """Sums of the lines, and what follows from them: the worst line and whether it is major."""
    summed = money.total(money.Split(line.amount, line.net, line.tax) for line in lines)
    quote.total, quote.net_total, quote.tax_total = summed.gross, summed.net, summed.tax
    quote.list_total = sum(
        (money.line_amount(line.qty, line.list_price) for line in lines if line.list_price is not None), Decimal(0)
    )
    quote.worst_gap = max((line.below_floor for line in lines), default=Decimal(0))
    quote.is_major = quote.total >= policy.value(rules.MAJOR_AMOUNT)


def tax_summary(lines: Iterable[QuoteLine]) -> list[tuple[Decimal | None, money.Split]]:
    """One row per rate, highest first, exempt last. Sums of lines, so that they tie with the total."""
    sums: dict[Decimal | None, list[money.Split]] = {}
    for line in lines:
        sums.setdefault(line.tax_rate, []).append(money.Split(line.amount, line.net, line.tax))
    ordered = sorted(sums, key=lambda rate: (rate is None, -(rate or 0)))
    return [(rate, money.total(sums[rate])) for rate in ordered]


def _line(item: LineInput, product: Product | None, price: PriceListItem | None, position: int) -> QuoteLine:
    # Nothing is checked yet: _faults says so when there is no price at all.
    unit_price: Any = item.unit_price if item.unit_price is not None else (price.list_price if price else None)
    return QuoteLine(
        position=position,
        product=product,
        name=item.name or (product.name if product else ""),
        model=item.model or (product.model if product else ""),
        spec=item.spec or (product.spec if product else ""),
        unit=item.unit or (product.unit if product else ""),
        qty=item.qty,
        list_price=price.list_price if price else None,
        floor_price=price.floor_price if price else None,
        unit_price=unit_price,
        tax_code=item.tax_code or (product.tax_code if product else "13"),
        delivery=item.delivery or _within(product.lead_weeks if product else None),
        remark=item.remark,
    )


def _within(weeks: int | None) -> str:
    """On the paper, so in the paper's language, whoever writes the quote."""
    with override(settings.LANGUAGE_CODE):
        return ngettext("%(weeks)s 周", "%(weeks)s 周", weeks) % {"weeks": weeks} if weeks else ""


def _faults(
    item: LineInput, line: QuoteLine, product: Product | None, rates: dict[str, TaxRate], on: date
) -> Iterable[tuple[str, str]]:
    # Whatever their types say, what somebody left empty is still None here.
    qty: Any = item.qty
    unit_price: Any = line.unit_price
    if item.product_id and product is None:
        yield "product", _("没有这个产品")
    elif product and not product.is_active:
        yield "product", _("%(product)s 已停售") % {"product": product}
    elif product and line.list_price is None:
        yield "product", _("%(product)s 在 %(day)s 没有有效的目录价") % {"product": product, "day": on}
    if not line.name:
        yield "name", _("填产品名称，或从目录里选")
    if not line.unit:
        yield "unit", _("填单位")
    if qty is None or qty <= 0:
        yield "qty", _("数量要大于 0")
    if unit_price is None:
        yield "unit_price", _("填含税单价")
    elif unit_price < 0:
        yield "unit_price", _("单价不能小于 0")
    if line.tax_code not in rates:
        yield "tax_code", _("%(day)s 没有这个税率") % {"day": on}


def _figure(line: QuoteLine, rate: TaxRate) -> None:
    line.tax_rate = None if rate.code == EXEMPT else rate.rate
    split = money.split_tax(money.line_amount(line.qty, line.unit_price), line.tax_rate)
    line.amount, line.net, line.tax = split.gross, split.net, split.tax
