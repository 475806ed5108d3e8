"""List pages: the URL is the state, rows come out of visible_to."""

from __future__ import annotations

from typing import Any

import django_filters
import pytest
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxDetails

from core.errors import Invalid
from core.models import SavedView
from core.pages.listing import MOST_WIDTH, Column, ListPage, Scene, least_width
from core.pages.rendering import render_list
from org.models import Unit

pytestmark = pytest.mark.django_db


class UnitFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label="类型", choices=[("region", "大区"), ("team", "团队"), ("company", "公司")]
    )

    class Meta:
        model = Unit
        fields = ["kind"]


PAGE = ListPage(
    code="tests.units",
    title="部门",
    unit="个",
    rows=lambda user: Unit.objects.visible_to(user).exclude(name="看不见的部门"),
    columns=[
        Column("name", "名称", link=True, sort="name", phone="p1"),
        Column("kind", "类型", sort="kind"),
        Column("parent", "上级", value="parent.name", sort="parent_id", nullable=True),
        Column("position", "排序", kind="num", shown=False),
    ],
    filterset=UnitFilter,
    search=lambda queryset, text: queryset.filter(name__contains=text),
    scenes=[Scene("all", "全部", lambda q, _u: q), Scene("teams", "团队", lambda q, _u: q.filter(kind="team"))],
    sort="name",
    row_url=lambda row: f"/units/{row.pk}/",
    page_size=3,
)


@pytest.fixture(autouse=True)
def _units() -> None:
    Unit.objects.filter(people__isnull=True, children__isnull=True).delete()
    for name in ("甲部", "乙部", "丙部", "丁部", "难办部", "看不见的部门"):
        Unit.objects.create(name=name, kind="team", position=2)


def ask(user: Any, path: str = "/units/", method: str = "get", data: Any = None, **headers: str) -> HttpResponse:
    request: HttpRequest = getattr(RequestFactory(), method)(path, data, headers=headers)
    request.user = user
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return render_list(request, PAGE)


def test_page_first_fragment_second_same_url(cast: Any) -> None:
    page = ask(cast.rep, "/units/?scene=teams").content.decode()
    fragment = ask(cast.rep, "/units/?scene=teams", **{"HX-Request": "true", "HX-Target": "list"}).content.decode()
    assert "<html" in page
    assert 'id="list"' in page
    assert "<html" not in fragment
    assert 'id="list"' in fragment


def test_history_restore_gets_the_whole_page(cast: Any) -> None:
    headers = {"HX-Request": "true", "HX-Target": "list", "HX-History-Restore-Request": "true"}
    assert b"<html" in ask(cast.rep, **headers).content


def test_address_narrows(cast: Any) -> None:
    html = ask(cast.rep, "/units/?scene=teams&q=甲&kind=team").content.decode()
    assert "甲部" in html
    assert "乙部" not in html
    assert "类型 <b>团队</b>" in html
    assert "没有符合条件的" in ask(cast.rep, "/units/?q=不存在").content.decode()


def test_unknown_parameters_do_no_harm(cast: Any) -> None:
    html = ask(cast.rep, "/units/?scene=x&sort=password&cols=zzz&cursor=%00&kind=x&view=abc").content.decode()
    assert "共" in html


def test_columns_can_be_chosen(cast: Any) -> None:
    html = ask(cast.rep, "/units/?scene=teams&cols=position").content.decode()
    assert "排序" in html
    assert 'href="/units/' in html


@pytest.mark.parametrize("name", ["", " ", "长" * 41])
def test_view_name_is_checked(cast: Any, name: str) -> None:
    with pytest.raises(Invalid):
        ask(cast.rep, "/units/", "post", {"save_view": "1", "name": name})
    assert not SavedView.objects.exists()


def test_queries_do_not_grow_with_rows(cast: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        ask(cast.rep, "/units/?scene=teams")


def total(html: bytes) -> str:
    return html.decode().split('class="s-pager"><span class="num">')[1].split("</span>")[0].split("共 ")[1]


def test_the_first_page_of_a_search_says_more_than_these(cast: Any) -> None:
    for name in ("戊部", "己部"):
        Unit.objects.create(name=name, kind="team")
    first = ask(cast.rep, "/units/?scene=teams&q=部").content
    assert total(first) == "3+ 个", "three fit the page"
    following = first.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert total(ask(cast.rep, f"/units/{following}").content) == "7 个", "who reads on is told"
    assert int(total(ask(cast.rep, "/units/?scene=teams").content).split()[0]) >= 7, (
        "a list without a search is counted"
    )


@pytest.mark.parametrize(("address", "counted"), [("/units/?scene=teams&q=甲", 2), ("/units/?scene=teams", 3)])
def test_what_one_page_holds_whole_is_not_counted(cast: Any, address: str, counted: int) -> None:
    """Two scenes show a number; the rows of the list are counted only when there are more of them than shown."""
    with CaptureQueriesContext(connection) as asked:
        ask(cast.rep, address)
    assert sum(one["sql"].count("count(*)") for one in asked) == counted


def test_a_list_is_never_narrower_than_its_columns_and_a_name():
    named, wide = Column("name", "名称", link=True), Column("spec", "规格", width=280)
    assert least_width([named, wide]) == 6
    assert least_width([named, *[wide] * 3]) == 11
    assert least_width([named, *[wide] * 30]) == MOST_WIDTH
    sheet = (settings.BASE_DIR / "static" / "css" / "app.css").read_text()
    assert all(
        f".t-list.w-{hundreds} {{ min-width: {hundreds}00px; }}" in sheet for hundreds in range(4, MOST_WIDTH + 1)
    )
