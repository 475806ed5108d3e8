"""How gunicorn serves: `gunicorn -c python:salesops.gunicorn_config salesops.wsgi`."""

import os
import tempfile
from typing import Any

from salesops import environment, settings

bind = f"{environment.text('HOST', '127.0.0.1')}:{environment.port()}"
worker_class = "gthread"
workers = settings.WEB_WORKERS
threads = settings.WEB_THREADS
# Loaded once and before anybody can connect: a process that was killed is replaced at once, and no request waits in the
# queue of a server that is still importing.
preload_app = True
# Above the database's statement_timeout of 15 s, so that the database gives up first.
timeout = 30
graceful_timeout = 10
keepalive = 5
# Where /dev/shm is missing the heartbeat may be delayed by a slow disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True
# Each process counts for itself; /metrics adds up what they leave here. Fresh with every start.
if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="salesops-metrics-")


def child_exit(server: Any, worker: Any) -> None:
    """Lets /metrics forget a worker that is gone."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
