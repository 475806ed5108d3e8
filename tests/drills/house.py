"""A house for the drills: `manage.py up` with people in it, callers at its API, and SQL to look behind the answers."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from salesops import embedded
from tests.servers import BASE_DIR
from tests.supervised import environment, free_port, ready, up, wait_for

SERVICES = {"postgres": "postgres", "valkey": "valkey-server", "worker": " worker", "web": "gunicorn", "beat": " beat"}

SELLERS = 20


@dataclass(frozen=True)
class Answer:
    """What came back, and when (seconds of time.time()). Status 0: the connection broke and nothing came."""

    method: str
    path: str
    status: int
    body: Any
    retry_after: str
    asked: float
    seconds: float

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status} after {self.seconds:.1f} s {str(self.body)[:300]}"


@dataclass
class Caller:
    """One person at the API; a connection for each request, as after any break."""

    port: str
    key: str
    answers: list[Answer]

    def send(self, method: str, path: str, body: Any = None, version: int | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        asked, started = time.time(), time.monotonic()
        status, content, retry_after = 0, b"", ""
        with closing(http.client.HTTPConnection("127.0.0.1", int(self.port), timeout=60)) as connection:
            try:
                connection.request(method, f"/api/v1/{path}", json.dumps(body or {}).encode(), headers)
                response = connection.getresponse()
                status, content = response.status, response.read()
                retry_after = response.headers.get("Retry-After", "")
            except (OSError, http.client.HTTPException) as error:
                status, content = 0, repr(error).encode()
        try:
            told = json.loads(content or b"null")
        except ValueError:
            told = content.decode(errors="replace")
        answer = Answer(method, path, status, told, retry_after, asked, time.monotonic() - started)
        self.answers.append(answer)
        return answer


@dataclass
class House:
    state: Path
    port: str
    process: subprocess.Popen[str]
    variables: dict[str, str]
    people: dict[str, Any] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=environment(self.state, self.port, **self.variables),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fill(self) -> None:
        """Twenty sellers and their head, once for each state directory."""
        known = self.state / "people.json"
        if not known.exists():
            said = self.manage("shell", "-v0", "-c", f"from tests.drills import stage; stage.fill({SELLERS})")
            known.write_text(said.splitlines()[-1])
        self.people = json.loads(known.read_text())

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        url = self.variables.get("DATABASE_URL")
        if url is None:
            identity = embedded.read_identity(self.state)
            assert identity is not None
            url = identity.database_url()
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def one(self, statement: str, *values: Any) -> Any:
        return self.sql(statement, *values)[0][0]

    def family(self, service: str) -> list[psutil.Process]:
        """The service's own process first, then what it started."""
        for child in psutil.Process(self.process.pid).children():
            try:
                if SERVICES[service] in " ".join(child.cmdline()):
                    return [child, *child.children(recursive=True)]
            except psutil.Error:
                continue
        return []

    def kill(self, service: str, chance: random.Random | None = None) -> bool:
        """kill -9 for the service's own process, or for any of its family, as chance has it."""
        family = self.family(service)
        if not family:
            return False
        victim = chance.choice([family[0], *family]) if chance else family[0]
        try:
            os.kill(victim.pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def wait_until_ready(self, patience: float = 60.0) -> float:
        """Seconds until requests can be served and every service has its process again."""
        started = time.monotonic()
        while not (all(self.family(name) for name in self.services()) and ready(self.port)):
            assert time.monotonic() - started < patience, f"not ready after {patience:.0f} s"
            time.sleep(0.1)
        return time.monotonic() - started

    def services(self) -> list[str]:
        foreign = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}
        return [name for name in SERVICES if foreign.get(name) not in self.variables]


@contextmanager
def house(state: Path, **variables: str) -> Iterator[House]:
    port = free_port()
    process = up(state, port, **variables)
    try:
        wait_for(process, "SalesOps is ready")
        found = House(state, port, process, variables)
        found.fill()
        yield found
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
        process.communicate()
