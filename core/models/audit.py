from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.scope import CapabilityQuerySet


class AuditQuerySet(CapabilityQuerySet):
    capability = "audit.read"

    def about(self, kind: str, subject_id: int) -> "AuditQuerySet":
        """The timeline of one record, newest first. Ask only for records the reader may see."""
        return self.filter(subject_kind=kind, subject_id=subject_id).order_by("-id")


class AuditEntry(models.Model):
    """A business event: who did what to which record, from where, and why (O10).

    Written in the transaction of the act by `core.audit.record`, never changed afterwards: the
    application's database role may only SELECT and INSERT here, and seals chain the rows.
    """

    append_only = True

    at = models.DateTimeField(_("时间"), default=clock.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
    )
    actor_label = models.CharField(_("当时姓名"), max_length=80, blank=True)
    in_place_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("代理对象"), on_delete=models.PROTECT, related_name="+", null=True
    )
    code = models.CharField(_("事件"), max_length=80)
    subject_kind = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.BigIntegerField(_("对象编号"), null=True)
    subject_label = models.CharField(_("对象"), max_length=200, blank=True)
    from_state = models.CharField(_("原状态"), max_length=40, blank=True)
    to_state = models.CharField(_("新状态"), max_length=40, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    data = models.JSONField(_("细节"), default=dict)
    source = models.CharField(_("来源"), max_length=20, blank=True)
    ip = models.GenericIPAddressField(_("地址"), null=True)
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计记录")
        verbose_name_plural = _("审计记录")
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["code", "-id"], name="audit_code"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.code} {self.subject_label}"


class AuditSeal(models.Model):
    """One link of the hash chain over an append-only table.

    A seal names exactly the rows it covers (`ids`, ranges as [from, to] pairs flattened) and the
    columns that existed, so a late commit with a lower id goes into a later seal, and a column
    added by a migration does not break old seals. `digest` = SHA-256 over the covered rows,
    `link` = SHA-256 over previous link + this seal's facts.
    """

    append_only = True

    table = models.CharField(_("表"), max_length=80)
    sequence = models.PositiveIntegerField(_("序号"))
    ids = ArrayField(models.BigIntegerField(), verbose_name=_("行号区间"))
    row_count = models.PositiveIntegerField(_("行数"))
    columns = ArrayField(models.CharField(max_length=80), verbose_name=_("列"))
    digest = models.CharField(_("摘要"), max_length=64)
    link = models.CharField(_("链值"), max_length=64)
    at = models.DateTimeField(_("时间"), default=clock.now)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计封条")
        verbose_name_plural = _("审计封条")
        constraints = [models.UniqueConstraint(fields=["table", "sequence"], name="seal_sequence")]

    def __str__(self) -> str:
        return f"{self.table} #{self.sequence}"
