"""One world for all cells of a module: each cell is rolled back, so none sees another's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from org import tokens
from tests import cast as casting
from tests.permissions.matrix import COLUMNS, STRANGER, Asker, a_browser
from tests.permissions.world import build


@pytest.fixture(scope="module")
def asker(django_db_setup: None, django_db_blocker: Any) -> Iterator[Asker]:
    with django_db_blocker.unblock(), transaction.atomic():
        cast = casting.find()
        people = {login: getattr(cast, login) for login in COLUMNS if login != STRANGER}
        browsers = {login: a_browser() for login in COLUMNS}
        for login, person in people.items():
            browsers[login].force_login(person)
        keys = {login: tokens.issue_token(actor=person, name="table", days=1)[1] for login, person in people.items()}
        yield Asker(build(cast), browsers, keys)
        transaction.set_rollback(True)
