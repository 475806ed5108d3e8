"""The cache that never fails a request: a broker that is away counts as "not cached"."""

from __future__ import annotations

import time
from typing import Any

import redis
import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

logger = structlog.get_logger(__name__)

# After one failure the broker is left alone this long, so that a broker that accepts but never
# answers costs one time-out and not one per call.
REST_SECONDS = 5.0


class ForgivingClient(RedisCacheClient):
    """Answers as an empty cache would while the broker is away."""

    _resting_until = 0.0

    def _ask(self, method: str, otherwise: Any, *args: Any) -> Any:
        if time.monotonic() < self._resting_until:
            return otherwise
        try:
            return getattr(super(), method)(*args)
        except (redis.RedisError, OSError) as error:
            # On the class: Django makes one client per thread.
            type(self)._resting_until = time.monotonic() + REST_SECONDS
            logger.warning("cache.away", error=type(error).__name__, rest_seconds=REST_SECONDS)
            return otherwise

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return bool(self._ask("add", True, key, value, timeout))

    def get(self, key: Any, default: Any) -> Any:
        return self._ask("get", default, key, default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._ask("set", None, key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return bool(self._ask("touch", False, key, timeout))

    def delete(self, key: Any) -> bool:
        return bool(self._ask("delete", False, key))

    def get_many(self, keys: Any) -> dict[Any, Any]:
        return dict(self._ask("get_many", {}, keys))

    def has_key(self, key: Any) -> bool:
        return bool(self._ask("has_key", False, key))

    def incr(self, key: Any, delta: int) -> int:
        return int(self._ask("incr", delta, key, delta))

    def set_many(self, data: Any, timeout: Any) -> None:
        self._ask("set_many", None, data, timeout)

    def delete_many(self, keys: Any) -> None:
        self._ask("delete_many", None, keys)

    def clear(self) -> bool:
        return bool(self._ask("clear", False))


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache with ForgivingClient inside."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
