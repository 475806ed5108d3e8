"""Business events are written with the act or not at all."""

import pytest
from django.db import transaction

from core import audit, context
from core.models import AuditEntry, Holiday

pytestmark = pytest.mark.django_db


def test_an_entry_keeps_who_what_why_and_from_where(cast):
    rep, head = cast.rep, cast.head
    meta = context.RequestMeta(request_id="r-1", ip="10.1.2.3", source="web", actor_id=head.pk)
    with context.use(meta):
        audit.record(
            actor=head,
            code="org.person_edited",
            subject=rep,
            from_state="a",
            to_state="b",
            reason="换了电话",
            data={"phone": ["1", "2"]},
            in_place_of=cast.region,
        )
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.actor_label, entry.in_place_of) == (head, "周敏", cast.region)
    assert (entry.subject_kind, entry.subject_id, entry.subject_label) == ("org.user", rep.pk, "林晓峰")
    assert (entry.from_state, entry.to_state, entry.reason, entry.data) == ("a", "b", "换了电话", {"phone": ["1", "2"]})
    assert (entry.source, entry.ip, entry.request_id) == ("web", "10.1.2.3", "r-1")


def test_the_person_stood_in_for_comes_from_the_context_unless_told(cast):
    with context.use(context.RequestMeta(on_behalf_of=cast.region.pk)):
        assert audit.record(actor=cast.head, code="x.done", subject=None).in_place_of == cast.region


def test_outside_a_request_it_is_the_system(cast):
    entry = audit.record(actor=None, code="x.done", subject=None)
    assert (entry.actor, entry.actor_label, entry.source, entry.ip) == (None, "", "system", None)


def test_names_longer_than_the_column_are_cut_not_refused(cast):
    holiday = Holiday(pk=1, date="2026-01-01", name="长" * 300)
    assert len(audit.record(actor=None, code="x.done", subject=holiday).subject_label) == 200


def test_the_label_stays_when_the_person_is_renamed(cast):
    entry = audit.record(actor=cast.rep, code="x.done", subject=None)
    person = cast.rep
    person.display_name = "改了名"
    person.save()
    entry.refresh_from_db()
    assert entry.actor_label == "林晓峰"


def test_the_entry_goes_when_the_act_is_rolled_back(cast):
    before = AuditEntry.objects.count()
    with transaction.atomic():
        audit.record(actor=cast.rep, code="x.done", subject=None)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_the_entry_stays_when_the_act_does(cast):
    before = AuditEntry.objects.count()
    with transaction.atomic():
        audit.record(actor=cast.rep, code="x.done", subject=None)
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("login", ["rep", "head", "director", "leader", "finance"])
def test_the_log_is_closed_to_those_without_the_right(cast, login):
    audit.record(actor=None, code="x.done", subject=None)
    assert not AuditEntry.objects.visible_to(getattr(cast, login)).exists()


def test_the_log_is_open_to_the_administrator(cast):
    audit.record(actor=None, code="x.done", subject=None)
    assert AuditEntry.objects.visible_to(cast.admin).exists()


def test_the_entry_it_returns_is_the_one_that_stands(cast):
    """Its statement is our own: no column of the model may be forgotten in it."""
    with context.use(context.RequestMeta(request_id="r-2", ip="10.1.2.4", source="api", on_behalf_of=cast.region.pk)):
        entry = audit.record(
            actor=cast.rep, code="x.done", subject=cast.head, from_state="a", to_state="b", reason="c", data={"d": [1]}
        )
    fields = [field.attname for field in AuditEntry._meta.concrete_fields]
    stands = AuditEntry.objects.values(*fields).get(pk=entry.pk)
    assert stands == {name: getattr(entry, name) for name in fields}
    assert not {"", None} & {text for text in stands.values() if not isinstance(text, dict)}, "a column without a fact"
    assert not entry._state.adding


def test_many_are_the_same_as_one_each(cast):
    people = [cast.rep, cast.rep2]
    for person in people:
        audit.record(actor=cast.head, code="x.done", subject=person, to_state=person.username, data={"n": 1})
    audit.record_many(
        actor=cast.head, code="x.done", acts=[(person, {"n": 1}) for person in people], to_state="username"
    )
    entries = list(AuditEntry.objects.filter(code="x.done").order_by("pk").values())
    for entry in entries:
        del entry["id"], entry["at"]
    assert entries[:2] == entries[2:]
