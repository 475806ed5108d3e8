"""A script that talks to the API as one person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from org import tokens
from org.models import User

PROBLEM_KEYS = {"type", "title", "status", "detail", "code"}


@dataclass
class Api:
    """Sends JSON with somebody's key; without a person, as a stranger."""

    user: User | None = None
    key: str = ""

    def __post_init__(self) -> None:
        self.browser = Client()
        if self.user is not None and not self.key:
            self.key = tokens.issue_token(actor=self.user, name="test", days=1)[1]

    def send(
        self, method: str, path: str, body: Any = None, *, version: int | str | None = None, **headers: str
    ) -> Any:
        """`path` below /api/v1/. `body` is JSON data, or bytes sent as they are."""
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        if version is not None:
            headers["If-Match"] = f'"{version}"' if isinstance(version, int) else version
        raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        address = path if path.startswith(("/", "http")) else f"/api/v1/{path}"
        return self.browser.generic(
            method, address, b"" if method == "GET" else raw, content_type="application/json", headers=headers
        )

    def get(self, path: str, **options: Any) -> Any:
        return self.send("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.send("POST", path, body, **options)

    def patch(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.send("PATCH", path, body, **options)

    def ids(self, path: str) -> list[int]:
        """Every id of a list, page after page."""
        found: list[int] = []
        while path:
            answer = self.get(path)
            assert answer.status_code == 200, answer.content
            found += [row["id"] for row in answer.json()["results"]]
            path = answer.json()["next"]
        return found


def refused(answer: Any, status: int, code: str = "") -> dict[str, Any]:
    """The problem+json body of a refusal, checked for its form."""
    assert answer.status_code == status, (answer.status_code, answer.content[:500])
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body.keys() >= PROBLEM_KEYS
    assert body["status"] == status
    assert body["detail"]
    if code:
        assert body["code"] == code
    return body
