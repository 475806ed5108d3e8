"""Two submissions of a quote side by side, and the facts an approver reads first. Works on snapshots, not on rows."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core.pages import words
from quotes import payment
from workflow.adapters import Difference

Snapshot = Mapping[str, Any]


def summary(data: Snapshot) -> list[dict[str, Any]]:
    """Discount, payment and delivery; what the quote leaves empty is left out."""
    discount = Decimal(data.get("discount") or 0)
    items = []
    if discount > 0:
        tone = "warn" if "over_head" in data.get("why", {}) else ""
        items.append({"label": _("整单折让"), "value": words.percent_text(discount), "tone": tone, "big": True})
    named = [(_("付款"), data.get("payment_terms")), (_("交货"), data.get("delivery_terms"))]
    return items + [{"label": label, "value": value} for label, value in named if value]


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """What changed, terms first, then line by line, then the total."""
    found = [*_terms(before, after), *_lines(before, after)]
    if before.get("total") != after.get("total"):
        found.append(Difference(_("价税合计"), _money(before.get("total")), _money(after.get("total"))))
    return found


def _terms(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    labels = {
        "payment_terms": _("付款"),
        "delivery_terms": _("交货"),
        "warranty_months": _("质保（月）"),
        "valid_until": _("有效期至"),
    }
    for key, label in labels.items():
        if before.get(key) != after.get(key):
            yield Difference(label, str(before.get(key) or ""), str(after.get(key) or ""))
    plans = [_plan(data) for data in (before, after)]
    if plans[0] != plans[1]:
        yield Difference(_("付款计划"), *plans)
    old, new = (data.get("presenter", {}) for data in (before, after))
    if old != new:
        yield Difference(_("我方联系人"), *(" ".join(filter(None, person.values())) for person in (old, new)))


def _plan(data: Snapshot) -> str:
    rows = map(payment.said, data.get("payment_plan", ()))
    return _("，").join(f"{row['event']} {row['percent']}%" + f" {row['due']}".rstrip() for row in rows)


def _lines(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    old = {line["position"]: line for line in before.get("lines", ())}
    new = {line["position"]: line for line in after.get("lines", ())}
    for position in sorted(old.keys() | new.keys()):
        yield from _line(_("第 %(n)s 行") % {"n": position}, old.get(position), new.get(position))


def _line(name: str, old: Snapshot | None, new: Snapshot | None) -> Iterator[Difference]:
    if old is None or new is None:
        yield Difference(name, str(old["name"]) if old else "", str(new["name"]) if new else _("删掉了"))
        return
    if (old["name"], old["model"], old["spec"]) != (new["name"], new["model"], new["spec"]):
        yield Difference(name, _product(old), _product(new))
    if old["qty"] != new["qty"]:
        yield Difference(_("%(line)s数量") % {"line": name}, str(old["qty"]), str(new["qty"]))
    if old["unit_price"] != new["unit_price"]:
        yield Difference(_("%(line)s单价") % {"line": name}, _money(old["unit_price"]), _money(new["unit_price"]))
    if old["tax_rate"] != new["tax_rate"]:
        yield Difference(_("%(line)s税率") % {"line": name}, str(old["tax_rate"]), str(new["tax_rate"]))


def _product(line: Snapshot) -> str:
    return " ".join(filter(None, [line["name"], line["model"], line["spec"]]))


def _money(value: Any) -> str:
    return words.decimal_text(Decimal(value)) if value else words.DASH
