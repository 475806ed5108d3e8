"""Conditions of our own."""

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F

from core.lookups import AnyOf
from org.models import User

pytestmark = pytest.mark.django_db


def test_any_of_finds_what_in_finds_and_reads_the_ids_first(cast):
    ids = User.objects.filter(username__startswith="re").values("pk")
    found = User.objects.filter(AnyOf(F("pk"), ArraySubquery(ids)))
    assert set(found) == set(User.objects.filter(pk__in=ids)) != set()
    assert "InitPlan" in found.explain()
    assert "InitPlan" not in User.objects.filter(pk__in=ids).explain(), "negative control: `in` joins"


def test_any_of_nothing_is_nothing(cast):
    nobody = User.objects.filter(username="没有这个人").values("pk")
    assert not User.objects.filter(AnyOf(F("pk"), ArraySubquery(nobody))).exists()
