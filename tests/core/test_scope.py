"""Who sees what: nobody, unless the model says so."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import Http404

from core import subjects
from core.models import Notification, NumberCounter, TaxRate
from core.scope import OwnedQuerySet, ScopedQuerySet, visible_or_404


def our_models():
    return [
        model
        for config in apps.get_app_configs()
        if str(config.path).startswith(str(settings.BASE_DIR)) and "site-packages" not in config.path
        for model in config.get_models()
        if not hasattr(model, "pgh_tracked_model")
    ]


def test_every_model_of_ours_says_who_sees_its_rows():
    closed = [
        model._meta.label for model in our_models() if not isinstance(model._default_manager.all(), ScopedQuerySet)
    ]
    assert closed == []
    assert len(our_models()) > 20


def test_a_model_with_djangos_own_manager_would_be_caught():
    """Negative control."""
    assert not isinstance(apps.get_model("sessions.Session")._default_manager.all(), ScopedQuerySet)


@pytest.mark.django_db
def test_the_default_is_nothing_even_for_the_administrator(cast):
    NumberCounter.objects.create(kind="x", period="", value=1)
    assert not NumberCounter.objects.visible_to(cast.admin).exists()


class Viewer:
    def __init__(self, scope):
        self.pk, self.access = 7, self
        self._scope = scope

    def scope(self, domain):
        return self._scope

    def people(self, scope):
        return [7, 8] if scope == "subtree" else [7]


class Owned(OwnedQuerySet):
    domain = "teas"


@pytest.mark.parametrize(
    ("scope", "where"),
    [("own", "IN (7)"), ("subtree", "IN (7, 8)"), ("all", None)],
)
def test_owned_rows_follow_the_scope(scope, where):
    class Tea(models.Model):
        owner_id = models.IntegerField()
        objects = Owned.as_manager()

        class Meta:
            app_label = "tests"
            managed = False

    query = str(Tea.objects.visible_to(Viewer(scope)).query)
    assert (where in query) if where else ("WHERE" not in query)
    assert Tea.objects.visible_to(Viewer("none")).query.is_empty()
    apps.all_models["tests"].pop("tea", None)


@pytest.mark.django_db
@pytest.mark.parametrize("pk", [-1, 0, 10**30, "x", "1; DROP", None])
def test_unseen_absent_and_absurd_are_one_404(cast, pk):
    with pytest.raises(Http404):
        visible_or_404(TaxRate.objects.all(), cast.rep, pk=pk)


@pytest.mark.django_db
def test_a_colleagues_row_is_as_absent_as_none(cast):
    row = Notification.objects.create(recipient=cast.head, code="x", dedupe_key="k")
    assert visible_or_404(Notification.objects.all(), cast.head, pk=row.pk) == row
    with pytest.raises(Http404):
        visible_or_404(Notification.objects.all(), cast.rep, pk=row.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["", "x", "auth.permission", "sessions.session", "a.b.c", "core.nothing", "../etc"])
def test_a_name_that_is_no_record_of_ours_is_404(cast, kind):
    with pytest.raises(Http404):
        subjects.get(kind, 1, cast.admin)


@pytest.mark.django_db
def test_a_record_by_name_goes_through_its_door(cast):
    rate = TaxRate.objects.first()
    assert subjects.get("core.taxrate", rate.pk, cast.rep) == rate
    assert subjects.kind_of(rate) == "core.taxrate"
    assert subjects.url(rate) == ""


def conditions(rows):
    return str(rows.query).partition("WHERE")[2]


def test_ones_own_rows_are_asked_for_by_owner_alone():
    """What is in sight is left out, because it says nothing more; after another filter it stays, because that must."""
    viewer = Viewer("own")
    seen = Owned(Notification)._in_sight(models.Q(recipient_id__in=[7, 9]), viewer)
    assert "IN" not in conditions(seen.personal(viewer, "recipient_id"))
    assert "= 7" in conditions(seen.personal(viewer, "recipient_id"))
    narrowed = seen.filter(code="x").personal(viewer, "recipient_id")
    assert "IN" in conditions(narrowed)
    assert "= x" in conditions(narrowed)


def test_sight_never_gives_way_to_somebody_elses_rows():
    viewer, other = Viewer("own"), Viewer("own")
    other.pk = 8
    seen = Owned(Notification)._in_sight(models.Q(recipient_id__in=[7, 9]), viewer)
    told = conditions(seen.personal(other, "recipient_id"))
    assert "IN" in told
    assert "= 8" in told


@pytest.mark.django_db
def test_own_of_nothing_is_nothing():
    viewer = Viewer("own")
    assert not NumberCounter.objects.visible_to(viewer).personal(viewer, "pk").exists()
