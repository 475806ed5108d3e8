"""Where the embedded services keep their files, and under which names they are reached.

One state directory (SALESOPS_STATE) holds `embedded.json` (addresses and passwords, readable by its
owner only), `log/`, and `services/` with the data. When the server account cannot reach the state
directory, because a parent directory is private, `services` is a symbolic link to a directory
outside.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "salesops"
APP_ROLE = "salesops_app"
OWNER_ROLE = "salesops_owner"
SUPERUSER = "postgres"
# sun_path holds 107 bytes; PostgreSQL appends "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_DIR = 84


Say = Callable[[str], None]


def silent(sentence: str) -> None:
    """For callers that want no commentary."""


class EmbeddedError(Exception):
    """One sentence for the operator: what is wrong and what to do."""


@dataclass(frozen=True)
class Account:
    """The operating system account the servers run as."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, object]:
        # extra_groups: without it the child keeps root's groups.
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account | None:
    """PostgreSQL refuses root, so root hands the servers to `nobody`."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def reachable(path: Path, account: Account | None) -> bool:
    """True when the account may enter the directory. Asks the kernel instead of guessing."""
    if account is None:
        return os.access(path, os.X_OK)
    probe = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(path)],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        **account.popen_options(),  # type: ignore[call-overload]
    )
    return bool(probe.returncode == 0)


def outside_root() -> Path:
    """A directory every account can enter, for what cannot live in the checkout."""
    for candidate in (Path("/var/lib"), Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108
        if os.access(candidate, os.W_OK | os.X_OK):
            root = candidate / "salesops-embedded"
            root.mkdir(mode=0o755, exist_ok=True)
            root.chmod(0o755)
            return root
    raise EmbeddedError("No directory outside the checkout is writable (tried /var/lib, /var/tmp).")


@dataclass(frozen=True)
class Identity:
    """Addresses and passwords of one state directory; they stay the same over restarts."""

    socket_dir: str
    superuser_password: str
    owner_password: str
    app_password: str
    broker_password: str
    secret_key: str

    def database_url(self, role: str = APP_ROLE, database: str = DATABASE) -> str:
        password = {
            APP_ROLE: self.app_password,
            OWNER_ROLE: self.owner_password,
            SUPERUSER: self.superuser_password,
        }[role]
        # The host goes into the query: the netloc of a URL is case-folded.
        return f"postgres://{role}:{password}@/{database}?host={quote(self.socket_dir, safe='')}"

    @property
    def broker_socket(self) -> str:
        return f"{self.socket_dir}/valkey.sock"

    @property
    def redis_url(self) -> str:
        return f"unix://:{self.broker_password}@{self.broker_socket}?db=0"

    def environment(self) -> dict[str, str]:
        """What a deployment without embedded services would have in its environment."""
        return {
            "DATABASE_URL": self.database_url(),
            "DATABASE_OWNER_URL": self.database_url(OWNER_ROLE),
            "REDIS_URL": self.redis_url,
        }


class State:
    """Paths below one state directory."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root).absolute()
        self.identity_file = self.root / "embedded.json"
        self.run_file = self.root / "running.json"
        self.lock_file = self.root / ".lock"
        self.log_dir = self.root / "log"
        self.services_link = self.root / "services"

    @property
    def services(self) -> Path:
        """The directory the servers see: `services`, or what the link points to."""
        return self.services_link.resolve()

    @property
    def postgres_data(self) -> Path:
        return self.services / "postgres"

    @property
    def postgres_complete(self) -> Path:
        """Written when initdb, roles and database are all there; absent means half-initialised."""
        return self.services / "postgres.complete"

    @property
    def valkey_dir(self) -> Path:
        return self.services / "valkey"

    @contextmanager
    def lock(self, patience: float = 120.0) -> Iterator[None]:
        """One process at a time starts, stops or initialises this state directory."""
        self.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise EmbeddedError(
                            f"Another process has been starting services in {self.root} for "
                            f"{patience:.0f} s; end it or set SALESOPS_STATE to another directory."
                        ) from None
                    time.sleep(0.05)
            yield
        finally:
            os.close(descriptor)


