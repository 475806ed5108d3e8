"""Lines outside the catalogue: no discount limit and no floor judges them, so the director does."""

from decimal import Decimal

import pytest

from core import clock, policy
from core.pages.text import told
from quotes import services
from quotes.pricing import LineInput
from tests.quotes.world import approve_all, fresh, submit
from workflow import services as workflow

FREE = LineInput(qty=Decimal(1), name="安装调试", unit="项", unit_price=Decimal("500.00"))


def write(cast, customer, *lines):
    return services.create_quote(
        actor=cast.rep,
        customer_id=customer.pk,
        contact_id=None,
        facts={"title": "循环水泵站成套设备", "payment_terms": "30/60/10"},
        lines=lines,
    )


@pytest.fixture
def listed(pump):
    return LineInput(qty=Decimal(2), product_id=pump.pk)


def route_of(quote):
    return list(quote.approval.steps.order_by("position").values_list("finder_ref", flat=True))


def test_one_such_line_needs_the_director(cast, customer, listed):
    quote = submit(write(cast, customer, listed, FREE), cast.rep)
    assert route_of(quote) == ["approvals.head", "approvals.director"]
    assert quote.approval.facts["hand_priced"] is True
    assert [told(risk) for risk in quote.approval.risks] == ["第 2 行手工定价，合计 ¥500.00"]
    assert quote.approval.policies["quotes.hand_priced"] == 0
    assert approve_all(quote, [cast.head]).state == "reported"
    assert approve_all(quote, [cast.director]).state == "approved"


@pytest.mark.parametrize("price", ["0", "0.01"])
def test_however_small(cast, customer, listed, price):
    line = LineInput(qty=Decimal(1), name="赠品", unit="件", unit_price=Decimal(price))
    assert route_of(submit(write(cast, customer, listed, line), cast.rep)) == ["approvals.head", "approvals.director"]


def test_a_catalogue_line_needs_none(cast, customer, listed):
    quote = submit(write(cast, customer, listed), cast.rep)
    assert route_of(quote) == ["approvals.head"]
    assert quote.approval.facts["hand_priced"] is False
    assert quote.approval.risks == []


def test_the_director_reads_why_and_which(cast, client, customer, listed):
    quote = submit(write(cast, customer, listed, FREE), cast.rep)
    approve_all(quote, [cast.head])
    client.force_login(cast.director)
    page = client.get(f"/inbox/{quote.approval_id}/").content.decode()
    assert "第 2 行手工定价，合计 ¥500.00" in page
    assert page.count(">手工定价</span>") == 1


def test_it_is_not_for_bulk(cast, customer, listed):
    quote = submit(write(cast, customer, listed, FREE), cast.rep)
    step = quote.approval.steps.get(state="open")
    [told] = workflow.approve_many(actor=cast.head, items=[(step.pk, quote.approval.digest)])
    assert not told.ok
    assert fresh(quote).state == "reported"


def test_a_company_may_leave_it_to_the_head(cast, customer, listed):
    policy.revise(
        actor=cast.admin, key="quotes.hand_priced", raw=False, clause="手工定价由销售经理看。", valid_from=clock.today()
    )
    quote = submit(write(cast, customer, listed, FREE), cast.rep)
    assert route_of(quote) == ["approvals.head"]
    assert [told(risk) for risk in quote.approval.risks] == ["第 2 行手工定价，合计 ¥500.00"]


def test_a_product_under_another_name_is_a_risk(cast, customer, pump):
    """The cheap product's list price under the name of the dear one."""
    renamed = LineInput(qty=Decimal(1), product_id=pump.pk, name="高压泵", model="D900")
    assert [told(risk) for risk in submit(write(cast, customer, renamed), cast.rep).approval.risks] == [
        "第 1 行的名称或型号和目录不一样"
    ]
