"""A board for the living page /design/: what a card looks like when it waits long, is urgent, has nothing to do, has a long name."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from core import clock
from core.markup import joined
from core.pages.boards import Card, Column, Drawn, Move, draw_card
from core.pages.design_samples import State, companies
from core.pages.keyset import Count
from core.pages.words import wan_text
from core.templatetags import ui

HERE = "/design/record/"


def columns() -> list[Drawn]:
    people, found = ["林晓峰", "欧阳志远", "赵一鸣"], []
    rows = companies()
    for place, state in enumerate((State.DRAFT, State.RUNNING, State.APPROVED)):
        column = Column(state, state.label, lambda some: some, {}, slow=14)
        cards = [
            _card(rows[(place * 4 + number * 3) % len(rows)], people[number], number, state)
            for number in range(3 - place)
        ]
        total = sum((card.amount or Decimal(0) for card in cards), Decimal(0))
        drawn = joined(draw_card(card, column.code, 14, "") for card in cards)
        found.append(Drawn(column, Count(len(cards)), wan_text(total), drawn, "/design/list/", "", place == 0, "#"))
    return found


def _card(row: object, person: str, number: int, state: State) -> Card:
    moves = [Move("submit", _("提交审批"), State.RUNNING, HERE), Move("void", _("作废"), url=HERE, danger=True)]
    marks = [[], [ui.tag(_("重大"), "bad")], [ui.clock(clock.today() + dt.timedelta(days=2))]][number]
    since = clock.now() - dt.timedelta(days=[29, 3, 0][number])
    amount = [Decimal("1286400"), Decimal("386400000"), None][number]
    name = str(getattr(row, "name", ""))
    return Card(
        number, 1, HERE, _("设备一批"), name, amount, since, person, "", marks, moves if state is State.DRAFT else ()
    )
