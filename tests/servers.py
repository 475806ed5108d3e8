"""The database server of the suite: one per checkout, a template built once, a clone for whoever asks."""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
from django.db import connections
from psycopg2 import sql

from salesops import embedded
from salesops.embedded import postgres
from salesops.embedded import state as st

BASE_DIR = Path(__file__).resolve().parent.parent
TUNING = postgres.Tuning(durable=False, max_connections=300)
# What the schema of an empty database depends on.
SCHEMA_SOURCES = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "core/append_only.py",
    "core/management/commands/migrate.py",
    "salesops/embedded/postgres.py",
    "requirements.txt",
)
_numbers = itertools.count(1)


def schema_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SCHEMA_SOURCES for path in BASE_DIR.glob(pattern)}):
        digest.update(str(path.relative_to(BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


class Servers:
    """The running services and the databases in them. Every process of a test run holds one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state = embedded.State(root)
        self.template = f"template_{schema_hash()}"
        self._users: int | None = None

    def open(self) -> None:
        """Joins the users of the services, starting them when nobody has."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._users = os.open(self.root / ".users", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._users, fcntl.LOCK_SH)
        try:
            self.identity = embedded.start(self.root, tuning=TUNING, keep=False)
        except embedded.EmbeddedError:
            # fsync is off here: what a killed run left behind may be beyond repair, and holds only test data.
            embedded.stop(self.root)
            if self.state.postgres_data.exists():
                st.set_aside(self.state.postgres_data)
            self.identity = embedded.start(self.root, tuning=TUNING, keep=False)
        self._ensure_template()

    def close(self) -> None:
        """The last user stops the services, unless somebody started them to stay."""
        if self._users is None:
            return
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not st.read_run_file(self.state).get("keep"):
                embedded.stop(self.root)
        except BlockingIOError:
            pass
        finally:
            os.close(self._users)
            self._users = None

    # -- databases -----------------------------------------------------------------------------

    def _execute(self, statement: str, *names: str) -> None:
        with closing(postgres.connect(self.identity)) as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))

    def databases(self) -> list[str]:
        with closing(postgres.connect(self.identity)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^(template|test)_'")
            return [row[0] for row in cursor.fetchall()]

    def create(self, name: str, template: str) -> None:
        with closing(postgres.connect(self.identity)) as connection, connection.cursor() as cursor:
            # Without fsync a copy of the files is twice as fast as writing all of them to the log.
            postgres.create_database(cursor, name, template, strategy="file_copy")

    def drop(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def clone(self, template: str | None = None) -> str:
        """A fresh database with every migration applied; the caller drops it."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        self.create(name, template or self.template)
        return name

    @contextmanager
    def _one_fills(self) -> Iterator[None]:
        """Not the lock of starting and stopping: filling takes minutes, and who waits that long for it takes the servers for broken."""
        with (self.root / ".filling").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _ensure_template(self) -> None:
        with self._one_fills():
            present = self.databases()
            for name in present:
                # Left by a killed run, or by an older schema.
                owner_is_gone = name.startswith("test_") and not psutil.pid_exists(int(name.split("_")[1]))
                outdated = name.startswith("template_") and not name.startswith(self.template)
                if owner_is_gone or outdated:
                    self.drop(name)
            if self.template not in present:
                self._build("test_0_building", "template1", self._migrate, self.template)

    def _build(self, name: str, template: str, fill: Callable[[str], None], final: str) -> None:
        self.drop(name)
        self.create(name, template)
        fill(name)
        self._execute("ALTER DATABASE {} RENAME TO {}", name, final)

    def _migrate(self, name: str) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "salesops.settings",
            "DATABASE_URL": self.identity.database_url(embedded.APP_ROLE, name),
            "DATABASE_OWNER_URL": self.identity.database_url(embedded.OWNER_ROLE, name),
            "REDIS_URL": self.identity.redis_url,
        }
        result = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--noinput", "-v0", "--skip-checks"],
            cwd=BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode != 0:
            raise RuntimeError(f"migrate failed for the test template:\n{result.stderr[-4000:]}")

    def prepared(self, name: str, fill: Callable[[], None], *sources: Path) -> str:
        """A second template, filled once by `fill` through the ORM; clones of it take 0.1 s.

        Rebuilt when the schema or one of `sources` (the files `fill` rests on) changes.
        """
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
        final = f"{self.template}_{name}_{digest}"

        def fill_through_orm(database: str) -> None:
            with using(database):
                fill()

        with self._one_fills():
            if final not in self.databases():
                self._build(f"test_{os.getpid()}_filling", self.template, fill_through_orm, final)
        return final


@contextmanager
def using(database: str) -> Iterator[None]:
    """Inside the block every connection of this process, in every thread, goes to this database."""
    settings = connections.settings["default"]
    before = settings["NAME"]
    connections["default"].close()
    settings["NAME"] = database
    connections["default"].settings_dict["NAME"] = database
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = before
        connections["default"].settings_dict["NAME"] = before
