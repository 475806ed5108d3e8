"""Kinds and settings of people and units."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    COMPANY = "company", _("公司")
    REGION = "region", _("大区")
    TEAM = "team", _("销售组")
    DEPARTMENT = "department", _("部门")


SELLING = (UnitKind.COMPANY, UnitKind.REGION, UnitKind.TEAM)
"""The sales line, from the company down to a team."""


class Scope(models.TextChoices):
    NONE = "none", _("看不到")
    OWN = "own", _("自己的")
    SUBTREE = "subtree", _("本部门及下级的")
    ALL = "all", _("全部")


WIDTH = {Scope.NONE: 0, Scope.OWN: 1, Scope.SUBTREE: 2, Scope.ALL: 3}
"""With several roles the widest scope counts."""


class Theme(models.TextChoices):
    AUTO = "auto", _("跟随系统")
    LIGHT = "light", _("浅色")
    DARK = "dark", _("深色")


class Language(models.TextChoices):
    HANS = "zh-hans", "简体中文"
    HANT = "zh-hant", "繁體中文"
    EN = "en", "English"
