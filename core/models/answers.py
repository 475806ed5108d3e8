from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.scope import ScopedQuerySet


class KeptAnswer(models.Model):
    """What an API request with an Idempotency-Key was answered, written in the transaction of the act (core.api.once).

    `asked` is the fingerprint of the request. Forgotten after two days by the tidying job.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口答复")
        verbose_name_plural = _("接口答复")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["created_at"], name="kept_answer_created")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key[:12]}"
