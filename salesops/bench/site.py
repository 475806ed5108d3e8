"""One company of a given size: its database, filled once and kept, and a gunicorn in front of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from salesops import embedded
from salesops.embedded.postgres import Tuning
from salesops.embedded.runner import die_with_parent, stop_process

PATIENCE = 60.0
FORGET = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE")


@contextmanager
def company(size: int, say: Callable[[str], Any]) -> Iterator[int]:
    """The port of a site with so many customers. Its database stays for the next run."""
    state = _state(size)
    if not (state / "filled").exists():
        _fill(state, size, say)
    with embedded.services(state):
        _manage(state, "migrate", "--noinput", "-v0")
        _manage(state, "build_assets")
        with _serving(state) as port:
            yield port


def sweeps(size: int) -> dict[str, Any]:
    """What `work.sweeps` finds in a company that stands."""
    return _ask(_state(size), "sweeps")


def bring_in(say: Callable[[str], Any]) -> dict[str, Any]:
    """What `work.bring_in` finds in a company of one customer, made for it and thrown away."""
    state = _state("import")
    shutil.rmtree(state, ignore_errors=True)
    say("Importing a workbook of 50,000 rows …")
    try:
        with embedded.services(state):
            _manage(state, "migrate", "--noinput", "-v0")
            _manage(state, "demo", "--empty")
            _manage(state, "scale_data", "--customers", "1")
            return _ask(state, "bring_in")
    finally:
        shutil.rmtree(state, ignore_errors=True)


def _state(name: object) -> Path:
    return Path(settings.STATE_DIR) / "bench" / str(name)


def _ask(state: Path, what: str) -> dict[str, Any]:
    script = f"import json; from salesops.bench import work; print(json.dumps(work.{what}()))"
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=settings.BASE_DIR,
        env=_environment(state),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def _fill(state: Path, size: int, say: Callable[[str], Any]) -> None:
    say(f"Filling a company of {size:,} customers (once).")
    started = time.monotonic()
    # Without a log to recover from: a fill that was cut short starts over anyway.
    with embedded.services(state, tuning=Tuning(durable=False)):
        _manage(state, "migrate", "--noinput", "-v0")
        _manage(state, "demo", "--empty")
        _manage(state, "scale_data", "--customers", str(size))
    (state / "filled").touch()
    say(f"It stands after {time.monotonic() - started:.0f} s.")


def _environment(state: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FORGET}
    return {**kept, "SALESOPS_STATE": str(state), "SALESOPS_DEMO": "1", **more}


def _manage(state: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=_environment(state), check=True
    )


@contextmanager
def _serving(state: Path) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    with (state / "log" / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:salesops.gunicorn_config", "salesops.wsgi"],
            cwd=settings.BASE_DIR,
            env=_environment(state, DJANGO_SETTINGS_MODULE="salesops.bench.settings", PORT=str(port)),
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
    try:
        _wait(process, port, state)
        yield port
    finally:
        stop_process(process.pid, signal.SIGTERM)
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, state: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The measured server did not start (log: {state / 'log' / 'bench.log'}).")
