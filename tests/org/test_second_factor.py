import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from core import clock, policy
from org import services
from org.adapters import MFAAdapter
from org.models import ApiToken
from tests.org.conftest import PASSWORD

STRONG = ["admin", "finance", "director", "vp", "leader"]


@pytest.fixture
def required(cast):
    policy.revise(actor=cast.admin, key="org.mfa_required", raw=True, clause="须用两步验证。", valid_from=clock.today())


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def enter(cast, client, login):
    client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")


@pytest.mark.parametrize("login", STRONG)
def test_those_named_by_the_rule_are_led_to_set_it_up(cast, client, required, login):
    enter(cast, client, login)
    answer = client.get("/org/people/")
    assert answer.status_code == 302
    assert answer.url == "/accounts/2fa/"
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("login", ["rep", "head", "inside"])
def test_others_are_not(cast, client, required, login):
    enter(cast, client, login)
    assert client.get("/org/people/").status_code == 200


@pytest.mark.parametrize("login", STRONG)
def test_off_until_the_company_says_so(cast, client, login):
    enter(cast, client, login)
    assert client.get("/org/people/").status_code == 200


def test_scripts_and_writes_get_the_rule(cast, client, required):
    enter(cast, client, "admin")
    for answer in (client.get("/org/people/", headers={"HX-Request": "true"}), client.post("/org/units/new/", {})):
        assert answer.status_code == 403
    assert client.get("/org/people/", headers={"HX-Request": "true"}).json()["code"] == "org.mfa_required"


def test_a_session_opened_by_the_password_alone_shows_the_factor_first(cast, client, required):
    enter(cast, client, "admin")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.admin, secret)
    assert client.get("/org/people/").url == "/accounts/2fa/reauthenticate/"
    assert client.get("/accounts/2fa/reauthenticate/").status_code == 200
    assert client.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/org/people/").status_code == 200


def test_a_passkey_is_shown_on_its_own_page(cast, client, required):
    enter(cast, client, "admin")
    Authenticator.objects.create(user=cast.admin, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    assert client.get("/org/people/").url == "/accounts/2fa/webauthn/reauthenticate/"


def test_whoever_sets_it_up_now_is_not_asked_again(committed_db, cast, with_password, required):
    with_password("admin")
    browser = Client()
    browser.post("/accounts/login/", {"login": "admin", "password": PASSWORD})
    assert browser.get("/org/people/").url == "/accounts/2fa/"
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/accounts/2fa/totp/activate/")
    set_up = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})
    assert set_up.status_code == 302
    assert browser.get("/org/people/").status_code == 200
    browser.post("/org/me/tokens/", {"name": "脚本", "days": "30"})
    assert ApiToken.objects.get(user=cast.admin).second_factor


def test_recovery_codes_alone_are_no_second_factor(cast, client, required):
    enter(cast, client, "admin")
    Authenticator.objects.create(user=cast.admin, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get("/org/people/").status_code == 302


def test_the_last_one_cannot_be_taken_away_while_the_rule_holds(cast, required):
    key = Authenticator.objects.create(user=cast.admin, type=Authenticator.Type.TOTP, data={})
    assert not MFAAdapter().can_delete_authenticator(key)
    Authenticator.objects.create(user=cast.admin, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})
    assert MFAAdapter().can_delete_authenticator(key)


def test_password_alone_does_not_pass_a_second_factor(cast, with_password):
    with_password("rep")
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.rep, secret)
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": "rep", "password": PASSWORD})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert browser.get("/org/me/").status_code == 302
    assert browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert browser.get("/org/me/").status_code == 200


def test_demo_click_does_not_pass_a_second_factor(cast, settings):
    settings.DEMO = True
    totp.TOTP.activate(cast.rep, totp.generate_totp_secret())
    browser = Client()
    browser.post("/accounts/demo/", {"login": "rep"})
    assert browser.get("/org/me/").status_code == 302


def test_a_temporary_password_is_changed_first(cast):
    password = services.reset_password(actor=cast.admin, user_id=cast.rep.pk)
    browser = Client()
    browser.post("/accounts/login/", {"login": "rep", "password": password})
    assert browser.get("/org/me/").url == "/accounts/password/change/"
    sent = {"oldpassword": password, "password1": "my-own-long-secret", "password2": "my-own-long-secret"}
    browser.post("/accounts/password/change/", sent)
    assert not cast.rep.password_is_temporary
    browser.post("/accounts/login/", {"login": "rep", "password": "my-own-long-secret"})
    assert browser.get("/org/me/").status_code == 200


def test_resetting_signs_out_everywhere(cast, sign_in):
    browser = sign_in("rep")
    services.reset_password(actor=cast.admin, user_id=cast.rep.pk)
    assert browser.get("/org/me/").status_code == 302
