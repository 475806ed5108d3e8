"""A quote of a deal names the solution it prices (D03), waits for the need (B11), and opens the contract stage (D01)."""

import pytest

from core.errors import Conflict, Invalid
from customers import services as customers
from quotes import services
from tests.customers.deals import NEED, at_quote, fresh, open_deal, with_need
from tests.quotes.world import approve_all, make_quote, make_seller, submit


def test_a_quote_names_the_newest_solution_of_its_deal(cast, customer, pump):
    deal = at_quote(cast.rep, customer)
    quote = make_quote(cast.rep, customer, pump, opportunity=deal)
    assert str(quote.solution) == "V1 双泵变频方案"
    newer = customers.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="三泵方案")
    first = deal.solutions.get(number=1)
    assert make_quote(cast.rep, customer, pump, opportunity=deal).solution == newer
    assert make_quote(cast.rep, customer, pump, opportunity=deal, solution=first).solution == first
    copy = services.duplicate_quote(actor=cast.rep, quote_id=quote.pk)
    assert (copy.opportunity_id, copy.solution_id) == (deal.pk, first.pk)


def test_a_quote_belongs_to_an_open_deal_of_its_customer(cast, customer, pump):
    other = customers.create_customer(actor=cast.rep, facts={"name": "温州泽川阀门有限公司"})
    with pytest.raises(Invalid, match="不是这家客户的"):
        make_quote(cast.rep, customer, pump, opportunity=open_deal(cast.rep, other))
    deal = at_quote(cast.rep, customer)
    with pytest.raises(Invalid, match="方案不是这个商机的"):
        make_quote(cast.rep, customer, pump, opportunity=open_deal(cast.rep, customer), solution=deal.solutions.get())
    customers.lose_opportunity(actor=cast.rep, opportunity_id=deal.pk, reason="cancelled")
    with pytest.raises(Invalid, match="已经了结"):
        make_quote(cast.rep, customer, pump, opportunity=fresh(deal))


def test_a_quote_waits_for_the_need_of_its_deal(cast, customer, pump):
    deal = with_need(cast.rep, customer)
    customers.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={"budget": None})
    quote = make_quote(cast.rep, customer, pump, opportunity=deal)
    with pytest.raises(Conflict, match="还缺需求里的预算") as told:
        submit(quote, cast.rep)
    assert "报价提交审批之前" in told.value.clause
    customers.record_need(actor=cast.rep, opportunity_id=deal.pk, facts=NEED)
    assert submit(quote, cast.rep).state == "reported"


def test_a_quote_without_a_deal_asks_for_none(cast, customer, pump):
    assert submit(make_quote(cast.rep, customer, pump), cast.rep).state == "reported"


def test_the_contract_stage_asks_for_a_quote_that_went_out(cast, customer, pump):
    make_seller()
    deal = at_quote(cast.rep, customer)
    onward = {"actor": cast.rep, "opportunity_id": deal.pk}
    quote = approve_all(submit(make_quote(cast.rep, customer, pump, opportunity=deal), cast.rep), [cast.head])
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    with pytest.raises(Conflict, match="一份已发出的报价"):
        customers.advance_opportunity(**onward)
    services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平")
    assert customers.advance_opportunity(**onward).state == "contract"


def test_editing_changes_or_takes_off_the_deal(cast, customer, pump):
    deal = at_quote(cast.rep, customer)
    quote = make_quote(cast.rep, customer, pump)
    edit = {"actor": cast.rep, "quote_id": quote.pk, "contact_id": None, "lines": []}
    quote = services.edit_quote(**edit, version=quote.version, facts={"opportunity": deal, "solution": None})
    assert quote.solution.number == 1
    quote = services.edit_quote(**edit, version=quote.version, facts={"title": "别的"})
    assert quote.opportunity == deal
    quote = services.edit_quote(**edit, version=quote.version, facts={"opportunity": None})
    assert (quote.opportunity, quote.solution) == (None, None)
