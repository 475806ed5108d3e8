"""The quotes of one block, with their approvals, stamps and dispatches, as lines for COPY."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from core import search
from quotes.choices import QuoteState, SentBy
from quotes.digest import fingerprint
from quotes.models import Dispatch, Quote, QuoteLine, StampEntry
from quotes.models.quotes import KIND
from quotes.parties import buyer_of
from salesops.demo import trade
from salesops.scale.copying import NULL, Sheet
from salesops.scale.customers import Known, Lines
from salesops.scale.patterns import Pattern, Stop
from salesops.scale.plan import LINES, QUOTED, QUOTES, SEATS, STEPS, Plan
from workflow.choices import RequestState, StepState, Verdict
from workflow.models import ApprovalRequest, ApprovalSeat, ApprovalStep

QUOTE, LINE, STAMP, SENT = Sheet(Quote), Sheet(QuoteLine), Sheet(StampEntry), Sheet(Dispatch)
REQUEST, STEP, SEAT = Sheet(ApprovalRequest), Sheet(ApprovalStep), Sheet(ApprovalSeat)
SHEETS = [REQUEST, STEP, SEAT, QUOTE, LINE, STAMP, SENT]

VALID = timedelta(days=30)
TURNS_SENT, TURNS_APPROVED, TURNS_RETURNED, TURNS_REJECTED = "sent", "approved", "returned", "rejected"
ENDS = [TURNS_SENT, TURNS_APPROVED, TURNS_RETURNED, TURNS_REJECTED, "draft"]
SHARES = [76, 10, 5, 3, 6]
WAYS = SentBy.values


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_STEP = STEP.form(
    ApprovalStep(),
    **_same("id", "request_id", "position", "name", "mode", "finder", "finder_ref", "clause", "hours"),
    **_same("state", "opened_at", "due_at", "closed_at"),
)
_SEAT = SEAT.form(
    ApprovalSeat(kind=KIND),
    **_same(
        "id",
        "step_id",
        "submitter_id",
        "subject_id",
        "approver_id",
        "verdict",
        "decided_by_id",
        "decided_at",
        "comment",
    ),
)
_STAMP = STAMP.form(
    StampEntry(copies=2), **_same("id", "quote_id", "digest", "applied_by_id", "stamped_by_id", "stamped_at")
)
_SENT = SENT.form(Dispatch(), **_same("id", "quote_id", "digest", "sent_by_way", "sent_to", "sent_by_id", "sent_at"))


@dataclass(frozen=True)
class Forms:
    """A pattern as forms: what all of its quotes share is spelt once."""

    quote: str
    lines: list[str]
    request: str


@cache
def _forms(pattern: Pattern, route_id: int) -> Forms:
    request = ApprovalRequest(
        kind=KIND,
        title=pattern.quote.title,
        amount=pattern.quote.total,
        facts=pattern.facts,
        risks=pattern.risks,
        policies=pattern.policies,
        route_id=route_id,
    )
    return Forms(
        QUOTE.form(
            pattern.quote,
            created_by_id="owner_id",
            **_same("id", "number", "customer_id", "contact_id", "buyer", "presenter", "owner_id", "created_at"),
            **_same(
                "search_key",
                "updated_at",
                "quoted_on",
                "valid_until",
                "state",
                "version",
                "reported_at",
                "approved_at",
                "approved_digest",
            ),
            **_same("approval_id", "issued_at"),
        ),
        [LINE.form(one, id="id", quote_id="quote_id") for one in pattern.lines],
        REQUEST.form(
            request,
            **_same("id", "subject_id", "number", "party", "url", "digest", "snapshot", "state", "submitter_id"),
            **_same("authors", "submitted_at", "closed_at"),
        ),
    )


@cache
def _spelt(pattern: Pattern) -> list[str]:
    return search.spellings(pattern.quote.title)


def make(plan: Plan, customers: list[Known], random: Random, lines: Lines) -> None:
    """Three quotes for every ten customers."""
    for known in customers:
        for place in range(QUOTED[known.index % 10]):
            _Writer(plan, known, place, random, lines).write()


class _Writer:
    """One quote on its way. Holds what all of its rows share."""

    def __init__(self, plan: Plan, known: Known, place: int, random: Random, lines: Lines) -> None:
        self.plan, self.known, self.random, self.lines = plan, known, random, lines
        self.ordinal = known.index * QUOTES + place
        self.id = plan.first_id(QUOTE.table) + self.ordinal
        self.open = random.random() < plan.open_share
        # What is on its way was handed in yesterday; the rest anywhere between the customer's first day and then.
        day = len(plan.days) - 1 if self.open else random.randrange(known.day, len(plan.days))
        self.written = max(plan.at(day, random), known.customer.created_at)
        self.day = plan.days[day]
        self.pattern: Pattern = random.choice(plan.patterns[self.day.year])
        self.forms = _forms(self.pattern, plan.routes.route_id)
        self.number = f"BJ-{self.day.year}-{plan.quoted.get(self.day.year, 0) + self.ordinal + 1:04d}"
        self.end = "open" if self.open else random.choices(ENDS, SHARES)[0]

    def write(self) -> None:
        until = self.day + VALID
        customer, contact = self.known.customer, self.known.contact
        buyer = buyer_of(customer, contact)
        content = self.pattern.content | {
            "number": self.number,
            "customer_id": str(customer.pk),
            "contact_id": str(contact.pk),
            "quoted_on": str(self.day),
            "valid_until": str(until),
            "buyer": buyer,
            "presenter": self.known.owner.presenter,
        }
        facts: dict[str, Any] = {
            "id": self.id,
            "number": self.number,
            "customer_id": customer.pk,
            "contact_id": contact.pk,
            "buyer": QUOTE.text("buyer", buyer),
            "presenter": QUOTE.text("presenter", self.known.owner.presenter),
            "owner_id": self.known.owner.id,
            "created_at": self.written,
            "updated_at": self.written,
            "quoted_on": self.day,
            "search_key": self._search_key(),
            "valid_until": until,
            "state": QuoteState.DRAFT.value,
            "version": 1,
            "reported_at": NULL,
            "approved_at": NULL,
            "approved_digest": "",
            "approval_id": NULL,
            "issued_at": NULL,
        }
        if self.end != "draft":
            facts |= self._report(fingerprint(content), str(until))
        self.lines[QUOTE.table].append(self.forms.quote % facts)
        first = self.plan.first_id(LINE.table) + self.ordinal * LINES
        self.lines[LINE.table] += [
            form % {"id": first + place, "quote_id": self.id} for place, form in enumerate(self.forms.lines)
        ]

    def _search_key(self) -> str:
        """As `quotes.keys` makes it."""
        words = [*_spelt(self.pattern), *self.known.spellings, self.number.replace("-", "").lower()]
        return " ".join(dict.fromkeys(words))

    def _later(self, moment: datetime, hours: tuple[float, float]) -> datetime:
        """Some time later, never in the future."""
        return min(moment + timedelta(hours=self.random.uniform(*hours)), self.plan.now)

    def _report(self, digest: str, until: str) -> dict[str, Any]:
        """The approval, as far as it got; returns what the quote's own row says of it."""
        reported = self._later(self.written, (0.2, 6))
        stops = self.plan.routes.stops[self.known.owner.unit_id, self.pattern.signature]
        decided = self._walk(stops, reported)
        state = {
            "open": RequestState.OPEN,
            TURNS_RETURNED: RequestState.RETURNED,
            TURNS_REJECTED: RequestState.REJECTED,
        }.get(self.end, RequestState.APPROVED)
        request_id = self.plan.first_id(REQUEST.table) + self.ordinal
        snapshot = self.pattern.snapshot | {
            "customer_id": self.known.customer.pk,
            "presenter": self.known.owner.presenter,
            "valid_until": until,
        }
        self.lines[REQUEST.table].append(
            self.forms.request
            % {
                "id": request_id,
                "subject_id": self.id,
                "number": f"{self.number} V1",
                "party": self.known.customer.name,
                "url": f"/quotes/{self.id}/",
                "digest": digest,
                "snapshot": REQUEST.text("snapshot", snapshot),
                "state": state.value,
                "submitter_id": self.known.owner.id,
                "authors": REQUEST.text("authors", [self.known.owner.id]),
                "submitted_at": reported,
                "closed_at": NULL if self.open else decided,
            }
        )
        facts: dict[str, Any] = {
            "version": 2 if self.open else 3,
            "reported_at": reported,
            "approval_id": request_id,
            "updated_at": decided,
            "state": {
                "open": QuoteState.REPORTED,
                TURNS_RETURNED: QuoteState.RETURNED,
                TURNS_REJECTED: QuoteState.REJECTED,
            }.get(self.end, QuoteState.APPROVED).value,
        }
        if state == RequestState.APPROVED:
            facts |= {"approved_at": decided, "approved_digest": digest}
        if self.end == TURNS_SENT:
            sent = self._send(decided, digest)
            facts |= {"state": QuoteState.ISSUED.value, "issued_at": sent, "updated_at": sent, "version": 4}
        return facts

    def _walk(self, stops: list[Stop], reported: datetime) -> datetime:
        """Steps and seats; returns when the last verdict fell, or when the open step opened."""
        moment = reported
        stopped = self.end in (TURNS_RETURNED, TURNS_REJECTED)
        ends_at = 0 if self.open or stopped else len(stops) - 1
        for place, stop in enumerate(stops):
            step: dict[str, Any] = {
                "id": self.plan.first_id(STEP.table) + self.ordinal * STEPS + place,
                "request_id": self.plan.first_id(REQUEST.table) + self.ordinal,
                "position": place + 1,
                "name": stop.name,
                "mode": stop.mode,
                "finder": stop.finder,
                "finder_ref": stop.finder_ref,
                "clause": stop.clause,
                "hours": stop.hours,
                "opened_at": NULL,
                "due_at": NULL,
                "closed_at": NULL,
            }
            if place > ends_at:
                step["state"] = (StepState.WAITING if self.open else StepState.CANCELLED).value
                step["closed_at"] = NULL if self.open else moment
            else:
                step["opened_at"], step["due_at"] = moment, self.plan.due(moment, stop.hours)
                step["state"] = StepState.OPEN.value
            verdict = Verdict.APPROVE
            if place == ends_at and stopped:
                verdict = Verdict.RETURN if self.end == TURNS_RETURNED else Verdict.REJECT
            decided = place <= ends_at and not self.open
            if decided:
                moment = self._later(moment, (0.5, 26))
                step["closed_at"], step["state"] = moment, f"{verdict.value.removesuffix('e')}ed"
            self.lines[STEP.table].append(_STEP % step)
            self._seats(step["id"], place, stop, verdict if decided else None, moment)
        return moment

    def _seats(self, step_id: int, place: int, stop: Stop, verdict: Verdict | None, moment: datetime) -> None:
        first = self.plan.first_id(SEAT.table) + (self.ordinal * STEPS + place) * SEATS
        for number, person in enumerate(stop.approvers[: SEATS // 2]):
            seat = {
                "id": first + number,
                "step_id": step_id,
                "submitter_id": self.known.owner.id,
                "subject_id": self.id,
                "approver_id": person,
                "verdict": "",
                "decided_by_id": NULL,
                "decided_at": NULL,
                "comment": "",
            }
            if verdict and number == 0:
                said = "" if verdict == Verdict.APPROVE else self.random.choice(trade.RETURN_REASONS)
                seat |= {"verdict": verdict.value, "decided_by_id": person, "decided_at": moment, "comment": said}
            self.lines[SEAT.table].append(_SEAT % seat)

    def _send(self, approved: datetime, digest: str) -> datetime:
        stamped = self._later(approved, (0.5, 8))
        sent = self._later(stamped, (0.2, 10))
        owner = self.known.owner.id
        self.lines[STAMP.table].append(
            _STAMP
            % {
                "id": self.plan.first_id(STAMP.table) + self.ordinal,
                "quote_id": self.id,
                "digest": digest,
                "applied_by_id": owner,
                "stamped_by_id": self.plan.stamper_id,
                "stamped_at": stamped,
            }
        )
        self.lines[SENT.table].append(
            _SENT
            % {
                "id": self.plan.first_id(SENT.table) + self.ordinal,
                "quote_id": self.id,
                "digest": digest,
                "sent_by_way": self.random.choice(WAYS),
                "sent_to": self.known.contact.name,
                "sent_by_id": owner,
                "sent_at": sent,
            }
        )
        return sent
