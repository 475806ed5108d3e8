"""Who is acting, from where, in which request: known everywhere without passing it along.

Set by the request middleware, by the job runner and by management commands; read by audit and logging.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestMeta:
    """The circumstances of one action.

    `source` is the channel: "web", "api", "admin", "job", "command" or "system". `on_behalf_of` is the id of the user
    a stand-in acts for, None when a person acts for themselves.
    """

    request_id: str = ""
    ip: str | None = None
    source: str = "system"
    actor_id: int | None = None
    on_behalf_of: int | None = None


NOWHERE = RequestMeta()
_meta: ContextVar[RequestMeta] = ContextVar("request_meta", default=NOWHERE)


def current() -> RequestMeta:
    """The circumstances of what runs now; outside any request, job or command an empty RequestMeta."""
    return _meta.get()


@contextmanager
def use(meta: RequestMeta) -> Iterator[RequestMeta]:
    """Let `meta` be current inside the block. Nests; what was current before comes back, also after an error."""
    token = _meta.set(meta)
    try:
        yield meta
    finally:
        _meta.reset(token)
