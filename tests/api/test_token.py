"""POST auth/token/: a password becomes a key, under the same lock as the page."""

import pytest
from django.contrib.auth.hashers import make_password

from core import clock
from core.models import AuditEntry
from org.models import ApiToken, User
from tests.api.client import Api, refused

PASSWORD = "correct-horse-battery"


@pytest.fixture
def rep(cast):
    User.objects.filter(pk=cast.rep.pk).update(password=make_password(PASSWORD))
    return cast.rep


def ask(username="rep", password=PASSWORD, **more):
    return Api().post("auth/token/", {"username": username, "password": password, **more})


def test_a_password_becomes_a_key(rep):
    answer = ask()
    assert answer.status_code == 201
    assert Api(key=answer.json()["token"]).get("users/me/").json()["username"] == "rep"
    assert AuditEntry.objects.filter(code="org.token_issued", actor=rep).count() == 1


def test_the_key_itself_is_not_kept(rep):
    key = ask().json()["token"]
    row = ApiToken.objects.get(user=rep)
    assert key not in (row.digest, row.prefix, row.name)


def test_wrong_and_unknown_get_the_same_answer(rep):
    wrong, unknown = ask(password="not-it-at-all"), ask(username="nobody")
    assert refused(wrong, 401, "auth.failed") == refused(unknown, 401, "auth.failed")


def test_a_leaver_gets_the_same_answer(rep):
    User.objects.filter(pk=rep.pk).update(is_active=False)
    refused(ask(), 401, "auth.failed")


@pytest.mark.parametrize("body", [{}, {"username": "rep"}, {"username": 1, "password": 2}, [], "x", None, 7])
def test_a_malformed_body_is_400(db, body):
    import json

    refused(Api().post("auth/token/", json.dumps(body).encode()), 400)


def test_guessing_is_locked_also_for_the_right_password(rep):
    for _guess in range(10):
        refused(ask(password="a-wrong-guess"), 401)
    told = ask()
    refused(told, 429, "login.locked")
    assert int(told["Retry-After"]) > 0


def test_a_lock_on_one_name_leaves_another_free(rep, cast):
    for _guess in range(11):
        ask(username="rep2", password="a-wrong-guess")
    assert ask().status_code == 201


def test_a_temporary_password_gives_no_key(rep):
    User.objects.filter(pk=rep.pk).update(password_is_temporary=True)
    refused(ask(), 403, "org.temporary_password")


def test_with_a_second_factor_keys_are_made_on_the_page(rep):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=rep, type=Authenticator.Type.TOTP, data={"secret": "x"})
    refused(ask(), 403, "auth.second_factor")
    refused(ask(password="not-it-at-all"), 401, "auth.failed")


def test_too_many_tries_from_one_address_are_slowed_down(rep, time_machine):
    # Within one minute, however slow the machine is.
    time_machine.move_to(clock.now(), tick=False)
    answers = [ask(username=f"nobody{number}") for number in range(61)]
    told = answers[-1]
    refused(told, 429)
    assert int(told["Retry-After"]) > 0
