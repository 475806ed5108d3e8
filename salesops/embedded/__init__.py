"""PostgreSQL and Valkey out of their wheels: for a laptop, a demo and the tests.

Production sets DATABASE_URL and REDIS_URL, and nothing in this package runs.

    from salesops.embedded import services
    with services(Path("var")) as urls: ...

Importing this package must stay free of Django: settings import it.
"""

from salesops.embedded.runner import Runner, running, services, start, stop
from salesops.embedded.state import (
    APP_ROLE,
    OWNER_ROLE,
    EmbeddedError,
    Identity,
    State,
    prepare,
    read_identity,
)

__all__ = [
    "APP_ROLE",
    "OWNER_ROLE",
    "EmbeddedError",
    "Identity",
    "Runner",
    "State",
    "prepare",
    "read_identity",
    "running",
    "services",
    "start",
    "stop",
]
