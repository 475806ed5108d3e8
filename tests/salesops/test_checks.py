"""Each system check speaks up when its mistake is made, and only then."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from salesops.checks import configuration

OWNER = {"USER": "salesops_owner"}


def ids() -> list[str]:
    return [message.id for message in configuration(None)]


@pytest.fixture
def production(settings) -> object:
    settings.EMBEDDED_DATABASE = settings.EMBEDDED_BROKER = False
    settings.SECRET_KEY = "x" * 60
    settings.DATABASE_OWNER = OWNER
    settings.ALLOWED_HOSTS = ["sales.example.com"]
    settings.PUBLIC = True
    settings.TRUSTED_PROXIES = 1
    return settings


def test_a_laptop_is_fine() -> None:
    assert ids() == []


def test_a_production_is_fine(production) -> None:
    assert ids() == []


def test_the_default_secret_key_is_refused(production) -> None:
    production.SECRET_KEY = django_settings.INSECURE_SECRET_KEY
    assert ids() == ["salesops.E001"]


def test_one_role_for_both_is_refused(production) -> None:
    production.DATABASE_OWNER = {"USER": "salesops_app"}
    assert ids() == ["salesops.E002"]


def test_debug_in_public_is_refused(production) -> None:
    production.DEBUG = True
    assert ids() == ["salesops.E003"]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_OWNER", None, "salesops.W001"),
        ("EMBEDDED_BROKER", True, "salesops.W002"),
        ("TRUSTED_PROXIES", 0, "salesops.W003"),
    ],
)
def test_doubtful_settings_are_named(production, name: str, value: object, expected: str) -> None:
    setattr(production, name, value)
    assert ids() == [expected]


def test_every_variable_is_documented() -> None:
    import re

    root = Path(django_settings.BASE_DIR)
    sources = "".join(path.read_text() for path in (root / "salesops").glob("*.py"))
    names = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', sources)) | {"PORT", "DATABASE_OWNER_URL"}
    assert len(names) > 15
    for document in ("docs/configuration.md", ".env.example"):
        written = (root / document).read_text()
        missing = sorted(name for name in names if name not in written)
        assert missing == [], f"{document} does not name {missing}"


def test_the_web_does_not_start_on_the_default_secret_key() -> None:
    """gunicorn runs no system checks, and everybody knows that key: with it anybody signs in as anybody."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgres://salesops_app@127.0.0.1:1/x",
        "DATABASE_OWNER_URL": "postgres://salesops_owner@127.0.0.1:1/x",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    for key, starts in [({}, False), ({"SECRET_KEY": ""}, False), ({"SECRET_KEY": "x" * 60}, True)]:
        found = subprocess.run(
            [sys.executable, "-c", "import salesops.wsgi"],
            cwd=django_settings.BASE_DIR,
            env=environment | key,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (found.returncode == 0) is starts, found.stderr
        assert ("SECRET_KEY is not set" in found.stderr) is not starts
