"""The addresses of records. A list draws a hundred links, and resolving each anew cost more than its row."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

STAND_IN = 9_007_199_254_740_993
"""An id nobody has, to be replaced in a resolved address."""


def address_of(url_name: str, pk: int) -> str:
    """`reverse(url_name, args=[pk])` for a route with one number in it."""
    return _pattern(url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()).replace("{}", str(int(pk)))


@lru_cache(maxsize=512)
def _pattern(url_name: str, urlconf: str, prefix: str) -> str:
    return reverse(url_name, args=[STAND_IN]).replace(str(STAND_IN), "{}")
