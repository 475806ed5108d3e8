"""A draft may change; what is reported or approved may not."""

from decimal import Decimal

import pytest
from django.http import Http404

from core.errors import Conflict, Forbidden, Invalid, Stale
from quotes import services
from quotes.pricing import LineInput
from tests.quotes.world import approve_all, fresh, make_quote, submit


def edit(actor, quote, pump, *, version=None, price="900.00"):
    return services.edit_quote(
        actor=actor,
        quote_id=quote.pk,
        version=version or fresh(quote).version,
        contact_id=None,
        facts={"title": "改过的标题"},
        lines=[LineInput(qty=Decimal(1), product_id=pump.pk, unit_price=Decimal(price))],
    )


def test_it_replaces_the_lines_as_a_whole(cast, customer, pump):
    quote = edit(cast.rep, make_quote(cast.rep, customer, pump), pump)
    assert (quote.title, quote.total, quote.lines.count()) == ("改过的标题", Decimal("900.00"), 1)


def test_it_refuses_what_somebody_else_saved_meanwhile(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    edit(cast.rep, quote, pump, version=quote.version)
    with pytest.raises(Stale):
        edit(cast.rep, quote, pump, version=quote.version, price="1.00")
    assert fresh(quote).total == Decimal("900.00")


def test_it_is_for_the_author_only(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    with pytest.raises(Forbidden):
        edit(cast.head, quote, pump)
    with pytest.raises(Http404):
        edit(cast.rep_south, quote, pump)


@pytest.mark.parametrize("passed", [False, True])
def test_it_refuses_once_reported(cast, customer, pump, passed):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    if passed:
        approve_all(quote, [cast.head])
    with pytest.raises(Conflict, match="出新版本"):
        edit(cast.rep, quote, pump)
    assert fresh(quote).total == Decimal("2000.00")


def test_a_returned_quote_may_be_mended_and_reported_again(cast, customer, pump):
    from workflow import services as workflow

    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    step = quote.approval.steps.get(state="open")
    workflow.return_step(actor=cast.head, step_id=step.pk, digest=quote.approval.digest, comment="价格太低")
    assert fresh(quote).state == "returned"
    edit(cast.rep, quote, pump, price="950.00")
    assert submit(quote, cast.rep).state == "reported"


def test_void_needs_a_reason_and_a_draft(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    with pytest.raises(Invalid, match="理由"):
        services.void_quote(actor=cast.rep, quote_id=quote.pk, reason=" ")
    reported = submit(make_quote(cast.rep, customer, pump), cast.rep)
    with pytest.raises(Conflict):
        services.void_quote(actor=cast.rep, quote_id=reported.pk, reason="不做了")
    assert services.void_quote(actor=cast.rep, quote_id=quote.pk, reason="客户取消").state == "void"
