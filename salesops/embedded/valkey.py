"""One Valkey server on a private socket. It keeps nothing on disk: PostgreSQL is the truth."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from salesops.embedded import state as st
from salesops.embedded.binaries import valkey_server
from salesops.embedded.postgres import last_line
from salesops.embedded.state import EmbeddedError, Identity, State

START_PATIENCE = 20.0


def command(state: State) -> list[str]:
    return [str(valkey_server()), str(state.valkey_dir / "valkey.conf")]


def configure(state: State, identity: Identity) -> None:
    """Writes the configuration; a file, because a password in the arguments shows in `ps`."""
    account = st.server_account()
    state.valkey_dir.mkdir(mode=0o700, exist_ok=True)
    conf = state.valkey_dir / "valkey.conf"
    lines = [
        "port 0",
        f'unixsocket "{identity.broker_socket}"',
        "unixsocketperm 700",
        f"requirepass {identity.broker_password}",
        f'dir "{state.valkey_dir}"',
        'save ""',
        "appendonly no",
        "maxmemory 256mb",
        # A broker must refuse rather than forget a task.
        "maxmemory-policy noeviction",
        "daemonize no",
    ]
    conf.write_text("\n".join(lines) + "\n")
    conf.chmod(0o600)
    if account:
        shutil.chown(state.valkey_dir, account.uid, account.gid)
        shutil.chown(conf, account.uid, account.gid)


def answers(identity: Identity) -> bool:
    # Settings load this package, and few commands ask.
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    client = redis.Redis(
        unix_socket_path=identity.broker_socket,
        password=identity.broker_password,
        socket_timeout=2,
        # The client's own retries would turn every "not yet" into three seconds.
        retry=Retry(NoBackoff(), 0),
    )
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


def wait_until_ready(process: subprocess.Popen[bytes], identity: Identity, log: Path) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while not answers(identity):
        if process.poll() is not None:
            raise EmbeddedError(f"Valkey did not start: {last_line(log)} (log: {log})")
        if time.monotonic() > deadline:
            raise EmbeddedError(f"Valkey did not answer for {START_PATIENCE:.0f} s (log: {log}).")
        time.sleep(0.05)
