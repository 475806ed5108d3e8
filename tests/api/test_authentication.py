"""Who calls: the bearer of a live key, or a session with its CSRF token. Nobody else."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from core import clock, context, notices, policy
from org import services, tokens
from org.models import ApiToken, Role, User
from tests.api.client import Api, refused


def test_a_key_opens(cast, api):
    answer = api("rep").get("users/me/")
    assert answer.status_code == 200
    assert answer.json()["username"] == "rep"


def test_a_stranger_is_asked_for_a_key(db, api):
    answer = api().get("users/")
    refused(answer, 401, "auth.required")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer so_wrong", "Bearer", "Bearer  ", "bearer \xff", "Bearer so_ x y"])
def test_a_wrong_key_is_401(db, header):
    answer = Client().get("/api/v1/users/", headers={"Authorization": header})
    refused(answer, 401, "auth.failed")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_ended_key_is_401(cast):
    token, key = tokens.issue_token(actor=cast.rep, name="old", days=1)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    refused(Api(key=key).get("users/"), 401)


def test_a_revoked_key_is_401(cast):
    token, key = tokens.issue_token(actor=cast.rep, name="lost", days=1)
    tokens.revoke_token(actor=cast.rep, token_id=token.pk)
    refused(Api(key=key).get("users/"), 401)


def test_a_leaver_is_401_at_the_next_request(cast, api):
    script = api("rep")
    assert script.get("users/me/").status_code == 200
    services.dismiss_person(actor=cast.admin, user_id=cast.rep.pk, successor=cast.rep2)
    refused(script.get("users/me/"), 401)


def test_a_changed_role_counts_at_the_next_request(cast, api):
    script = api("rep")
    refused(script.get("audit-entries/"), 403)
    assert script.get("audit-entries/").json()["code"] == "audit.read_only"
    services.grant_roles(actor=cast.admin, user_id=cast.rep.pk, roles=list(Role.objects.filter(code="admin")))
    assert script.get("audit-entries/").status_code == 200


@pytest.fixture
def require_second_factor(cast):
    def switch_on():
        given = {"key": "org.mfa_required", "raw": True, "clause": "须用两步验证。", "valid_from": clock.today()}
        policy.revise(actor=cast.admin, **given)

    return switch_on


def test_a_key_from_before_the_rule_stops_with_it(cast, api, require_second_factor):
    strong, plain = api("director"), api("rep")
    assert strong.get("users/me/").status_code == 200
    require_second_factor()
    assert refused(strong.get("users/me/"), 403, "org.mfa_required")["clause"] == "须用两步验证。"
    assert plain.get("users/me/").status_code == 200


def test_a_key_stops_when_its_owner_s_new_role_asks_for_more(cast, api, require_second_factor):
    require_second_factor()
    script = api("rep")
    assert script.get("users/me/").status_code == 200
    services.grant_roles(actor=cast.admin, user_id=cast.rep.pk, roles=list(Role.objects.filter(code="finance")))
    refused(script.get("users/me/"), 403, "org.mfa_required")


def test_a_factor_set_up_later_does_not_revive_an_old_key(cast, api, require_second_factor):
    script = api("director")
    require_second_factor()
    Authenticator.objects.create(user=cast.director, type=Authenticator.Type.TOTP, data={"secret": "x"})
    refused(script.get("users/me/"), 403, "org.mfa_required")
    _token, key = tokens.issue_token(actor=cast.director, name="new", days=1, second_factor=True)
    assert Api(key=key).get("users/me/").status_code == 200


def test_what_a_session_has_to_settle_a_key_has_to(cast, api):
    script = api("rep")
    User.objects.filter(pk=cast.rep.pk).update(password_is_temporary=True)
    refused(script.get("users/me/"), 403, "org.temporary_password")
    refused(script.post("notifications/read-all/"), 403, "org.temporary_password")


def test_a_session_reads(cast):
    browser = Client()
    browser.force_login(cast.rep)
    assert browser.get("/api/v1/users/me/").status_code == 200


def test_a_session_writes_only_with_its_csrf_token(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.rep)
    refused(browser.post("/api/v1/notifications/read-all/"), 403, "csrf.failed")


def test_a_key_needs_no_csrf_token(cast):
    browser = Client(enforce_csrf_checks=True)
    _token, key = tokens.issue_token(actor=cast.rep, name="x", days=1)
    answer = browser.post("/api/v1/notifications/read-all/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200


def test_the_answer_speaks_the_users_language(cast, api):
    rep = cast.rep
    rep.language = "en"
    rep.save(update_fields=["language"])
    answer = api("rep").get("users/999999/")
    refused(answer, 404)
    assert answer["Content-Language"] == "en"


def test_what_a_script_does_is_known_as_the_scripts(cast, api, monkeypatch):
    seen = []
    monkeypatch.setattr(notices, "mark_read", lambda **_given: seen.append(context.current()) or 0)
    assert api("rep").post("notifications/read-all/").status_code == 200
    assert [(meta.source, meta.actor_id) for meta in seen] == [("api", cast.rep.pk)]
