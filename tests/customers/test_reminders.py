"""B05, B03: the morning tells owners whom to see and whose data to look at again, once and with numbers that open."""

from datetime import UTC, datetime, timedelta

import pytest

from core import clock
from core.models import Holiday, Notification
from customers import selectors, services
from customers.models import Customer
from tests.customers.conftest import enter

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
"""Five past eight in Shanghai."""
DAYS = 30
"""Days between visits at a potential customer, and before its data is stale."""


@pytest.fixture(autouse=True)
def holidays():
    clock.forget_overrides()
    yield
    clock.forget_overrides()


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    monkeypatch.setattr(selectors, "visit_days", lambda on=None: {"potential": DAYS})
    monkeypatch.setattr(selectors, "stale_days", lambda on=None: {"potential": DAYS})


def seen(customer, days_ago, before=MONDAY):
    """Last contacted and last confirmed so many days before a morning."""
    at = before - timedelta(days=days_ago)
    Customer.objects.filter(pk=customer.pk).update(last_contact_at=at, confirmed_at=at)


def notices_of(code):
    rows = Notification.objects.filter(code=code).order_by("created_at", "pk")
    return [(row.recipient.username, row.params) for row in rows]


class TestVisits:
    def test_an_owner_hears_of_what_fell_due_and_of_all_that_is(self, cast, customer):
        seen(customer, DAYS + 1)
        seen(enter(cast.rep, "苏州工业园区水务有限公司"), DAYS + 20)
        seen(enter(cast.rep, "无锡太湖环保有限公司"), DAYS - 5)
        seen(enter(cast.rep_south, "广州南粤机电有限公司"), DAYS + 20)
        assert services.remind_of_visits(as_of=MONDAY) == 1
        assert notices_of("customer.due") == [("rep", {"number": 2, "new": 1})]

    def test_the_number_is_that_of_the_list_it_opens(self, cast, customer, as_, time_machine):
        seen(customer, DAYS + 1)
        seen(enter(cast.rep, "苏州工业园区水务有限公司"), DAYS + 20)
        seen(enter(cast.rep, "无锡太湖环保有限公司"), DAYS - 5)
        services.remind_of_visits(as_of=MONDAY)
        time_machine.move_to(MONDAY)
        listed = as_("rep").get(Notification.objects.get(code="customer.due").url).text
        assert [name in listed for name in ("苏州工业园区水务有限公司", "无锡太湖环保有限公司")] == [True, False]
        assert customer.name in listed

    def test_a_monday_tells_of_the_weekend_too_and_a_day_off_of_nothing(self, cast, customer):
        seen(customer, DAYS + 2)
        assert services.remind_of_visits(as_of=MONDAY - timedelta(days=1)) == 0
        assert services.remind_of_visits(as_of=MONDAY) == 1
        assert services.remind_of_visits(as_of=MONDAY + timedelta(days=1)) == 0

    def test_run_twice_nobody_hears_twice(self, cast, customer):
        seen(customer, DAYS + 1)
        services.remind_of_visits(as_of=MONDAY)
        services.remind_of_visits(as_of=MONDAY)
        assert len(notices_of("customer.due")) == 1

    def test_a_customer_of_the_pool_is_nobodys_duty(self, cast, customer):
        seen(customer, DAYS + 1)
        Customer.objects.filter(pk=customer.pk).update(owner=None, pooled_at=clock.now())
        assert services.remind_of_visits(as_of=MONDAY) == 0


class TestStale:
    def test_the_first_work_day_of_a_week_tells_how_many_there_are(self, cast, customer):
        seen(customer, DAYS + 40)
        assert services.remind_of_stale(as_of=MONDAY) == 1
        assert services.remind_of_stale(as_of=MONDAY + timedelta(days=1)) == 0
        assert notices_of("customer.stale") == [("rep", {"number": 1})]

    def test_after_a_holiday_it_is_the_first_day_back(self, cast, customer):
        seen(customer, DAYS + 40)
        off = [clock.local_date(MONDAY) + timedelta(days=number) for number in range(3)]
        Holiday.objects.bulk_create(Holiday(date=day, name="停工", is_workday=False) for day in off)
        clock.forget_overrides()
        told = [services.remind_of_stale(as_of=MONDAY + timedelta(days=number)) for number in range(5)]
        assert told == [0, 0, 0, 1, 0]

    def test_one_confirmed_since_is_not_told_of(self, cast, customer):
        seen(customer, DAYS - 1)
        assert services.remind_of_stale(as_of=MONDAY) == 0
