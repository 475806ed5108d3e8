"""Scheduled work on visits."""

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from core import jobs
from core.schedule import Daily
from customers import services


@jobs.job("customers.purge_positions", label=_("删除过期的签到位置"), schedule=Daily(at=time(3, 10)))
def purge_positions(*, as_of: datetime) -> dict[str, int]:
    return {"positions": services.purge_positions(as_of=as_of)}
