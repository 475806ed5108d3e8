"""What every test may ask for: a database, a database with real commits, a site with a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import translation

from core import figures, policy
from salesops import embedded
from salesops.bench import chromium
from tests import browser as browsers
from tests import cast as casting
from tests.committed import Committed
from tests.servers import Servers, using

# What is generated is judged by its answer, not by how busy the machine was.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction"):
            raise pytest.UsageError(
                f"{item.nodeid}: django_db(transaction=True) empties tables with TRUNCATE, which the application's "
                "role may not do; use the committed_db fixture."
            )
    # Playwright keeps an event loop in its thread from the first browser on; what wants one of its own comes before.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--at",
        type=lambda text: datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(settings.TIME_ZONE)),
        help="the hour, in the company's time zone, at which the tests begin: 2027-01-01T00:10. "
        "Finds tests that only hold on some days; without the browser, whose clock is its own.",
    )


@pytest.fixture(scope="session", autouse=True)
def _at(request: pytest.FixtureRequest) -> Iterator[None]:
    at = request.config.getoption("--at")
    with time_machine.travel(at) if at else nullcontext():
        yield


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine what a page keeps for seconds goes stale in mid-test, and what only slow pages keep is kept."""
    monkeypatch.setattr(policy, "_recent", (0.0, {}))
    monkeypatch.setattr(policy, "RECENT_SECONDS", 3600)
    monkeypatch.setattr(figures, "SLOW", float("inf"))


@pytest.fixture(autouse=True)
def _first_language() -> None:
    """A request leaves its reader's language behind."""
    translation.deactivate()


# --- databases ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and Valkey for this run, shared by all workers of this checkout."""
    found = Servers(Path(settings.STATE_DIR))
    found.open()
    try:
        yield found
    finally:
        found.close()


@pytest.fixture(scope="session")
def cast_template(servers: Servers, django_db_blocker: Any) -> str:
    """The migrated template with the company of tests/cast.py in it."""
    with django_db_blocker.unblock():
        return servers.prepared("cast", casting.build, *casting.sources())


@pytest.fixture(scope="session")
def django_db_setup(servers: Servers, cast_template: str, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: a clone with the cast in it, reached as the application's role."""
    name = servers.clone(cast_template)
    with django_db_blocker.unblock(), using(name):
        yield
        connections.close_all()
    servers.drop(name)


@pytest.fixture
def committed_db(
    servers: Servers, cast_template: str, django_db_blocker: Any, request: pytest.FixtureRequest
) -> Iterator[Committed]:
    """A fresh database, the cast in it, where commits are real; dropped afterwards."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(f"{request.node.nodeid}: committed_db and db are two databases; ask for one.")
    name = servers.clone(cast_template)
    with django_db_blocker.unblock(), using(name):
        yield Committed(name)
        connections.close_all()
    servers.drop(name)


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> casting.Cast:
    """The company: `cast.rep`, `cast.head`, … Brings the database along unless `committed_db` is asked for."""
    if "committed_db" not in request.fixturenames:
        request.getfixturevalue("db")
    return casting.find()


@pytest.fixture
def as_(cast: casting.Cast) -> Callable[[str], Client]:
    """A new browser in which somebody of the cast is signed in: `as_("rep").get("/")`."""

    def sign_in(login: str) -> Client:
        browser = Client()
        browser.force_login(getattr(cast, login))
        return browser

    return sign_in


@pytest.fixture
def private_state(tmp_path: Path) -> Iterator[Path]:
    """A state directory below a private one, as in a checkout in root's home."""
    root = tmp_path / "private" / "var"
    root.mkdir(parents=True)
    root.parent.chmod(0o700)
    yield root
    embedded.stop(root)
    embedded.state.remove(root)


# --- browser -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright launches the installed browser; it cannot download one on every machine."""
    program = chromium.find_chromium()
    if program is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(browsers.ADVICE, pytrace=False)
        pytest.skip(browsers.ADVICE)
    return {**browser_type_launch_args, "executable_path": program, "args": chromium.launch_arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def site_template(cast_template: str) -> str:
    """Which database `browser_site` clones; a test package overrides it with `servers.prepared(…)`."""
    return cast_template


@pytest.fixture
def browser_site(servers: Servers, site_template: str, django_db_blocker: Any) -> Iterator[browsers.Site]:
    """A running site on a fresh database, for `page` to visit."""
    with ExitStack() as stack:
        name = servers.clone(site_template)
        stack.callback(servers.drop, name)
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(using(name))
        stack.callback(connections.close_all)
        yield stack.enter_context(browsers.serve(name))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if any(browsers.ADVICE[:30] in str(report.longrepr) for report in skipped):
        terminalreporter.write_sep("!", browsers.ADVICE, red=True, bold=True)
