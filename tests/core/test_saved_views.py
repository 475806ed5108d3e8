"""What a person keeps of a list: columns, views with numbers, who may use them, and conditions that went stale."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from core.errors import Forbidden, Invalid
from core.models import SavedView
from core.pages import saved
from org.models import Unit
from tests.core.test_listing import PAGE, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _units() -> None:
    for name in ("甲部", "乙部", "丙部"):
        Unit.objects.create(name=name, kind="team", position=2)


def save(user: Any, address: str = "/units/?scene=teams&q=甲", **facts: str) -> SavedView:
    ask(user, address, "post", {"save_view": "1", "name": "甲的", **facts})
    return SavedView.objects.get(user=user, name=facts.get("name", "甲的"))


def test_a_view_is_the_address_without_where_one_stands(cast: Any) -> None:
    response = ask(
        cast.rep, "/units/?scene=teams&q=甲&cursor=abc&filters=1", "post", {"save_view": "1", "name": "甲的"}
    )
    view = SavedView.objects.get()
    assert view.query == "scene=teams&q=%E7%94%B2"
    assert response["Location"] == f"/units/?view={view.pk}&{view.query}"


def test_by_itself_a_view_is_ones_own(cast: Any) -> None:
    save(cast.rep)
    assert "甲的" in ask(cast.rep).content.decode()
    assert "甲的" not in ask(cast.rep2).content.decode()


def test_shared_with_the_unit_reaches_it_and_what_is_below(cast: Any) -> None:
    save(cast.head, audience="unit")
    below = Unit.objects.create(name="新组", kind="team", parent=cast.head.unit)
    cast.rep2.unit = below
    cast.rep2.save()
    assert "甲的" in ask(cast.rep).content.decode()
    assert "甲的" in ask(cast.rep2).content.decode()
    assert "甲的" not in ask(cast.rep_south).content.decode()
    assert "甲的" not in ask(cast.director).content.decode()


def test_the_whole_company_gets_it_only_from_who_may(cast: Any) -> None:
    with pytest.raises(Forbidden) as refused:
        save(cast.rep, audience="all")
    assert refused.value.code == "view.share"
    assert not SavedView.objects.exists()
    save(cast.head, audience="all")
    assert "甲的" in ask(cast.rep_south).content.decode()
    assert 'value="all"' not in ask(cast.rep, "/units/?q=甲").content.decode()
    assert 'value="all"' in ask(cast.head, "/units/?q=甲").content.decode()


def test_only_its_owner_changes_or_drops_a_view(cast: Any) -> None:
    view = save(cast.head, audience="all")
    for verb in ("drop_view", "update_view", "edit_view"):
        with pytest.raises(Http404):
            ask(cast.rep, f"/units/?view={view.pk}&q=乙", "post", {verb: view.pk, "name": "我的了"})
    ask(cast.head, f"/units/?view={view.pk}", "post", {"edit_view": view.pk, "name": "改名", "audience": "unit"})
    view.refresh_from_db()
    assert (view.name, view.audience) == ("改名", "unit")
    ask(cast.head, "/units/", "post", {"drop_view": view.pk})
    assert not SavedView.objects.exists()


def test_one_name_is_one_view(cast: Any) -> None:
    save(cast.rep, name="一")
    other = save(cast.rep, name="二")
    with pytest.raises(Invalid):
        ask(cast.rep, "/units/", "post", {"edit_view": other.pk, "name": "一"})


def test_a_list_keeps_so_many_views_and_no_more(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST_VIEWS", 1)
    save(cast.rep)
    save(cast.rep)
    with pytest.raises(Invalid):
        save(cast.rep, name="又一个")


def test_moving_away_from_a_view_offers_to_change_it(cast: Any) -> None:
    view = save(cast.rep)
    at_it = ask(cast.rep, f"/units/?view={view.pk}&{view.query}").content.decode()
    assert "更新视图" not in at_it
    assert "删除视图" in at_it
    address = f"/units/?view={view.pk}&scene=teams&q=乙"
    assert "更新视图" in ask(cast.rep, address).content.decode()
    fragment = ask(cast.rep, address, **{"HX-Request": "true", "HX-Target": "list"}).content.decode()
    assert "更新视图" in fragment
    ask(cast.rep, address, "post", {"update_view": view.pk})
    view.refresh_from_db()
    assert view.query == "scene=teams&q=%E4%B9%99"


def test_numbers_come_after_the_page_in_one_query(cast: Any, django_assert_num_queries: Any) -> None:
    save(cast.rep)
    save(cast.rep, "/units/?scene=teams&q=没有的", name="空的")
    page = ask(cast.rep).content.decode()
    assert 'hx-trigger="load"' in page
    assert '甲的 <span class="n"></span>' in page
    ask(cast.rep)
    with django_assert_num_queries(3):  # the views, the reader's sight, all numbers
        counted = ask(cast.rep, **{"HX-Request": "true", "HX-Target": "views"}).content.decode()
    assert '甲的 <span class="n">1</span>' in counted
    assert '空的 <span class="n">0</span>' in counted
    assert "hx-trigger" not in counted


def test_a_stale_condition_is_said_and_dropped(cast: Any) -> None:
    gone = SavedView.objects.create(
        user=cast.rep, page=PAGE.code, name="旧的", query="scene=teams&size=9&kind=village&q=甲"
    )
    html = ask(cast.rep, f"/units/?view={gone.pk}&{gone.query}").content.decode()
    assert "有条件已经用不了，没有按它筛：size、类型" in html
    assert "甲部" in html
    ask(cast.rep, f"/units/?view={gone.pk}&{gone.query}", "post", {"update_view": gone.pk})
    gone.refresh_from_db()
    assert gone.query == "scene=teams&q=%E7%94%B2"


def test_what_holds_is_not_called_stale(cast: Any) -> None:
    view = SavedView.objects.create(user=cast.rep, page=PAGE.code, name="好的", query="scene=teams&kind=team")
    assert "用不了" not in ask(cast.rep, f"/units/?view={view.pk}&{view.query}").content.decode()
    assert "用不了" not in ask(cast.rep, "/units/?scene=teams&utm_source=mail").content.decode()


def test_the_list_opens_with_the_view_one_wants_first(cast: Any) -> None:
    view = save(cast.head, audience="all")
    assert ask(cast.rep).status_code == 200
    ask(cast.rep, f"/units/?view={view.pk}&{view.query}", "post", {"open_with": view.pk})
    assert ask(cast.rep)["Location"] == f"/units/?view={view.pk}&{view.query}"
    assert ask(cast.rep, "/units/?scene=all").status_code == 200
    assert ask(cast.rep2).status_code == 200
    view.audience = "own"
    view.save()
    assert ask(cast.rep).status_code == 200
    ask(cast.head, f"/units/?view={view.pk}", "post", {"open_with": view.pk})
    ask(cast.head, f"/units/?view={view.pk}", "post", {"open_with": ""})
    assert ask(cast.head).status_code == 200


def test_columns_stay_and_the_address_goes_before_them(cast: Any) -> None:
    response = ask(cast.rep, "/units/?scene=teams&cols=kind", "post", {"keep_columns": "1", "cols": ["position", "x"]})
    assert response["Location"] == "/units/?scene=teams"
    cast.rep.refresh_from_db()
    assert cast.rep.lists == {"tests.units": {"cols": "name,position"}}
    kept = ask(cast.rep).content.decode()
    assert "<th" in kept
    assert "列 2/4" in kept
    assert "列 3/4" in ask(cast.rep, "/units/?cols=kind,parent").content.decode()
    assert "列 3/4" in ask(cast.rep2).content.decode()
    ask(cast.rep, "/units/", "post", {"reset_columns": "1", "cols": ["position"]})
    cast.rep.refresh_from_db()
    assert cast.rep.lists == {}


def test_a_view_can_take_the_columns_along(cast: Any) -> None:
    ask(cast.rep, "/units/", "post", {"keep_columns": "1", "cols": ["position"]})
    assert save(cast.rep, with_columns="on").query == "scene=teams&q=%E7%94%B2&cols=name,position"
    assert "cols" not in save(cast.rep, name="不带").query


def test_columns_stay_for_whoever_is_signed_in(cast: Any) -> None:
    """Through the middleware, whose user is not the object of its class."""
    browser = Client()
    browser.force_login(cast.head)
    browser.post("/customers/?scene=all", {"keep_columns": "1", "cols": ["number"]})
    cast.head.refresh_from_db()
    assert cast.head.lists == {"customers.customers": {"cols": "name,number"}}
    assert "列 2/13" in browser.get("/customers/?scene=all").content.decode()
