"""Negative control of the row history: it is the trigger that writes, and only the owner of a table can take it away."""

from contextlib import closing

import psycopg2
import pytest
from django.db import ProgrammingError, connection, transaction

from core.models import Holiday
from salesops import embedded


def test_without_the_trigger_nothing_is_kept(committed_db, servers):
    versions = Holiday.events.field.model.objects
    holiday = Holiday.objects.create(date="2027-01-01", name="元旦")
    [trigger] = [one for one in Holiday._meta.triggers if one.name == "update_update"]
    off = f"ALTER TABLE core_holiday DISABLE TRIGGER {trigger.get_pgid(Holiday)}"
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(off)
    with closing(psycopg2.connect(servers.identity.database_url(embedded.OWNER_ROLE, committed_db.name))) as owner:
        owner.autocommit = True
        owner.cursor().execute(off)
    Holiday.objects.filter(pk=holiday.pk).update(name="没人看见")
    assert list(versions.filter(pgh_obj_id=holiday.pk).values_list("name", flat=True)) == ["元旦"]