def read_identity(root: Path | str) -> Identity | None:
    """The identity of a state directory that has been prepared, else None. Writes nothing."""
    try:
        return Identity(**json.loads(State(root).identity_file.read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise EmbeddedError(
            f"{error.filename} belongs to another user; run as that user, "
            "or set SALESOPS_STATE to a directory of your own."
        ) from error
    except (ValueError, TypeError):
        # A file cut short by a crash: a new identity is made at the next start.
        return None


def prepare(root: Path | str) -> Identity:
    """Creates the directories and the identity once; starts nothing. Safe to call again."""
    state = State(root)
    try:
        with state.lock():
            state.log_dir.mkdir(exist_ok=True)
            _place_services(state)
            identity = read_identity(root)
            if identity is None:
                identity = Identity(
                    socket_dir=_new_socket_dir(state),
                    superuser_password=secrets.token_hex(16),
                    owner_password=secrets.token_hex(16),
                    app_password=secrets.token_hex(16),
                    broker_password=secrets.token_hex(16),
                    secret_key=secrets.token_urlsafe(48),
                )
                _write_private(state.identity_file, json.dumps(asdict(identity), indent=1))
            ensure_socket_dir(Path(identity.socket_dir))
            return identity
    except OSError as error:
        raise EmbeddedError(
            f"The state directory {state.root} cannot be written ({error.strerror}); "
            "make it writable or set SALESOPS_STATE to another directory."
        ) from error


def _place_services(state: State) -> None:
    account = server_account()
    link = state.services_link
    if link.is_symlink() and not link.exists():
        link.unlink()
    if not link.exists():
        if reachable(state.root, account):
            link.mkdir(mode=0o711)
        else:
            name = hashlib.sha256(str(state.root).encode()).hexdigest()[:12]
            # A suffix, so that a deleted state directory starts afresh.
            target = outside_root() / f"{name}-{secrets.token_hex(4)}"
            target.mkdir(mode=0o711)
            link.symlink_to(target)
    if account:
        os.chown(state.services, account.uid, account.gid)


def _new_socket_dir(state: State) -> str:
    inside = state.services / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIR:
        return str(inside)
    return tempfile.mkdtemp(prefix="salesops-")


def ensure_socket_dir(path: Path) -> None:
    """Present, private, and owned by the server account: also after /tmp was emptied."""
    account = server_account()
    path.mkdir(mode=0o700, exist_ok=True)
    if path.is_symlink():
        raise EmbeddedError(f"{path} is a symbolic link; remove it and start again.")
    if account:
        os.chown(path, account.uid, account.gid)
    elif path.stat().st_uid != os.geteuid():
        raise EmbeddedError(f"{path} belongs to another user; remove it and start again.")
    path.chmod(0o700)


def _write_private(path: Path, text: str) -> None:
    """Whole or not at all, readable by the owner only."""
    temporary = path.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)


def write_run_file(state: State, data: dict[str, object]) -> None:
    _write_private(state.run_file, json.dumps(data, indent=1))


def read_run_file(state: State) -> dict[str, object]:
    try:
        data = json.loads(state.run_file.read_text())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def set_aside(path: Path) -> Path:
    """Renames instead of deleting: a start-up never destroys what it does not understand."""
    target = path.with_name(f"{path.name}.incomplete-{time.strftime('%Y%m%d-%H%M%S')}")
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{target.name}.{number}")
    path.rename(target)
    return target


def remove(root: Path | str) -> None:
    """Deletes a stopped state directory with its data; for tests."""
    state = State(root)
    if state.services_link.is_symlink():
        shutil.rmtree(state.services, ignore_errors=True)
    shutil.rmtree(state.root, ignore_errors=True)
