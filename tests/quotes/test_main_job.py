"""The way of a quote out of the house: report → approve → stamp → issue."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from core.errors import Conflict
from core.models import AuditEntry, Notification
from quotes import services
from tests.quotes.world import approve_all, fresh, make_quote, submit


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace(" ", "")


def test_a_quote_goes_from_draft_to_issued(cast, customer, pump, seller):
    quote = make_quote(cast.rep, customer, pump)
    assert (quote.number[:3], quote.revision, quote.state) == ("BJ-", 1, "draft")
    quote = submit(quote, cast.rep)
    assert quote.state == "reported"
    assert Notification.objects.filter(recipient=cast.head, code="approval.waiting").count() == 1
    quote = approve_all(quote, [cast.head])
    assert quote.state == "approved"
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk, copies=2)
    quote = services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平")
    assert quote.state == "issued"
    codes = AuditEntry.objects.about("quotes.quote", quote.pk).values_list("code", flat=True)
    assert list(codes) == ["quote.issued", "quote.stamped", "quote.approved", "quote.submitted", "quote.created"]


def test_its_paper_is_marked_until_it_is_approved(cast, customer, pump, seller):
    quote = make_quote(cast.rep, customer, pump)
    _quote, pdf = services.print_quote(actor=cast.rep, quote_id=quote.pk)
    assert "草稿" in text_of(pdf)
    submit(quote, cast.rep)
    assert "未经审批" in text_of(services.print_quote(actor=cast.rep, quote_id=quote.pk)[1])
    approve_all(quote, [cast.head])
    text = text_of(services.print_quote(actor=cast.rep, quote_id=quote.pk)[1])
    assert "草稿" not in text
    assert "未经审批" not in text
    assert "人民币贰仟元整" in text
    marks = AuditEntry.objects.filter(code="quote.printed").order_by("id").values_list("data__mark", flat=True)
    assert list(marks) == ["draft", "unapproved", "none"]


def test_a_major_quote_needs_the_leader_after_the_head(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump, qty="1200"), cast.rep)
    assert quote.is_major
    names = list(quote.approval.steps.values_list("name", "clause"))
    assert [name for name, _clause in names] == ["销售经理审核", "公司领导审批"]
    approve_all(quote, [cast.head])
    assert fresh(quote).state == "reported"
    approve_all(quote, [cast.leader])
    assert fresh(quote).state == "approved"


def test_it_cannot_be_sent_before_it_is_stamped(cast, customer, pump):
    quote = approve_all(submit(make_quote(cast.rep, customer, pump), cast.rep), [cast.head])
    with pytest.raises(Conflict, match="用印") as refusal:
        services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平")
    assert refusal.value.clause
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    assert services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平").state == "issued"
