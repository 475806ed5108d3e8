"""Memos to approve and people to approve them."""

from typing import Any

import pytest

from tests import cast as casting
from tests.workflow import memos
from workflow import adapters


@pytest.fixture(scope="session", autouse=True)
def memo_table(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        memos.create_table()


@pytest.fixture(autouse=True)
def memo_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(adapters._adapters, memos.KIND, memos.adapter)


@pytest.fixture
def cast(db: None) -> casting.Cast:
    people = casting.build()
    memos.lay_route()
    return people
