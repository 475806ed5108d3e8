"""The tour leaves no page out."""

from collections.abc import Iterable

from tests.permissions.table import PAGES
from tests.tour import places


def pages(table: str) -> set[str]:
    return {line.split()[1] for line in table.splitlines() if line.startswith("GET ")}


def left_out(table: str, seen: Iterable[str]) -> set[str]:
    unseen = {route for routes in places.UNSEEN.values() for route in routes.split()}
    return pages(table) - set(seen) - unseen


def seen() -> list[str]:
    return [route for found in places.lines().values() for route, _named in found]


def test_every_page_is_on_the_tour_or_says_why_not():
    assert left_out(PAGES, seen()) == set()


def test_the_tour_goes_only_where_there_are_pages():
    unseen = [route for routes in places.UNSEEN.values() for route in routes.split()]
    assert {*seen(), *unseen} <= pages(PAGES)
    assert len(seen()) + len(unseen) == len({*seen(), *unseen})


def test_a_page_that_nobody_named_is_noticed():
    """Negative control."""
    assert left_out(f"{PAGES}\nGET   quotes:quote_forget   +\n", seen()) == {"quotes:quote_forget"}
