"""`manage.py up` as a process of its own, for tests that end it in unfriendly ways."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil

from tests.servers import BASE_DIR


def environment(state: Path, port: str, **variables: str) -> dict[str, str]:
    """Ours without what settings_test put in, for a product of its own in this state directory."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "ALLOWED_HOSTS", "LOG_LEVEL", "DJANGO_SETTINGS_MODULE")
    }
    return {**kept, "SALESOPS_STATE": str(state), "SALESOPS_DEMO": "0", "PORT": port, **variables}


def up(state: Path, port: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-u", "manage.py", "up"],
        cwd=BASE_DIR,
        env=environment(state, port, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


def wait_for(process: subprocess.Popen[str], words: str) -> list[str]:
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return said
    raise AssertionError(f"never said {words!r}: {''.join(said)}")


def descendants(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def ready(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=3) as answer:
            return answer.status == 200
    except OSError:
        return False
