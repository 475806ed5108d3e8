"""Sweeping up after sign-ins."""

from datetime import datetime, time, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from core import jobs
from core.schedule import Daily
from org import lockout

FAILURES_KEPT = timedelta(days=90)


@jobs.job("org.sweep_sessions", label=_("清理过期的登录"), schedule=Daily(at=time(3, 20)))
def sweep_sessions(*, as_of: datetime) -> dict[str, int]:
    """Forget sessions that have run out, old counters of wrong passwords, and failures older than a quarter."""
    ended = Session.objects.filter(expire_date__lt=as_of).delete()[0]
    live = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=live).delete()
    failures = AccessAttempt.objects.filter(attempt_time__lt=as_of - FAILURES_KEPT).delete()[0]
    return {"sessions": ended, "guesses": lockout.forget_old(), "failures": failures}
