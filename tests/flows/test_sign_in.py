"""Signing in as people do: password, passkey, second factor, recovery code."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from tests.flows.eyes import DESK, PHONE, Eyes

pytestmark = pytest.mark.browser

PASSWORD = "right-horse-battery"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def rep(cast):
    person = cast.rep
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def enter(eyes, login="rep"):
    eyes.go("/accounts/login/")
    eyes.page.locator("[name=login]").fill(login)
    eyes.page.locator("[name=password]").fill(PASSWORD)
    eyes.page.locator("form:has([name=password]) button.btn-primary").click()


def confirm(eyes):
    """What guards the account is touched only by who knows the password, just now."""
    eyes.page.wait_for_url("**/reauthenticate/**")
    eyes.page.locator("[name=password]").fill(PASSWORD)
    eyes.page.locator("form:has([name=password]) button.btn-primary").click()


def leave(eyes):
    eyes.go("/org/me/")
    eyes.page.locator("form[action*=logout] button:visible").last.click()
    eyes.page.wait_for_url("**/accounts/login/**")


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_a_passkey_made_and_used(browser, browser_site, rep):
    # A passkey belongs to a name; an address of numbers has none.
    eyes = Eyes(browser, browser_site.url.replace("127.0.0.1", "localhost"), None, DESK)
    try:
        keys = eyes.context.new_cdp_session(eyes.page)
        keys.send("WebAuthn.enable")
        made = keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        enter(eyes)
        eyes.page.wait_for_url(eyes.url + "/")
        eyes.go("/accounts/2fa/webauthn/add/")
        confirm(eyes)
        eyes.page.locator("[name=name]").fill("笔记本")
        if eyes.page.locator("[name=passwordless]").count():
            eyes.page.locator("[name=passwordless]").check()
        eyes.page.locator("#mfa_webauthn_add").click()
        eyes.page.wait_for_url(lambda url: "webauthn/add" not in url)
        assert Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).user == rep
        held = keys.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})
        assert len(held["credentials"]) == 1
        leave(eyes)
        eyes.page.locator("#passkey_login").click()
        eyes.page.wait_for_url(eyes.url + "/")
        eyes.page.get_by_text(rep.display_name).first.wait_for()
        eyes.picture("flows/passkey-1440")
        assert eyes.complaints == []
    finally:
        eyes.close()


def test_a_second_factor_set_up_and_a_recovery_code_used(sit, rep):
    eyes = sit("", DESK)
    enter(eyes)
    eyes.page.wait_for_url(eyes.url + "/")
    eyes.go("/accounts/2fa/totp/activate/")
    confirm(eyes)
    eyes.page.locator("img.qr").wait_for()
    secret = eyes.page.evaluate("document.body.textContent.match(/[A-Z2-7]{32}/)[0]")
    eyes.page.locator("[name=code]").fill(code_of(secret))
    eyes.page.locator("form:has([name=code]) button.btn-primary").click()
    eyes.page.locator(".codes").wait_for()
    recovery = eyes.page.locator(".codes").inner_text().split()[0]
    leave(eyes)
    enter(eyes)
    eyes.page.wait_for_url("**/2fa/authenticate/**")
    eyes.page.locator("[name=code]").fill(recovery)
    eyes.page.locator("form:has([name=code]) button.btn-primary").click()
    eyes.page.wait_for_url(eyes.url + "/")


def test_a_second_factor_at_the_phone(sit, rep):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(rep, secret)
    eyes = sit("", PHONE)
    enter(eyes)
    eyes.page.wait_for_url("**/2fa/authenticate/**")
    eyes.picture("flows/second-factor-390")
    assert eyes.axe() == []
    eyes.page.locator("[name=code]").fill("000000")
    eyes.page.locator("form:has([name=code]) button.btn-primary").click()
    eyes.page.get_by_text("验证码不对").wait_for()
    eyes.page.locator("[name=code]").fill(code_of(secret))
    eyes.page.locator("form:has([name=code]) button.btn-primary").click()
    eyes.page.wait_for_url(eyes.url + "/")
    assert eyes.go("/org/me/") == 200
