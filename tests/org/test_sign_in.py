import re
from urllib.parse import quote

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.test import Client

from core.models import AuditEntry
from org import services
from org.models import User
from salesops.hashers import Argon2
from tests.org.conftest import PASSWORD

URL = "/accounts/login/"


def attempt(login, password, browser=None):
    return (browser or Client()).post(URL, {"login": login, "password": password})


def test_a_new_session_id_at_login(with_password):
    with_password("rep")
    browser = Client()
    session = browser.session
    session["planted"] = "by an attacker"
    session.save()
    before = session.session_key
    browser.cookies["sessionid"] = before
    assert attempt("rep", PASSWORD, browser).status_code == 302
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_signing_in_leaves_a_trace(sign_in, cast):
    sign_in("rep", REMOTE_ADDR="198.51.100.7")
    entry = AuditEntry.objects.get(code="org.signed_in")
    assert (entry.actor, entry.ip, entry.source) == (cast.rep, "198.51.100.7", "web")
    assert entry.request_id


def test_logout_kills_the_session(sign_in):
    browser = sign_in("rep")
    stolen = browser.cookies["sessionid"].value
    browser.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/org/me/").status_code == 302


def test_logging_out_takes_a_post(sign_in):
    browser = sign_in("rep")
    browser.get("/accounts/logout/")
    assert browser.get("/org/me/").status_code == 200


def test_changing_the_password_kills_every_session(sign_in):
    laptop, phone = sign_in("rep"), sign_in("rep")
    sent = {"oldpassword": PASSWORD, "password1": "another-long-secret", "password2": "another-long-secret"}
    # sign_in set the same password again, with a new salt: the first session is gone with it
    assert laptop.get("/org/me/").status_code == 302
    assert phone.post("/accounts/password/change/", sent).status_code == 302
    assert phone.get("/org/me/").status_code == 302
    assert attempt("rep", PASSWORD).status_code == 200
    assert attempt("rep", "another-long-secret").status_code == 302


@pytest.fixture
def answers(with_password):
    with_password("rep")
    with_password("rep2")
    type(with_password("rep_south")).objects.filter(username="rep_south").update(is_active=False)
    return {
        login: attempt(login, "wrong").content.decode().replace(login, "NAME")
        for login in ("rep", "nobody", "rep_south")
    }


def strip(page):
    """Without what differs on every page: CSRF token and nonces."""
    return re.sub(r'(csrfmiddlewaretoken" value="|nonce="|X-CSRFToken": "|next=)[^"&]*', r"\1", page)


def test_unknown_known_and_disabled_names_get_the_same_answer(answers):
    assert "账号或密码不对" in answers["rep"]
    assert strip(answers["rep"]) == strip(answers["nobody"]) == strip(answers["rep_south"])


@pytest.fixture
def hashes(monkeypatch):
    """Counts the passwords hashed: all that takes time in an answer."""
    done = []
    for name in ("encode", "verify"):
        real = getattr(Argon2, name)

        def counting(self, *args, real=real, **how):
            done.append(real.__name__)
            return real(self, *args, **how)

        monkeypatch.setattr(Argon2, name, counting)
    return done


@pytest.mark.parametrize("login", ["rep", "nobody", "rep_south"])
def test_every_name_costs_one_hash(with_password, hashes, login):
    with_password("rep")
    with_password("rep_south")
    User.objects.filter(username="rep_south").update(is_active=False)
    hashes.clear()
    attempt(login, "wrong")
    assert len(hashes) == 1


def test_control_without_the_mitigation_an_unknown_name_costs_none(with_password, hashes, monkeypatch):
    monkeypatch.setattr(AuthenticationBackend, "_mitigate_timing_attack", lambda self, password: None)
    attempt("nobody", "wrong")
    assert hashes == []


def test_no_sign_up(client, db):
    sent = {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/accounts/signup/", sent)
    assert answer.status_code in (200, 403)
    assert not User.objects.filter(username="x").exists()


def test_login_refuses_without_csrf_token(with_password):
    with_password("rep")
    strict = Client(enforce_csrf_checks=True)
    answer = attempt("rep", PASSWORD, strict)
    assert answer.status_code == 403
    assert "csrf.failed" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["rep\0", "\ud800", "x" * 100_000, "' or 1=1 --"], ids=["nul", "surrogate", "long", "sql"]
)
def test_strange_names_are_only_wrong_names(db, name):
    body = f"login={quote(name.encode('utf-8', 'surrogatepass'))}&password=x"
    answer = Client().post(URL, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


# --- demo --------------------------------------------------------------------------------------


def test_the_cast_enters_by_one_click_in_demo_mode_only(cast, client, settings):
    settings.DEMO = True
    page = client.get(URL).content.decode()
    assert 'name="login" value="head"' in page
    assert client.post("/accounts/demo/", {"login": "head"}).status_code == 302
    assert client.get("/org/me/").context["user"] == cast.head
    settings.DEMO = False
    stranger = Client()
    assert 'value="head"' not in stranger.get(URL).content.decode()
    assert stranger.post("/accounts/demo/", {"login": "head"}).status_code == 404


def test_demo_login_takes_a_post_with_token_and_only_the_cast(cast, settings):
    settings.DEMO = True
    services.appoint_person(actor=None, username="outsider", display_name="外人", unit=cast.unit("east1"), roles=[])
    assert Client().get("/accounts/demo/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/accounts/demo/", {"login": "head"}).status_code == 403
    assert Client().post("/accounts/demo/", {"login": "outsider"}).status_code == 404


# --- devices -----------------------------------------------------------------------------------


def test_one_s_own_devices_are_listed_and_ended(sign_in, cast):
    here, there = Client(), Client()
    person = cast.rep
    person.password = make_password(PASSWORD)
    person.save()
    attempt("rep", PASSWORD, here)
    attempt("rep", PASSWORD, there)
    other = UserSession.objects.get(session_key=there.session.session_key)
    assert there.get("/org/me/").status_code == 200
    assert here.post(f"/org/me/sessions/{other.pk}/end/").status_code == 302
    assert there.get("/org/me/").status_code == 302
    assert here.get("/org/me/").status_code == 200


def test_somebody_else_s_device_is_not_found(sign_in):
    mine, theirs = sign_in("rep"), sign_in("rep2")
    other = UserSession.objects.get(session_key=theirs.session.session_key)
    assert mine.post(f"/org/me/sessions/{other.pk}/end/").status_code == 404
    assert theirs.get("/org/me/").status_code == 200
