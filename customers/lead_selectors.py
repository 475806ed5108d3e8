"""Reads for the screens of leads."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock, divisions, search
from core.pages import words
from core.pages.timeline import Entry
from core.templatetags import ui
from customers import lead_rules, policies, selectors
from customers.choices import LeadState, LeadWay, ScreenFact
from customers.models import Customer, Lead, LeadTouch
from customers.models.leads import LeadQuerySet
from org.models import User

MOST = 5


@dataclass(frozen=True)
class LeadDuplicate:
    """What we have already: a customer or an open lead. To who does not see it: whose it is and when last heard of, no more."""

    matched: str
    owner: str
    last_at: datetime | None
    is_customer: bool
    name: str = ""
    url: str = ""
    ask: str = ""
    """As of `selectors.Duplicate`."""


def find_lead_duplicates(*, user: User, company: str = "", phone: str = "") -> list[LeadDuplicate]:
    """Customers and open leads with the same normalised name or phone, whoever has them."""
    customers = selectors.find_duplicates(user=user, name=company, phone=phone)
    found = [
        LeadDuplicate(one.matched, one.owner, one.last_contact_at, True, one.name, one.url, one.ask)
        for one in customers
    ]
    keys = selectors.duplicate_keys(name=company, phone=phone)
    asked = Q(pk__in=[])
    if "name" in keys:
        asked |= Q(name_key=keys["name"])
    if "phone" in keys:
        asked |= Q(phone_key=keys["phone"]) & ~Q(phone_key="")
    if keys:
        rows = list(Lead.objects.open().filter(asked).select_related("owner").order_by("pk")[:MOST])
        seen = _in_sight(user, rows)
        found += [_told(row, keys, row.pk in seen) for row in rows]
    return found[:MOST]


def open_alike(user: User, keys: Sequence[Mapping[str, str]]) -> list[list[LeadDuplicate]]:
    """For each set of `duplicate_keys` the open leads that share one: one statement for a whole batch of rows."""
    names = {own["name"] for own in keys if "name" in own}
    phones = {own["phone"] for own in keys if "phone" in own}
    same = Q(name_key__in=names) | (Q(phone_key__in=phones) & ~Q(phone_key=""))
    rows = list(Lead.objects.open().filter(same).select_related("owner").order_by("pk"))
    seen = _in_sight(user, rows)
    by_key: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for row in rows:
        by_key["name", row.name_key].append(row)
        by_key["phone", row.phone_key].append(row)
    found = []
    for own in keys:
        alike = {row.pk: row for kind in ("name", "phone") if kind in own for row in by_key.get((kind, own[kind]), ())}
        found.append([_told(row, own, row.pk in seen) for row in list(alike.values())[:MOST]])
    return found


def _in_sight(user: User, rows: Sequence[Lead]) -> set[int]:
    ids = [row.pk for row in rows]
    return set(Lead.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()


def _told(row: Lead, keys: Mapping[str, str], in_sight: bool) -> LeadDuplicate:
    matched = selectors.matched_labels()["name" if row.name_key == keys.get("name") else "phone"]
    holder = str(row.owner) if row.owner else _("待分配")
    plain = (row.company, row.get_absolute_url()) if in_sight else ("", "")
    return LeadDuplicate(matched, holder, row.last_touch_at, False, *plain)


def say_duplicate(one: LeadDuplicate) -> str:
    who = one.name or (_("已有客户") if one.is_customer else _("没了结的线索"))
    last = f"{clock.local(one.last_at):%Y-%m-%d}" if one.last_at else _("还没有")
    return _("%(matched)s与%(who)s相同，负责人 %(owner)s，最近跟进 %(last)s") % {
        "matched": one.matched,
        "who": who,
        "owner": one.owner,
        "last": last,
    }


def lead_list(user: User) -> LeadQuerySet:
    shown = Lead.objects.select_related("owner", "created_by", "customer").defer("search_key", "need")
    return shown.visible_to(user)


def lead_record() -> LeadQuerySet:
    return Lead.objects.select_related("owner", "created_by", "customer__owner", "opportunity", "closed_by")


def find_leads(user: User, text: str, limit: int) -> list[Lead]:
    """By part of company, person, pinyin, initials or phone; what is open first, then the newest."""
    rows: Any = search.search(lead_list(user), text)
    return list(rows.order_by("closed_at", "-id")[:limit])


def has_leads(customer: Customer) -> bool:
    """Whether the customer came from a lead; its page knows already (`selectors.customer_record`)."""
    known: bool | None = getattr(customer, "has_leads", None)
    return Lead.objects.filter(customer=customer).exists() if known is None else known


def lead_of(user: User, customer: Customer) -> tuple[Lead | None, str]:
    """The lead a customer came from, if there was one, and its address if the reader may open it."""
    if not has_leads(customer):
        return None, ""
    lead = Lead.objects.filter(customer=customer).order_by("closed_at", "pk").first()
    if lead is None:
        return None, ""
    seen = Lead.objects.visible_to(user).filter(pk=lead.pk).exists()
    return lead, lead.get_absolute_url() if seen else ""


def source_words(lead: Lead) -> str:
    source = str(lead.get_source_display())
    return f"{source} · {lead.source_detail}" if lead.source_detail else source


def touch_entry(touch: LeadTouch, tag: str = "") -> Entry:
    """One contact as a line of a timeline; `tag` says where it comes from."""
    next_on = f"{touch.next_on:%m-%d} " if touch.next_on else ""
    facts = [(_("结果"), str(touch.get_outcome_display())), (_("下一步"), next_on + touch.next_step)]
    said = f"{touch.get_channel_display()} {touch.person}".strip()
    return Entry(
        touch.at,
        str(touch.created_by),
        said,
        key=True,
        tag=tag,
        quote=touch.note,
        facts=tuple((str(label), text) for label, text in facts if text.strip()),
        source="touch",
        pk=touch.pk,
    )


def way_words(lead: Lead) -> str:
    """How it was found who has the lead, and why them."""
    if lead.way == LeadWay.REGION:
        place = divisions.full_name(lead.way_place)
        return _("按地区：在%(place)s客户最多") % {"place": place}
    if lead.way == LeadWay.LOAD:
        return _("按手上线索：没了结的最少")
    return str(lead.get_way_display())


def days_waiting(lead: Lead) -> int | None:
    began = lead_rules.waiting_since(lead)
    return (clock.today() - began).days if began else None


def took(start: datetime | None, end: datetime | None) -> str:
    """How long from one to the other, in words."""
    if start is None or end is None:
        return ""
    minutes = max(0, int((end - start).total_seconds() // 60))
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < 60:
        return _("%(n)s 分钟") % {"n": minutes}
    if hours < 48:
        return ngettext("%(n)s 小时", "%(n)s 小时", hours) % {"n": hours}
    return ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}


LADDER = (LeadState.NEW, LeadState.ASSIGNED, LeadState.WORKING, LeadState.CONVERTED)


def steps(lead: Lead) -> list[dict[str, Any]]:
    """The step bar with the day of each step. A rejected lead ends where it was given up."""
    rejected = lead.state == LeadState.REJECTED
    times = [lead.received_at, lead.assigned_at, lead.first_touch_at, None if rejected else lead.closed_at]
    labels = [_("收到"), _("分配"), _("第一次联系"), _("转客户")]
    reached = sum(time is not None for time in times)
    bar: list[dict[str, Any]] = []
    for place, (label, time) in enumerate(zip(labels, times, strict=True)):
        state = "done" if place < reached else "now" if place == reached and not rejected else ""
        bar.append({"label": label, "note": words.day_text(time) if time else "", "state": state})
    if rejected:
        note = words.day_text(lead.closed_at) if lead.closed_at else ""
        bar = [*bar[:reached], {"label": LeadState.REJECTED.label, "note": note, "state": "now"}]
    return bar


def facts(lead: Lead, user: User) -> list[dict[str, Any]]:
    """The facts under the title."""
    rows: list[dict[str, Any]] = [{"label": _("来源"), "value": source_words(lead), "wide": True}]
    if lead.contact:
        rows.append({"label": pgettext("one", "联系人"), "value": lead.contact})
    if lead.phone:
        rows.append({"label": _("电话"), "value": lead.phone, "url": f"tel:{lead.phone}"})
    if lead.wechat:
        rows.append({"label": _("微信"), "value": lead.wechat})
    if lead.email:
        rows.append({"label": _("邮箱"), "value": lead.email})
    if lead.division:
        rows.append({"label": _("地区"), "value": lead.place})
    rows.append({"label": _("负责人"), "value": ui.person(lead.owner) if lead.owner else _("待分配")})
    days = days_waiting(lead)
    if days is not None:
        late = lead_rules.is_overdue(lead, lead_rules.limits_today())
        rows.append(
            {
                "label": _("等了"),
                "value": ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days} if days else _("今天"),
                "note": _("超期") if late else "",
                "note_class": "bad",
            }
        )
    if lead.customer is not None:
        rows.append(_became(lead.customer, user))
    return rows


def _became(customer: Customer, user: User) -> dict[str, Any]:
    """The customer by name to who sees it: a lead may be let belong to one that is none of its reader's business."""
    fact = {"label": _("转成客户"), "wide": True}
    if Customer.objects.visible_to(user).filter(pk=customer.pk).exists():
        return {**fact, "value": customer.name, "url": customer.get_absolute_url()}
    owner = _("负责人 %(person)s") % {"person": customer.owner} if customer.owner else ""
    return {**fact, "value": _("你看不到的客户"), "note": owner}


def gaps(lead: Lead, user: User) -> list[ScreenFact]:
    """What screening still lacks, told to who can write it."""
    return lead_rules.missing(lead) if lead.is_open and policies.may_work_lead(user, lead) else []
