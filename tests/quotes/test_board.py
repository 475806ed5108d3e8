"""报价看板: columns are states, a card moves by the service's verb, and what it refuses is said in its words."""

from datetime import timedelta

import pytest

from core import clock
from core.pages import boards, keyset
from quotes import board, services
from quotes.models import Quote
from tests.quotes.world import approved, fresh, make_quote, submit

URL = "/quotes/board/"


@pytest.fixture
def trade(cast, customer, pump, seller):
    """One in each column, and a second draft."""
    made = {
        "draft": make_quote(cast.rep, customer, pump),
        "other": make_quote(cast.rep, customer, pump, qty="5"),
        "reported": submit(make_quote(cast.rep, customer, pump), cast.rep),
        "approved": approved(cast, customer, pump),
        "stamped": approved(cast, customer, pump),
        "issued": approved(cast, customer, pump),
    }
    for name in ("stamped", "issued"):
        services.stamp_quote(actor=cast.inside, quote_id=made[name].pk)
    services.send_quote(actor=cast.rep, quote_id=made["issued"].pk, way="mail", to="刘建平")
    return made


def offered(client, quote, url=f"{URL}?scene=all"):
    """The verbs on a card, as a browser reads them."""
    html = client.get(url).content.decode()
    if f'id="card-{quote.pk}"' not in html:
        return None
    card = html.split(f'id="card-{quote.pk}"')[1].split("</li>")[0]
    pages = {verb for verb in ("send", "stamp", "void") if f"/quotes/{quote.pk}/{verb}/" in card}
    return pages | {verb for verb in ("submit", "withdraw") if f'value="{verb}.{quote.pk}.' in card}


def move(client, quote, verb, named="move", version=None, **headers):
    data = {named: f"{verb}.{quote.pk}.{version or fresh(quote).version}"}
    return client.post(URL, data, follow=not headers, headers=headers)


def said(answer):
    return [str(message) for message in answer.context["messages"]] if answer.context else []


def test_each_number_and_sum_is_of_the_rows_its_list_shows(as_, trade):
    for login in ("rep", "head", "director", "inside", "rep2"):
        client = as_(login)
        for drawn in client.get(f"{URL}?scene=all").context["columns"]:
            listed = client.get(drawn.list_url).context
            assert listed["total"].number == drawn.count.number, (login, drawn.column.code)
            rows = sum(row.row.total for row in listed["rows"])
            assert drawn.total == f"{rows / 10000:.1f}"
    assert [str(d.count) for d in as_("rep").get(URL).context["columns"]] == ["2", "0", "1", "2", "1", "0", "0"]


def test_only_what_each_may_do_is_offered(as_, trade):
    everything = {
        "rep": [{"submit", "void"}, {"withdraw"}, set(), {"send"}, set()],
        "head": [set(), set(), set(), set(), set()],
        "inside": [set(), set(), {"stamp"}, {"send"}, set()],
        "rep2": [None] * 5,
        "rep_south": [None] * 5,
        "engineer": [None] * 5,
    }
    for login, verbs in everything.items():
        names = ("draft", "reported", "approved", "stamped", "issued")
        assert [offered(as_(login), trade[name]) for name in names] == verbs, login


def test_a_card_is_submitted_and_taken_back(as_, trade):
    answer = move(as_("rep"), trade["draft"], "submit")
    assert fresh(trade["draft"]).state == "reported"
    assert "已提交审批" in answer.content.decode()
    assert f"/quotes/{trade['draft'].pk}/withdraw/" in answer.content.decode(), "the way back"
    move(as_("rep"), trade["draft"], "withdraw")
    assert fresh(trade["draft"]).state == "draft"


def test_a_drop_is_the_verb_that_leads_there(as_, trade):
    move(as_("rep"), trade["draft"], "reported", named="drop")
    assert fresh(trade["draft"]).state == "reported"
    move(as_("rep"), trade["draft"], "draft", named="drop")
    assert fresh(trade["draft"]).state == "draft"


@pytest.mark.parametrize(
    ("login", "name", "to", "words"),
    [
        ("rep", "draft", "issued", "通过审批的报价才能发出"),
        ("rep", "draft", "approved", "由审批人在审批里决定"),
        ("rep", "issued", "draft", "只有审批中的报价能撤回"),
        ("rep", "approved", "issued", "还没有用印登记"),
        ("head", "draft", "reported", "只有负责人能提交这份报价"),
        ("rep", "draft", "nowhere", "没有这个动作"),
    ],
)
def test_a_refusal_is_said_and_nothing_moves(as_, trade, login, name, to, words):
    before = fresh(trade[name]).state
    answer = move(as_(login), trade[name], to, named="drop")
    assert any(words in text for text in said(answer)), said(answer)
    assert fresh(trade[name]).state == before


def test_sending_asks_what_is_missing_and_comes_back(as_, trade):
    client, quote = as_("rep"), trade["stamped"]
    answer = client.post(URL, {"drop": f"issued.{quote.pk}.{quote.version}"})
    assert answer.url == f"/quotes/{quote.pk}/send/?next=%2Fquotes%2Fboard%2F"
    assert fresh(quote).state == "approved"
    assert client.post(answer.url, {"way": "mail", "to": "刘建平"}).url == URL
    assert fresh(quote).state == "issued"
    asked = client.post(URL, {"drop": f"issued.{trade['approved'].pk}.1"}, headers={"HX-Request": "true"})
    assert "HX-Redirect" not in asked, "a refusal is no page to go to"


