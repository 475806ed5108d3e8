"""商机看板: open deals by stage. Moving a card one column on asks for what the stage asks for; winning and losing ask more."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, policy
from core.addresses import address_of
from core.errors import Invalid
from core.pages import keyset, words
from core.pages.boards import Board, Card, Column, Move, Moved, in_state
from core.templatetags import ui
from customers import deal_lists, deal_selectors, policies, services, stages
from customers.choices import OPEN_STAGES, Stage
from customers.models import Opportunity
from customers.policy import CHANCE
from org.models import User


def card(deal: Opportunity, user: User) -> Card:
    return Card(
        id=deal.pk,
        version=deal.version,
        url=deal.get_absolute_url(),
        title=deal.title,
        party=deal.customer.name,
        amount=deal.amount,
        since=deal.stage_since,
        person=deal.owner,
        hint=_("赢率 %(n)s%%") % {"n": deal.chance},
        marks=_marks(deal),
        moves=_moves(deal, user),
    )


def _marks(deal: Opportunity) -> list[SafeString]:
    """The day it should be signed: a clock where it is near or past."""
    left = (deal.expected_on - clock.today()).days
    if left <= 14:
        return [ui.clock(deal.expected_on, warn=7, bad=0)]
    return [format_html('<span class="num">{}</span>', _("预计 %(day)s") % {"day": words.day_text(deal.expected_on)})]


def _moves(deal: Opportunity, user: User) -> list[Move]:
    actions = policies.opportunity_actions(user, deal)
    following, before = stages.next_of(deal.state), stages.before(deal.state)
    moves = []
    if "advance" in actions and following:
        moves.append(Move("advance", _("进入%(stage)s") % {"stage": following.label}, following))
    if "win" in actions:
        moves.append(Move("win", _("成交"), url=address_of("customers:opportunity_win", deal.pk)))
    if "step_back" in actions and before:
        url = address_of("customers:opportunity_step_back", deal.pk)
        moves.append(Move("step_back", _("退回%(stage)s") % {"stage": before.label}, before, url=url))
    if "lose" in actions:
        url = address_of("customers:opportunity_lose", deal.pk)
        moves.append(Move("lose", _("丢单"), url=url, danger=True))
    return moves


def _chance(stage: Stage) -> str:
    return _("赢率 %(n)s%%") % {"n": int(policy.recent_values([CHANCE[stage]])[CHANCE[stage]] * 100)}


def run(request: HttpRequest, *, id: int, version: int, verb: str = "", to: str = "") -> Moved:
    """The verb of a menu, or a drop: one column on is the service's to allow; one back asks why, so it opens its page."""
    actor: Any = request.user
    if verb == "advance" or to in OPEN_STAGES:
        deal = Opportunity.objects.visible_to(actor).filter(pk=id).first()
        if to and deal is not None and stages.before(deal.state) == to:
            return _ask_why(actor, id, version)
        moved = services.advance_opportunity(actor=actor, opportunity_id=id, version=version, to=to)
        return Moved(_("%(title)s 进入%(stage)s了") % {"title": moved.title, "stage": moved.get_state_display()})
    raise Invalid("board.verb", _("没有这个动作"))


def _ask_why(actor: User, deal_id: int, version: int) -> Moved:
    """Refused for any other reason first, else asked for."""
    try:
        services.step_back_opportunity(actor=actor, opportunity_id=deal_id, reason="", version=version)
    except Invalid as missing:
        if missing.code != "opportunity.reason":
            raise
    return Moved(ask_url=address_of("customers:opportunity_step_back", deal_id))


BOARD = Board(
    page=deal_lists.OPPORTUNITIES,
    url_name="customers:opportunity_board",
    list_url_name="customers:opportunity_list",
    columns=[
        Column(
            stage,
            stage.label,
            in_state(stage),
            {"state": stage},
            slow=deal_selectors.stuck_days,
            note=partial(_chance, stage),
        )
        for stage in OPEN_STAGES
    ],
    card=card,
    run=run,
    rows=lambda rows: rows,
    order=keyset.Order("expected_on", descending=False),
    amount="amount",
    aside=[
        (gettext_lazy("成交"), {"state": Stage.WON, "scene": "all"}),
        (gettext_lazy("丢单"), {"state": Stage.LOST, "scene": "all"}),
    ],
    hint=gettext_lazy("拖到下一列前会检查进入条件，缺什么当场说；往回拖要写原因"),
)
