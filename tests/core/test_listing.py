"""List pages: the URL is the state, rows come out of visible_to, bulk actions touch only what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxDetails

from core.errors import Forbidden, Invalid
from core.models import SavedView
from core.pages.listing import Bulk, Column, ListPage, Outcome, Scene, export_rows
from core.pages.rendering import matching, render_list
from org.models import Unit

pytestmark = pytest.mark.django_db


class UnitFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label="类型", choices=[("region", "大区"), ("team", "团队"), ("company", "公司")]
    )

    class Meta:
        model = Unit
        fields = ["kind"]


class Reason(forms.Form):
    reason = forms.CharField(label="理由")


ran: list[tuple[list[str], dict[str, Any]]] = []


def rename(*, actor: Any, rows: Sequence[Unit], data: dict[str, Any]) -> list[Outcome]:
    ran.append(([row.name for row in rows], data))
    return [
        Outcome(row.name, ok=row.name != "难办部", message="办不了" if row.name == "难办部" else "") for row in rows
    ]


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
    bulk=[
        Bulk("rename", "改名", "i-edit", rename),
        Bulk("merge", "合并", "i-swap", rename, form=Reason),
        Bulk("secret", "封存", "i-lock", rename, capability="no.such"),
    ],
    row_url=lambda row: f"/units/{row.pk}/",
    page_size=3,
)


@pytest.fixture(autouse=True)
def _units() -> None:
    ran.clear()
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


def test_bulk_touches_only_what_is_seen(cast: Any) -> None:
    hidden = Unit.objects.get(name="看不见的部门")
    shown = Unit.objects.get(name="甲部")
    response = ask(cast.rep, "/units/", "post", {"bulk": "rename", "id": [hidden.pk, shown.pk, "x", "9" * 30]})
    assert response.status_code == 302
    assert ran == [(["甲部"], {})]


def test_bulk_on_all_that_match(cast: Any) -> None:
    ask(cast.rep, "/units/?scene=teams&q=部", "post", {"bulk": "rename", "all_matching": "1"})
    assert {"甲部", "乙部", "丙部", "丁部"} <= set(ran[0][0])
    assert "看不见的部门" not in ran[0][0]


def test_bulk_says_what_failed(cast: Any) -> None:
    ids = list(Unit.objects.filter(name__in=["甲部", "难办部"]).values_list("pk", flat=True))
    html = ask(cast.rep, "/units/", "post", {"bulk": "rename", "id": ids}).content.decode()
    assert "1 条办好了，1 条没办成" in html
    assert "办不了" in html


def test_bulk_with_a_form_asks_first(cast: Any) -> None:
    unit = Unit.objects.get(name="甲部")
    html = ask(cast.rep, "/units/", "post", {"bulk": "merge", "id": unit.pk}).content.decode()
    assert "理由" in html
    assert ran == []
    ask(cast.rep, "/units/", "post", {"bulk": "merge", "id": unit.pk, "confirm": "1", "reason": ""})
    assert ran == []
    ask(cast.rep, "/units/", "post", {"bulk": "merge", "id": unit.pk, "confirm": "1", "reason": "撤并"})
    assert ran == [(["甲部"], {"reason": "撤并"})]


def test_bulk_needs_the_capability(cast: Any) -> None:
    with pytest.raises(Forbidden):
        ask(cast.rep, "/units/", "post", {"bulk": "secret", "id": "1"})
    with pytest.raises(Invalid):
        ask(cast.rep, "/units/", "post", {"bulk": "nothing"})
    assert "封存" not in ask(cast.rep).content.decode()


@pytest.mark.parametrize("name", ["", " ", "长" * 41])
def test_view_name_is_checked(cast: Any, name: str) -> None:
    with pytest.raises(Invalid):
        ask(cast.rep, "/units/", "post", {"save_view": "1", "name": name})
    assert not SavedView.objects.exists()


def test_export_writes_plain_values(cast: Any) -> None:
    request = RequestFactory().get("/units/", {"scene": "teams", "q": "甲"})
    request.user = cast.rep
    queryset, _filters = matching(request, PAGE)
    rows = list(export_rows(PAGE, queryset, PAGE.columns))
    assert rows == [["名称", "类型", "上级", "排序"], ["甲部", "team", None, 2]]


def test_queries_do_not_grow_with_rows(cast: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        ask(cast.rep, "/units/?scene=teams")


def total(html: bytes) -> str:
    return html.decode().split('class="s-pager"><span class="num">')[1].split("</span>")[0].split("共 ")[1]


def test_the_first_page_of_a_search_counts_less_far(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.pages.keyset.SEARCH_CAP", 4)
    for name in ("戊部", "己部"):
        Unit.objects.create(name=name, kind="team")
    first = ask(cast.rep, "/units/?scene=teams&q=部").content
    assert total(first) == "4+ 个"
    following = first.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert total(ask(cast.rep, f"/units/{following}").content) == "7 个", "who reads on is told"
    assert int(total(ask(cast.rep, "/units/?scene=teams").content).split()[0]) >= 7, (
        "a list without a search is counted"
    )


@pytest.mark.parametrize(("address", "counted"), [("/units/?scene=teams&q=甲", 2), ("/units/?scene=teams&q=部", 3)])
def test_what_one_page_holds_whole_is_not_counted(cast: Any, address: str, counted: int) -> None:
    """Two scenes show a number; the rows of the list are counted only when there are more of them than shown."""
    with CaptureQueriesContext(connection) as asked:
        ask(cast.rep, address)
    assert sum(one["sql"].count("count(*)") for one in asked) == counted
