"""A broker that is away, or hangs, never fails and never slows a request."""

import socket
import time

import pytest
from django.core.cache.backends.redis import RedisCache

from salesops.cache import ForgivingClient, ForgivingRedisCache

OPTIONS = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3}


@pytest.fixture(autouse=True)
def awake():
    ForgivingClient._resting_until = 0.0
    yield
    ForgivingClient._resting_until = 0.0


def test_it_is_a_cache_while_the_broker_answers(settings) -> None:
    cache = ForgivingRedisCache(settings.REDIS_URL, {"KEY_PREFIX": "test-cache"})
    cache.set("key", {"a": 1}, 30)
    assert cache.get("key") == {"a": 1}
    assert cache.incr("count-missing-is-error-free", 1) if cache.add("count-missing-is-error-free", 1, 5) else True
    cache.delete("key")
    assert cache.get("key", "none") == "none"


def test_a_broker_that_refuses() -> None:
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": OPTIONS})
    cache.set("key", 1)
    assert cache.get("key", "none") == "none"
    assert cache.get_many(["a", "b"]) == {}
    assert cache.add("key", 1) is True


def test_without_forgiveness_the_same_broker_fails_the_request() -> None:
    cache = RedisCache("redis://127.0.0.1:1/0", {"OPTIONS": OPTIONS})
    with pytest.raises(Exception, match="refused"):
        cache.get("key")


def test_a_broker_that_accepts_and_never_answers_costs_one_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cache = ForgivingRedisCache(
            f"redis://127.0.0.1:{silent.getsockname()[1]}/0", {"OPTIONS": {**OPTIONS, "retry": None}}
        )
        started = time.monotonic()
        for number in range(20):
            cache.get(f"key-{number}")
        assert time.monotonic() - started < 3
