"""A form about a record: fill, act, back; a refusal stands on it with what was typed, under its own status."""

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404
from django.test import RequestFactory

from core.errors import Conflict, Forbidden, Invalid, Stale
from core.pages.acting import form_page

pytestmark = pytest.mark.django_db


class Reason(forms.Form):
    reason = forms.CharField(label="原因")


@pytest.fixture
def ask(cast):
    def send(act, *, method="post", query="", told=None, after=None, typed="客户停产"):
        make = getattr(RequestFactory(), method)
        request = make(f"/thing/1/verb/{query}", {"reason": typed} if method == "post" else {})
        request.user, request.htmx = cast.rep, False
        request._messages = CookieStorage(request)
        form = Reason(request.POST or None)
        page = {"title": "退回", "submit": "退回", "crumb": "成都锐恒", "url": "/thing/1/"}
        return form_page(request, form, act=act, told=told, after=after, **page)

    return send


def refuse(refusal):
    def act():
        raise refusal

    return act


def never():
    raise AssertionError


def test_a_form_that_is_not_filled_in_does_nothing(ask):
    assert ask(never, method="get").status_code == 200
    assert ask(never, typed="").status_code == 200


def test_it_acts_and_leads_back(ask):
    answer = ask(lambda: "退回了")
    assert (answer.status_code, answer["Location"]) == (302, "/thing/1/")
    assert ask(lambda: "退回了", query="?next=/inbox/")["Location"] == "/inbox/"
    assert ask(lambda: "退回了", query="?next=https://evil.example/")["Location"] == "/thing/1/"
    assert ask(lambda: "退回了", after=lambda: "/things/")["Location"] == "/things/"


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Invalid("thing.reason", "理由太短", errors={"reason": ["理由太短"]}), 200),
        (Forbidden("thing.own", "只有负责人能退"), 403),
        (Conflict("thing.late", "周敏已经退了"), 409),
        (Stale("record.changed", "你打开之后有人改过"), 412),
    ],
)
def test_a_refusal_keeps_what_was_typed(ask, refusal, status):
    answer = ask(refuse(refusal))
    page = answer.content.decode()
    assert answer.status_code == status
    assert str(refusal) in page
    assert "客户停产" in page


def test_a_right_that_lacks_names_who_has_it(ask):
    assert "销售内勤" in ask(refuse(Forbidden("quote.stamp", "只有管印章的人能用印"))).content.decode()


def test_what_is_no_refusal_of_the_form_goes_its_way(ask):
    with pytest.raises(Http404):
        ask(refuse(Http404()))


def test_a_warning_to_tick_past_is_the_callers_to_know(ask):
    def told(refusal):
        return [{"code": "twice", "text": "已有一家"}] if refusal.code == "thing.twice" else None

    page = ask(refuse(Conflict("thing.twice", "重复")), told=told)
    assert page.status_code == 200
    assert "已有一家" in page.content.decode()
    assert ask(refuse(Conflict("thing.late", "晚了")), told=told).status_code == 409
