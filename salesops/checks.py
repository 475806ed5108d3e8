"""System checks: a misconfiguration is named at the start, with what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured


def refuse_to_serve() -> None:
    """Stop a web process whose configuration is an error: gunicorn itself asks no system check.

    Raises ImproperlyConfigured with what is wrong and what to do.
    """
    errors = [message for message in configuration(None) if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("\n".join(f"{error.msg} {error.hint}" for error in errors))


@register(Tags.security)
def configuration(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.SECRET_KEY == settings.INSECURE_SECRET_KEY and not settings.EMBEDDED_DATABASE:
        found.append(
            Error(
                "SECRET_KEY is not set: anybody could forge a session.",
                hint="Set SECRET_KEY to 50 random characters: "
                'python -c "import secrets; print(secrets.token_urlsafe(48))"',
                id="salesops.E001",
            )
        )
    if settings.DATABASE_OWNER and settings.DATABASE_OWNER["USER"] == settings.DATABASES["default"]["USER"]:
        found.append(
            Error(
                "DATABASE_URL and DATABASE_OWNER_URL name the same role.",
                hint="The application must not own its tables, or it could rewrite the audit log. Create a second "
                "role (docs/configuration.md) and put it into DATABASE_URL.",
                id="salesops.E002",
            )
        )
    if not settings.EMBEDDED_DATABASE and not settings.DATABASE_OWNER:
        found.append(
            Warning(
                "DATABASE_OWNER_URL is not set.",
                hint="`migrate` then runs as the application's role, which ends up owning the tables. Set it where "
                "`migrate` runs; web and worker do not need it.",
                id="salesops.W001",
            )
        )
    if settings.EMBEDDED_DATABASE != settings.EMBEDDED_BROKER:
        missing = "REDIS_URL" if settings.EMBEDDED_BROKER else "DATABASE_URL"
        found.append(
            Warning(
                f"Only one of DATABASE_URL and REDIS_URL is set; {missing} is not.",
                hint=f"Set {missing} too, unless this is a laptop: containers do not share an embedded server.",
                id="salesops.W002",
            )
        )
    if settings.DEBUG and any(host not in settings.LOOPBACK_HOSTS for host in settings.ALLOWED_HOSTS):
        found.append(
            Error(
                "DEBUG is on while others can reach this site (ALLOWED_HOSTS).",
                hint="Error pages would show settings and variables. Unset DEBUG.",
                id="salesops.E003",
            )
        )
    if settings.PUBLIC and not settings.TRUSTED_PROXIES:
        found.append(
            Warning(
                "This site is public but TRUSTED_PROXIES is 0.",
                hint="HTTPS ends in a proxy; set TRUSTED_PROXIES to how many of your own proxies stand in front, or "
                "every visitor has the proxy's address and every request looks like plain HTTP.",
                id="salesops.W003",
            )
        )
    return found
