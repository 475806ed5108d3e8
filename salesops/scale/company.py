"""Fills the company: people first, then block after block copied in by one transaction."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import Max

from core import bootstrap, clock
from core.management.commands.migrate import connected_as
from core.models import NumberCounter
from org.models import User
from salesops.demo import cast, trade
from salesops.demo.story import DAYS, Story
from salesops.scale import customers, patterns, people, quotes
from salesops.scale.copying import Sheet, bare
from salesops.scale.customers import Lines
from salesops.scale.plan import BLOCK, Plan
from salesops.scale.words import MOST_NAMES

SHEETS = [*customers.SHEETS, *quotes.SHEETS]
WAITING_PER_TEAM = 60
SETTINGS = {
    "statement_timeout": "0",
    "lock_timeout": "30s",
    "idle_in_transaction_session_timeout": "0",
    "maintenance_work_mem": "512MB",
    "synchronous_commit": "off",
}

Block = dict[str, bytes]
"""Table → lines."""

_plan: Plan | None = None


class NotHere(Exception):
    """This database holds somebody else's company, or a large one already."""


def fill(
    *,
    number: int,
    seed: int,
    processes: int,
    visits: float,
    say: Callable[[str], Any],
    staff: people.Staff | None = None,
) -> None:
    """Make the whole company. Raises NotHere rather than mix with real people."""
    refuse_strangers()
    if number > MOST_NAMES:
        raise NotHere(f"There are names for {MOST_NAMES:,} customers at most.")
    plan = prepare(number, seed, visits, staff or people.staff(number))
    say(f"{sum(len(t.reps) for t in plan.territories)} reps in {len(plan.territories)} regions are there.")
    copy(plan, processes, say)


def refuse_strangers() -> None:
    known = {login for login, *_facts in [*cast.CAST, *cast.COLLEAGUES]}
    strangers = User.objects.exclude(username__in=known).exclude(username__startswith=people.MARK)
    if strangers.exists():
        raise NotHere(
            "People who are not of the demo company work here; the large company needs a database of its own."
        )
    if User.objects.filter(username__startswith=people.MARK, customers__isnull=False).exists():
        raise NotHere("The large company stands already; `manage.py demo --empty` empties the database.")


@transaction.atomic
def prepare(number: int, seed: int, visits: float, staff: people.Staff) -> Plan:
    """Everything that is made through the services: settings, cast, catalog, people, patterns of quotes."""
    random, now = Random(seed), clock.now()  # noqa: S311  (a believable company, not a secret)
    bootstrap.run()
    if not User.objects.exists():
        story = Story(people={}, now=now)
        with clock.pretend(story.start):
            story.people = cast.appoint()
            trade.stock_catalog(story)
    with clock.pretend(clock.day_start(now.date() - timedelta(days=DAYS))):
        territories = people.appoint(random, staff)
    days, coming = _workdays(now)
    author = User.objects.get(username="rep")
    made = patterns.write(sorted({day.year for day in days}), author, random)
    units = len({rep.unit_id for territory in territories for rep in territory.reps})
    return Plan(
        seed=seed,
        customers=number,
        now=now,
        days=days,
        calendar=days + coming,
        territories=territories,
        patterns=made,
        routes=patterns.ways(made, territories),
        stamper_id=User.objects.get(username="inside").pk,
        after={sheet.table: _highest(sheet) for sheet in SHEETS},
        numbered=_given("customers.customer"),
        quoted=_given("quotes.quote"),
        open_share=min(0.2, WAITING_PER_TEAM * units / max(1, number * 0.3)),
        visits=visits,
    )


def copy(plan: Plan, processes: int, say: Callable[[str], Any]) -> None:
    owner = settings.DATABASE_OWNER
    assert owner is not None, "demo mode has an embedded database, and that has an owner"
    with connected_as(connection, owner), transaction.atomic():
        with connection.cursor() as cursor:
            for name, value in SETTINGS.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        with bare([sheet.table for sheet in SHEETS]) as fresh:
            blocks = -(-plan.customers // BLOCK)
            for number, block in enumerate(_blocks(plan, blocks, processes), start=1):
                with connection.cursor() as cursor:
                    for sheet in SHEETS:
                        if sheet.table in block:
                            sheet.copy(cursor, block[sheet.table], fresh=sheet.table in fresh)
                if number % 50 == 0 or number == blocks:
                    say(f"{min(number * BLOCK, plan.customers):,} customers copied.")
            say("Building indexes, checking foreign keys.")
        _go_on_counting(plan)
    with connected_as(connection, owner), connection.cursor() as cursor:
        # Also marks the pages of tables that were not empty as visible to all, which index-only scans live by.
        for sheet in SHEETS:
            cursor.execute(f'VACUUM ANALYZE "{sheet.table}"')


def make_block(plan: Plan, block: int) -> Lines:
    """Table → lines of one block. The same plan gives the same lines in any process."""
    random = plan.random(block)
    lines, made = customers.make(plan, block, random)
    quotes.make(plan, made, random, lines)
    return dict(lines)


def _blocks(plan: Plan, count: int, processes: int) -> Iterator[Block]:
    # Forked workers touch no database; the plan is inherited.
    global _plan
    _plan = plan
    if processes < 2 or count < 2:
        yield from map(_make_mine, range(count))
        return
    context = multiprocessing.get_context("fork")
    with context.Pool(processes, initializer=_forget_connections) as pool:
        # A few ahead of the database, not all: a million customers are gigabytes.
        made = deque(pool.apply_async(_make_mine, (block,)) for block in range(min(count, processes * 3)))
        for block in range(len(made), count + len(made)):
            yield made.popleft().get()
            if block < count:
                made.append(pool.apply_async(_make_mine, (block,)))


def _forget_connections() -> None:
    """The parent's connection must not be closed by a child that ends."""
    connections["default"].connection = None


def _make_mine(block: int) -> Block:
    assert _plan is not None
    return {table: "".join(lines).encode() for table, lines in make_block(_plan, block).items()}


def _workdays(now: datetime) -> tuple[list[date], list[date]]:
    """The work days of two years up to yesterday, and those of the next month."""
    today = clock.local_date(now)
    days = [today + timedelta(days=step) for step in range(-DAYS, 31)]
    worked = [day for day in days if clock.is_workday(day)]
    return [day for day in worked if day < today], [day for day in worked if day >= today]


def _highest(sheet: Sheet) -> int:
    return int(sheet.model._default_manager.aggregate(top=Max("pk"))["top"] or 0)


def _given(kind: str) -> dict[int, int]:
    rows = NumberCounter.objects.filter(kind=kind).values_list("period", "value")
    return {int(period): value for period, value in rows}


def _go_on_counting(plan: Plan) -> None:
    """Sequences and document numbers go on behind what was copied."""
    with connection.cursor() as cursor:
        for sheet in SHEETS:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{sheet.table}', 'id'), (SELECT max(id) FROM \"{sheet.table}\"))"  # noqa: S608
            )
    most = {"customers.customer": plan.customers, "quotes.quote": plan.customers * 2}
    for kind, before in (("customers.customer", plan.numbered), ("quotes.quote", plan.quoted)):
        for year in {day.year for day in [*plan.days, clock.local_date(plan.now)]}:
            NumberCounter.objects.update_or_create(
                kind=kind, period=str(year), defaults={"value": before.get(year, 0) + most[kind]}
            )
