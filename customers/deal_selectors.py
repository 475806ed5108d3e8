"""Reads for the screens of deals and competitors."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core import clock, policy, search
from core.markup import markup
from core.pages import words
from core.templatetags import ui
from customers import policies, selectors, stages
from customers.choices import OPEN_STAGES, LostReason, Stage
from customers.models import Competitor, Customer, NeedAnalysis, Opportunity, Rival, Solution, Visit
from customers.models.deals import CompetitorQuerySet
from customers.models.opportunities import OpportunityQuerySet
from customers.policy import LOST_REASONS, STUCK_DAYS
from org.models import User


def opportunity_list(user: User) -> OpportunityQuerySet:
    shown = Opportunity.objects.select_related("customer", "owner", "lost_to").defer("search_key")
    return shown.visible_to(user)


def opportunity_record() -> OpportunityQuerySet:
    return Opportunity.objects.select_related("customer", "owner", "lost_to")


def stuck_days() -> int:
    """For pages that only show it."""
    return int(policy.recent_values([STUCK_DAYS])[STUCK_DAYS])


def opportunities_of(user: User, customer: Customer, limit: int = 50) -> list[Opportunity]:
    return list(Opportunity.objects.at(customer, user).select_related("owner").order_by("-id")[:limit])


def visits_of(user: User, opportunity: Opportunity, limit: int = 50) -> list[Visit]:
    """What happened for a deal, demonstrations among it, the last first."""
    rows = selectors.visit_record().at(opportunity.customer, user).filter(opportunity=opportunity)
    return list(rows.latest_first()[:limit])


def find_opportunities(user: User, text: str, limit: int) -> list[Opportunity]:
    """By part of the title, of the customer's name, its pinyin or initials; what is open first."""
    rows: Any = search.search(opportunity_list(user), text)
    return list(rows.order_by("closed_on", "-id")[:limit])


def find_competitors(user: User, text: str, limit: int) -> list[Competitor]:
    rows: Any = search.search(Competitor.objects.visible_to(user), text)
    return list(rows.order_by("name", "pk")[:limit])


def competitor_list(user: User) -> CompetitorQuerySet:
    """With how many deals of those in sight they are in, and how they ended."""
    seen = Opportunity.objects.visible_to(user)
    met = Q(deals__opportunity__in=seen)
    return Competitor.objects.visible_to(user).annotate(
        met=Count("deals", filter=met & Q(deals__opportunity__state__in=OPEN_STAGES), distinct=True),
        beaten=Count("deals", filter=met & Q(deals__opportunity__state=Stage.WON), distinct=True),
        lost=Count("won", filter=Q(won__in=seen), distinct=True),
    )


def deals_against(user: User, competitor: Competitor, limit: int = 100) -> list[Opportunity]:
    """The deals in sight that the competitor is in, or took."""
    rows = Opportunity.objects.visible_to(user).against(competitor)
    return list(rows.select_related("customer", "owner", "lost_to").order_by("-updated_at", "-pk")[:limit])


def needs_of(opportunity: Opportunity) -> list[NeedAnalysis]:
    rows = NeedAnalysis.objects.filter(opportunity=opportunity).select_related("created_by")
    return list(rows.newest_first())


def solutions_of(opportunity: Opportunity) -> list[Solution]:
    return list(Solution.objects.filter(opportunity=opportunity).select_related("created_by").newest_first())


def rivals_of(opportunity: Opportunity) -> list[Rival]:
    rows = Rival.objects.filter(opportunity=opportunity).select_related("competitor", "created_by")
    return list(rows.order_by("competitor__name"))


def lost_reasons() -> list[tuple[str, str]]:
    """What the policy lets one choose today."""
    allowed = policy.value(LOST_REASONS)
    return [(code, str(label)) for code, label in LostReason.choices if code in allowed]


def steps(opportunity: Opportunity) -> list[dict[str, Any]]:
    """The step bar. A lost deal ends where it was lost."""
    lost = opportunity.state == Stage.LOST
    here = stages.LADDER.index(Stage(opportunity.lost_at_stage if lost else opportunity.state))
    won = opportunity.state == Stage.WON
    bar = []
    for place, stage in enumerate(stages.LADDER):
        state = "done" if place < here or won else "now" if place == here and not lost else ""
        note = words.day_text(opportunity.stage_since) if place == here and not lost else ""
        bar.append({"label": stage.label, "note": note, "state": state})
    if lost:
        gone = {"label": Stage.LOST.label, "note": words.day_text(opportunity.stage_since), "state": "now"}
        return [*bar[: here + 1], gone]
    return bar


def facts(opportunity: Opportunity, user: User) -> list[dict[str, Any]]:
    """The facts under the title."""
    today = clock.today()
    rows: list[dict[str, Any]] = [
        {
            "label": _("成交金额") if opportunity.state == Stage.WON else _("预计金额"),
            "value": ui.money(opportunity.amount),
            "big": True,
            "wide": True,
            "note": _("赢率 %(n)s%%") % {"n": opportunity.chance} if opportunity.is_open else "",
            "note_class": "t2 num",
        },
        {
            "label": pgettext("one", "客户"),
            "value": opportunity.customer.name,
            "url": opportunity.customer.get_absolute_url() if user.access.scope("customers") != "none" else "",
            "wide": True,
        },
    ]
    if opportunity.is_open:
        late = opportunity.expected_on < today
        rows += [
            {
                "label": _("预计签约"),
                "value": words.day_text(opportunity.expected_on),
                "note": _("过了") if late else "",
                "note_class": "bad",
            },
            {"label": _("停留"), "value": stay(opportunity)},
        ]
    else:
        rows.append({"label": _("了结"), "value": words.day_text(opportunity.closed_on or today)})
    if opportunity.state == Stage.LOST:
        rows.append({"label": _("丢单原因"), "value": opportunity.get_lost_reason_display()})
        if opportunity.lost_to:
            rows.append(
                {"label": _("输给谁"), "value": str(opportunity.lost_to), "url": opportunity.lost_to.get_absolute_url()}
            )
    rows.append({"label": _("负责人"), "value": ui.person(opportunity.owner)})
    if opportunity.products:
        rows.append({"label": _("要买什么"), "value": opportunity.products})
    if opportunity.source:
        rows.append({"label": _("来源"), "value": opportunity.get_source_display()})
    return rows


def stay(opportunity: Opportunity) -> Any:
    """How long it has been in its stage, in colour when that is longer than the rule has it."""
    days = opportunity.days_in_stage(clock.today())
    said = ngettext("停 %(n)s 天", "停 %(n)s 天", days) % {"n": days} if days else _("今天")
    tone = " warn" if days > stuck_days() else ""
    return markup('<span class="num{}">{}</span>', tone, said)


def gaps(opportunity: Opportunity, user: User) -> Sequence[stages.Gap]:
    """What the next stage waits for, told to who can do something about it."""
    following = stages.next_of(opportunity.state)
    if following is None or not policies.may_edit_opportunity(user, opportunity):
        return ()
    return stages.missing(opportunity, following)
