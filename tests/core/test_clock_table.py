"""The holiday table in the database decides over the public calendar."""

from datetime import date

import pytest
from django.apps import apps

from core import clock


@pytest.fixture(autouse=True)
def fresh():
    clock.forget_overrides()
    yield
    clock.forget_overrides()


@pytest.mark.django_db
def test_a_row_makes_a_holiday():
    day = date(2026, 3, 18)
    assert clock.is_workday(day)
    holiday = apps.get_model("core", "Holiday").objects.create(date=day, is_workday=False, name="厂庆")
    assert not clock.is_workday(day)
    assert clock.add_workdays(date(2026, 3, 17), 1) == date(2026, 3, 19)
    holiday.delete()
    assert clock.is_workday(day)


@pytest.mark.django_db
def test_the_table_is_read_once_for_many_days(django_assert_num_queries):
    with django_assert_num_queries(1):
        clock.add_workdays(date(2026, 3, 17), 200)
        clock.is_workday(date(2026, 3, 18))
