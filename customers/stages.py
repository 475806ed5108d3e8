"""What a deal needs before it enters a stage (D01), asked by every channel and said in words.

Rooms upstairs bring evidence of their own: a quote that has gone out before the contract stage.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core import policy
from core.errors import Conflict
from customers.choices import OPEN_STAGES, NeedFact, Stage
from customers.models import NeedAnalysis, Opportunity, Solution
from customers.policy import CHANCE, NEED_REQUIRED

LADDER = (*OPEN_STAGES, Stage.WON)


@dataclass(frozen=True)
class Gap:
    """One thing that is missing, and the written rule that asks for it."""

    words: str
    clause: str | None = None


Evidence = Callable[[Opportunity], Sequence[Gap]]

_evidence: dict[Stage, list[Evidence]] = {}


def register_for(*stages: Stage) -> Callable[[Evidence], Evidence]:
    """Decorator: ask this, too, before a deal enters one of these stages."""

    def add(ask: Evidence) -> Evidence:
        for stage in stages:
            known = _evidence.setdefault(stage, [])
            if ask not in known:
                known.append(ask)
        return ask

    return add


def next_of(stage: str) -> Stage | None:
    """The stage after this one; None for what is closed."""
    return LADDER[LADDER.index(Stage(stage)) + 1] if stage in OPEN_STAGES else None


def before(stage: str) -> Stage | None:
    return LADDER[LADDER.index(Stage(stage)) - 1] if stage in OPEN_STAGES[1:] else None


def missing(opportunity: Opportunity, stage: Stage) -> list[Gap]:
    """What has to be done before the deal may enter the stage."""
    return [gap for ask in _evidence.get(stage, []) for gap in ask(opportunity)]


def chance_of(stage: str) -> int:
    """What the rule gives a deal in this stage, in per cent."""
    return int(policy.value(CHANCE[Stage(stage)]) * Decimal(100))


def latest_need(opportunity: Opportunity) -> NeedAnalysis | None:
    return NeedAnalysis.objects.filter(opportunity=opportunity).newest_first().first()


def latest_solution(opportunity: Opportunity) -> Solution | None:
    return Solution.objects.filter(opportunity=opportunity).newest_first().first()


@register_for(Stage.SOLUTION, Stage.QUOTE)
def need_gaps(opportunity: Opportunity) -> list[Gap]:
    """Fields of the need analysis that the rule asks for and nobody has filled."""
    rule = policy.in_force(NEED_REQUIRED)
    need = latest_need(opportunity)
    empty = [NeedFact(code).label for code in rule.value if need is None or getattr(need, code) in (None, "")]
    return [Gap(_("需求里的%(facts)s") % {"facts": _("、").join(map(str, empty))}, rule.clause)] if empty else []


def require_need(opportunity: Opportunity) -> None:
    """Raise Conflict, in the words of the rule, while the need analysis is not complete (B11)."""
    for gap in need_gaps(opportunity):
        raise Conflict("opportunity.need_incomplete", _("还缺%(what)s") % {"what": gap.words}, clause=gap.clause)


@register_for(Stage.QUOTE)
def _solution_for_the_need(opportunity: Opportunity) -> list[Gap]:
    solution = latest_solution(opportunity)
    if solution is None:
        return [Gap(_("一版方案"))]
    if solution.need_number < opportunity.need_number:
        return [
            Gap(_("按需求 V%(need)s 出的方案，%(solution)s 是按 V%(old)s 做的") % {
                "need": opportunity.need_number, "solution": f"V{solution.number}", "old": solution.need_number,
            })
        ]  # fmt: skip
    return []


@register_for(Stage.WON)
def _money(opportunity: Opportunity) -> list[Gap]:
    return [] if opportunity.amount > 0 else [Gap(_("成交金额"))]
