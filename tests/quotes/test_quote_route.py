"""Reporting a quote: who must sign follows from what it says, and nobody can talk it away."""

from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from core import policy
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import PolicyVersion
from core.pages.text import told
from quotes import services
from quotes.models import Quote
from tests.quotes.world import fresh, make_quote, submit


def route_of(quote: Quote) -> list[str]:
    return list(quote.approval.steps.order_by("position").values_list("finder_ref", flat=True))


@pytest.mark.parametrize(
    ("facts", "route"),
    [
        ({}, ["approvals.head"]),
        ({"price": "900.00"}, ["approvals.head"]),
        ({"price": "899.99"}, ["approvals.head", "approvals.region"]),
        ({"price": "849.99"}, ["approvals.head", "approvals.region", "approvals.director"]),
        ({"payment_terms": "月结 60 天"}, ["approvals.head", "approvals.director"]),
        ({"price": "799.99"}, ["approvals.head", "approvals.region", "approvals.director", "approvals.leader"]),
        ({"qty": "1000"}, ["approvals.head", "approvals.leader"]),
        ({"qty": "999"}, ["approvals.head"]),
    ],
)
def test_its_route_follows_from_its_content(cast, customer, pump, facts, route):
    assert route_of(submit(make_quote(cast.rep, customer, pump, **facts), cast.rep)) == route


def test_a_heads_own_quote_goes_up_the_line(cast, pump):
    from customers import services as customer_services

    mine = customer_services.create_customer(actor=cast.head, facts={"name": "宁波甬江港口物流设备有限公司"})
    quote = submit(make_quote(cast.head, mine, pump), cast.head)
    seats = quote.approval.steps.get().seats.values_list("approver__username", flat=True)
    assert list(seats) == ["region"]


def test_major_cannot_be_set_by_hand(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump, qty="2000")
    Quote.objects.filter(pk=quote.pk).update(is_major=False)
    assert submit(quote, cast.rep).is_major
    assert "approvals.leader" in route_of(fresh(quote))


def test_it_keeps_the_versions_of_the_rules_it_used(cast, customer, pump):
    policy.revise(
        actor=cast.admin,
        key="quotes.major_amount",
        raw="1500",
        clause="达到 {value} 元为重大报价。",
        valid_from=fresh(make_quote(cast.rep, customer, pump)).quoted_on,
    )
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    assert route_of(quote) == ["approvals.head", "approvals.leader"]
    assert quote.approval.policies["quotes.major_amount"] == PolicyVersion.objects.get().number


def test_it_needs_lines(cast, customer, pump):
    quote = services.create_quote(
        actor=cast.rep,
        customer_id=customer.pk,
        contact_id=None,
        facts={"title": "空的", "payment_terms": "30/60/10"},
        lines=[],
    )
    with pytest.raises(Invalid, match="还没有明细"):
        submit(quote, cast.rep)


def test_it_refuses_a_quote_past_its_validity(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    with time_machine.travel(f"{quote.valid_until}T23:59:00+08:00", tick=False):
        pass
    with (
        time_machine.travel(f"{quote.valid_until.replace(year=quote.valid_until.year + 1)}T09:00:00+08:00", tick=False),
        pytest.raises(Invalid, match="有效期已过"),
    ):
        submit(quote, cast.rep)
    assert submit(quote, cast.rep).state == "reported"


def test_it_refuses_a_stale_page(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    with pytest.raises(Stale):
        services.submit_quote(actor=cast.rep, quote_id=quote.pk, version=quote.version + 1)


def test_it_is_for_the_author_and_only_once(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    with pytest.raises(Forbidden):
        submit(quote, cast.head)
    submit(quote, cast.rep)
    with pytest.raises(Conflict):
        submit(quote, cast.rep)


def test_withdrawing_makes_it_a_draft_again(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    with pytest.raises(Forbidden):
        services.withdraw_quote(actor=cast.head, quote_id=quote.pk)
    assert services.withdraw_quote(actor=cast.rep, quote_id=quote.pk).state == "draft"
    assert fresh(quote).approval.state == "withdrawn"


def test_what_lies_below_the_floor_is_a_risk(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump, price="780.00"), cast.rep)
    assert quote.worst_gap == Decimal("0.0250")
    assert [told(risk) for risk in quote.approval.risks] == ["有低于底价的行"]


def test_how_far_below_the_floor_is_told_to_those_who_may_know_it(cast, client, customer, pump):
    """The share and the price together are the floor: 780 at −2.5% is 800."""
    quote = submit(make_quote(cast.rep, customer, pump, price="780.00"), cast.rep)
    for login, knows in [("rep", False), ("head", True)]:
        client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
        pages = [quote.get_absolute_url(), f"/inbox/{quote.approval_id}/", f"/inbox/?tab=mine&id={quote.approval_id}"]
        answers = [*pages, f"/api/v1/approval-requests/{quote.approval_id}/", f"/api/v1/quotes/{quote.pk}/"]
        text = "".join(client.get(address).content.decode() for address in answers)
        assert "低于底价" in text
        assert ("2.5%" in text) is knows
        assert ("800.00" in text) is knows


@pytest.mark.parametrize(
    ("terms", "standard"),
    [
        ("30/60/10", True),
        (" 30 / 60 / 10 ", True),
        ("30/60/10（电汇）", True),
        ("10/80/10", False),
        ("不按 30/60/10，货到 180 天付清", False),
        ("30/60/10（作废，货到付款）", False),
        ("130/60/10", False),
    ],
)
def test_only_the_standard_terms_alone_are_standard(cast, customer, pump, terms, standard):
    quote = submit(make_quote(cast.rep, customer, pump, payment_terms=terms), cast.rep)
    assert quote.approval.facts["nonstandard_payment"] is not standard


def tried(client, cast, **facts):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    ask = {"kind": "quotes.quote", "submitter": cast.rep.pk, **{f"fact_{key}": value for key, value in facts.items()}}
    return client.get("/inbox/routes/try/", ask).content.decode().split("会走的路线")[1]


def test_a_case_to_try_needs_no_knowledge_of_the_limits(cast, client):
    """Amount and discount are enough: whether that is major follows from the rules in force, as on submission."""
    plain = tried(client, cast, amount="5000", discount="3")
    assert str(cast.head) in plain
    assert str(cast.leader) not in plain
    large = tried(client, cast, amount="1200000", discount="12")
    assert large.index(str(cast.head)) < large.index(str(cast.region)) < large.index(str(cast.leader))
    assert "按现行制度：折让超过销售经理权限、重大报价" in large
    assert "fact_major" not in large


def test_our_route_speaks_its_readers_language(cast, client, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    reader = cast.head
    reader.language = "en"
    reader.save(update_fields=["language"])
    client.force_login(reader, backend="org.backends.PasswordBackend")
    with translation.override("en"):  # the request speaks it; the next test must not
        page = client.get(quote.approval.get_absolute_url()).content.decode()
    assert "Nobody quotes on their own" in page
    assert "销售经理审核" not in page
