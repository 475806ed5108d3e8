"""How a week's people look, in the team's table and beside the meeting: drawn in Python, for a company has two hundred."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.addresses import address_of
from core.markup import joined, markup
from core.templatetags import ui
from customers.choices import FocusState
from customers.plan_cards import link
from customers.planning import WEEK, Row, week_text

NONE = SafeString('<span class="t3">—</span>')


def week_rows(
    request: HttpRequest, rows: Iterable[Row], week: date, before: date, *, confirmable: set[int], late: bool
) -> SafeString:
    """A table row for each person. `before` is the Monday of the plans that are counted, `late` whether the hour is past."""
    span = {"on_after": before, "on_before": before + WEEK}
    plans, visits = (link(f"customers:{kind}_list", scene="all", **span) for kind in ("plan", "visit"))
    token, here = get_token(request), request.get_full_path()
    labels = (_("计划"), _("已去"), _("没去成"), _("没说"), _("计划外"))
    return joined(
        markup(
            "<tr>{}{}{}</tr>\n",
            _list_cells(row, week, late=late),
            _count_cells(row, labels, plans, visits),
            _act_cell(row, week, token, here, may_confirm=bool(row.focus and row.focus.pk in confirmable)),
        )
        for row in rows
    )


def attendees(rows: Iterable[Row], week: date, current: Row | None, *, late: bool) -> SafeString:
    """A line for each person at the meeting; the one who talks is marked."""
    return joined(
        markup(
            '<li class="{}"><a href="{}" hx-get="{}" hx-push-url="true"{}>{}<span class="grow"><b class="m">{}</b><br>{}</span>'
            '<span class="num t3">{}</span></a></li>\n',
            "on" if row is current else "",
            url,
            url,
            SafeString(' aria-current="true"') if row is current else "",
            ui.avatar(row.person, large=True),
            row.person,
            _stands(row, talks=row is current, late=late),
            f"{row.tally.done}/{row.tally.planned}" if row.tally.planned else "—",
        )
        for row in rows
        for url in [link("customers:focus_meeting", week=week_text(week), person=row.person.pk)]
    )


def _stands(row: Row, *, talks: bool, late: bool) -> SafeString:
    if row.is_missing:
        return ui.mark("no", "bad", _("没交")) if late else ui.mark("draft", "off", _("还没交"))
    if row.state == FocusState.CONFIRMED:
        return ui.state(row.state)
    if talks:
        return ui.mark("half", "act", _("正在讲"))
    return ui.mark("todo", "", _("电话代录") if row.focus and row.focus.is_by_phone else _("已交"))


def _list_cells(row: Row, week: date, *, late: bool) -> SafeString:
    """Whose, how it stands, how many visits are put first, and when it was handed in."""
    missing = row.is_missing and late
    return markup(
        '<td class="who"><a class="q m" href="{}">{}</a> <span class="t3 f12">{}</span></td><td class="st-c">{}</td>'
        '<td class="r num">{}</td><td class="t2 f13">{}</td>',
        _own_url(row, week),
        row.person,
        row.person.unit or "",
        ui.mark("no", "bad", _("没交")) if missing else ui.state(row.state),
        row.number or NONE,
        _handed_in(row),
    )


def _handed_in(row: Row) -> SafeString | str:
    if row.focus is None or row.is_missing:
        return ""
    phoned = _("电话，%(who)s代录") % {"who": row.focus.entered_by}
    return markup(
        "{}{}", ui.moment(row.focus.submitted_at), markup(" {}", ui.tag(phoned)) if row.focus.is_by_phone else ""
    )


def _count_cells(row: Row, labels: Sequence[str], plans: str, visits: str) -> SafeString:
    """What became of the plans of the week before; every number opens its rows."""
    tally, asked = row.tally, f"&person={row.person.pk}"
    cells = (
        (tally.planned, f"{plans}{asked}", "q"),
        (tally.done, f"{plans}{asked}&state=done", "q"),
        (tally.skipped, f"{plans}{asked}&state=skipped", "q"),
        (tally.missed, f"{plans}{asked}&missed=on", "q bad"),
        (tally.unplanned, f"{visits}&visitor={row.person.pk}&unplanned=on", "q"),
    )
    return joined(
        markup(
            '<td class="r num" data-l="{}">{}</td>',
            label,
            markup('<a class="{}" href="{}">{}</a>', css, url, number) if number else NONE,
        )
        for label, (number, url, css) in zip(labels, cells, strict=True)
    )


def _act_cell(row: Row, week: date, token: str, here: str, *, may_confirm: bool) -> SafeString:
    act: SafeString | str = ""
    if row.focus and may_confirm:
        act = markup(
            '<form method="post" action="{}" data-once><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="version" value="{}"><input type="hidden" name="next" value="{}">'
            '<button class="btn btn-sm" aria-label="{}">{}</button></form>',
            address_of("customers:focus_confirm", row.focus.pk),
            token,
            row.focus.version,
            here,
            _("确认%(who)s的重点") % {"who": row.person},
            _("确认"),
        )
    elif row.is_missing:
        act = markup('<a class="btn btn-sm btn-bare" href="{}">{}</a>', _own_url(row, week), _("代录"))
    return markup('<td class="r go-c">{}</td>', act)


def _own_url(row: Row, week: date) -> str:
    return link("customers:focus_own", week=week_text(week), person=row.person.pk)
