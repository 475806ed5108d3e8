"""Reads for the screens of intelligence, and how deals against a competitor went."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import search
from core.markup import markup
from core.pages.timeline import Entry
from core.templatetags import ui
from customers.choices import OPEN_STAGES, Secrecy, Stage
from customers.models import Competitor, Customer, Intelligence, Opportunity
from customers.models.intelligence import IntelligenceQuerySet
from org.models import User

SHOWN = 50
HEADLINE = 60


def intelligence_record() -> IntelligenceQuerySet:
    return Intelligence.objects.select_related("customer", "competitor", "author", "withdrawn_by")


def intelligence_list(user: User) -> IntelligenceQuerySet:
    return Intelligence.objects.select_related("customer", "competitor", "author").defer("search_key").visible_to(user)


def find(rows: IntelligenceQuerySet, text: str) -> IntelligenceQuerySet:
    """By what it says, and by customer or competitor as they are found themselves: part of the name, pinyin, initials."""
    if not text.strip():
        return rows
    wanted = search.needles(text)
    if not wanted:
        return rows.none()
    for needle in wanted:
        rows = rows.filter(
            Q(search_key__contains=needle)
            | Q(customer__search_key__contains=needle)
            | Q(competitor__search_key__contains=needle)
        )
    return rows


def find_intelligence(user: User, text: str, limit: int) -> list[Intelligence]:
    return list(find(intelligence_list(user).standing(), text).latest_first()[:limit])


def of_customer(user: User, customer: Customer) -> list[Entry]:
    """What the user sees of a customer, the latest on top."""
    rows = Intelligence.objects.about(customer, user).standing().select_related("customer", "competitor", "author")
    return [entry(one) for one in rows.order_by("-created_at", "-pk")[:SHOWN]]


def of_competitor(user: User, competitor: Competitor, limit: int) -> tuple[list[Entry], bool]:
    """The latest about a competitor that the user sees, and whether there are more."""
    rows = intelligence_list(user).standing().filter(competitor=competitor).order_by("-created_at", "-pk")
    found = [entry(one, beside=one.customer) for one in rows[: limit + 1]]
    return found[:limit], len(found) > limit


def headline(entry: Intelligence) -> str:
    """What it says, on one line."""
    line = " ".join(entry.text.split())
    return line if len(line) <= HEADLINE else f"{line[:HEADLINE]}…"


def level(entry: Intelligence) -> SafeString:
    """Its level, with a lock where hardly anybody may know."""
    if entry.is_secret:
        return markup(
            '<span class="tag tag-warn">{}{}</span>', ui.icon("i-lock", small=True), entry.get_level_display()
        )
    return ui.tag(entry.get_level_display())


def mark(entry: Intelligence) -> SafeString:
    """What stands out: that it was withdrawn, else its level."""
    return level(entry) if entry.is_standing else ui.mark("wd", "off", _("已撤回"))


def source(entry: Intelligence) -> str:
    said = str(entry.get_source_display())
    return _("%(fact)s：%(value)s") % {"fact": said, "value": entry.source_note} if entry.source_note else said


def audience(entry: Intelligence) -> str:
    """Who sees it, said in words."""
    return audience_of(Secrecy(entry.level), of_customer=entry.customer_id is not None)


def audience_of(of: Secrecy, *, of_customer: bool) -> str:
    if of == Secrecy.SECRET:
        return _("只有记的人、他的上级和有权看机密情报的人看得到")
    if of_customer:
        if of == Secrecy.OPEN:
            return _("看得到这家客户的人都看得到")
        return _("客户的负责人、客户经理、协作人和他们的上级看得到，还有记的人和他的上级")
    if of == Secrecy.OPEN:
        return _("看得到对手档案的人都看得到")
    return _("跟商机的人看得到，还有记的人和他的上级")


def entry(one: Intelligence, *, beside: Customer | Competitor | None = None) -> Entry:
    """As one line of a timeline, with whom it is about besides: of a customer's own, the competitor.

    One that was withdrawn no longer says what it said.
    """
    said = format_html(
        '<a class="q" href="{}">{}</a> {}', one.get_absolute_url(), _("记了情报"), one.get_kind_display()
    )
    if not one.is_standing:
        return Entry(one.created_at, str(one.author), said, tag=_("已撤回"), source="intelligence", pk=one.pk)
    other = beside or (one.competitor if one.customer else None)
    facts = [(_("怎么知道的"), source(one)), (_("可靠程度"), one.get_reliability_display())]
    if other is not None:
        facts.append((_("竞争对手") if isinstance(other, Competitor) else pgettext("one", "客户"), other.name))
    return Entry(
        one.created_at,
        str(one.author),
        said,
        key=True,
        tag=str(one.get_level_display()),
        quote=one.text,
        facts=tuple(facts),
        source="intelligence",
        pk=one.pk,
    )


@dataclass(frozen=True)
class Tally:
    """How many deals, and what they are worth."""

    number: int
    amount: Decimal


@dataclass(frozen=True)
class Standing:
    """How it stands against one competitor, among the deals somebody sees."""

    met: Tally
    beaten: Tally
    lost: Tally

    @property
    def share(self) -> int | None:
        """Of what was decided between the two of us, the part we won, per cent by number."""
        decided = self.beaten.number + self.lost.number
        return round(100 * self.beaten.number / decided) if decided else None


def standing_against(user: User, competitor: Competitor) -> Standing:
    """In play, won although it was in the deal, lost to it (M02)."""
    parts = {
        "met": Q(state__in=OPEN_STAGES),
        "beaten": Q(state=Stage.WON),
        "lost": Q(lost_to=competitor),
    }
    wanted: dict[str, Any] = {}
    for name, part in parts.items():
        wanted[f"{name}_number"] = Count("pk", filter=part)
        wanted[f"{name}_amount"] = Sum("amount", filter=part, default=Decimal(0))
    found = Opportunity.objects.visible_to(user).against(competitor).aggregate(**wanted)
    return Standing(**{name: Tally(found[f"{name}_number"], found[f"{name}_amount"]) for name in parts})
