from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock


class Record(models.Model):
    """What every business row carries: who made it, when, and a version for optimistic locking.

    `version` grows by one with each service write; forms and `If-Match` compare it, so that
    nobody overwrites what they have not seen (412).
    """

    created_at = models.DateTimeField(_("创建时间"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("修改时间"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("创建人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    class Meta:
        abstract = True

    def get_constraints(self) -> Any:
        """What `full_clean` asks the database about, without the checks that hold: those are asked all at once."""
        found = super().get_constraints()
        checks = [one.condition for _model, all_ in found for one in all_ if isinstance(one, models.CheckConstraint)]
        values = self._get_field_expression_map(meta=self._meta)  # type: ignore[attr-defined]  # Django's own
        if not checks or not Q(*checks).check(values):
            return found  # one by one, to say which does not
        return [(model, [one for one in all_ if not isinstance(one, models.CheckConstraint)]) for model, all_ in found]

    def touch(self) -> None:
        """Mark a change: services call it just before `save`."""
        self.version += 1
        self.updated_at = clock.now()
