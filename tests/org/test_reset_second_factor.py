"""Somebody lost phone and recovery codes: an administrator takes the second factor off, and all is written down."""

import pytest
from allauth.mfa.models import Authenticator

from core.errors import Conflict, Forbidden, Invalid
from core.models import AuditEntry, Notification
from org import services, tokens
from org.models import ApiToken


@pytest.fixture
def locked_out(cast):
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=cast.rep, type=kind, data={})
    tokens.issue_token(actor=cast.rep, name="脚本", days=30)
    return cast.rep


def reset(cast, login="rep", actor="admin", reason="视频里看到本人"):
    return services.reset_second_factor(actor=getattr(cast, actor), user_id=getattr(cast, login).pk, reason=reason)


def test_factors_codes_sessions_and_keys_go(cast, locked_out, sign_in):
    sign_in("rep2")
    Authenticator.objects.create(user=cast.rep2, type=Authenticator.Type.TOTP, data={})
    reset(cast)
    assert not Authenticator.objects.filter(user=locked_out).exists()
    assert not ApiToken.objects.live().filter(user=locked_out).exists()
    assert Authenticator.objects.filter(user=cast.rep2).count() == 1


def test_it_is_written_down_and_told(cast, locked_out):
    reset(cast)
    entry = AuditEntry.objects.get(code="org.second_factor_reset")
    assert (entry.actor, entry.reason) == (cast.admin, "视频里看到本人")
    assert Notification.objects.get(code="org.second_factor_reset").recipient == locked_out


def test_it_is_for_administrators_and_never_for_oneself(cast, locked_out):
    for actor in ("rep", "head", "hr", "leader"):
        with pytest.raises(Forbidden):
            reset(cast, actor=actor)
    Authenticator.objects.create(user=cast.admin, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(Forbidden) as himself:
        reset(cast, login="admin")
    assert himself.value.code == "org.own_second_factor"


def test_it_wants_a_reason_and_a_factor(cast, locked_out):
    with pytest.raises(Invalid):
        reset(cast, reason=" ")
    with pytest.raises(Conflict):
        reset(cast, login="rep2")


def test_by_the_page(cast, client, locked_out):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    address = f"/org/people/{locked_out.pk}/second-factor/"
    assert address in client.get(locked_out.get_absolute_url()).content.decode()
    assert "手机和恢复码都丢了才用" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "当面核实"}).status_code == 302
    assert address not in client.get(locked_out.get_absolute_url()).content.decode()


def test_a_password_is_reset_only_after_a_page_that_says_what_it_does(cast, client):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    address = f"/org/people/{cast.rep.pk}/password/"
    before = cast.rep.password
    assert "旧密码马上作废" in client.get(address).content.decode()
    assert cast.rep.password == before
    assert "临时密码" in client.post(address).content.decode()
    assert cast.rep.password != before


def test_wrong_passwords_are_shown_to_administrators_alone(cast, client, with_password):
    with_password("rep")
    client.post("/accounts/login/", {"login": "rep", "password": "wrong-horse"})
    for login, shown in (("admin", True), ("head", False)):
        client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
        assert ("输错密码" in client.get(cast.rep.get_absolute_url()).content.decode()) is shown
