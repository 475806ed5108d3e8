"""The frame's own pages: search, pickers, counts, preferences, toasts, design, and account pages in our hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.utils.translation import override

from core.pages import finders, navigation, toasts
from core.pages.finders import Action, Finder, Hit
from core.pages.forms import PickerField, control_kind
from core.pages.navigation import Create, Item
from org.models import Unit

pytestmark = pytest.mark.django_db


def find(_user: Any, text: str, limit: int) -> list[Hit]:
    actions = [Action("记拜访", "/visit/", key="v")]
    return (
        [Hit(7, "成都锐恒", "/c/7/", note="大客户", end="林晓峰", found="锐恒", actions=actions)][:limit]
        if text
        else []
    )


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "_creates", {})
    monkeypatch.setattr(finders, "_finders", {})
    navigation.register(
        Item("a", "单子", "i-quote", "pages:design_list", group="papers", count=lambda _user: 7, tab=1),
        Item("b", "保密", "i-lock", "pages:design", capability="no.such", count=lambda _user: 9),
        Item("c", "没人管", "i-lock", "nobody:serves_this"),
    )
    navigation.register_create(Create("v", "记拜访", "i-visit", "pages:design_form", key="v"))
    finders.register(
        Finder("t.customer", "客户", "i-cust", find),
        Finder("t.secret", "保密", "i-lock", find, capability="no.such"),
    )


@pytest.fixture
def rep(cast: Any) -> Iterator[Client]:
    client = Client()
    client.force_login(cast.rep, settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_navigation_shows_only_what_may_be_opened(rep: Client) -> None:
    html = rep.get("/new/").content.decode()
    assert "单子" in html
    assert "保密" not in html
    assert "没人管" not in html


def test_a_room_that_would_always_be_empty_is_no_place(cast: Any) -> None:
    navigation.register(Item("d", "客户", "i-cust", "pages:design_list", domain="customers"))
    offered = {
        login: [item.code for item, _url in navigation.open_items(getattr(cast, login))]
        for login in ("rep", "production")
    }
    assert "d" in offered["rep"]
    assert "d" not in offered["production"]


def test_unknown_group_is_refused() -> None:
    with pytest.raises(ValueError):
        navigation.register(Item("x", "x", "i-x", "home", group="nowhere"))


def test_counts_come_in_one_fragment(rep: Client) -> None:
    html = rep.get("/counts/").content.decode()
    assert '<span data-for="a">7</span>' in html
    assert 'data-for="b"' not in html


def test_palette_answers_with_a_fragment(rep: Client) -> None:
    html = rep.get("/search/", {"q": "ruiheng"}, headers={"X-Fragment": "1"}).content.decode()
    assert "<html" not in html
    assert "成都<mark>锐恒</mark>" in html
    assert "对「成都锐恒」" in html
    assert html.count("成都<mark>锐恒</mark>") == 1


def test_search_is_a_page_without_scripts(rep: Client) -> None:
    html = rep.get("/search/", {"q": "ruiheng"}).content.decode()
    assert "<html" in html
    assert "成都<mark>锐恒</mark>" in html


def test_search_offers_places_by_label(rep: Client) -> None:
    html = rep.get("/search/", {"q": "单"}, headers={"X-Fragment": "1"}).content.decode()
    assert "/design/list/" in html


def test_picker_answers_and_refuses(rep: Client) -> None:
    html = rep.get("/pick/t.customer/", {"q": "x"}, headers={"X-Fragment": "1"}).content.decode()
    assert 'data-value="7"' in html
    page = rep.get("/pick/t.customer/", {"q": "x", "field": "customer", "next": "/quotes/new/"}).content.decode()
    assert 'href="/quotes/new/?customer=7"' in page
    foreign = rep.get("/pick/t.customer/", {"q": "x", "field": "c", "next": "https://evil.example/"}).content.decode()
    assert 'href="https://evil' not in foreign
    assert rep.get("/pick/nothing/").status_code == 404
    assert rep.get("/pick/t.secret/").status_code == 404


def test_preferences_are_kept_with_the_user(rep: Client, cast: Any) -> None:
    answer = rep.post("/preferences/", {"theme": "dark", "language": "en", "next": "/org/me/"})
    assert answer["Location"] == "/org/me/"
    cast.rep.refresh_from_db()
    assert (cast.rep.theme, cast.rep.language) == ("dark", "en")
    with override("zh-hans"):
        assert 'data-bs-theme="dark"' in rep.get("/org/me/").content.decode()


def test_preferences_ignore_nonsense_and_foreign_targets(rep: Client, cast: Any) -> None:
    answer = rep.post("/preferences/", {"theme": "pink", "language": "xx", "next": "//evil.example"})
    assert answer["Location"] == "/"
    cast.rep.refresh_from_db()
    assert (cast.rep.theme, cast.rep.language) == ("auto", "zh-hans")


def test_theme_without_flash(rep: Client) -> None:
    html = rep.get("/org/me/").content.decode()
    head = html[: html.index("<link")]
    assert 'data-theme="auto"' in head
    assert '<script nonce="' in head
    assert '<script nonce="">' not in head


def test_toast_is_shown_once_with_undo(rep: Client) -> None:
    request = RequestFactory().get("/")
    message = type(
        "M", (), {"extra_tags": json.dumps({"undo_url": "/undo/"}), "level": 25, "__str__": lambda _s: "已同意"}
    )
    described = toasts.describe(message())
    assert described == {
        "text": "已同意",
        "tone": "",
        "undo_url": "/undo/",
        "link_url": "",
        "link_text": "",
        "drafts": "",
    }
    html = get_template("components/toast.html").render({**described, "csrf_token": "t"}, request)
    assert 'action="/undo/"' in html
    assert (
        toasts.describe(type("M", (), {"extra_tags": "old", "level": 40, "__str__": lambda _s: "x"})())["tone"] == "bad"
    )


class Pick(forms.Form):
    unit = PickerField(queryset=Unit.objects.none(), finder="t.customer", label="部门")
    kind = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")], required=False, label="类型")
    many = forms.ChoiceField(choices=[(str(n), str(n)) for n in range(9)], label="很多")
    on = forms.BooleanField(required=False, label="开")


def test_controls_are_chosen_by_what_is_asked() -> None:
    kinds = {name: control_kind(Pick()[name]) for name in Pick.base_fields}
    assert kinds == {"unit": "picker", "kind": "chips", "many": "plain", "on": "check"}


def test_picker_renders_the_chosen_and_the_first(cast: Any) -> None:
    form = Pick({"unit": str(Unit.objects.get(name="财务部").pk)})
    form.fields["unit"].queryset = Unit.objects.order_by("pk")  # type: ignore[attr-defined]
    html = str(form["unit"].as_field_group())
    assert "selected>财务部" in html
    assert 'data-picker="/pick/t.customer/"' in html
    assert "澜川电气" in html


def test_field_errors_stand_under_the_field() -> None:
    html = str(Pick({"kind": "zzz"}))
    assert html.count('role="alert"') >= 2
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    "path", ["/design/", "/design/list/", "/design/list/?empty", "/design/record/", "/design/form/"]
)
def test_design_pages_live_in_demo_mode_only(rep: Client, path: str) -> None:
    with override_settings(DEMO=True):
        assert rep.get(path).status_code == 200
    with override_settings(DEMO=False):
        assert rep.get(path).status_code == 404


def test_the_frame_says_where_one_sits_without_a_dot_that_joins_nothing(cast: Any) -> None:
    """Unit and title are parts; the dot stands before the second, and is cut away where that begins a line."""
    browser = Client()
    for title, unit, parts in (
        ("销售工程师", cast.unit("east1"), ["华东一组", "销售工程师"]),
        ("", cast.unit("east1"), ["华东一组"]),
        ("", None, []),
    ):
        type(cast.rep).objects.filter(pk=cast.rep.pk).update(title=title, unit=unit)
        browser.force_login(cast.rep)
        menu = browser.get("/").content.decode().partition('<div class="s-me">')[2].partition("</summary>")[0]
        assert ('class="parts' in menu) == bool(parts)
        assert menu.count("·") == max(len(parts) - 1, 0)
        assert all(f"<span>{part}</span>" in menu for part in parts)


def test_the_design_page_shows_what_floats_and_what_refuses(rep: Client) -> None:
    """Each piece in each state: open, under way and refused too, in stages that hold what would cover the page."""
    with override_settings(DEMO=True):
        html = rep.get("/design/").content.decode()
    for piece in (
        'class="pk-l"', 'class="s-pal"', "pal-none", 'class="drop-m"', 'class="dlg" role="group"', 'class="rule" open',
        "mn-l", "s-write", 'class="s-bulk"', 'class="sk"', 'aria-busy="true"', "ch-card", "s-kan", "s-empty",
        "errs", "tst-bad",
    ):  # fmt: skip
        assert piece in html, piece
    assert html.count('class="s-steps"') >= 4
    assert {code for code in ("403", "409", "412", "400") if f'<span class="code num">{code}</span>' in html} == {
        "403", "409", "412", "400",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["400", "403", "404", "409", "412", "413", "422", "429", "500", "503"])
def test_every_refusal_has_a_page(name: str) -> None:
    context = {"message": "第 3 条", "clause": "报价制度 3.2", "code": "quote.floor", "words": "第 3 条"}
    html = get_template(f"errors/{name}.html").render(context, RequestFactory().get("/"))
    assert "第 3 条" in html
    assert name in html


@pytest.mark.parametrize(
    "path",
    ["/accounts/2fa/", "/accounts/sessions/", "/accounts/logout/", "/org/me/", "/new/"],
)
def test_account_pages_wear_the_frame(rep: Client, path: str) -> None:
    html = rep.get(path).content.decode()
    assert "s-side" in html
    assert " style=" not in html
