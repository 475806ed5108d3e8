"""Text people wrote, shown safely."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MENTION = re.compile(r"(@[\w\u00b7]{2,20})")

BREAK = SafeString("<br>")


def _line(text: str) -> SafeString:
    parts = MENTION.split(text)
    return format_html_join(
        "", "{}", ((format_html('<span class="at">{}</span>', p) if i % 2 else p,) for i, p in enumerate(parts))
    )


def with_mentions(text: str) -> SafeString:
    """Escaped, lines kept, @names marked."""
    return format_html_join(BREAK, "{}", ((_line(line),) for line in text.splitlines()))
