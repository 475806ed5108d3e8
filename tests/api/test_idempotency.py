"""Idempotency-Key: sent twice, done once, answered alike."""

from datetime import timedelta
from threading import Barrier

import pytest

from core import clock
from core.api import once
from core.models import AuditEntry, KeptAnswer
from core.tasks import tidy
from customers import services as customers
from customers.models import Customer, Visit
from quotes.models import Quote
from tests.api.client import Api, refused
from tests.quotes import world
from tests.quotes.conftest import customer, products, pump

__all__ = ["customer", "products", "pump"]


@pytest.fixture
def draft(customer, pump):
    return {
        "customer": customer.pk,
        "title": "循环水泵站成套设备",
        "payment_terms": "30/60/10",
        "lines": [{"product": pump.pk, "qty": "2"}],
    }


def keyed(script, path, body, key="order-7"):
    return script.send("POST", path, body, **{"Idempotency-Key": key})


def visit_of(customer):
    moment = (clock.now() - timedelta(minutes=5)).isoformat()
    return {"customer": customer.pk, "occurred_at": moment, "outcome": "progress"}


def test_a_repeated_quote_is_one_quote_and_one_answer(api, draft):
    script = api("rep")
    first = keyed(script, "quotes/", draft)
    assert first.status_code == 201, first.content
    again = keyed(script, "quotes/", dict(reversed(draft.items())))
    assert (again.status_code, again.content) == (201, first.content)
    assert again["ETag"] == first["ETag"] == f'"{first.json()["version"]}"'
    assert again["Content-Type"] == first["Content-Type"] == "application/json"
    assert Quote.objects.count() == 1
    assert AuditEntry.objects.filter(code="quote.created").count() == 1


def test_the_answer_is_the_one_of_then(api, draft):
    script = api("rep")
    first = keyed(script, "quotes/", draft)
    change = {name: value for name, value in draft.items() if name != "customer"} | {"title": "改过"}
    made = first.json()
    assert script.send("PUT", f"quotes/{made['id']}/", change, version=made["version"]).status_code == 200
    assert keyed(script, "quotes/", draft).content == first.content


def test_a_repeated_visit_is_one_visit(api, customer):
    script, body = api("rep"), visit_of(customer)
    assert keyed(script, "visits/", body).content == keyed(script, "visits/", body).content
    assert Visit.objects.count() == 1


def test_another_body_or_address_under_the_same_key_is_422(api, customer, draft):
    script = api("rep")
    keyed(script, "quotes/", draft)
    refused(keyed(script, "quotes/", {**draft, "title": "别的"}), 422, "request.idempotency")
    refused(keyed(script, "visits/", visit_of(customer)), 422, "request.idempotency")
    assert Quote.objects.count() == 1


def test_a_key_is_its_callers_own(api, cast, draft):
    theirs = customers.create_customer(actor=cast.rep2, facts={"name": "无锡云麓泵业有限公司"})
    first = keyed(api("rep"), "quotes/", draft)
    second = keyed(api("rep2"), "quotes/", {**draft, "customer": theirs.pk})
    assert second.status_code == 201
    assert second.json()["id"] != first.json()["id"]


def test_without_a_key_twice_is_two(api, draft):
    script = api("rep")
    script.post("quotes/", draft)
    script.post("quotes/", draft)
    assert Quote.objects.count() == 2


def test_a_refusal_keeps_nothing(api, draft):
    script = api("rep")
    refused(keyed(script, "quotes/", {**draft, "lines": [{"product": 999999, "qty": "1"}]}), 400)
    assert not KeptAnswer.objects.exists()
    assert keyed(script, "quotes/", draft).status_code == 201


def test_what_cannot_be_kept_was_not_done(api, draft, monkeypatch):
    def break_down(*_given):
        raise OSError("disk")

    monkeypatch.setattr(once, "_keep", break_down)
    with pytest.raises(OSError, match="disk"):
        keyed(api("rep"), "quotes/", draft)
    assert not Quote.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 201, "两", "a b"])
def test_a_malformed_key_is_400(api, draft, key):
    refused(keyed(api("rep"), "quotes/", draft, key.encode().decode("latin-1")), 400, "request.idempotency_key")
    assert not Quote.objects.exists()


def test_kept_answers_are_forgotten_after_two_days(api, draft):
    keyed(api("rep"), "quotes/", draft)
    tidy(as_of=clock.now() + timedelta(days=2, minutes=-1))
    assert KeptAnswer.objects.count() == 1
    assert tidy(as_of=clock.now() + timedelta(days=2, minutes=1))["answers"] == 1
    assert not KeptAnswer.objects.exists()


def race(committed_db, cast, hands=50):
    world.make_products(cast)
    customer = customers.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})
    body, script = visit_of(customer), Api(cast.rep)
    return committed_db.together([lambda: keyed(Api(key=script.key), "visits/", body)] * hands)


def test_fifty_at_once_make_one(committed_db, cast):
    answers = race(committed_db, cast)
    done = [answer for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in done}) == 1
    for answer in answers:
        if answer.status_code == 409:
            refused(answer, 409, "request.in_flight")
    assert (Visit.objects.count(), Customer.objects.count()) == (1, 1)


def test_without_the_turn_a_constraint_stops_the_second(committed_db, cast, monkeypatch):
    """Negative control: with the lock out of the way only the unique key is left, and it answers otherwise."""
    both_looked, real = Barrier(2), customers.log_visit

    def log_once_both_looked(**given):
        both_looked.wait(30)
        return real(**given)

    monkeypatch.setattr(once, "_take_turn", lambda user_id, key: None)
    monkeypatch.setattr(customers, "log_visit", log_once_both_looked)
    done, refusal = sorted(race(committed_db, cast, hands=2), key=lambda answer: answer.status_code)
    assert (done.status_code, refusal.status_code) == (201, 409)
    assert refusal.json()["code"] != "request.in_flight"
    assert Visit.objects.count() == 1
