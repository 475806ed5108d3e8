"""Two people move one card at once: one move counts, the other is told."""

from collections import Counter
from functools import partial

import pytest
from django.db.models import QuerySet

from core.models import AuditEntry
from customers import services
from tests.concurrency import racing
from tests.customers.conftest import enter
from tests.customers.deals import fresh, with_need

HANDS = 8


def moves(cast, deal):
    """Half of them the owner, half their head, all with the version they saw."""
    people = [cast.rep, cast.head] * (HANDS // 2)
    return [
        partial(services.advance_opportunity, actor=person, opportunity_id=deal.pk, version=deal.version)
        for person in people
    ]


def test_one_of_many_moves_counts(committed_db, cast):
    customer = enter(cast.rep)
    for _again in range(3):
        deal = with_need(cast.rep, customer)
        assert racing.tally(committed_db.together(moves(cast, deal))) == Counter({412: HANDS - 1, 200: 1})
        assert (fresh(deal).state, fresh(deal).version) == ("solution", deal.version + 1)
        assert AuditEntry.objects.filter(code="opportunity.advanced", subject_id=deal.pk).count() == 1


def test_forward_and_lost_at_once_leave_one(committed_db, cast):
    customer = enter(cast.rep)
    for _again in range(3):
        deal = with_need(cast.rep, customer)
        seen = {"opportunity_id": deal.pk, "version": deal.version}
        onward = partial(services.advance_opportunity, actor=cast.rep, **seen)
        lose = partial(services.lose_opportunity, actor=cast.head, reason="cancelled", **seen)
        assert racing.tally(committed_db.together([onward, lose] * 3)) == Counter({412: 5, 200: 1})
        assert fresh(deal).state in ("solution", "lost")


def test_without_row_locks_many_would_count(committed_db, cast, monkeypatch):
    """Negative control: the same race without `SELECT … FOR UPDATE`, and without the machine's own look at the state."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **how: self.all())
    monkeypatch.setattr("django_fsm.ConcurrentTransitionMixin._do_update", _plainly)
    customer = enter(cast.rep)
    for _again in range(20):
        deal = with_need(cast.rep, customer)
        committed_db.together(moves(cast, deal))
        if AuditEntry.objects.filter(code="opportunity.advanced", subject_id=deal.pk).count() > 1:
            return
    pytest.fail("without locks no run let a second move through: the race proves nothing")


def _plainly(self, *args, **how):
    from django.db.models import Model

    return Model._do_update(self, *args, **how)
