"""Row history: no way of writing gets past the triggers, and every version says who wrote it."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from psycopg2 import sql

from core import context
from core import versions as changes
from core.models import Holiday
from org.models import User

pytestmark = pytest.mark.django_db

Event = Holiday.events.field.model


def versions(**lookup):
    return list(Event.objects.filter(**lookup).order_by("pgh_id").values_list("pgh_label", "name"))


@pytest.fixture
def holiday():
    return Holiday.objects.create(date="2027-01-01", name="元旦")


def test_save_and_delete(holiday):
    holiday.name = "新年"
    holiday.save()
    pk = holiday.pk
    holiday.delete()
    assert versions(pgh_obj_id=pk) == [("insert", "元旦"), ("update", "新年"), ("delete", "新年")]


def test_update_of_a_queryset(holiday):
    Holiday.objects.filter(pk=holiday.pk).update(name="新年")
    assert versions(pgh_obj_id=holiday.pk)[-1] == ("update", "新年")


def test_bulk_create_and_bulk_update():
    rows = Holiday.objects.bulk_create(Holiday(date=f"2027-05-0{n}", name=f"日{n}") for n in range(1, 6))
    assert [name for _label, name in versions(date__year=2027)] == ["日1", "日2", "日3", "日4", "日5"]
    for row in rows:
        row.name = "劳动节"
    Holiday.objects.bulk_update(rows, ["name"])
    assert len(versions(pgh_label="update", name="劳动节")) == 5


def test_raw_sql(holiday):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_holiday SET name = 'raw' WHERE id = %s", [holiday.pk])
        cursor.execute("DELETE FROM core_holiday WHERE id = %s", [holiday.pk])
    assert versions(pgh_obj_id=holiday.pk)[1:] == [("update", "raw"), ("delete", "raw")]


def test_delete_of_a_queryset(holiday):
    Holiday.objects.filter(pk=holiday.pk).delete()
    assert versions(pgh_obj_id=holiday.pk)[-1] == ("delete", "元旦")


def test_an_update_that_changes_nothing_leaves_no_version(holiday):
    Holiday.objects.filter(pk=holiday.pk).update(name="元旦")
    assert len(versions(pgh_obj_id=holiday.pk)) == 1


def test_no_session_switches_a_trigger_off(holiday):
    with pgtrigger.ignore("core.Holiday:update_update"):
        Holiday.objects.filter(pk=holiday.pk).update(name="谁都看见")
    assert versions(pgh_obj_id=holiday.pk)[-1] == ("update", "谁都看见")


def test_excluded_columns_are_not_kept(cast):
    event = User.events.field.model
    assert "password" not in {field.name for field in event._meta.fields}
    before = event.objects.count()
    User.objects.filter(pk=cast.rep.pk).update(search_key="别的")
    assert event.objects.count() == before


# --- who ---------------------------------------------------------------------------------------

META = context.RequestMeta(request_id="r-9", source="web", actor_id=7, on_behalf_of=8)
TOLD = {"actor": 7, "in_place_of": 8, "source": "web", "request": "r-9"}


def who(holiday):
    return Event.objects.filter(pgh_obj_id=holiday.pk).latest("pgh_id").pgh_context


def test_a_version_says_who_acted_through_what_in_which_request(holiday):
    assert who(holiday) is None
    with context.use(META):
        Holiday.objects.filter(pk=holiday.pk).update(name="甲")
    assert who(holiday) == TOLD


@pytest.mark.parametrize(
    ("statement", "params"),
    [
        ("UPDATE core_holiday SET name = '100%%' || %s", ["乙"]),
        ("UPDATE core_holiday SET name = '100%%' || %(name)s", {"name": "乙"}),
        ("UPDATE core_holiday SET name = '100%乙'", None),
        ("WITH x AS (SELECT 1) UPDATE core_holiday SET name = '100%%' || %s", ["乙"]),
        (sql.SQL("UPDATE {} SET name = '100%%乙'").format(sql.Identifier("core_holiday")), []),
    ],
)
def test_raw_statements_say_it_too(holiday, statement, params):
    with context.use(META), connection.cursor() as cursor:
        cursor.execute(statement, params)
        assert cursor.rowcount == 1
    holiday.refresh_from_db()
    assert holiday.name == "100%乙"
    assert who(holiday) == TOLD


def test_a_name_with_quotes_stays_a_value(holiday):
    with context.use(context.RequestMeta(request_id="'; DROP TABLE core_holiday; --")), connection.cursor() as cursor:
        cursor.execute("UPDATE core_holiday SET name = 'x'")
    assert who(holiday)["request"] == "'; DROP TABLE core_holiday; --"


def test_the_inner_circumstances_count_and_end(holiday):
    with context.use(META):
        with context.use(context.RequestMeta(source="job", request_id="j")):
            Holiday.objects.filter(pk=holiday.pk).update(name="甲")
            assert who(holiday)["source"] == "job"
        Holiday.objects.filter(pk=holiday.pk).update(name="乙")
        assert who(holiday)["source"] == "web"


MACHINERY = {
    # What machines write many times a minute; their outcome is kept in the row itself.
    "core.bulkrow",
    "core.bulkrun",
    "core.importrow",
    "core.importrun",
    "core.jobrun",
    "core.keptanswer",
    "core.listexport",
    "core.notification",
    "core.numbercounter",
    "core.outboxmessage",
    "core.sampledata",
    # Counters of wrong passwords, gone after a quarter of an hour.
    "org.loginguess",
    # Where somebody was: a history would keep what the retention rule deletes.
    "customers.visitposition",
}


def test_every_model_of_ours_is_tracked_append_only_or_named_as_machinery():
    tracked = {event.pgh_tracked_model for event in apps.get_models() if hasattr(event, "pgh_tracked_model")}
    ours = [
        model
        for config in apps.get_app_configs()
        if not config.path.count("site-packages")
        for model in config.get_models()
        if not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
    ]
    # Rows of append-only tables are their own history.
    changing = [model for model in ours if not getattr(model, "append_only", False)]
    untracked = {model._meta.label_lower for model in changing if model not in tracked}
    assert untracked == MACHINERY


def test_a_compound_value_reads_line_by_line_without_its_gaps():
    field = apps.get_model("quotes.quote")._meta.get_field("buyer")
    assert changes._show(field, {"name": "江北水务", "phone": "", "contact": "刘建平"}, {}) == (
        "name: 江北水务\ncontact: 刘建平"
    )
