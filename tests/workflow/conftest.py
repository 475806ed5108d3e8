"""Memos to approve; the people come from the company's cast."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.workflow import memos
from workflow import adapters


@pytest.fixture(scope="session")
def memo_table(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        memos.create_table()


@pytest.fixture(autouse=True)
def memo_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(adapters._adapters, memos.KIND, memos.adapter)


@pytest.fixture
def cast(memo_table: None, cast: Cast) -> Cast:
    memos.lay_route()
    return cast
