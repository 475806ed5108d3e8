"""The race for one verdict, twenty times on each channel: twenty of twenty."""

from collections import Counter

import pytest

from tests.concurrency import racing
from tests.concurrency.conftest import cast, committed_db, memo_kind  # noqa: F401  (fixtures)
from tests.workflow import memos

pytestmark = pytest.mark.drill


@pytest.mark.parametrize("channel", [racing.verdicts_by_service, racing.verdicts_by_http])
def test_twenty_of_twenty(committed_db, cast, channel):  # noqa: F811
    for _run in range(20):
        request = memos.submit(memos.write(cast.rep), cast.rep)
        assert channel(committed_db, cast, request) == Counter({409: racing.HANDS - 1, 200: 1})
        racing.assert_decided_once(request)
