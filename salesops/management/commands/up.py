"""`manage.py up`: everything SalesOps needs, in the foreground, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from typing import Any

import psutil
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salesops import embedded, environment
from salesops.embedded import postgres
from salesops.embedded.runner import die_with_parent, stop_process
from salesops.supervisor import Child, Process, Stopped, Supervisor

READY_PATIENCE = 90.0
LOG_LIMIT = 20 * 1024 * 1024


class Command(BaseCommand):
    help = "Start PostgreSQL and Valkey (unless DATABASE_URL and REDIS_URL are set), web, worker and scheduler."
    # The database may not exist yet.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.port = environment.port()
        self.state = embedded.State(settings.STATE_DIR)
        self.prepare_state()
        self.take_port()
        self.supervisor = Supervisor(self.say)
        self.supervisor.listen()
        lock = self.take_state()
        try:
            self.start_everything()
            self.say(f"SalesOps is ready: http://127.0.0.1:{self.port}")
            self.supervisor.run()
        except Stopped:
            pass
        except embedded.EmbeddedError as error:
            raise CommandError(str(error)) from error
        finally:
            self.supervisor.stop()
            self.state.run_file.unlink(missing_ok=True)
            os.close(lock)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    # -- before anything runs ------------------------------------------------------------------

    def prepare_state(self) -> None:
        try:
            self.state.log_dir.mkdir(parents=True, exist_ok=True)
            for log in self.state.log_dir.glob("*.log"):
                if log.stat().st_size > LOG_LIMIT:
                    log.replace(log.with_suffix(".log.1"))
        except OSError as error:
            raise CommandError(
                f"The state directory {self.state.root} cannot be written ({error.strerror}); "
                "make it writable or set SALESOPS_STATE to another directory."
            ) from error

    def take_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((environment.text("HOST", "127.0.0.1"), self.port))
            except PermissionError as error:
                raise CommandError(
                    f"PORT {self.port} is reserved for root; choose one above 1023, as in PORT=8001 make run."
                ) from error
            except OSError as error:
                raise CommandError(
                    f"Port {self.port} is in use{self.used_by()}; end that program or choose another port, "
                    f"as in PORT={self.port % 65535 + 1} make run."
                ) from error

    def used_by(self) -> str:
        try:
            for connection in psutil.net_connections("tcp"):
                if connection.laddr and connection.laddr.port == self.port and connection.status == psutil.CONN_LISTEN:
                    name = psutil.Process(connection.pid).name() if connection.pid else ""
                    return f" by {name} (process {connection.pid})" if name else ""
        except (psutil.Error, OSError):
            pass
        return ""

    def take_state(self) -> int:
        """Holds the state directory for as long as this process lives, however it ends."""
        descriptor = os.open(self.state.root / ".up", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode().strip()
            os.close(descriptor)
            raise CommandError(
                f"SalesOps already runs from {self.state.root} (process {holder}); "
                "end it, or set SALESOPS_STATE to another directory."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return descriptor

    # -- the start, in order -------------------------------------------------------------------

    def start_everything(self) -> None:
        if settings.EMBEDDED_DATABASE or settings.EMBEDDED_BROKER:
            self.start_services()
        if settings.DEMO and self.is_empty():
            self.say("Making the demo company (once, about a minute).")
        self.manage("get_ready")
        self.supervisor.start(Child("worker", self.spawn_worker, patience=20))
        self.supervisor.start(Child("web", self.spawn_web, patience=15))
        self.supervisor.start(Child("beat", self.spawn_beat, patience=5))
        self.wait_until_ready()

    def is_empty(self) -> bool:
        """Whether nobody works here yet: a first start, or one after a demo company that was cut short."""
        identity = embedded.prepare(self.state.root)
        with closing(postgres.connect(identity, embedded.state.DATABASE)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('org_user') IS NULL")
            if cursor.fetchone()[0]:
                return True
            cursor.execute("SELECT NOT EXISTS (SELECT FROM org_user)")
            return bool(cursor.fetchone()[0])

    def start_services(self) -> None:
        if embedded.stop(self.state.root):
            self.say("Took over the services that were running for this state directory.")
        runner = embedded.Runner(self.state.root, bound=True, say=self.say)
        if settings.EMBEDDED_DATABASE:
            self.supervisor.start(Child("postgres", runner.start_postgres, signal.SIGINT, patience=30))
        if settings.EMBEDDED_BROKER:
            self.supervisor.start(Child("valkey", runner.start_valkey, patience=5))
        pids = {child.name: child.process.pid for child in self.supervisor.children if child.process}
        runner.record(dict(pids), keep=True)

    def manage(self, *arguments: str) -> None:
        """Runs one management command to its end; its words go to the log, its failure to the operator."""
        log = self.state.log_dir / "setup.log"
        with log.open("ab") as handle:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
            while process.poll() is None:
                if self.supervisor.stopping:
                    stop_process(process.pid, signal.SIGTERM)
                    process.wait()
                    raise Stopped
                time.sleep(0.05)
        if process.returncode < 0:
            raise CommandError(
                f"`manage.py {arguments[0]}` was killed (signal {-process.returncode}); what it had not finished "
                "is undone. Start again."
            )
        if process.returncode != 0:
            raise CommandError(f"`manage.py {arguments[0]}` failed: {postgres.last_line(log)} (log: {log})")

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_PATIENCE
        web = next(child for child in self.supervisor.children if child.name == "web")
        log = self.state.log_dir / "web.log"
        while True:
            self.supervisor.check()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            if web.exited() or time.monotonic() > deadline:
                raise CommandError(f"The web server did not start: {postgres.last_line(log)} (log: {log})")
            time.sleep(0.1)

    # -- the children --------------------------------------------------------------------------

    def spawn(
        self, name: str, arguments: list[str], farewell: signal.Signals, extra: dict[str, str] | None = None
    ) -> Process:
        with (self.state.log_dir / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "salesops.settings", **(extra or {})},
                start_new_session=True,
                preexec_fn=die_with_parent(farewell),
            )

    def spawn_web(self) -> Process:
        numbers = self.state.root / "metrics"
        shutil.rmtree(numbers, ignore_errors=True)
        numbers.mkdir()
        return self.spawn(
            "web",
            ["gunicorn", "-c", "python:salesops.gunicorn_config", "salesops.wsgi"],
            signal.SIGTERM,
            {"PROMETHEUS_MULTIPROC_DIR": str(numbers), "PORT": str(self.port)},
        )

    def spawn_worker(self) -> Process:
        # SIGKILL when we are gone: the warm end waits for tasks, the cold one hangs without a broker, and a task cut
        # short is acknowledged late and runs again.
        return self.spawn(
            "worker",
            ["celery", "-A", "salesops", "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"],
            signal.SIGKILL,
        )

    def spawn_beat(self) -> Process:
        return self.spawn("beat", ["celery", "-A", "salesops", "beat", "--pidfile="], signal.SIGTERM)
