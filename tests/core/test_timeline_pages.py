"""A timeline is read page by page: no entry twice, none dropped, also when many bear the same microsecond."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from core import audit, timeline
from customers import services
from customers import timeline as customers_timeline
from customers.models import Customer, Visit
from quotes import timeline as quotes_timeline
from tests.quotes.conftest import products, pump
from tests.quotes.world import make_quote

__all__ = ["products", "pump"]

MOMENT = datetime.fromisoformat("2026-11-18T10:00:00+08:00")


@pytest.fixture
def customer(cast: Any, time_machine: Any, pump: Any) -> Customer:
    """Seventy events of two kinds in one moment: more than a page of the same time."""
    time_machine.move_to(MOMENT, tick=False)
    customer = services.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})
    make_quote(cast.rep, customer, pump)
    for number in range(34):
        audit.record(actor=cast.rep, code="attachment.added", subject=customer, data={"name": f"{number}.pdf"})
        services.log_visit(actor=cast.rep, customer_id=customer.pk, occurred_at=MOMENT, outcome="progress")
    return customer


def places(answer: Any) -> list[Any]:
    return [entry.place for entry in answer.context["entries"]]


def test_each_entry_comes_once(customer, as_):
    browser = as_("rep")
    address, found = reverse("core:timeline", args=["customers.customer", customer.pk]), []
    while address:
        answer = browser.get(address, headers={"HX-Request": "true"})
        found += places(answer)
        address = answer.context["more_url"]
    assert found == sorted(found, reverse=True)
    assert len(found) == len(set(found))
    kinds = [place.source for place in found]
    assert (kinds.count("visit"), kinds.count("audit")) == (Visit.objects.count(), 34 + 2)


def test_by_time_alone_some_would_be_dropped(cast, customer, monkeypatch):
    """Negative control: the guard is the source and the row behind the moment."""
    first = timeline.of(cast.rep, customer, limit=50)

    def by_time(rows: Any, before: Any, *, source: str, at: str = "at") -> Any:
        return rows.order_by(f"-{at}").filter(**{f"{at}__lt": before.at})

    for room in (timeline, customers_timeline, quotes_timeline):
        monkeypatch.setattr(room, "older", by_time)
    assert timeline.of(cast.rep, customer, before=first[-1].place) == []


@pytest.mark.parametrize("cursor", ["x", "20261118T100000.000000", "20261118T100000.000000-audit-x", "-", "9" * 400])
def test_a_strange_cursor_begins_at_the_top(customer, as_, cursor):
    address = reverse("core:timeline", args=["customers.customer", customer.pk])
    assert places(as_("rep").get(f"{address}?before={cursor}")) == places(as_("rep").get(address))
