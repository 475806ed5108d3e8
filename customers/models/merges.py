from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.addresses import address_of
from core.history import track
from core.scope import ScopedQuerySet, Viewer
from customers.models.customers import Customer


class MergeQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """With the customer that stayed, or the one it went on into."""
        seen = Customer.objects.visible_to(user).values("pk")
        former = FormerCustomer.objects.filter(customer__in=seen).values("merge_id")
        return self.filter(Q(survivor_id__in=seen) | Q(pk__in=former))


class MergeRecord(models.Model):
    """That one customer was merged into another, and exactly what that did, so that it can be taken back (B06).

    `merged` is the row that is gone, `fields` group → was and became at the one that stayed, `steps` a `core.journal`.
    """

    append_only = True

    survivor_id = models.BigIntegerField(_("留下的客户"), db_index=True)
    survivor_label = models.CharField(_("留下的客户"), max_length=120)
    merged_id = models.BigIntegerField(_("并掉的客户"), db_index=True)
    merged_label = models.CharField(_("并掉的客户"), max_length=120)
    merged_number = models.CharField(_("并掉的编号"), max_length=30)
    merged = models.JSONField(_("并掉的资料"))
    fields = models.JSONField(_("改了的资料"))
    steps = models.JSONField(_("移了什么"))
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("客户合并")
        verbose_name_plural = _("客户合并")
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(survivor_id=models.F("merged_id"))),
        ]

    def __str__(self) -> str:
        return f"{self.merged_label} → {self.survivor_label}"

    def get_absolute_url(self) -> str:
        return address_of("customers:merge_detail", self.pk)


class MergeUndoQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(merge__in=MergeRecord.objects.visible_to(user))


class MergeUndo(models.Model):
    """That a merge was taken back, and what could not be put back: kind → how many."""

    append_only = True

    merge = models.OneToOneField(MergeRecord, on_delete=models.PROTECT, related_name="undo")
    left = models.JSONField(_("没能放回的"), default=dict)
    at = models.DateTimeField(_("时间"), default=clock.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+"
    )

    objects = MergeUndoQuerySet.as_manager()

    class Meta:
        verbose_name = _("撤销合并")
        verbose_name_plural = _("撤销合并")

    def __str__(self) -> str:
        return f"#{self.merge_id}"


class FormerQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Where a merged customer went, to who sees that one."""
        return self.filter(customer__in=Customer.objects.visible_to(user))


@track()
class FormerCustomer(models.Model):
    """What a merged customer was known by, and where it is now. Its key is the old customer's.

    A child of the customer like all others: when that one is merged too, it goes along, so there is never a chain.
    """

    id = models.BigIntegerField(primary_key=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="formers")
    merge = models.ForeignKey(MergeRecord, on_delete=models.PROTECT, related_name="formers")
    number = models.CharField(_("编号"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, db_index=True)

    objects = FormerQuerySet.as_manager()

    class Meta:
        verbose_name = _("并入的客户")
        verbose_name_plural = _("并入的客户")

    def __str__(self) -> str:
        return self.name
