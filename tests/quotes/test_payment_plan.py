"""When the customer pays: a shorthand or rows, one meaning, printed, signed for, and adding up to the total."""

from decimal import Decimal

import pytest

from core.errors import Invalid
from quotes import papers, payment, services
from quotes.digest import digest_of
from quotes.models import Quote
from quotes.pricing import LineInput
from tests.api.client import Api, refused
from tests.quotes.world import fresh, make_quote, make_seller, submit

SPLIT = [
    {"event": "signing", "percent": Decimal("33.33"), "days": 7},
    {"event": "acceptance", "percent": Decimal("66.67")},
]


def events(plan):
    return [(row["event"], row["percent"], row["days"]) for row in plan]


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("30/60/10", [("signing", "30", None), ("shipping", "60", None), ("warranty", "10", None)]),
        (" 30／60／10 （电汇）", [("signing", "30", None), ("shipping", "60", None), ("warranty", "10", None)]),
        ("50/50", [("signing", "50", None), ("shipping", "50", None)]),
        ("款到发货", [("shipping", "100", None)]),
        ("月结 60 天", [("monthly", "100", 60)]),
    ],
)
def test_a_shorthand_makes_the_plan(cast, customer, pump, text, plan):
    assert events(make_quote(cast.rep, customer, pump, payment_terms=text).payment_plan) == plan


@pytest.mark.parametrize("text", ["30/60/11", "100/0", "30/60/10，货到付款", "面议", "10/20/30/20/10/10", "月结"])
def test_other_words_make_none_and_go_to_the_director(cast, customer, pump, text):
    quote = submit(make_quote(cast.rep, customer, pump, payment_terms=text), cast.rep)
    assert quote.payment_plan == []
    assert quote.approval.facts["nonstandard_payment"] is True


def test_rows_make_the_words_where_there_are_none(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump, payment_terms="", payment_plan=SPLIT)
    assert quote.payment_terms == "合同签订后 33.33% 7 天内，验收合格后 66.67%"
    plain = [{"event": event, "percent": Decimal(share)} for event, share in [("signing", 40), ("shipping", 60)]]
    assert make_quote(cast.rep, customer, pump, payment_terms="", payment_plan=plain).payment_terms == "40/60"


def test_words_and_rows_that_differ_are_refused(cast, customer, pump):
    with pytest.raises(Invalid) as told:
        make_quote(cast.rep, customer, pump, payment_plan=SPLIT)
    assert told.value.code == "quote.payment_terms"


def test_standard_words_with_other_rows_are_not_standard(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    Quote.objects.filter(pk=quote.pk).update(payment_plan=payment.parse("50/50"))
    assert submit(quote, cast.rep).approval.facts["nonstandard_payment"] is True


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"event": "some day", "percent": Decimal(100)}], "payment_plan.0.event"),
        ([{"event": "signing"}], "payment_plan.0.percent"),
        ([{"event": "signing", "percent": Decimal(100), "amount": Decimal(1)}], "payment_plan.0.percent"),
        ([{"event": "signing", "percent": Decimal("-1")}], "payment_plan.0.percent"),
        ([{"event": "signing", "percent": Decimal("0.001")}], "payment_plan.0.percent"),
        ([{"event": "signing", "amount": Decimal(0)}], "payment_plan.0.amount"),
        ([{"event": "signing", "percent": Decimal(100), "days": 1000}], "payment_plan.0.days"),
        ([{"event": "signing", "percent": Decimal(99)}], "payment_plan"),
        ([{"event": "signing", "percent": Decimal(50)}, {"event": "arrival", "amount": Decimal(1)}], "payment_plan"),
        ([{"event": "signing", "percent": Decimal(5)}] * 13, "payment_plan"),
    ],
)
def test_a_bad_row_is_refused_by_field(cast, customer, pump, rows, field):
    with pytest.raises(Invalid) as told:
        make_quote(cast.rep, customer, pump, payment_terms="", payment_plan=rows)
    assert (told.value.code, list(told.value.errors)) == ("quote.payment", [field])
    assert not Quote.objects.exists()


@pytest.mark.parametrize("total", ["0.01", "0.02", "100.01", "2662050.03", "99999.99"])
@pytest.mark.parametrize("terms", ["30/60/10", "30/65/5", "33/33/34", "20/20/20/20/20"])
def test_the_last_row_takes_the_cent(total, terms):
    due = payment.amounts(payment.parse(terms), Decimal(total))
    assert sum(due) == Decimal(total)
    assert all(amount >= 0 for amount in due)


