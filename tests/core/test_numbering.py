"""Document numbers: none twice, none skipped, whoever takes them at once."""

import threading
import time
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, connection, transaction

from core import numbering
from core.errors import Forbidden, Invalid
from core.models import AuditEntry, NumberCounter, NumberPattern

KIND = "test.paper"


@pytest.fixture
def pattern():
    """A maker of patterns; ask for the database before it."""

    def make(**facts):
        return NumberPattern.objects.create(**{"kind": KIND, "prefix": "BJ", "width": 4, **facts})

    return make


def test_two_hundred_takers_at_once_get_two_hundred_numbers(committed_db, pattern):
    pattern()

    def take_some():
        for _ in range(10):
            with transaction.atomic():
                taken.append(numbering.take(KIND, on=date(2026, 3, 1)))

    taken = []
    assert committed_db.together([take_some] * 20) == [None] * 20
    assert sorted(taken) == [f"BJ-2026-{n:04d}" for n in range(1, 201)]


@pytest.mark.parametrize("turn", ["10s", "100ms"], ids=["waits", "control"])
def test_a_taker_waits_for_a_turn_longer_than_for_somebody_who_edits(committed_db, pattern, monkeypatch, turn):
    """The one in front holds the counter for longer than lock_timeout; with no patience of its own the taker is refused."""
    pattern()
    monkeypatch.setattr(numbering, "TURN", turn)
    held = threading.Event()

    def first():
        with transaction.atomic():
            number = numbering.take(KIND, on=date(2026, 3, 1))
            held.set()
            time.sleep(1)
        return number

    def second():
        held.wait(30)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            return numbering.take(KIND, on=date(2026, 3, 1))

    in_front, behind = committed_db.together([first, second])
    assert in_front == "BJ-2026-0001"
    assert behind == "BJ-2026-0002" if turn == "10s" else isinstance(behind, OperationalError)


def test_reading_the_counter_first_would_give_a_number_twice(committed_db, pattern):
    """Negative control: the same twenty takers with a plain read and write collide."""
    NumberCounter.objects.create(kind=KIND, period="2026", value=0)

    looked = threading.Barrier(20)

    def take_naively():
        for _ in range(10):
            counter = NumberCounter.objects.get(kind=KIND)
            looked.wait(30)
            counter.value += 1
            counter.save()
            taken.append(counter.value)

    taken = []
    committed_db.together([take_naively] * 20)
    assert len(set(taken)) < len(taken) == 200


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back(pattern):
    pattern()
    assert numbering.take(KIND, on=date(2026, 1, 1)) == "BJ-2026-0001"
    with transaction.atomic():
        assert numbering.take(KIND, on=date(2026, 1, 1)) == "BJ-2026-0002"
        transaction.set_rollback(True)
    assert numbering.take(KIND, on=date(2026, 1, 1)) == "BJ-2026-0002"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reset", "date_format", "expected"),
    [
        ("day", "%Y%m%d", ["20260131-01", "20260131-02", "20260201-01", "20270101-01"]),
        ("month", "%Y%m", ["202601-01", "202601-02", "202602-01", "202701-01"]),
        ("year", "%y", ["26-01", "26-02", "26-03", "27-01"]),
        ("never", "", ["01", "02", "03", "04"]),
    ],
)
def test_the_running_number_starts_again(pattern, reset, date_format, expected):
    pattern(prefix="", width=2, reset=reset, date_format=date_format)
    days = [date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 1), date(2027, 1, 1)]
    assert [numbering.take(KIND, on=day) for day in days] == expected


@pytest.mark.django_db
def test_the_year_turns_at_midnight_in_shanghai(pattern):
    pattern()
    with time_machine.travel("2026-12-31 15:59:59+00:00", tick=False):
        assert numbering.take(KIND) == "BJ-2026-0001"
    with time_machine.travel("2026-12-31 16:00:00+00:00", tick=False):
        assert numbering.take(KIND) == "BJ-2027-0001"


@pytest.mark.django_db
def test_more_than_the_width_grows_instead_of_starting_over(pattern):
    pattern(width=1)
    assert [numbering.take(KIND, on=date(2026, 1, 1)) for _ in range(10)][-1] == "BJ-2026-10"


@pytest.mark.django_db
def test_many_in_one_turn_are_the_next_ones_in_order(pattern):
    pattern()
    first = numbering.take(KIND)
    many = numbering.take_many(KIND, 3)
    after = numbering.take(KIND)
    ends = [int(number.rsplit("-", 1)[-1]) for number in (first, *many, after)]
    assert ends == list(range(ends[0], ends[0] + 5))


@pytest.mark.django_db
def test_a_kind_without_a_pattern_has_no_number():
    with pytest.raises(NumberPattern.DoesNotExist):
        numbering.take("nobody.knows")


@pytest.mark.django_db
@pytest.mark.parametrize(("reset", "date_format"), [("year", ""), ("month", "%Y"), ("day", "%Y%m"), ("month", "%m")])
def test_a_number_that_hides_its_period_is_refused_by_the_database(pattern, reset, date_format):
    with pytest.raises(IntegrityError, match="number_shows_its_period"), transaction.atomic():
        pattern(reset=reset, date_format=date_format)


@pytest.mark.django_db
def test_another_reset_goes_on_from_the_highest_number(cast, pattern):
    made = pattern(reset="month", date_format="%Y%m")
    with time_machine.travel("2026-11-21 02:00:00+00:00", tick=False):
        given = [numbering.take(KIND) for _ in range(3)]
        numbering.revise_pattern(actor=cast.admin, pattern_id=made.pk, facts={"reset": "year"})
        given += [numbering.take(KIND) for _ in range(2)]
        numbering.revise_pattern(actor=cast.admin, pattern_id=made.pk, facts={"reset": "never", "date_format": ""})
        given.append(numbering.take(KIND))
    assert given == [
        "BJ-202611-0001",
        "BJ-202611-0002",
        "BJ-202611-0003",
        "BJ-202611-0004",
        "BJ-202611-0005",
        "BJ-0006",
    ]
    assert AuditEntry.objects.filter(code="numbering.revised").count() == 2


@pytest.mark.django_db
def test_only_administrators_revise_and_only_what_can_be_right(cast, pattern):
    made = pattern()
    with pytest.raises(Forbidden):
        numbering.revise_pattern(actor=cast.head, pattern_id=made.pk, facts={"width": 6})
    with pytest.raises(Invalid):
        numbering.revise_pattern(actor=cast.admin, pattern_id=made.pk, facts={"reset": "day"})
