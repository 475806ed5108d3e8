"""When somebody leaves, their open quotes get a new owner."""

from core import audit
from org.models import User
from quotes.choices import QuoteState
from quotes.models import Quote
from quotes.services.doors import write
from workflow import people as approvals


def hand_over_quotes(*, actor: User, leaver: User, successor: User) -> int:
    """Give every open quote of the leaver to the successor; returns how many. Call inside the leaver's transaction.

    What the successor would have to approve goes to their superiors: nobody signs their own quote.
    """
    quotes = Quote.objects.open().filter(owner=leaver).select_for_update(no_key=True, of=("self",)).order_by("pk")
    count = 0
    for quote in quotes:
        quote.owner = successor
        write(quote)
        audit.record(
            actor=actor,
            code="quote.handed_over",
            subject=quote,
            data={"from": leaver.username, "to": successor.username},
        )
        if quote.state == QuoteState.REPORTED:
            approvals.excuse_approver(request_id=quote.approval_id, person=successor)
        count += 1
    return count
