"""Guessing is hopeless, and guessing locks nobody else out."""

import datetime as dt
import threading

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from org import lockout
from org.models import LoginGuess, User
from tests.org.conftest import PASSWORD

ATTACKER = {"REMOTE_ADDR": "203.0.113.9"}
OFFICE = {"REMOTE_ADDR": "198.51.100.7"}
URL = "/accounts/login/"


def guess(browser, password="wrong", login="rep"):
    return browser.post(URL, {"login": login, "password": password})


@pytest.fixture
def rep(with_password):
    return with_password("rep")


@pytest.fixture
def hashed(monkeypatch):
    """Counts the guesses that reach the password hash."""
    seen = []
    lock = threading.Lock()
    real = User.check_password

    def counting(self, raw):
        with lock:
            seen.append(raw)
        return real(self, raw) if raw == PASSWORD else False

    monkeypatch.setattr(User, "check_password", counting)
    return seen


def many_guesses(committed_db, total=1000, hands=40):
    """A thousand guesses from one address, forty at a time."""

    def work():
        for _round in range(total // hands):
            request = RequestFactory().post(URL, {"login": "rep"}, **ATTACKER)
            assert authenticate(request, username="rep", password="wrong") is None

    for result in committed_db.together([work] * hands, patience=120):
        assert result is None, result


def test_ten_of_a_thousand_parallel_guesses_reach_the_hash(committed_db, rep, hashed):
    many_guesses(committed_db)
    assert 1 <= len(hashed) <= 10


def test_control_without_the_place_they_all_do(committed_db, rep, hashed, monkeypatch):
    monkeypatch.setattr(lockout, "_take", lambda key, limit: True)
    many_guesses(committed_db, total=200)
    assert len(hashed) == 200


def test_locked_out_even_with_the_right_password(rep):
    attacker = Client(**ATTACKER)
    for _try in range(10):
        assert guess(attacker).status_code == 200
    locked = guess(attacker, PASSWORD)
    assert locked.status_code == 429
    assert "login.locked" in locked.content.decode()
    assert int(locked["Retry-After"]) == 900
    assert "_auth_user_id" not in attacker.session


def test_the_victim_signs_in_from_elsewhere(rep):
    attacker = Client(**ATTACKER)
    for _try in range(30):
        guess(attacker)
    assert guess(Client(**OFFICE), PASSWORD).status_code == 302


def test_control_a_lock_on_the_name_alone_would_lock_the_victim_out(rep, monkeypatch):
    monkeypatch.setattr(lockout, "client_of", lambda request: "everybody")
    attacker = Client(**ATTACKER)
    for _try in range(30):
        guess(attacker)
    assert guess(Client(**OFFICE), PASSWORD).status_code == 429


def test_a_known_device_is_not_locked_by_a_guesser_behind_the_same_address(rep):
    own = Client(**OFFICE)
    assert guess(own, PASSWORD).status_code == 302
    own.post("/accounts/logout/")
    colleague = Client(**OFFICE)
    for _try in range(12):
        guess(colleague)
    assert guess(colleague, PASSWORD).status_code == 429
    assert guess(own, PASSWORD).status_code == 302


def test_a_known_device_counts_its_own_guesses(rep):
    own = Client(**OFFICE)
    guess(own, PASSWORD)
    own.post("/accounts/logout/")
    for _try in range(10):
        guess(own)
    assert guess(own, PASSWORD).status_code == 429


def test_a_device_is_known_for_one_user_and_cannot_be_made_up(rep, with_password):
    with_password("rep2")
    own = Client(**OFFICE)
    guess(own, PASSWORD, login="rep2")
    own.post("/accounts/logout/")
    for _try in range(10):
        guess(own)
    assert guess(own, PASSWORD).status_code == 429
    forged = Client(**ATTACKER)
    forged.cookies[lockout.DEVICE_COOKIE] = "WyJyZXAiLCJhYmMiXQ:forged:signature"
    for _try in range(10):
        guess(forged)
    assert guess(forged, PASSWORD).status_code == 429


def test_one_address_gets_a_hundred_guesses_over_all_names(cast, hashed):
    attacker = Client(**ATTACKER)
    codes = [guess(attacker, login=f"name{number}").status_code for number in range(103)]
    assert codes.count(200) == 100
    assert codes[-3:] == [429, 429, 429]


def test_success_does_not_use_up_the_office(rep):
    for _morning in range(15):
        browser = Client(**OFFICE)
        assert guess(browser, PASSWORD).status_code == 302
    assert list(LoginGuess.objects.values_list("count", flat=True)) == [0]


def test_the_lock_ends_after_a_quarter_of_an_hour(rep):
    attacker = Client(**ATTACKER)
    with time_machine.travel(dt.datetime(2027, 3, 1, 2, 0, tzinfo=dt.UTC), tick=False) as now:
        for _try in range(11):
            guess(attacker)
        now.shift(dt.timedelta(minutes=14, seconds=59))
        assert guess(attacker, PASSWORD).status_code == 429
        now.shift(dt.timedelta(seconds=2))
        assert guess(attacker, PASSWORD).status_code == 302


@pytest.mark.parametrize("spelling", ["REP", " rep ", "ｒｅｐ"])
def test_spelling_the_name_otherwise_gives_no_more_tries(rep, spelling):
    attacker = Client(**ATTACKER)
    for _try in range(10):
        guess(attacker)
    assert guess(attacker, login=spelling).status_code == 429


def test_forwarded_headers_of_strangers_count_for_nothing(rep):
    attacker = Client(**ATTACKER)
    for number in range(10):
        attacker.post(URL, {"login": "rep", "password": "x"}, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert guess(attacker, PASSWORD).status_code == 429


def test_an_ipv6_household_is_one_client(rep):
    for number in range(10):
        guess(Client(REMOTE_ADDR=f"2001:db8:1:2::{number + 1:x}"))
    assert guess(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1"), PASSWORD).status_code == 429
    assert guess(Client(REMOTE_ADDR="2001:db8:1:3::1"), PASSWORD).status_code == 302


def test_old_counters_are_swept(rep):
    guess(Client(**ATTACKER))
    assert LoginGuess.objects.count() == 2
    LoginGuess.objects.update(since=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert lockout.forget_old() == 2
