"""Addresses and their names."""

import re

import pytest

from tests.permissions.routes import ours

NAME = re.compile(r"[a-z]+:[a-z]+(?:_[a-z]+)+")
FRAME = {"pages", "api"}
"""Names of the frame itself (search, counts, …) and of the API's router stand for no object's verb."""


PLACES = {"core:timeline", "org:handover", "org:me", "workflow:inbox"}
"""Pages that are a place to be, not something one does to a record."""

NO_PAGES = {"api:nowhere", "customers:plan_ics"}
"""Whatever else one asks the API for, and a file that calendar programs know by its ending."""

NAMED = [r for r in ours() if r.namespace and r.namespace not in FRAME and r.name not in PLACES]


@pytest.mark.parametrize("route", NAMED, ids=lambda r: r.name)
def test_routes_are_named_app_object_verb(route):
    assert NAME.fullmatch(route.name), f"{route.name} is not app:object_verb"


@pytest.mark.parametrize("route", [route for route in ours() if route.namespace], ids=lambda r: r.name)
def test_addresses_end_in_a_slash(route):
    assert route.pattern.endswith(("/", "/$")) or route.name in NO_PAGES, route.pattern
