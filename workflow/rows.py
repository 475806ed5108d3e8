"""The lines of the inbox as markup. Drawn here and not in the template: fifty of them are most of the page."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.markup import markup
from core.templatetags import ui
from workflow import selectors

LINE = (
    '<li class="inb{}{}" data-request="{}">{}<a class="ttl q" href="{}" data-pick hx-get="{}"{}>{}</a>'
    '<span class="end num m">{}</span><span class="l2"><small class="ell grow">{}</small><small class="{}">{}</small>'
    '</span><span class="l3"><small class="num">{} <span class="num">{}</span>&nbsp;· {}</small>{}</span></li>'
)
TICK = (
    '<input class="form-check-input d-desk" type="checkbox" name="item" form="batch" value="{}:{}" data-amount="{}"'
    ' aria-label="{}"{}><span class="d-phone acc">{}</span>'
)
CURRENT = SafeString(' aria-current="true"')


def draw(rows: Sequence[selectors.Row], *, tab: str, shown: int | None, list_url: str) -> Iterator[SafeString]:
    """One `<li>` per row, the open one marked; `shown` is the id of the approval beside the list."""
    base = f"{list_url}{'&' if '?' in list_url else '?'}id="
    for row in rows:
        approval = row.request
        here, on = f"{base}{approval.pk}", approval.pk == shown
        yield markup(
            LINE,
            " on" if on else "",
            " new" if row.unread else "",
            approval.pk,
            _tick(row) if tab == selectors.TODO else _state(row),
            here,
            here,
            CURRENT if on else "",
            approval.title,
            ui.wan_full(approval.amount),
            approval.party,
            row.clock.tone if row.clock else "",
            row.waits_for or (row.clock.words if row.clock else ""),
            row.label,
            approval.number,
            approval.submitter,
            ui.tag(row.tag, "bad") if row.tag else "",
        )


def _tick(row: selectors.Row) -> SafeString:
    assert row.step is not None
    return markup(
        TICK,
        row.step.pk,
        row.request.digest,
        row.request.amount or 0,
        _("选择 %(number)s") % {"number": row.request.number},
        markup(' disabled title="{}"', row.blocked) if row.blocked else "",
        ui.glyph("half", "acc"),
    )


def _state(row: selectors.Row) -> SafeString:
    label = row.request.get_state_display()
    return markup('<span class="st st-{}" title="{}">{}</span>', row.mark.tone, label, ui.glyph(row.mark.glyph))