def test_the_way_back_stays_on_this_host(as_, trade):
    quote = trade["stamped"]
    answer = as_("rep").post(f"/quotes/{quote.pk}/send/?next=https://evil.example/", {"way": "mail", "to": "刘"})
    assert answer.url == quote.get_absolute_url()


def test_a_stale_card_is_told_so(as_, trade, cast, pump):
    answer = move(as_("rep"), trade["draft"], "submit", version=99)
    assert fresh(trade["draft"]).state == "draft"
    assert said(answer)


@pytest.mark.parametrize(
    "what", ["", "submit", "submit.x.1", "submit.1", "submit.1.x", "submit." + "9" * 40 + ".1", "1.2.3"]
)
def test_wild_moves_are_refused_in_words(as_, trade, what):
    answer = as_("rep").post(URL, {"move": what}, follow=True)
    assert "没有这个动作" in said(answer)[0]


def test_an_unseen_card_is_not_there(as_, trade):
    answer = as_("rep_south").post(URL, {"move": f"submit.{trade['draft'].pk}.1"})
    assert answer.status_code == 404


def test_how_long_it_has_stood_there(as_, trade):
    Quote.objects.filter(pk=trade["reported"].pk).update(reported_at=clock.now() - timedelta(days=5))
    html = as_("rep").get(URL).content.decode()
    assert 'warn">停 5 天' in html
    assert html.count("今天</span>") >= 4


def test_what_ran_out_leaves_the_board_and_is_a_click_away(as_, trade):
    day = clock.today()
    past = {"quoted_on": day - timedelta(days=40), "valid_until": day - timedelta(days=1)}
    Quote.objects.filter(pk=trade["issued"].pk).update(**past)
    answer = as_("rep").get(URL)
    assert trade["issued"].get_absolute_url() not in answer.content.decode()
    link = next(url for label, url in answer.context["aside"] if str(label) == "已过期")
    assert as_("rep").get(link).context["total"].number == 1


def test_a_column_reads_on_from_its_last_card(as_, cast, customer, pump, monkeypatch):
    monkeypatch.setattr(boards, "CARDS", 2)
    made = {make_quote(cast.rep, customer, pump).pk for _number in range(5)}
    client, seen, url = as_("rep"), [], URL
    fragment = {"HX-Request": "true", "HX-Target": "more-draft"}
    for page in range(3):
        html = client.get(url, headers=fragment if page else {}).content.decode()
        seen += [int(part.split(".")[0]) for part in html.split('data-card="')[1:]]
        assert ("<html" in html) is (page == 0)
        url = (
            URL + html.split('id="more-draft" hx-get="')[1].split('"')[0].replace("&amp;", "&")
            if "再看" in html
            else ""
        )
    assert (set(seen), len(seen), url) == (made, 5, "")
    whole = client.get(f"{URL}?col=draft&cursor=rubbish").content.decode()
    assert "<html" in whole


def test_the_board_is_the_list_at_the_same_address(as_, trade):
    client = as_("rep")
    numbers = [str(d.count) for d in client.get(f"{URL}?scene=mine&total_min=4000").context["columns"]]
    assert numbers == ["1", *"000000"]
    answer = client.get(f"{URL}?q=锐恒&scene=mine")
    assert sum(d.count.number for d in answer.context["columns"]) == 6
    assert answer.context["list_url"] == "/quotes/?q=%E9%94%90%E6%81%92&scene=mine"


def test_sums_end_where_counts_end(trade, monkeypatch):
    rows = Quote.objects.filter(state="draft")
    assert keyset.sums([rows, rows.none()], "total", cap=5) == [(keyset.Count(2), 7000), (keyset.Count(0), None)]
    assert keyset.sums([rows], "total", cap=1) == [(keyset.Count(1, True), None)]


def test_more_cards_cost_no_more_questions(as_, cast, customer, pump, django_assert_max_num_queries):
    for _number in range(4):
        submit(make_quote(cast.rep, customer, pump), cast.rep)
        make_quote(cast.rep, customer, pump)
    client = as_("rep")
    client.get(URL)
    with django_assert_max_num_queries(16):
        client.get(URL)


def test_every_column_has_its_list(db):
    for column in board.BOARD.columns:
        assert set(column.where) <= {"state", "standing"}


def test_dragging_to_what_the_customer_says_asks_for_it(as_, cast, trade):
    """A drag brings no words: the form does. Who may not tell is refused at once."""
    quote = trade["issued"]
    for outcome in ("negotiating", "accepted"):
        asked = client_drop(as_("rep"), quote, outcome)
        assert asked["HX-Redirect"].startswith(f"/quotes/{quote.pk}/feedback/?outcome={outcome}&next=")
    assert "HX-Redirect" not in client_drop(as_("head"), quote, "accepted")
    assert "HX-Redirect" not in client_drop(as_("rep"), trade["draft"], "accepted")
    assert fresh(quote).state == "issued"


def client_drop(client, quote, to):
    return client.post(URL, {"drop": f"{to}.{quote.pk}.{fresh(quote).version}"}, headers={"HX-Request": "true"})
