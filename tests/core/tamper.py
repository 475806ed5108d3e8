"""Hands the application does not have: the superuser of the test services, for showing what the guards notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg2.extensions import cursor

from salesops.embedded import postgres


@contextmanager
def as_superuser(servers: Any) -> Iterator[cursor]:
    """A cursor of the superuser on the database the test uses, committed at the end."""
    other = postgres.connect(servers.identity, connection.settings_dict["NAME"])
    try:
        with other.cursor() as hands:
            yield hands
    finally:
        other.close()
