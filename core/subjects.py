"""Records named by kind ("quotes.quote") and id, always fetched through their own door."""

from typing import Any

from django.apps import apps
from django.db import models
from django.http import Http404

from core.scope import Viewer, visible_or_404


def model(kind: str) -> type[models.Model]:
    """The model of a kind. Raises Http404 for a name that is no model of ours with a door."""
    try:
        found = apps.get_model(kind)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not hasattr(found._default_manager.all(), "visible_to"):
        raise Http404
    return found


def kind_of(subject: models.Model) -> str:
    return subject._meta.label_lower


def queryset(kind: str) -> Any:
    return model(kind)._default_manager.all()


def get(kind: str, subject_id: int, user: Viewer) -> Any:
    """The record, if `user` may see it; Http404 otherwise."""
    return visible_or_404(queryset(kind), user, pk=subject_id)


def url(subject: models.Model) -> str:
    """Where a person opens the record; empty for a model without a page."""
    address = getattr(subject, "get_absolute_url", None)
    return address() if address else ""
