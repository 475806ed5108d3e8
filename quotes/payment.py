"""When the customer pays: rows of event and share on a quote, and the shorthand people write for them.

A row is `{"event", "percent", "amount", "days"}`: a share of the total or an amount, and within how many days of the
event. A plan is all in percent, which make 100, or all in amounts, which make the total. The last row takes the cent.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import money
from core.errors import Invalid
from quotes.choices import PayEvent

Row = dict[str, Any]

MOST_ROWS = 12
LONGEST_DAYS = 999
WAYS = ("电汇", "网银", "银行承兑", "商业承兑", "支票", "现金", "支付宝", "微信")
"""Said behind the shorthand in brackets; they change nothing of the plan."""

SHARES = re.compile(r"\d{1,3}(?:/\d{1,3}){0,4}")
MONTHLY = re.compile(r"月结(\d{1,3})天")
IN_ADVANCE = ("款到发货", "100%预付", "全款预付")

EVENTS = {
    1: (PayEvent.SHIPPING,),
    2: (PayEvent.SIGNING, PayEvent.SHIPPING),
    3: (PayEvent.SIGNING, PayEvent.SHIPPING, PayEvent.WARRANTY),
    4: (PayEvent.SIGNING, PayEvent.SHIPPING, PayEvent.ACCEPTANCE, PayEvent.WARRANTY),
    5: (PayEvent.SIGNING, PayEvent.SHIPPING, PayEvent.ARRIVAL, PayEvent.ACCEPTANCE, PayEvent.WARRANTY),
}
"""What the numbers of "30/60/10" stand for, by how many there are."""


def parse(text: str) -> list[Row] | None:
    """The plan a shorthand stands for: 30/60/10, 款到发货, 月结 30 天, with a way to pay behind it. None for other words."""
    said = plain(text)
    for way in WAYS:
        said = said.removesuffix(f"({way})")
    if said in IN_ADVANCE:
        return [_share(PayEvent.SHIPPING, 100)]
    monthly = MONTHLY.fullmatch(said)
    if monthly:
        return [_share(PayEvent.MONTHLY, 100, days=int(monthly[1]))]
    if not SHARES.fullmatch(said):
        return None
    shares = [int(part) for part in said.split("/")]
    if sum(shares) != 100 or 0 in shares:
        return None
    return [_share(event, share) for event, share in zip(EVENTS[len(shares)], shares, strict=True)]


def plain(text: str) -> str:
    """Full and half width, and spaces, do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def clean(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The rows as they are kept. Raises Invalid with a sentence for each bad field, keyed "payment_plan.0.percent"."""
    if len(rows) > MOST_ROWS:
        raise _refusal(_("付款计划最多 %(count)s 期") % {"count": MOST_ROWS})
    errors: dict[str, list[str]] = {}
    for number, row in enumerate(rows):
        for field, message in _faults(row):
            errors.setdefault(f"payment_plan.{number}.{field}", []).append(message)
    if errors:
        raise Invalid("quote.payment", next(iter(errors.values()))[0], errors=errors)
    plan: list[Row] = [
        {
            "event": PayEvent(row["event"]).value,
            "percent": _text(row.get("percent")),
            "amount": None if row.get("amount") is None else money.plain(row["amount"]),
            "days": row.get("days"),
        }
        for row in rows
    ]
    if len({row["percent"] is None for row in plan}) > 1:
        raise _refusal(_("付款计划要么都写比例，要么都写金额"))
    if plan and plan[0]["percent"] is not None:
        total = sum((Decimal(row["percent"]) for row in plan), Decimal(0))
        if total != 100:
            raise _refusal(_("付款比例加起来是 %(total)s%%，要正好 100%%") % {"total": money.plain_number(total)})
    return plan


def check_total(plan: Sequence[Row], total: Decimal) -> None:
    """Raises Invalid unless amounts make the total. Percent always do: the last row takes the cent."""
    if not plan or plan[0]["amount"] is None:
        return
    planned = sum((Decimal(row["amount"]) for row in plan), Decimal(0))
    if planned != total:
        raise _refusal(
            _("付款计划合计 %(planned)s，价税合计是 %(total)s，要一样")
            % {"planned": money.show(planned), "total": money.show(total)}
        )


def amounts(plan: Sequence[Row], total: Decimal) -> list[Decimal]:
    """What falls due with each row: the amounts, or the shares to the cent with what is left in the last one."""
    if not plan or plan[0]["amount"] is not None:
        return [Decimal(row["amount"]) for row in plan]
    return money.allocate(total, [Decimal(row["percent"]) for row in plan])


def divided(plan: Sequence[Row], total: Decimal) -> list[Row]:
    """The rows, each with its share and its amount of the total."""
    return [
        row | {"percent": row["percent"] or _text(_percent_of(amount, total)) or "0", "amount": money.plain(amount)}
        for row, amount in zip(plan, amounts(plan, total), strict=True)
    ]


def said(row: Mapping[str, Any]) -> dict[str, str]:
    """A divided row as papers and pages print it: event, percent, amount, due."""
    return {
        "event": str(PayEvent(row["event"]).label),
        "percent": row["percent"],
        "amount": row["amount"],
        "due": _due(row["days"]),
    }


def shown(plan: Sequence[Row], total: Decimal) -> list[dict[str, str]]:
    return [said(row) for row in divided(plan, total)]


def describe(plan: Sequence[Row]) -> str:
    """The plan in one line, for where there is room for no more: the shorthand if it says the same.

    It stands on the paper and is signed for, so it is in the paper's language, whoever writes it.
    """
    shares = "/".join(str(row["percent"]) for row in plan)
    if parse(shares) == list(plan):
        return shares
    with override(settings.LANGUAGE_CODE):
        parts = [f"{PayEvent(row['event']).label} {_size(row)}{_within(row['days'])}" for row in plan]
        return _("，").join(parts)[:200]


def _share(event: PayEvent, percent: int, days: int | None = None) -> Row:
    return {"event": event.value, "percent": str(percent), "amount": None, "days": days}


def _faults(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    percent, amount, days = row.get("percent"), row.get("amount"), row.get("days")
    if row.get("event") not in PayEvent.values:
        found.append(("event", _("选一个付款节点")))
    if (percent is None) == (amount is None):
        found.append(("percent", _("写比例或金额，只写一样")))
    if percent is not None and not (0 < percent <= 100 and _fits_cents(percent)):
        found.append(("percent", _("比例大于 0，不超过 100，最多两位小数")))
    if amount is not None and not (amount > 0 and _fits_cents(amount)):
        found.append(("amount", _("金额要大于 0，最多两位小数")))
    if days is not None and not 0 <= days <= LONGEST_DAYS:
        found.append(("days", _("天数 0 到 999")))
    return found


def _refusal(message: str) -> Invalid:
    return Invalid("quote.payment", message, errors={"payment_plan": [message]})


def _fits_cents(number: Decimal) -> bool:
    return number == money.round_cent(number)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else money.plain_number(number)


def _percent_of(amount: Decimal, total: Decimal) -> Decimal:
    return money.round_cent(amount * 100 / total) if total else Decimal(0)


def _size(row: Row) -> str:
    return f"{row['percent']}%" if row["percent"] is not None else money.show(Decimal(row["amount"]))


def _due(days: int | None) -> str:
    return "" if days is None else _("%(days)s 天内") % {"days": days}


def _within(days: int | None) -> str:
    return "" if days is None else f" {_due(days)}"
