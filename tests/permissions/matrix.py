"""Reading the table, and asking the site one cell at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from tests.cast import LOGINS
from tests.permissions import api_table, table

STRANGER = "-"
COLUMNS = [STRANGER, *LOGINS]
PASSES, FORBIDDEN, UNSEEN, LOGIN = "+", "x", ".", ">"


@dataclass(frozen=True)
class Row:
    """One line of the table: a method on a route, on one object, and a mark for each person."""

    method: str
    route: str
    thing: str
    marks: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.route, self.thing)))


def rows() -> list[Row]:
    return list(_read(table.PAGES)) + list(_read(api_table.API))


def _read(text: str) -> Iterator[Row]:
    for line in text.strip().splitlines():
        words = line.split("#")[0].split()
        if not words or words[0] not in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            continue
        named, marks = words[: -len(COLUMNS)], words[-len(COLUMNS) :]
        yield Row(named[0], named[1], named[2] if len(named) > 2 else "", "".join(marks))


WRITES = ("insert", "update", "delete", "merge")
TRACES = (
    "django_session",
    "org_apitoken",  # the time of last use
    "usersessions_usersession",
    "core_auditentry",  # printing a quote and exporting are logged
    "core_notification",  # opening a notice reads it
    "workflow_approvalcopy",  # opening what was copied to one reads it
)


class Watch:
    """Notes statements that write, but for traces of the visit itself."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql).split("set_config(", 1)[-1]
        text = text.split("; ", 1)[-1] if "set_config(" in str(sql) else text
        if text.lstrip()[:6].lower().startswith(WRITES) and not any(f'"{name}"' in text for name in TRACES):
            self.written.append(text[:200])
        return execute(sql, params, many, context)


_site = ClientHandler(enforce_csrf_checks=False)


def a_browser() -> Client:
    """A new one, at the same site: the middleware is loaded once for the thousands of cells."""
    browser = Client()
    browser.handler = _site
    return browser


@dataclass
class Asker:
    """Signed-in browsers and API keys of everybody, and the world they look at."""

    world: Any
    browsers: dict[str, Client]
    keys: dict[str, str]

    def ask(self, row: Row, login: str) -> tuple[Any, list[str]]:
        """The answer to one cell and what it wrote; all of it is rolled back."""
        api = row.route.startswith("api:")
        client = a_browser() if api else self.browsers[login]
        headers = {"Authorization": f"Bearer {self.keys[login]}"} if api and login != STRANGER else {}
        address = reverse(row.route, kwargs=self.world.arguments(row, login))
        body = self.world.body(row, login)
        watch = Watch()
        with transaction.atomic(), connection.execute_wrapper(watch):
            if row.method == "GET":
                answer = client.get(address, body, headers=headers)
            elif api:
                version = body.pop("If-Match", None)
                if version is not None:
                    headers["If-Match"] = str(version)
                answer = (
                    client.post(address, body, headers=headers)
                    if "file" in body
                    else client.generic(
                        row.method, address, json.dumps(body), content_type="application/json", headers=headers
                    )
                )
            elif {"file", "files"} & body.keys():
                answer = client.post(address, body)
            else:
                answer = client.generic(
                    row.method, address, _form(body), content_type="application/x-www-form-urlencoded"
                )
            if not answer.streaming:
                answer.content  # noqa: B018 (rendered before the rollback)
            transaction.set_rollback(True)
        return answer, watch.written


def _form(body: dict[str, Any]) -> str:
    from urllib.parse import urlencode

    return urlencode(body, doseq=True)


NOT_IN_SIGHT = "没有这条记录，或者你看不到它"
"""What a write that names a record out of sight is told, in the same words as for one that does not exist."""


def mark(answer: Any) -> str:
    """What an answer says of the right: passed, forbidden, unseen, or sent to log in."""
    status = answer.status_code
    if status == 401:
        return LOGIN
    if status == 302 and answer["Location"].startswith(str(reverse(settings.LOGIN_URL))):
        return LOGIN
    if status == 400 and NOT_IN_SIGHT in answer.content.decode("utf-8", "replace"):
        return UNSEEN
    if status == 403:
        return FORBIDDEN
    if status == 404:
        return UNSEEN
    if status == 405 or status >= 500:
        return f"[{status}]"
    return PASSES
