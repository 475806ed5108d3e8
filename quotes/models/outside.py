"""What happened to a quote outside the house: that it went there, and what was said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.history import track
from customers.choices import LostReason
from customers.models import Competitor, Contact
from quotes.choices import FeedbackOutcome, SentBy
from quotes.models.quotes import OfQuoteQuerySet, Quote


class Dispatch(models.Model):
    """That a quote went to the customer (E13): which content, how, to whom, by whom. Outlives it as a stamp does."""

    append_only = True

    quote = models.ForeignKey(
        Quote, verbose_name=_("报价"), on_delete=models.PROTECT, related_name="dispatches", db_constraint=False
    )
    digest = models.CharField(_("指纹"), max_length=64)
    sent_by_way = models.CharField(_("方式"), max_length=10, choices=SentBy.choices)
    sent_to = models.CharField(_("收件人"), max_length=120)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发出人"), on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("发出时间"), default=clock.now)

    objects = OfQuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("发出记录")
        verbose_name_plural = _("发出记录")

    def __str__(self) -> str:
        return f"#{self.quote_id} → {self.sent_to}"


@track()
class QuoteFeedback(models.Model):
    """What the customer said of a quote (E13), once told never changed: whoever hears something else tells that."""

    quote = models.ForeignKey(
        Quote, verbose_name=_("报价"), on_delete=models.CASCADE, related_name="feedback", db_index=False
    )
    outcome = models.CharField(_("客户怎么说"), max_length=12, choices=FeedbackOutcome.choices)
    said = models.CharField(_("原话或要点"), max_length=500, blank=True)
    contact = models.ForeignKey(
        Contact, verbose_name=_("谁说的"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    lost_reason = models.CharField(_("丢单原因"), max_length=12, choices=LostReason.choices, blank=True)
    competitor = models.ForeignKey(
        Competitor, verbose_name=_("给了谁"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁记的"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("记录时间"), default=clock.now, editable=False)

    objects = OfQuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("客户反馈")
        verbose_name_plural = _("客户反馈")
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="feedback_lost_for_a_reason",
                condition=Q(outcome=FeedbackOutcome.LOST) & ~Q(lost_reason="")
                | ~Q(outcome=FeedbackOutcome.LOST) & Q(lost_reason="", competitor__isnull=True),
            ),
            models.CheckConstraint(
                name="feedback_talks_say_what", condition=~Q(outcome=FeedbackOutcome.NEGOTIATING) | ~Q(said="")
            ),
        ]
        indexes = [models.Index(fields=["quote", "-recorded_at", "-id"], name="feedback_quote")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.said}".strip()
