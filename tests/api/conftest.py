"""Keys for the cast, and a throttle that has forgotten earlier tests."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from tests.api.client import Api


@pytest.fixture
def api(cast) -> Callable[[str], Api]:
    """`api("rep")` is a script with rep's key, `api()` a stranger."""
    return lambda login="": Api(getattr(cast, login) if login else None)


@pytest.fixture(autouse=True)
def unthrottled() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()
