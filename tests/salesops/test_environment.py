"""Typed readers: the right value, or one sentence that says what to write."""

import os
import subprocess
import sys

import pytest

from salesops import environment
from salesops.environment import WrongValue
from tests.servers import BASE_DIR


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "ALLOWED_HOSTS", "LOG_LEVEL", "SALESOPS_DEMO", "DJANGO_SETTINGS_MODULE")
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env={**inherited, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("Off", False), ("0", False), ("", True)])
def test_flag(monkeypatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("SOME_FLAG", value)
    assert environment.flag("SOME_FLAG", True) is expected


def test_flag_that_is_neither(monkeypatch) -> None:
    monkeypatch.setenv("SOME_FLAG", "maybe")
    with pytest.raises(WrongValue, match="SOME_FLAG is 'maybe'; write 1 or 0"):
        environment.flag("SOME_FLAG", True)


@pytest.mark.parametrize("value", ["abc", "0", "65536", "80.5", "-1"])
def test_port_that_is_none(monkeypatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(WrongValue, match="whole number from 1 to 65535"):
        environment.port()


def test_empty_counts_as_unset(monkeypatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert environment.port() == 8000
    monkeypatch.setenv("SOME_LIST", " ")
    assert environment.words("SOME_LIST", ["default"]) == ["default"]


def test_words(monkeypatch) -> None:
    monkeypatch.setenv("SOME_LIST", "a.example.com, b.example.com,")
    assert environment.words("SOME_LIST", []) == ["a.example.com", "b.example.com"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:p@h/d", "needs PostgreSQL"),
        ("postgres://u:p@h", "no user or no database"),
        ("postgres://h/d", "no user or no database"),
        ("postgres://u:p@h:port/d", "no user or no database"),
    ],
)
def test_database_url_that_is_none(monkeypatch, url: str, words: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(WrongValue, match=words):
        environment.database("DATABASE_URL")


def test_database_url() -> None:
    found = environment.parse_database("postgres://app:a%40b@db.example.com:5433/sales", "DATABASE_URL")
    assert (found["HOST"], found["PORT"], found["USER"], found["PASSWORD"], found["NAME"]) == (
        "db.example.com",
        5433,
        "app",
        "a@b",
        "sales",
    )


def test_broker_url(monkeypatch) -> None:
    monkeypatch.setenv("REDIS_URL", "amqp://host")
    with pytest.raises(WrongValue, match="not a Redis URL"):
        environment.broker("REDIS_URL")
    assert environment.celery_url("redis://host:6379/0") == "redis://host:6379/0"
    assert environment.celery_url("unix://:pw@/run/v.sock?db=2") == "redis+socket://:pw@/run/v.sock?virtual_host=2"


def test_a_wrong_value_is_one_sentence_without_a_traceback() -> None:
    result = manage("check", DEBUG="perhaps")
    assert result.returncode == 1
    assert result.stderr.strip() == "DEBUG is 'perhaps'; write 1 or 0."


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TZ", "Mars/Base", "TZ is 'Mars/Base', which no zone table knows; write Asia/Shanghai."),
        ("WEB_WORKERS", "0", "WEB_WORKERS is '0'; write a whole number from 1 to 64"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL is 'LOUD'; write one of DEBUG, INFO"),
        ("PUBLIC_URL", "sales.example.com", "PUBLIC_URL is 'sales.example.com'; write an address"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example,b.example", "CSRF_TRUSTED_ORIGINS has 'b.example'"),
        ("EMAIL_URL", "carrier://user:pigeon@host", "EMAIL_URL is no address of a mail server"),
        ("EMAIL_URL", "smtp+tls://user:pigeon@host:post", "EMAIL_URL is no address of a mail server"),
        ("SENTRY_DSN", "sentry", "SENTRY_DSN is not what Sentry shows"),
    ],
)
def test_every_name_with_a_wrong_value_is_told_in_one_line(name: str, value: str, words: str) -> None:
    result = manage("check", **{name: value})
    assert result.returncode == 1
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert "pigeon" not in result.stderr, "a password is not repeated"


@pytest.mark.parametrize(
    "url", ["smtp://mail.example.com", "smtp+tls://user:p%40ss@mail.example.com:587", "consolemail://"]
)
def test_a_mail_server_is_read(monkeypatch, url: str) -> None:
    monkeypatch.setenv("EMAIL_URL", url)
    assert environment.mail("EMAIL_URL")["EMAIL_BACKEND"]


def test_the_demo_never_comes_on_a_foreign_database() -> None:
    result = manage(
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings as s; print(s.DEMO, s.EMBEDDED_DATABASE)",
        DATABASE_URL="postgres://u:p@h/d",
        REDIS_URL="redis://h",
        SALESOPS_DEMO="1",
    )
    assert result.stdout.strip() == "False False", result.stderr
