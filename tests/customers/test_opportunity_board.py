"""商机看板: each card is offered what its owner may do, a drop asks the stage's conditions, two hands are told."""

from datetime import timedelta

import pytest

from core import clock, policy
from customers import board
from customers.models import Opportunity
from tests.customers.deals import at_quote, fresh, open_deal, with_need

URL = "/customers/opportunities/board/"


@pytest.fixture
def deals(cast, customer):
    """rep's, one ready to move, one without a need, one at the quote stage."""
    return {
        "ready": with_need(cast.rep, customer, title="循环泵站改造"),
        "bare": open_deal(cast.rep, customer, title="样机试用"),
        "quote": at_quote(cast.rep, customer, title="恒压供水"),
    }


def move(client, deal, what, *, version=None, named="move", **more):
    return client.post(URL, {named: f"{what}.{deal.pk}.{version or deal.version}"}, follow=True, **more)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_columns_sum_what_stands_in_them(as_, deals):
    drawn = as_("rep").get(URL).context["columns"]
    assert [(d.column.code, str(d.count), d.total) for d in drawn] == [
        ("need", "2", "96.0"),
        ("solution", "0", "0.0"),
        ("quote", "1", "48.0"),
        ("contract", "0", "0.0"),
    ]
    assert [str(d.note) for d in drawn] == ["赢率 10%", "赢率 30%", "赢率 50%", "赢率 80%"]


@pytest.mark.parametrize(
    ("login", "offered"),
    [("rep", {"advance", "lose"}), ("head", {"advance", "lose"}), ("inside", set()), ("finance", set())],
)
def test_each_is_offered_what_they_may(cast, deals, login, offered):
    card = board.card(deals["ready"], getattr(cast, login))
    assert {one.verb for one in card.moves} == offered


def test_a_menu_and_a_drop_move_one_step(as_, deals):
    client = as_("rep")
    assert said(move(client, deals["ready"], "advance"))[0].startswith("循环泵站改造 进入方案了")
    assert fresh(deals["ready"]).state == "solution"
    answer = move(client, fresh(deals["ready"]), "quote", named="drop")
    assert "还缺：一版方案" in said(answer)[0]


@pytest.mark.parametrize(
    ("name", "to", "words"),
    [
        ("bare", "solution", "还缺：需求里的"),
        ("bare", "contract", "一次走一步：需求之后是方案"),
        ("quote", "contract", "一份已发出的报价"),
        ("quote", "need", "一次走一步"),
        ("ready", "nowhere", "没有这个动作"),
        ("ready", "won", "没有这个动作"),
    ],
)
def test_a_refusal_is_said_and_nothing_moves(as_, deals, name, to, words):
    before = fresh(deals[name]).state
    answer = move(as_("rep"), deals[name], to, named="drop")
    assert any(words in text for text in said(answer)), said(answer)
    assert fresh(deals[name]).state == before


def test_back_asks_why_and_returns_to_the_board(as_, deals):
    client, deal = as_("rep"), deals["quote"]
    answer = client.post(URL, {"drop": f"solution.{deal.pk}.{deal.version}"})
    assert answer.url == f"/customers/opportunities/{deal.pk}/step-back/?next=%2Fcustomers%2Fopportunities%2Fboard%2F"
    assert client.post(answer.url, {"reason": "客户改配置", "version": deal.version}).url == URL
    assert fresh(deal).state == "solution"


def test_a_stale_card_and_an_unseen_one(as_, deals):
    answer = move(as_("rep"), deals["ready"], "advance", version=99)
    assert "有人改过" in said(answer)[0]
    assert fresh(deals["ready"]).state == "need"
    for login in ("rep2", "rep_south"):
        assert move(as_(login), deals["ready"], "advance").status_code == 404
        assert move(as_(login), deals["ready"], "need", named="drop").status_code == 404
    assert "才能动这个商机" in said(move(as_("inside"), deals["ready"], "advance"))[0]


def test_the_rule_says_what_is_stuck(as_, cast, deals):
    Opportunity.objects.filter(pk=deals["bare"].pk).update(stage_since=clock.now() - timedelta(days=10))
    assert ' warn">停 10 天' not in as_("rep").get(URL).content.decode()
    policy.revise(actor=cast.admin, key="opportunities.stuck_days", raw="7", clause="{value}", valid_from=clock.today())
    assert ' warn">停 10 天' in as_("rep").get(URL).content.decode()


def test_the_board_is_the_list_at_the_same_address(as_, deals):
    client = as_("rep")
    answer = client.get(f"{URL}?scene=mine&q=xhbz")
    assert sum(d.count.number for d in answer.context["columns"]) == 1
    for drawn in client.get(URL).context["columns"]:
        listed = client.get(drawn.list_url).context["total"].number
        assert listed == drawn.count.number


def test_every_column_is_a_way_to_somewhere(cast, deals):
    assert [str(label) for label, _where in board.BOARD.aside] == ["成交", "丢单"]
