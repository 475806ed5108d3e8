"""Memos in a database where commits are real."""

import pytest

from tests.cast import Cast
from tests.committed import Committed
from tests.workflow import memos
from workflow import adapters


@pytest.fixture(autouse=True)
def memo_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(adapters._adapters, memos.KIND, memos.adapter)


@pytest.fixture
def committed_db(committed_db: Committed) -> Committed:
    memos.create_table()
    return committed_db


@pytest.fixture
def cast(committed_db: Committed, cast: Cast) -> Cast:
    memos.lay_route()
    return cast
