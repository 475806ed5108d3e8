import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.history import track
from core.scope import ScopedQuerySet, Viewer


def random_name(instance: "Attachment | None" = None, filename: str = "") -> str:
    """Files lie under a name nobody can guess and that says nothing of their content."""
    return f"{clock.today():%Y/%m}/{secrets.token_hex(20)}"


class AttachmentQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Files of records the reader may see; asked kind by kind through the records' own door."""
        from core import attachments, subjects

        seen = models.Q(pk__in=[])
        for kind in attachments.kinds():
            rows = subjects.queryset(kind).visible_to(user).values("pk")
            seen |= models.Q(subject_kind=kind, subject_id__in=rows)
        return self.filter(seen, removed_at=None)

    def of(self, kind: str, subject_id: int) -> Self:
        return self.filter(subject_kind=kind, subject_id=subject_id, removed_at=None).order_by("-id")


@track()
class Attachment(models.Model):
    """A private file of a record: access-checked, always sent as a download, never executed."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    file = models.FileField(_("文件"), upload_to=random_name, max_length=120)
    name = models.CharField(_("文件名"), max_length=200)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("上传时间"), default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+", null=True
    )
    removed_at = models.DateTimeField(_("移除时间"), null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="attachment_subject")]

    def __str__(self) -> str:
        return self.name
