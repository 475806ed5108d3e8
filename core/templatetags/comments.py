"""`{% load comments %}{% comment_box record %}`: where one says something about a record."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.db import models
from django.urls import reverse

from core import comments, subjects

register = template.Library()


@register.inclusion_tag("core/comment_box.html", takes_context=True)
def comment_box(context: Mapping[str, Any], record: models.Model) -> dict[str, Any]:
    """Nothing for records that take no comments, and for who may not read their timeline."""
    request = context["request"]
    if not comments.may_comment(request.user, record):
        return {}
    return {
        "url": reverse("core:comment_add", args=[subjects.kind_of(record), record.pk]),
        "here": request.get_full_path(),
        "longest": comments.LONGEST,
        "csrf_token": context.get("csrf_token"),
    }
