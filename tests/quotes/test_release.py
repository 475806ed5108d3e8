"""Stamp, send, print: nothing leaves whose content is not exactly what was approved."""

from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django_fsm import TransitionNotAllowed

from core.errors import Conflict, Forbidden, Invalid
from core.models import AuditEntry
from quotes import papers, services
from quotes.models import Dispatch, Quote, QuoteLine, StampEntry
from tests.quotes.world import approved, fresh, make_quote, submit


def test_only_who_keeps_the_stamp_may_stamp(cast, customer, pump):
    quote = approved(cast, customer, pump)
    for person in (cast.rep, cast.head):
        with pytest.raises(Forbidden):
            services.stamp_quote(actor=person, quote_id=quote.pk)
    entry = services.stamp_quote(actor=cast.inside, quote_id=quote.pk, copies=3)
    assert (entry.digest, entry.copies, entry.applied_by) == (quote.approved_digest, 3, cast.rep)


def test_a_stamp_goes_on_approved_content_once(cast, customer, pump):
    draft = make_quote(cast.rep, customer, pump)
    with pytest.raises(Conflict):
        services.stamp_quote(actor=cast.inside, quote_id=draft.pk)
    quote = approved(cast, customer, pump)
    with pytest.raises(Invalid):
        services.stamp_quote(actor=cast.inside, quote_id=quote.pk, copies=0)
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    with pytest.raises(Conflict, match="已经用过印"):
        services.stamp_quote(actor=cast.inside, quote_id=quote.pk)


def test_content_changed_behind_the_services_is_not_released(cast, customer, pump, seller):
    """The price raised after approval, by raw SQL: every way out notices."""
    quote = approved(cast, customer, pump)
    QuoteLine.objects.filter(quote=quote).update(unit_price=Decimal("1.00"))
    with pytest.raises(Conflict, match="不一样"):
        services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    assert papers.data_of(fresh(quote))["mark"] == "unapproved"
    QuoteLine.objects.filter(quote=quote).update(unit_price=Decimal("1000.00"))
    assert papers.data_of(fresh(quote))["mark"] == "none"
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)


def test_a_customer_renamed_later_leaves_the_approved_paper_as_it_was(cast, customer, pump, seller):
    quote = approved(cast, customer, pump)
    type(customer).objects.filter(pk=customer.pk).update(name="换了名字的有限公司")
    assert papers.data_of(fresh(quote))["buyer"]["name"] == "成都锐恒自动化设备有限公司"
    assert papers.data_of(fresh(quote))["mark"] == "none"


def test_the_seal_is_on_the_paper_only_after_the_stamp(cast, customer, pump, seller):
    quote = approved(cast, customer, pump)
    assert not papers.data_of(quote)["seal"]
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    assert papers.data_of(fresh(quote))["seal"] == seller.seal


def test_an_expired_quote_is_not_sent_and_its_paper_says_so(cast, customer, pump, seller):
    quote = approved(cast, customer, pump)
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    after = quote.valid_until.replace(year=quote.valid_until.year + 1)
    with time_machine.travel(f"{after}T00:00:01+08:00", tick=False):
        with pytest.raises(Conflict, match="已过有效期"):
            services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平")
        assert papers.data_of(fresh(quote))["mark"] == "expired"
    assert services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平").state == "issued"
    assert AuditEntry.objects.get(code="quote.issued").data["policies"] == {"quotes.stamp_required": 0}


def test_sending_names_the_way_and_the_person(cast, customer, pump):
    quote = approved(cast, customer, pump)
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    for way, to in [("pigeon", "刘建平"), ("mail", " ")]:
        with pytest.raises(Invalid):
            services.send_quote(actor=cast.rep, quote_id=quote.pk, way=way, to=to)
    with pytest.raises(Forbidden):
        services.send_quote(actor=cast.head, quote_id=quote.pk, way="mail", to="刘建平")
    services.send_quote(actor=cast.inside, quote_id=quote.pk, way="mail", to="刘建平")
    assert Dispatch.objects.get().digest == quote.approved_digest


def test_every_look_at_the_paper_is_logged(cast, customer, pump, seller):
    quote = make_quote(cast.rep, customer, pump)
    services.print_quote(actor=cast.head, quote_id=quote.pk)
    entry = AuditEntry.objects.get(code="quote.printed")
    assert (entry.actor, entry.data["mark"]) == (cast.head, "draft")


def test_the_transition_itself_refuses_without_an_approved_request(cast, customer, pump):
    """Admin, bulk or a shell that calls the transition gets no further than the service."""
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    with pytest.raises(TransitionNotAllowed):
        quote.approve()
    with pytest.raises(AttributeError):
        quote.state = "approved"


@pytest.mark.parametrize("state", ["reported", "approved", "issued"])
def test_the_database_refuses_a_state_without_its_evidence(cast, customer, pump, state):
    quote = make_quote(cast.rep, customer, pump)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(state=state)
    Quote.objects.filter(pk=quote.pk).update(state="void")


def test_the_database_refuses_figures_that_do_not_tie(cast, customer, pump):
    quote = make_quote(cast.rep, customer, pump)
    for update in ({"total": 1}, {"number": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Quote.objects.filter(pk=quote.pk).update(**update)
    for update in ({"qty": 0}, {"unit_price": -1}, {"tax": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuoteLine.objects.filter(quote=quote).update(**update)


@pytest.mark.parametrize("table", [StampEntry._meta.db_table, Dispatch._meta.db_table])
def test_the_registers_are_only_ever_added_to(db, table):
    from django.db import ProgrammingError

    for statement in ("UPDATE {} SET digest = 'x'", "DELETE FROM {}", "TRUNCATE {}"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quotes_quote SET remarks = 'x'")
