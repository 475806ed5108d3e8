"""Sweeping up after sign-ins."""

from datetime import datetime, time

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from core import jobs
from core.schedule import Daily
from org import lockout


@jobs.job("org.sweep_sessions", label=_("清理过期的登录"), schedule=Daily(at=time(3, 20)))
def sweep_sessions(*, as_of: datetime) -> dict[str, int]:
    """Forget sessions that have run out, and old counters of wrong passwords."""
    ended = Session.objects.filter(expire_date__lt=as_of).delete()[0]
    live = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=live).delete()
    return {"sessions": ended, "guesses": lockout.forget_old()}
