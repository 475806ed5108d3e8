"""Versions under one number: a new one needs a new approval, and replaces the old one when it passes."""

from decimal import Decimal

import pytest

from core.errors import Conflict
from quotes import services
from tests.quotes.world import approve_all, approved, fresh, make_quote, submit


def test_a_revision_keeps_the_number_and_starts_as_a_draft(cast, customer, pump):
    old = approved(cast, customer, pump)
    new = services.revise_quote(actor=cast.rep, quote_id=old.pk)
    assert (new.number, new.revision, new.state) == (old.number, 2, "draft")
    assert (new.approval_id, new.approved_digest, new.approved_at) == (None, "", None)
    assert new.total == old.total
    assert fresh(old).state == "approved"


def test_the_old_one_is_void_once_the_new_one_passes(cast, customer, pump):
    old = approved(cast, customer, pump)
    new = submit(services.revise_quote(actor=cast.rep, quote_id=old.pk), cast.rep)
    assert fresh(old).state == "approved"
    approve_all(new, [cast.head])
    assert (fresh(old).state, fresh(new).state) == ("void", "approved")


def test_a_void_quote_can_be_neither_stamped_nor_sent(cast, customer, pump):
    old = approved(cast, customer, pump)
    approve_all(submit(services.revise_quote(actor=cast.rep, quote_id=old.pk), cast.rep), [cast.head])
    with pytest.raises(Conflict):
        services.stamp_quote(actor=cast.inside, quote_id=old.pk)


def test_only_one_revision_is_in_work(cast, customer, pump):
    old = approved(cast, customer, pump)
    services.revise_quote(actor=cast.rep, quote_id=old.pk)
    with pytest.raises(Conflict, match="V2"):
        services.revise_quote(actor=cast.rep, quote_id=old.pk)


def test_a_draft_is_edited_not_revised(cast, customer, pump):
    with pytest.raises(Conflict):
        services.revise_quote(actor=cast.rep, quote_id=make_quote(cast.rep, customer, pump).pk)


def test_a_duplicate_of_an_approved_quote_is_a_draft_with_its_own_number(cast, customer, pump):
    original = approved(cast, customer, pump, price="950.00")
    copy = services.duplicate_quote(actor=cast.rep, quote_id=original.pk)
    assert copy.number != original.number
    assert (copy.revision, copy.state, copy.approval_id, copy.approved_digest) == (1, "draft", None, "")
    assert copy.lines.get().unit_price == Decimal("950.00")
