"""`manage.py demo`: the demo company; `--clear` takes its data out again, as /sample-data/ does; `--empty` empties the database."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.models import F
from psycopg2 import sql

from core import bootstrap, clock
from core.choices import OutboxState
from core.errors import Refusal
from core.management.commands.migrate import connected_as
from core.models import Notification, OutboxMessage
from org.models import User
from salesops.demo import (
    accounts,
    cast,
    deals,
    desks,
    doubles,
    followups,
    leads,
    learned,
    nights,
    priors,
    reports,
    trade,
    weeks,
)
from salesops.demo.story import Story
from salesops.samples import contents, removal

KEPT = {"django_migrations", "django_content_type"}


class Command(BaseCommand):
    help = "Fill an empty installation with the demo company; does nothing when people are there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--clear", action="store_true", help="remove the sample data and keep what your own people entered"
        )
        parser.add_argument(
            "--empty", action="store_true", help="remove everything, the audit too: a database to be filled anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["clear"]:
            clear_samples()
            self.stdout.write("The sample data is gone; what your own people entered stands.")
        elif not settings.DEMO:
            raise CommandError("Demo mode is off (SALESOPS_DEMO). The demo company never goes into a real database.")
        elif options["empty"]:
            empty_company()
            self.stdout.write("The demo company is gone; `manage.py demo` makes it anew.")
        elif User.objects.exists():
            self.stdout.write("People work here already; nothing to do.")
        else:
            started = time.monotonic()
            make_company()
            self.stdout.write(f"The demo company stands after {time.monotonic() - started:.0f} s.")


@contextmanager
def _in_one_go() -> Iterator[None]:
    """One transaction without savepoints. Nobody catches an error of the demo's, so there is nothing to go back to.

    They were a third of all statements.
    """
    with transaction.atomic():
        connection.features.uses_savepoints = False
        try:
            yield
        finally:
            connection.features.uses_savepoints = True


@_in_one_go()
def make_company() -> None:
    """All of it or nothing: a killed run leaves an empty company."""
    bootstrap.run()
    now = clock.now()
    story = Story(people={}, now=now)
    with clock.pretend(story.start):
        story.people = cast.appoint()
        trade.stock_catalog(story)
        deals.meet_rivals(story)
    trade.open_business(story)
    desks.fill_desks(story)
    weeks.plan_weeks(story)
    reports.write_reports(story)
    leads.gather_leads(story)
    doubles.enter_twice(story)
    priors.ask_before(story)
    followups.follow_up(story)
    accounts.name_accounts(story)
    learned.hear(story)
    story.tell()
    nights.pass_nights(story)
    _settle_old_news(now)
    contents.write_down()


def _settle_old_news(now: datetime) -> None:
    """What the worker and the readers would have done by now: letters sent, notices of before last week read."""
    OutboxMessage.objects.filter(due_at__lt=now).update(state=OutboxState.SENT, sent_at=F("due_at"))
    Notification.objects.filter(created_at__lt=now - timedelta(days=4)).update(read_at=F("created_at"))


def clear_samples() -> None:
    """To the end, here and now; a removal that was cut short goes on where it stopped."""
    try:
        sample = removal.order_removal(actor=None)
    except Refusal as refusal:
        raise CommandError(str(refusal)) from refusal
    removal.work(sample.pk)
    sample.refresh_from_db()
    if sample.done_at is None:
        raise CommandError(sample.refusal or "A worker is at it; see /sample-data/.")


def empty_company() -> None:
    """Truncate every table of ours. Only the owner may; the application's role cannot, demo or not."""
    assert settings.DATABASE_OWNER is not None
    with connected_as(connection, settings.DATABASE_OWNER), connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - KEPT)
        cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
    bootstrap.run()