def test_amounts_must_make_the_total_when_submitted(cast, customer, pump):
    rows = [{"event": "signing", "amount": Decimal("500.00")}, {"event": "arrival", "amount": Decimal("1499.99")}]
    quote = make_quote(cast.rep, customer, pump, payment_terms="", payment_plan=rows)
    with pytest.raises(Invalid, match="要一样"):
        submit(quote, cast.rep)
    rows[1]["amount"] = Decimal("1500.00")
    services.edit_quote(
        actor=cast.rep,
        quote_id=quote.pk,
        version=fresh(quote).version,
        contact_id=None,
        facts={"payment_plan": rows},
        lines=[LineInput(qty=Decimal(2), product_id=pump.pk)],
    )
    assert fresh(quote).payment_terms == "合同签订后 ¥500.00，到货后 ¥1,500.00"
    assert submit(quote, cast.rep).state == "reported"


def test_it_stands_on_the_paper_in_the_snapshot_and_in_the_fingerprint(cast, customer, pump):
    make_seller()
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    printed = [
        {"event": "合同签订后", "percent": "30", "amount": "600.00", "due": ""},
        {"event": "发货前", "percent": "60", "amount": "1200.00", "due": ""},
        {"event": "质保期满后", "percent": "10", "amount": "200.00", "due": ""},
    ]
    assert papers.data_of(quote)["payment"] == printed
    assert [payment.said(row) for row in quote.approval.snapshot["payment_plan"]] == printed
    Quote.objects.filter(pk=quote.pk).update(payment_plan=payment.parse("50/50"))
    assert digest_of(fresh(quote)) != quote.approval.digest


def test_a_copy_keeps_it(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump, payment_terms="", payment_plan=SPLIT)
    copy = services.duplicate_quote(actor=cast.rep, quote_id=quote.pk)
    assert (copy.payment_plan, copy.payment_terms) == (quote.payment_plan, quote.payment_terms)


def test_over_the_api(cast, customer, pump):
    script = Api(cast.rep)
    body = {"customer": customer.pk, "title": "t", "lines": [{"product": pump.pk, "qty": "1"}]}
    rows = [{"event": "signing", "percent": "30.00", "days": 7}, {"event": "arrival", "percent": "70"}]
    made = script.post("quotes/", {**body, "payment_plan": rows}).json()
    assert made["payment_plan"] == [
        {"event": "signing", "percent": "30", "amount": "300.00", "days": 7},
        {"event": "arrival", "percent": "70", "amount": "700.00", "days": None},
    ]
    told = refused(script.post("quotes/", {**body, "payment_plan": [{"event": "signing", "percent": "30"}]}), 400)
    assert "payment_plan" in told["errors"]
    refused(script.post("quotes/", body), 400)
    assert len(script.post("quotes/", {**body, "payment_terms": "30/60/10"}).json()["payment_plan"]) == 3


def test_in_the_editor(cast, client, customer, pump):
    client.force_login(cast.rep)
    typed = {
        "title": "t", "payment_terms": "", "warranty_months": "12", "rows": "1",
        "line0-product": pump.pk, "line0-qty": "1",
        "pay0-event": "signing", "pay0-percent": "40", "pay0-days": "7", "pay1-event": "arrival", "pay1-percent": "59",
    }  # fmt: skip
    refused_page = client.post(f"/quotes/new/?customer={customer.pk}", typed)
    assert "加起来是 99%" in refused_page.content.decode()
    typed["pay1-percent"] = "60"
    assert client.post(f"/quotes/new/?customer={customer.pk}", typed).status_code == 302
    quote = Quote.objects.get()
    assert events(quote.payment_plan) == [("signing", "40", 7), ("arrival", "60", None)]
    page = client.get(f"/quotes/{quote.pk}/edit/").content.decode()
    assert 'name="pay0-percent" value="40"' in page
    shown = client.get(f"/quotes/{quote.pk}/?tab=terms").content.decode()
    assert '<span class="cny">¥</span>400<span class="dec">.00</span>' in shown
    assert '<span class="cny">¥</span>600<span class="dec">.00</span>' in shown
