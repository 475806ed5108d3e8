import datetime as dt

import pytest
import time_machine

from core.errors import Invalid
from org import services, tokens
from org.models import ApiToken

NOON = dt.datetime(2027, 3, 1, 4, 0, tzinfo=dt.UTC)


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def issued(cast, noon):
    return tokens.issue_token(actor=cast.rep, name="夜间对账", days=30)


def test_only_a_hash_is_kept(issued):
    token, key = issued
    stored = " ".join(str(value) for value in ApiToken.objects.filter(pk=token.pk).values_list()[0])
    assert key not in stored
    assert key[len(tokens.PREFIX) + 5 :] not in stored
    assert len(key) > 40


def test_finds_its_owner_until_it_expires(cast, issued, noon):
    _token, key = issued
    assert tokens.find_token(key).user == cast.rep
    noon.shift(dt.timedelta(days=30, seconds=-1))
    assert tokens.find_token(key).user == cast.rep
    noon.shift(dt.timedelta(seconds=1))
    assert tokens.find_token(key) is None


@pytest.mark.parametrize("days", [0, -1, 366])
def test_validity_has_bounds(cast, days):
    with pytest.raises(Invalid):
        tokens.issue_token(actor=cast.rep, name="x", days=days)


def test_revoked_is_over_at_once(cast, issued):
    token, key = issued
    tokens.revoke_token(actor=cast.rep, token_id=token.pk)
    assert tokens.find_token(key) is None


def test_a_disabled_owner_has_no_key(cast, issued):
    _token, key = issued
    services.dismiss_person(actor=cast.admin, user_id=cast.rep.pk, successor=cast.rep2)
    assert tokens.find_token(key) is None


def test_last_use_is_noted_to_five_minutes(issued, noon):
    token, key = issued
    tokens.find_token(key)
    token.refresh_from_db()
    assert token.last_used_at == NOON
    noon.shift(dt.timedelta(minutes=4))
    tokens.find_token(key)
    token.refresh_from_db()
    assert token.last_used_at == NOON
    noon.shift(dt.timedelta(minutes=2))
    tokens.find_token(key)
    token.refresh_from_db()
    assert token.last_used_at == NOON + dt.timedelta(minutes=6)


@pytest.mark.parametrize("key", ["", "so_", "so_nothing", "\ud800", "x" * 10_000, "so_\0"])
def test_strange_keys_belong_to_nobody(db, key):
    assert tokens.find_token(key) is None


def test_the_page_shows_a_key_once(cast, client, noon):
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    made = client.post("/org/me/tokens/", {"name": "夜间对账", "days": "30"})
    key = made.context["key"]
    assert tokens.find_token(key).user == cast.rep
    assert key in made.content.decode()
    again = client.get("/org/me/tokens/").content.decode()
    assert key not in again
    assert key[:8] in again


def test_one_sees_and_ends_only_one_s_own(cast, client, issued):
    token, key = issued
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    assert "夜间对账" not in client.get("/org/me/tokens/").content.decode()
    assert client.post(f"/org/me/tokens/{token.pk}/revoke/").status_code == 404
    assert tokens.find_token(key).user == cast.rep


def test_a_reset_password_ends_the_keys(cast, issued):
    _token, key = issued
    services.reset_password(actor=cast.admin, user_id=cast.rep.pk)
    assert tokens.find_token(key) is None
