"""Kinds of customers, contacts and visits, with label and mark."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import marks


class CustomerClass(marks.ScaleChoices):
    """How much a customer matters (B04). Each class has its visit frequency as policy."""

    POTENTIAL = "potential", 1, _("潜在")
    NORMAL = "normal", 2, _("普通")
    FOCUS = "focus", 3, _("重点")
    KEY = "key", 4, _("大客户")


class ContactRole(models.TextChoices):
    """What a contact has to say when the customer buys."""

    DECIDES = "decides", _("决策")
    BUYS = "buys", _("采购")
    TECHNICAL = "technical", _("技术")
    USES = "uses", _("使用")
    PAYS = "pays", _("付款")


class VisitKind(models.TextChoices):
    VISIT = "visit", pgettext_lazy("one", "拜访")
    RETURN = "return", _("回访")
    PHONE = "phone", _("电话")
    ONLINE = "online", _("线上")


class Outcome(models.TextChoices):
    PROGRESS = "progress", _("有进展")
    STEADY = "steady", _("维持")
    OBJECTION = "objection", _("有异议")
    NOT_MET = "not_met", _("没见到")
    REFUSED = "refused", _("拒绝")


class PositionSystem(models.TextChoices):
    """The datum raw coordinates are in. Maps in China draw GCJ-02; what the browser gives is kept as it came."""

    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", "GCJ-02"
