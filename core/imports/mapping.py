"""Which column of a file is what to us, guessed from its heads."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Invalid
from core.imports.targets import Column, Target
from core.search import fold

HEADER_WITHIN = 10
"""Lines above the table that a title or a note may take."""


def folded(head: str) -> str:
    return fold(head).replace(" ", "")


def heads_of(target: Target) -> dict[str, str]:
    """Folded head → column, in every language we speak."""
    found: dict[str, str] = {}
    for column in target.columns:
        for head in (*_labels(column), *column.aliases):
            found.setdefault(folded(head), column.code)
    return found


def _labels(column: Column) -> list[str]:
    found = []
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            found.append(str(column.label))
    return found


def header_line(target: Target, lines: Sequence[tuple[int, list[str]]]) -> int:
    """Which of the first lines holds the heads: the one that knows most of them, else the first. An index into `lines`."""
    known = heads_of(target)
    hits = [len({known[head] for cell in cells if (head := folded(cell)) in known}) for _n, cells in lines]
    best = max(hits[:HEADER_WITHIN], default=0)
    return hits.index(best) if best else 0


def guess(target: Target, header: Sequence[str]) -> list[str]:
    """A column's code for each head, "" for those that say nothing. The first of two that mean the same has it."""
    known = heads_of(target)
    taken: set[str] = set()
    found = []
    for head in header:
        code = known.get(folded(head), "")
        found.append("" if code in taken else code)
        taken.add(code)
    return found


def checked(target: Target, header: Sequence[str], wanted: Sequence[Any]) -> list[str]:
    """A mapping somebody chose. Invalid when it names what is not, one thing twice, or leaves out what must be there."""
    codes = [str(code or "") for code in wanted][: len(header)]
    codes += [""] * (len(header) - len(codes))
    known = {column.code: column for column in target.columns}
    for code in codes:
        if code and code not in known:
            raise Invalid("import.mapping", _("没有这一列：%(column)s") % {"column": code[:40]})
        if code and codes.count(code) > 1:
            raise Invalid("import.mapping", _("“%(column)s”选了两次") % {"column": known[code].label})
    if not any(codes):
        raise Invalid("import.mapping", _("至少对应一列"))
    missing = [column for column in target.required if column.code not in codes]
    if missing and not any(code in codes for code in target.matched_by):
        names = _("、").join(str(column.label) for column in missing)
        raise Invalid("import.mapping", _("还没说哪一列是%(columns)s") % {"columns": names})
    return codes
