"""Scheduled work on reports."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import jobs
from core.schedule import Every
from performance import services


@jobs.job("performance.mind_reports", label=_("催交日志和周报"), schedule=Every(minutes=30))
def mind_reports(*, as_of: datetime) -> dict[str, int]:
    """Half-hourly, because the hours are rules that may be revised."""
    return {"people": services.mind_reports(as_of=as_of)}
