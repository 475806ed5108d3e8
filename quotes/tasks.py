"""Scheduled work on quotes."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from core import clock, notices, policy
from core.jobs import job
from core.schedule import Daily
from quotes import policy as rules
from quotes import services
from quotes.models import Quote


@job("quotes.remind_of_feedback", label=_("提醒问客户反馈"), schedule=Daily(time(8, 20)), catch_up=True)
def remind_of_feedback(*, as_of: datetime) -> dict[str, int]:
    return {"told": services.remind_of_feedback(as_of=as_of)}


@job("quotes.warn_expiring", label=_("提醒快到期的报价"), schedule=Daily(time(8, 0)))
def warn_expiring(*, as_of: datetime) -> dict[str, int]:
    """Tell owners once per quote that its validity is running out."""
    today = clock.local_date(as_of)
    days = policy.value(rules.EXPIRY_WARNING, on=today)
    told = 0
    for quote in Quote.objects.expiring(today, days).select_related("owner"):
        told += len(
            notices.send(
                code="quote.expiring",
                recipients=[quote.owner],
                subject=quote,
                params={"number": str(quote), "title": quote.title, "days": (quote.valid_until - today).days},
                dedupe_key=f"quote.expiring:{quote.pk}:{quote.valid_until}",
            )
        )
    return {"told": told}
