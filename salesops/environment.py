"""Typed readers of environment variables: a wrong value stops the start with one clear sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class WrongValue(ImproperlyConfigured):
    """An environment variable with a value nobody can use; the message is for the operator."""


def load_file(path: Path) -> None:
    """Reads a .env file when there is one; the real environment wins."""
    if path.is_file():
        environ.Env.read_env(path, overwrite=False)


def text(name: str, default: str = "") -> str:
    """Empty counts as unset: compose files pass empty strings for what nobody set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise WrongValue(f"{name} is '{value}'; write 1 or 0.")


def number(name: str, default: int, low: int, high: int) -> int:
    value = text(name)
    if not value:
        return default
    try:
        result = int(value)
    except ValueError:
        result = low - 1
    if not low <= result <= high:
        raise WrongValue(f"{name} is '{value}'; write a whole number from {low} to {high}.")
    return result


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def directory(name: str, default: Path) -> Path:
    value = text(name)
    return Path(value).expanduser().absolute() if value else default


def zone(name: str, default: str) -> str:
    """A time zone by its name in the zone table."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise WrongValue(f"{name} is '{value}', which no zone table knows; write {default}.") from None
    return value


def level(name: str, default: str) -> str:
    value = text(name, default).upper()
    if value not in LEVELS:
        raise WrongValue(f"{name} is '{value}'; write one of {', '.join(LEVELS)}.")
    return value


def address(name: str, default: str = "") -> str:
    """Where something is on the web: http or https, with a host."""
    value = text(name, default).rstrip("/")
    if value and not _is_address(value):
        raise WrongValue(f"{name} is '{value}'; write an address such as https://sales.example.com.")
    return value


def addresses(name: str) -> list[str]:
    found = words(name, [])
    for value in found:
        if not _is_address(value):
            raise WrongValue(f"{name} has '{value}'; write addresses such as https://sales.example.com.")
    return found


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def mail(name: str) -> dict[str, Any]:
    """Django's mail settings from a URL; empty when unset. The value may hold a password: no message repeats it."""
    url = text(name)
    if not url:
        return {}
    try:
        found: dict[str, Any] = environ.Env.email_url_config(url)
    except (ImproperlyConfigured, ValueError, KeyError):
        found = {}
    if not found.get("EMAIL_BACKEND") or (url.startswith("smtp") and not found.get("EMAIL_HOST")):
        raise WrongValue(f"{name} is no address of a mail server; write smtp+tls://user:password@mail.example.com:587.")
    return found


def port() -> int:
    return number("PORT", 8000, 1, 65535)


def database(name: str) -> dict[str, Any] | None:
    """Django's database settings from a URL; None when unset."""
    url = text(name)
    return parse_database(url, name) if url else None


def parse_database(url: str, name: str) -> dict[str, Any]:
    scheme = url.split(":", 1)[0]
    if scheme not in ("postgres", "postgresql"):
        raise WrongValue(
            f"{name} starts with '{scheme}:'; SalesOps needs PostgreSQL: postgres://user:password@host:5432/database."
        )
    try:
        result: dict[str, Any] = environ.Env.db_url_config(url)
    except (ValueError, UnicodeError):
        result = {}
    if not result.get("NAME") or not result.get("USER"):
        raise WrongValue(f"{name} names no user or no database; write postgres://user:password@host:5432/database.")
    return result


def broker(name: str) -> str | None:
    """A Redis or Valkey URL; None when unset."""
    url = text(name)
    if url and url.split("://", 1)[0] not in ("redis", "rediss", "unix"):
        raise WrongValue(f"{name} is not a Redis URL; write redis://host:6379/0.")
    return url or None


def celery_url(url: str) -> str:
    """The same broker in Celery's spelling, which differs for a Unix socket."""
    if not url.startswith("unix://"):
        return url
    address, _, query = url.removeprefix("unix://").partition("?")
    database_number = query.removeprefix("db=") or "0"
    return f"redis+socket://{address}?virtual_host={database_number}"
