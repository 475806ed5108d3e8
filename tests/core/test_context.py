import asyncio
import threading

import pytest

from core import context


def test_outside_everything_it_is_empty():
    assert context.current() == context.RequestMeta(request_id="", ip=None, source="system")


def test_use_nests_and_restores():
    outer = context.RequestMeta(request_id="a", ip="10.0.0.1", source="web", actor_id=1)
    inner = context.RequestMeta(request_id="b", source="job", actor_id=2, on_behalf_of=1)
    with context.use(outer) as meta:
        assert meta is outer
        with context.use(inner):
            assert context.current() is inner
        assert context.current() is outer
    assert context.current() is context.NOWHERE


def test_an_error_restores_too():
    with pytest.raises(ZeroDivisionError), context.use(context.RequestMeta(request_id="a")):
        1 / 0  # noqa: B018
    assert context.current() is context.NOWHERE


def test_another_thread_does_not_see_it():
    seen = []
    with context.use(context.RequestMeta(request_id="mine")):
        thread = threading.Thread(target=lambda: seen.append(context.current()))
        thread.start()
        thread.join()
    assert seen == [context.NOWHERE]


def test_concurrent_tasks_keep_their_own():
    async def one(name):
        with context.use(context.RequestMeta(request_id=name)):
            await asyncio.sleep(0)
            return context.current().request_id

    async def both():
        return await asyncio.gather(one("a"), one("b"))

    assert asyncio.run(both()) == ["a", "b"]
