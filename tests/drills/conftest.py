"""What drills share: a database, a broker behind a valve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from salesops import embedded
from salesops.embedded.runner import Runner, stop_process
from tests.drills.valve import Valve
from tests.servers import Servers


@dataclass(frozen=True)
class Services:
    """A database of the suite's server and a broker of its own, as the environment of a product that brings none."""

    variables: dict[str, str]
    valve: Valve


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A state directory that the drills start and end again and again: its database is made once."""
    root = tmp_path_factory.mktemp("lived-in") / "private" / "var"
    root.mkdir(parents=True)
    root.parent.chmod(0o700)
    yield root
    embedded.stop(root)
    embedded.state.remove(root)


@pytest.fixture
def services(servers: Servers, tmp_path: Path) -> Iterator[Services]:
    name = servers.clone()
    runner = Runner(tmp_path / "broker", bound=True)
    broker = runner.start_valkey()
    valve = Valve(runner.identity.broker_socket)
    valve.turn("open")
    password = urlsplit(runner.identity.redis_url).netloc
    yield Services(
        {
            "DATABASE_URL": servers.identity.database_url(embedded.APP_ROLE, name),
            "DATABASE_OWNER_URL": servers.identity.database_url(embedded.OWNER_ROLE, name),
            "REDIS_URL": f"redis://{password}127.0.0.1:{valve.port}/0",
            "SECRET_KEY": "drill-key-that-guards-nothing-but-has-fifty-characters",
        },
        valve,
    )
    valve.turn("shut")
    stop_process(broker.pid, 15)
    broker.wait()
    servers.drop(name)
    embedded.state.remove(tmp_path / "broker")
