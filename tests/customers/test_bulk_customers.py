"""改类别 and 移交 of many customers: the services' own rights and rules, row by row."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from core.models import AuditEntry, BulkRun
from customers import services
from customers.models import Customer
from tests.customers.conftest import enter

LIST = "/customers/?scene=all"


def sign_in(person):
    client = Client()
    client.force_login(person)
    return client


def words(answer):
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def hand_over(client, rows, to, reason=""):
    chosen = client.post(LIST, {"bulk": "transfer", "id": [f"{row.pk}:{row.version}" for row in rows]})
    if chosen.status_code != 302:
        return chosen
    return client.post(chosen["Location"], {"to": to.pk, "reason": reason})


def owners():
    return dict(Customer.objects.values_list("name", "owner__username"))


def test_a_head_hands_over_the_customers_of_the_team(cast):
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    hand_over(sign_in(cast.head), rows, cast.rep2, "调区")
    assert owners() == {"成都锐恒": "rep2", "杭州西奥": "rep2"}
    assert [entry.reason for entry in AuditEntry.objects.filter(code="customer.transferred")] == ["调区", "调区"]


def test_and_takes_it_back_collaborators_too(cast):
    row = enter(cast.rep, "成都锐恒")
    services.add_collaborator(actor=cast.rep, customer_id=row.pk, person=cast.rep2)
    head = sign_in(cast.head)
    hand_over(head, [row], cast.rep2)
    assert owners() == {"成都锐恒": "rep2"}
    assert not row.sharing.exists()
    head.post(f"/bulk/{BulkRun.objects.get().pk}/undo/")
    assert owners() == {"成都锐恒": "rep"}
    assert [sharing.user for sharing in row.sharing.all()] == [cast.rep2]


@pytest.mark.parametrize("login", ["rep", "account", "inside", "finance", "service", "marketing", "admin"])
def test_who_assigns_nobody_hands_over_nothing(cast, login):
    row = enter(cast.rep, "成都锐恒")
    assert hand_over(sign_in(getattr(cast, login)), [row], cast.rep2).status_code == 403
    assert owners() == {"成都锐恒": "rep"}


def test_the_customers_of_others_people_stay(cast):
    """South's head has the right, but not over the East: he does not even see its customers."""
    row = enter(cast.rep, "成都锐恒")
    head = sign_in(cast.head_south)
    page = words(head.get(hand_over(head, [row], cast.rep_south)["Location"]))
    assert "没有这条记录，或者你看不到它" in page
    assert "成都锐恒" not in page
    assert owners() == {"成都锐恒": "rep"}


def test_shared_is_not_handed_over(cast):
    """South's head sees it since it was shared with him; whose it is, the East decides."""
    row = enter(cast.rep, "成都锐恒")
    services.add_collaborator(actor=cast.rep, customer_id=row.pk, person=cast.head_south)
    head = sign_in(cast.head_south)
    page = words(head.get(hand_over(head, [row], cast.rep_south)["Location"]))
    assert "上级才能转移客户" in page
    assert "成都锐恒" in page
    assert owners() == {"成都锐恒": "rep"}


def test_nobody_is_given_to_people_one_does_not_answer_for(cast):
    row = enter(cast.rep, "成都锐恒")
    answer = hand_over(sign_in(cast.head), [row], cast.rep_south)
    assert answer.status_code == 200, "the form asks again"
    assert owners() == {"成都锐恒": "rep"}


def test_all_that_match_is_all_one_sees(cast):
    enter(cast.rep, "成都锐恒")
    enter(cast.rep_south, "广州南粤")
    head = sign_in(cast.head)
    place = head.post(LIST, {"bulk": "classify", "all_matching": "1"})["Location"]
    assert "选了 1 家" in words(head.get(place))
    head.post(place, {"customer_class": "focus"})
    assert dict(Customer.objects.values_list("name", "customer_class")) == {
        "成都锐恒": "focus",
        "广州南粤": "potential",
    }


@pytest.mark.parametrize(
    ("login", "may"),
    [("rep", True), ("head", True), ("inside", True), ("finance", False), ("service", False), ("marketing", False)],
)
def test_who_edits_may_classify(cast, login, may):
    row = enter(cast.rep, "成都锐恒")
    client = sign_in(getattr(cast, login))
    chosen = client.post(LIST, {"bulk": "classify", "id": [f"{row.pk}:{row.version}"]})
    assert (chosen.status_code == 302) is may
    if may:
        client.post(chosen["Location"], {"customer_class": "focus"})
    assert Customer.objects.get().customer_class == ("focus" if may else "potential")
