"""The cast of the demo company signs in with the one password on the login page."""

import pytest
from django.apps import apps

from org.models import User
from salesops.demo import cast as stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _beside_the_cast_of_the_tests(monkeypatch):
    monkeypatch.setattr(stage, "CAST", [(f"stage.{login}", *facts) for login, *facts in stage.CAST[:3]])
    monkeypatch.setattr(stage, "COLLEAGUES", [])
    monkeypatch.setattr(stage, "UNITS", [(key, f"台上{name}", *facts) for key, name, *facts in stage.UNITS])


def test_each_signs_in_with_the_password_shown_and_nothing_else():
    people = stage.appoint()
    kept = set(User.objects.filter(pk__in=[person.pk for person in people.values()]).values_list("password", flat=True))
    assert len(kept) == 1, "hashed once: it is the same for all, and no secret"
    found = User.objects.get(username="stage.rep")
    assert found.check_password(stage.PASSWORD)
    assert not found.check_password("another-password")


def test_the_password_leaves_no_trace_in_the_history():
    people = stage.appoint()
    versions = apps.get_model("org.UserEvent").objects.filter(pgh_obj_id__in=[person.pk for person in people.values()])
    assert sorted(versions.values_list("pgh_label", flat=True)) == ["insert"] * len(people)
