"""The addresses of pages and records. A page draws a hundred links, and resolving each anew cost more than its rows."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

STAND_IN = 9_007_199_254_740_993
"""An id nobody has, to be replaced in a resolved address."""


def address_of(url_name: str, pk: int | None = None) -> str:
    """`reverse(url_name)`, or with `pk` for a route with one number in it. Raises NoReverseMatch."""
    pattern = _pattern(url_name, pk is not None, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    return pattern if pk is None else pattern.replace("{}", str(int(pk)))


@lru_cache(maxsize=512)
def _pattern(url_name: str, numbered: bool, urlconf: str, prefix: str) -> str:
    return reverse(url_name, args=[STAND_IN]).replace(str(STAND_IN), "{}") if numbered else reverse(url_name)
