"""What stages the benchmark asks for no login and no CSRF token: no address of the product leads there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import URLResolver, get_resolver


def modules(urlconf: str) -> set[str]:
    return {view.__module__ for view in _views(get_resolver(urlconf))}


def _views(resolver: URLResolver) -> Iterator[Any]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _views(entry)
        else:
            yield entry.callback


def test_no_address_of_the_product_leads_to_the_bench():
    assert settings.ROOT_URLCONF == "salesops.urls"
    assert not [name for name in modules("salesops.urls") if name.startswith("salesops.bench")]


def test_the_walk_would_find_it():
    """Negative control: the bench's own addresses do lead there."""
    assert {"salesops.bench.stage", "salesops.bench.floors"} <= modules("salesops.bench.urls")


@pytest.mark.parametrize("sizes", ["many", "10000,", "10000,-5", "0"])
def test_sizes_that_are_none_are_said_in_a_sentence(sizes):
    with pytest.raises(CommandError, match=r"BENCH_SIZES is .*; write numbers of customers"):
        call_command("bench", sizes=sizes)
