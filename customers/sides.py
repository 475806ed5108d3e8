"""Two customers side by side: which groups of facts differ, and whose value one would keep (B06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import money
from core.journal import restored
from customers.choices import CustomerClass
from customers.models import Customer
from customers.models.customers import MOST_TAGS

SURVIVOR, MERGED, BOTH = "survivor", "merged", "both"
RANK = [kind.value for kind in CustomerClass]
LONGEST_REMARKS = 2000


@dataclass(frozen=True)
class Group:
    """Facts that only make sense together. The first column says whether there is anything."""

    code: str
    label: str | Promise
    columns: tuple[str, ...]
    joins: bool = False


GROUPS = {
    group.code: group
    for group in (
        Group("name", gettext_lazy("名称"), ("name",)),
        Group("short_name", gettext_lazy("简称"), ("short_name",)),
        Group("uscc", gettext_lazy("统一社会信用代码"), ("uscc",)),
        Group("owner", gettext_lazy("负责人"), ("owner_id", "owned_since", "kept_until", "pooled_at", "pool_id")),
        Group(
            "customer_class",
            gettext_lazy("类别"),
            ("customer_class", "account_manager_id", "classified_at", "classified_by_id"),
        ),
        Group("industry", gettext_lazy("行业"), ("industry",)),
        Group("place", gettext_lazy("地址"), ("division", "address")),
        Group("phone", gettext_lazy("电话"), ("phone",)),
        Group("website", gettext_lazy("网站"), ("website",)),
        Group("parent", gettext_lazy("上级公司"), ("parent_id",)),
        Group("tags", gettext_lazy("标签"), ("tags",), joins=True),
        Group("credit", gettext_lazy("信用"), ("credit_rating", "credit_limit", "credit_days", "credit_note")),
        Group("remarks", gettext_lazy("备注"), ("remarks",), joins=True),
    )
}


@dataclass(frozen=True)
class Side:
    """One group of facts as both have it, and which of them is offered first."""

    group: Group
    survivor: str
    merged: str
    proposed: str
    differs: bool

    @property
    def joins(self) -> bool:
        """Whether both can be kept, and both have something."""
        return self.group.joins and bool(self.survivor and self.merged)


def values(customer: Customer, group: Group, other: Customer) -> tuple[Any, ...]:
    """The facts of one of two; that the other is its parent company means nothing any more."""
    found = tuple(getattr(customer, column) for column in group.columns)
    return (None,) if group.code == "parent" and found == (other.pk,) else found


def compare(survivor: Customer, merged: Customer) -> list[Side]:
    """All groups that either has something in."""
    found = []
    for group in GROUPS.values():
        ours, theirs = values(survivor, group, merged), values(merged, group, survivor)
        if not any((*ours, *theirs)):
            continue
        differs = _meant(group, ours) != _meant(group, theirs)
        offered = proposed(survivor, merged, group)
        found.append(Side(group, _told(survivor, group, ours), _told(merged, group, theirs), offered, differs))
    return found


def proposed(survivor: Customer, merged: Customer, group: Group) -> str:
    """What is filled goes before what is empty, a person before 公海, the higher class, then what was confirmed last."""
    ours, theirs = values(survivor, group, merged), values(merged, group, survivor)
    if not any(_meant(group, theirs)) or ours == theirs:
        return SURVIVOR
    if not any(_meant(group, ours)):
        return MERGED
    if group.joins and fits(combined(survivor, merged, group), group):
        return BOTH
    if group.code == "customer_class":
        return MERGED if RANK.index(theirs[0]) > RANK.index(ours[0]) else SURVIVOR
    if group.code in ("name", "short_name", "owner", "credit"):
        return SURVIVOR
    return MERGED if merged.confirmed_at > survivor.confirmed_at else SURVIVOR


def combined(survivor: Customer, merged: Customer, group: Group) -> Any:
    """Both together, of those groups that can be."""
    if group.code == "tags":
        return list(dict.fromkeys([*survivor.tags, *merged.tags]))
    return "\n".join(dict.fromkeys(text for text in (survivor.remarks, merged.remarks) if text))


def fits(value: Any, group: Group) -> bool:
    return len(value) <= (MOST_TAGS if group.code == "tags" else LONGEST_REMARKS)


def chosen(survivor: Customer, merged: Customer, choices: Mapping[str, str]) -> dict[str, tuple[Any, ...]]:
    """Group → what the one that stays will have, of those groups that change."""
    found: dict[str, tuple[Any, ...]] = {}
    for code, group in GROUPS.items():
        choice = choices.get(code) or proposed(survivor, merged, group)
        ours = values(survivor, group, merged)
        if choice == BOTH:
            wanted: tuple[Any, ...] = (combined(survivor, merged, group),)
        else:
            wanted = ours if choice == SURVIVOR else values(merged, group, survivor)
        if wanted != tuple(getattr(survivor, column) for column in group.columns):
            found[code] = wanted
    return found


def _meant(group: Group, found: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without what only says since when."""
    shown = {"owner": 1, "customer_class": 2}
    return found[: shown.get(group.code, len(found))]


def _told(customer: Customer, group: Group, found: tuple[Any, ...]) -> str:
    if group.code == "owner":
        return customer.holder
    if group.code == "customer_class":
        kind = str(customer.get_customer_class_display())
        manager = customer.account_manager
        return _("%(kind)s，客户经理 %(person)s") % {"kind": kind, "person": manager} if manager else kind
    if group.code == "place":
        return customer.full_address
    if group.code == "parent":
        return str(customer.parent) if found[0] and customer.parent else ""
    if group.code == "tags":
        return _("、").join(found[0])
    if group.code == "credit":
        days = _("账期 %(days)d 天") % {"days": found[2]} if found[2] is not None else ""
        limit = money.show(found[1]) if found[1] is not None else ""
        return " · ".join(text for text in (str(customer.get_credit_rating_display()), limit, days, found[3]) if text)
    return str(found[0] or "")


def said(code: str, kept: Mapping[str, Any]) -> str:
    """A group of facts in words, as it stood when `core.journal.snapshot` kept it: column → value."""
    customer, group = cast("Customer", restored(Customer, dict(kept))), GROUPS[code]
    return _told(customer, group, values(customer, group, customer))
