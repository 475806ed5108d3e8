from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import track
from core.models.settings import PublicQuerySet


class SellerQuerySet(PublicQuerySet):
    def in_force(self, on: date) -> Self:
        return self.filter(valid_from__lte=on).order_by("-valid_from", "-pk")


@track()
class SellerProfile(models.Model):
    """Our own facts as papers print them, dated: an old quote prints with the facts of its day."""

    valid_from = models.DateField(_("自"))
    name = models.CharField(_("公司名称"), max_length=80)
    name_alt = models.CharField(_("英文名称"), max_length=120, blank=True)
    uscc = models.CharField(_("税号"), max_length=18)
    address = models.CharField(_("地址"), max_length=120)
    phone = models.CharField(_("电话"), max_length=40)
    email = models.EmailField(_("邮箱"), blank=True)
    web = models.CharField(_("网站"), max_length=80, blank=True)
    bank = models.CharField(_("开户银行"), max_length=80)
    account = models.CharField(_("账号"), max_length=40)
    bank_code = models.CharField(_("行号"), max_length=20, blank=True)
    color = models.CharField(_("颜色"), max_length=7, default="#12355b")
    logo = models.TextField(_("标志 SVG"), blank=True)
    seal = models.TextField(_("印章 SVG"), blank=True)

    objects = SellerQuerySet.as_manager()

    class Meta:
        verbose_name = _("本公司资料")
        verbose_name_plural = _("本公司资料")
        constraints = [models.UniqueConstraint(fields=["valid_from"], name="seller_profile_once")]

    def __str__(self) -> str:
        return self.name
