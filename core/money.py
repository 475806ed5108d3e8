"""Money as this business counts it: tax-inclusive prices, two places, half up, sums of lines.

Amounts are Decimal and never pass through a float: a float raises TypeError, however round it looks.
Rates are fractions (Decimal("0.13")); None means exempt. The trade's own vectors are the tests.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
SIGNS = {"CNY": "¥", "HKD": "HK$", "TWD": "NT$", "USD": "US$", "EUR": "€"}
# Beyond this cn2an's own units end; it is also all that numeric(18, 2) can hold.
CAPITAL_LIMIT = Decimal(10) ** 16

_FIGURE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_LONGEST_FIGURE = 40


class Split(NamedTuple):
    """One tax-inclusive amount taken apart. `net + tax == gross`, always."""

    gross: Decimal
    net: Decimal
    tax: Decimal


def exact(value: Decimal | int) -> Decimal:
    """The value as a finite Decimal. Raises TypeError for floats, bools and text, ValueError for NaN and infinity."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"money is Decimal, got {type(value).__name__}")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("money must be a finite number")
    return number


def round_cent(value: Decimal | int) -> Decimal:
    """Round half up (away from zero) to two places."""
    with localcontext() as context:
        context.prec = 60
        rounded = exact(value).quantize(CENT, rounding=ROUND_HALF_UP)
    return rounded if rounded else ZERO  # never minus zero


def line_amount(qty: Decimal | int, price: Decimal | int) -> Decimal:
    """Quantity × tax-inclusive unit price, rounded to the cent once."""
    with localcontext() as context:
        context.prec = 60  # 18 digits times 18 digits do not fit the default 28
        product = exact(qty) * exact(price)
    return round_cent(product)


def split_tax(gross: Decimal | int, rate: Decimal | int | None) -> Split:
    """Take the tax out of a tax-inclusive amount: net is rounded, tax is what remains.

    `rate` is a fraction, None for exempt. Raises ValueError for a negative rate or one of 100 % and more
    (a 13 that should have been 0.13).
    """
    whole = round_cent(gross)
    fraction = ZERO if rate is None else exact(rate)
    if not 0 <= fraction < 1:
        raise ValueError(f"a tax rate is a fraction such as 0.13, got {fraction}")
    with localcontext() as context:
        context.prec = 60
        net = round_cent(whole / (1 + fraction))
    return Split(whole, net, whole - net)


def total(splits: Iterable[Split]) -> Split:
    """Sums of lines, never recomputed from a rate, so that what is shown adds up."""
    gross = net = tax = ZERO
    for split in splits:
        gross, net, tax = gross + split.gross, net + split.net, tax + split.tax
    return Split(gross, net, tax)


def by_rate(
    lines: Iterable[tuple[Decimal, Decimal | None]],
) -> dict[Decimal | None, Split]:
    """Group (amount, rate) lines into one Split per rate, highest rate first, exempt last."""
    groups: dict[Decimal | None, Split] = {}
    for gross, rate in lines:
        groups[rate] = total([groups.get(rate, Split(ZERO, ZERO, ZERO)), split_tax(gross, rate)])
    return dict(sorted(groups.items(), key=lambda item: (item[0] is None, -(item[0] or ZERO))))


def allocate(amount: Decimal | int, percents: Sequence[Decimal | int]) -> list[Decimal]:
    """Share an amount out by percentages that add up to 100; the last share above 0 % takes the cent.

    Σ shares == amount, and no share has the other sign even when there are more shares than cents.
    Raises ValueError when the percentages are negative or do not add up to 100.
    """
    shares = [exact(percent) for percent in percents]
    if any(share < 0 for share in shares) or sum(shares) != 100:
        raise ValueError("percentages must be positive and add up to 100")
    whole = round_cent(amount)
    sign = -1 if whole < 0 else 1
    left = abs(whole)
    parts = []
    last = max(place for place, share in enumerate(shares) if share)
    for place, share in enumerate(shares):
        part = left if place == last else min(line_amount(abs(whole), share / 100), left)
        parts.append(sign * part if part else ZERO)
        left -= part
    return parts


def parse(text: str, places: int = 2) -> Decimal:
    """Read what a person typed or pasted: "1,234.50", "￥１２３４.5", " -12 元".

    Raises TypeError for anything but text, ValueError for what is no amount or has more than `places` decimals
    (an amount is never rounded behind the writer's back).
    """
    if not isinstance(text, str):
        raise TypeError(f"parse reads text, got {type(text).__name__}")
    if len(text) > _LONGEST_FIGURE:
        raise ValueError("not an amount")
    figure = unicodedata.normalize("NFKC", text).replace("，", ",")
    figure = re.sub(r"\s|CNY|RMB|人民币|元$", "", figure.strip(), flags=re.IGNORECASE)
    figure = re.sub(r"^([+-]?)[¥$]", r"\1", figure)
    if not _FIGURE.fullmatch(figure) or not figure.isascii():
        raise ValueError("not an amount")
    number = Decimal(figure.replace(",", ""))
    if -int(number.as_tuple().exponent) > places:
        raise ValueError(f"more than {places} decimals")
    return number


def plain(value: Decimal | int) -> str:
    """Two places, no grouping: how money stands in JSON and goes into papers ("2662050.03")."""
    return f"{round_cent(value):.2f}"


def show(value: Decimal | int, currency: str = "CNY") -> str:
    """Grouped, with the currency's sign in front and a minus before it: "-¥1,234.50"."""
    amount = round_cent(value)
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{'-' if amount < 0 else ''}{sign}{abs(amount):,.2f}"


def plain_number(value: Decimal | int) -> str:
    """A quantity or percentage without idle zeros: 2.500 → "2.5", 30.00 → "30"."""
    text = f"{exact(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def rate_text(rate: Decimal | int | None) -> str:
    """A tax rate as papers want it: 0.13 → "13", None → "exempt"."""
    return "exempt" if rate is None else plain_number(exact(rate) * 100)


def capital(value: Decimal | int) -> str:
    """The amount in capital figures (大写), with 人民币 in front and no gap, as banks and contracts require.

    Ends in 整 when there are no 角 and 分. Raises ValueError at 10^16 yuan and above, or for more than two decimals.
    """
    amount = exact(value)
    if abs(amount) >= CAPITAL_LIMIT:
        raise ValueError("too large for capital figures")
    if amount != round_cent(amount):
        raise ValueError("an amount in capital figures has at most two decimals")
    # Loading it takes a tenth of the start of every command.
    import cn2an

    minus = "负" if amount < 0 else ""
    return "人民币" + minus + str(cn2an.an2cn(plain(abs(amount)), "rmb"))
