import datetime as dt

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client

from core import clock
from org import tasks


def test_what_has_run_out_is_forgotten_and_what_lives_stays(sign_in):
    old, live = sign_in("rep"), sign_in("rep2")
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=clock.now() - dt.timedelta(hours=1))
    Client().post("/accounts/login/", {"login": "rep", "password": "wrong"})
    AccessAttempt.objects.update(attempt_time=clock.now() - dt.timedelta(days=91))
    done = tasks.sweep_sessions(as_of=clock.now())
    assert (done["sessions"], done["failures"]) == (1, 1)
    assert [session.user.username for session in UserSession.objects.all()] == ["rep2"]
    assert live.get("/org/me/").status_code == 200


def test_twice_is_as_good_as_once(sign_in):
    sign_in("rep")
    tasks.sweep_sessions(as_of=clock.now())
    assert set(tasks.sweep_sessions(as_of=clock.now()).values()) == {0}


def test_failures_are_kept_for_the_administrator_without_the_password(db):
    Client(REMOTE_ADDR="203.0.113.9").post("/accounts/login/", {"login": "nobody", "password": "hunter-2-secret"})
    attempt = AccessAttempt.objects.get()
    assert (attempt.username, attempt.ip_address, attempt.failures_since_start) == ("nobody", "203.0.113.9", 1)
    assert "hunter-2-secret" not in attempt.post_data
