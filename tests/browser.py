"""A site for a browser to visit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread

from salesops.bench.chromium import HOW_TO

ADVICE = f"No browser found, so the browser tests did not run. {HOW_TO}"


@dataclass(frozen=True)
class Site:
    """A running SalesOps on a database of its own. The test sees the same database through the ORM."""

    url: str
    database: str


def _as_it_is(application: WSGIHandler) -> WSGIHandler:
    """In place of Django's wrapper, which serves static files without letting the browser keep them; WhiteNoise does."""
    return application


@contextmanager
def serve(database: str) -> Iterator[Site]:
    """The WSGI application in a thread on a free port."""
    thread = LiveServerThread("127.0.0.1", _as_it_is, port=0)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait(30)
    if thread.error:
        raise thread.error
    try:
        yield Site(f"http://127.0.0.1:{thread.port}", database)
    finally:
        thread.terminate()
