from django.conf import settings
from django.db import models
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

    def touch(self) -> None:
        """Mark a change: services call it just before `save`."""
        self.version += 1
        self.updated_at = clock.now()
