"""The frame is drawn once and kept; what belongs to one person or one address is filled in each time."""

import re

import pytest
from django.test import Client

PAGE = "/customers/?q=%22%3E%3Cb%3E"


@pytest.fixture
def page(cast):
    def read(login, address=PAGE):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(getattr(cast, login))
        return browser, browser.get(address).content.decode()

    return read


def fields(html, name):
    return set(re.findall(rf'name="{name}" value="([^"]*)"', html))


def test_each_reads_their_own_name(page, cast):
    for login in ("rep", "head", "rep"):
        menu = page(login)[1].partition('class="s-me"')[2].partition("</details>")[0]
        names = {other for other in ("rep", "head") if getattr(cast, other).display_name in menu}
        assert names == {login}


def test_the_menus_forms_come_back_to_the_page_they_stand_on(page):
    assert fields(page("rep")[1], "next") == {PAGE}
    assert fields(page("rep", "/customers/visits/")[1], "next") == {"/customers/visits/"}


def test_the_menus_forms_carry_this_readers_token(page):
    browser, html = page("rep")
    form = re.search(r'<form method="post" action="([^"]+)" class="seg"', html)
    assert form
    [token] = fields(html.partition('class="s-me"')[2].partition("</details>")[0], "csrfmiddlewaretoken")
    assert browser.post(form[1], {"language": "en", "csrfmiddlewaretoken": token}).status_code == 302
    assert browser.post(form[1], {"language": "en", "csrfmiddlewaretoken": "here"}).status_code == 403
    assert 'lang="en"' in page("rep")[1]


def test_nothing_is_left_to_fill_in(page):
    assert not re.search(r"here-[0-9a-f]{32}", page("rep")[1])
