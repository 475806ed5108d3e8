"""Text that is data: what people wrote, shown safely, and what we ship, said in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

MENTION = re.compile(r"(@[\w\u00b7]{2,20})")

BREAK = SafeString("<br>")


def _line(text: str, names: Sequence[str] = ()) -> SafeString:
    longest_first = sorted(names, key=len, reverse=True)
    known = re.compile("(@(?:" + "|".join(map(re.escape, longest_first)) + "))") if names else MENTION
    parts = known.split(text)
    return format_html_join(
        "", "{}", ((format_html('<span class="at">{}</span>', p) if i % 2 else p,) for i, p in enumerate(parts))
    )


def with_mentions(text: str, names: Sequence[str] = ()) -> SafeString:
    """Escaped, lines kept, @names marked: these names, or whatever looks like one."""
    return format_html_join(BREAK, "{}", ((_line(line, names),) for line in text.splitlines()))


def keep(sentence: str, **params: str | Sequence[str]) -> dict[str, Any]:
    """A sentence as it is stored: its msgid, marked with gettext_noop, and what fills it. `told` says it to each reader."""
    return {"say": sentence, "with": params}


def told(text: str | Mapping[str, Any]) -> str:
    """A name, duty or clause as its reader reads it: those we ship are said in three languages, others as written.

    Several clauses in one, joined by ；, are looked up one by one. What was kept is said with its particulars.
    """
    if isinstance(text, Mapping):
        params = {
            name: value if isinstance(value, str) else gettext("、").join(value) for name, value in text["with"].items()
        }
        return gettext(text["say"]) % params
    return "；".join(gettext(part) for part in text.split("；") if part)
