"""What changed, for whoever signs a new revision: against the last submission of the revision before."""

from decimal import Decimal

import pytest

from quotes import services
from quotes.approvals import QuoteAdapter
from quotes.pricing import LineInput
from tests.quotes.world import approved, fresh, submit
from workflow import selectors


def revise(cast, quote, pump, price):
    draft = services.revise_quote(actor=cast.rep, quote_id=quote.pk)
    services.edit_quote(
        actor=cast.rep,
        quote_id=draft.pk,
        version=fresh(draft).version,
        contact_id=None,
        facts={},
        lines=[LineInput(qty=Decimal(2), product_id=pump.pk, unit_price=Decimal(price))],
    )
    return submit(draft, cast.rep)


@pytest.fixture
def second(cast, customer, pump):
    return revise(cast, approved(cast, customer, pump), pump, "950.00")


def told(cast, quote):
    panel = selectors.request_panel(cast.head, fresh(quote).approval_id)
    return {difference.label: (difference.before, difference.after) for difference in panel.differences}


def test_a_revision_is_compared_with_the_one_before(cast, second):
    found = told(cast, second)
    assert found["第 1 行单价"] == ("1,000.00", "950.00")
    assert "价税合计" in found


def test_the_nearest_one_that_was_submitted_counts(cast, second, pump):
    services.withdraw_quote(actor=cast.rep, quote_id=second.pk)
    again = submit(second, cast.rep)
    assert told(cast, again)["第 1 行单价"] == ("1,000.00", "950.00")


def test_a_first_revision_asks_nothing(cast, customer, pump, django_assert_num_queries):
    quote = approved(cast, customer, pump)
    snapshot = quote.approval.snapshot
    with django_assert_num_queries(0):
        assert QuoteAdapter().predecessors(quote.pk, snapshot) == []


def test_without_the_line_of_revisions_nothing_would_show(cast, second, monkeypatch):
    """Negative control."""
    monkeypatch.setattr(QuoteAdapter, "predecessors", lambda self, subject_id, data: [])
    assert told(cast, second) == {}
