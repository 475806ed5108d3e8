"""States and kinds of quotes, with labels and marks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import marks


class QuoteState(marks.StateChoices):
    DRAFT = "draft", marks.DRAFT, _("草稿")
    REPORTED = "reported", marks.RUNNING, _("审批中")
    RETURNED = "returned", marks.RETURNED, _("已退回")
    APPROVED = "approved", marks.DONE, _("已通过")
    ISSUED = "issued", marks.DONE, _("已发出")
    NEGOTIATING = "negotiating", marks.RUNNING, _("在谈")
    ACCEPTED = "accepted", marks.DONE, _("客户接受")
    LOST = "lost", marks.REFUSED, _("丢单")
    REJECTED = "rejected", marks.REFUSED, _("已驳回")
    VOID = "void", marks.VOID, _("已作废")


EDITABLE = (QuoteState.DRAFT, QuoteState.RETURNED)
AWAITED = (QuoteState.ISSUED, QuoteState.NEGOTIATING)
"""With the customer, who has not decided."""
SENT = (*AWAITED, QuoteState.ACCEPTED, QuoteState.LOST)
RELEASED = (QuoteState.APPROVED, *SENT)
STANDING = (QuoteState.APPROVED, *AWAITED)
"""What time can run out for."""
REVISABLE = (*STANDING, QuoteState.LOST, QuoteState.REJECTED)
SUPERSEDED = (*STANDING, QuoteState.LOST)
"""What a newer revision replaces. One the customer accepted has none: it is the base of the contract."""


class FeedbackOutcome(models.TextChoices):
    """What the customer says of a quote (E13)."""

    NEGOTIATING = "negotiating", _("在谈")
    ACCEPTED = "accepted", _("接受")
    LOST = "lost", _("丢单")


class SentBy(models.TextChoices):
    MAIL = "mail", _("邮件")
    COURIER = "courier", _("快递")
    WECHAT = "wechat", _("微信")
    HAND = "hand", _("当面交")
    PLATFORM = "platform", _("采购平台上传")


class PayEvent(models.TextChoices):
    """What a payment waits for. Terms are events, not dates."""

    SIGNING = "signing", _("合同签订后")
    SHIPPING = "shipping", _("发货前")
    ARRIVAL = "arrival", _("到货后")
    ACCEPTANCE = "acceptance", _("验收合格后")
    WARRANTY = "warranty", _("质保期满后")
    MONTHLY = "monthly", _("月结")
