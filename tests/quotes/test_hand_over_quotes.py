from core.models import AuditEntry
from org import services as people
from quotes import services
from quotes.models import Quote
from tests.quotes.world import approve_all, fresh, make_quote, submit


def test_open_quotes_go_to_the_successor(cast, customer, pump):
    open_quote = make_quote(cast.rep, customer, pump)
    gone = make_quote(cast.rep, customer, pump)
    services.void_quote(actor=cast.rep, quote_id=gone.pk, reason="不要了")
    assert services.hand_over_quotes(actor=cast.hr, leaver=cast.rep, successor=cast.rep2) == 1
    assert fresh(open_quote).owner == cast.rep2
    assert fresh(gone).owner == cast.rep
    assert AuditEntry.objects.filter(code="quote.handed_over", actor=cast.hr).count() == 1


def test_an_approval_goes_on_after_its_author_left(cast, customer, pump):
    quote = submit(make_quote(cast.rep, customer, pump), cast.rep)
    people.dismiss_person(actor=cast.hr, user_id=cast.rep.pk, successor=cast.rep2)
    assert Quote.objects.get().owner == cast.rep2
    assert fresh(quote).approval.authors == sorted([cast.rep.pk, cast.rep2.pk])
    assert approve_all(quote, [cast.head]).state == "approved"
