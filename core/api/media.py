"""What comes in and goes out: JSON that PostgreSQL and the trade can hold, whatever was sent."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser

from core.api.errors import TooLarge

DEEPEST = 20
"""Levels of nesting; our deepest document has four."""
BIGGEST = 2**63 - 1


class JSONParser(BaseParser):
    """Strict JSON: no NaN, no infinity, no NUL, no half of a surrogate pair, no number past 64 bits."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        # DRF reads the stream itself, past the place where Django applies its limit.
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge("request.too_large", _("请求内容太大"))
        try:
            data = json.loads(raw.decode("utf-8"), parse_constant=_no_such_number)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("不是能读懂的 JSON")) from error
        check(data)
        return data


class Negotiation(DefaultContentNegotiation):
    """Speaks JSON whatever the Accept header says, so that an answer is never lost to it."""

    def select_renderer(
        self, request: Any, renderers: Iterable[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        first = next(iter(renderers))
        return first, first.media_type


def check(data: Any, depth: int = 0) -> None:
    """Raises ParseError for what no field of ours could hold."""
    if depth > DEEPEST:
        raise ParseError(_("嵌套太深"))
    if isinstance(data, str):
        check_text(data)
    elif isinstance(data, dict):
        for key, value in data.items():
            check_text(key)
            check(value, depth + 1)
    elif isinstance(data, list):
        for value in data:
            check(value, depth + 1)
    elif (isinstance(data, float) and not math.isfinite(data)) or (isinstance(data, int) and abs(data) > BIGGEST):
        raise ParseError(_("数字太大"))


def check_text(text: str) -> None:
    if "\0" in text:
        raise ParseError(_("文字里有空字符"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ParseError(_("文字里有不完整的字符")) from error


def _no_such_number(name: str) -> float:
    raise ValueError(name)
