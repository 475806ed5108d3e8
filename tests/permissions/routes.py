"""Every address the site answers to, as the URL resolver knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`name` with its namespace ("quotes:quote_detail"), the whole `pattern`, and what is called."""

    name: str
    pattern: str
    view: Any

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]

    @property
    def methods(self) -> set[str]:
        """The unsafe methods of an API route; pages do not tell, they are asked."""
        actions = getattr(self.view, "actions", None)
        if actions is not None:
            return {method.upper() for method in actions}
        cls = getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)
        return {method.upper() for method in ("get", "post", "patch", "put", "delete") if hasattr(cls, method)}


@cache
def every() -> list[Route]:
    return list(_walk(get_resolver(), "", ""))


THIRD_PARTY = ("account_", "mfa_", "usersessions_", "admin:")


@cache
def ours() -> list[Route]:
    """Without the pages of allauth and the Django admin, which the table treats by prefix."""
    return [route for route in every() if not route.name.startswith(THIRD_PARTY)]


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        else:
            yield Route(f"{namespace}{entry.name or ''}", pattern, entry.callback)
