"""The quotes of one block, with their approvals, stamps and dispatches, as lines for COPY."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from core import clock
from quotes.choices import QuoteState, SentBy
from quotes.digest import fingerprint
from quotes.models import Dispatch, Quote, QuoteLine, StampEntry
from quotes.models.quotes import KIND
from quotes.parties import buyer_of
from salesops.demo import trade
from salesops.scale.copying import Sheet, line
from salesops.scale.customers import Known, Lines
from salesops.scale.patterns import Pattern, Stop
from salesops.scale.plan import LINES, QUOTES, SEATS, STEPS, Plan
from workflow.choices import RequestState, StepState, Verdict
from workflow.models import ApprovalRequest, ApprovalSeat, ApprovalStep

QUOTE, LINE, STAMP, SENT = Sheet(Quote), Sheet(QuoteLine), Sheet(StampEntry), Sheet(Dispatch)
REQUEST, STEP, SEAT = Sheet(ApprovalRequest), Sheet(ApprovalStep), Sheet(ApprovalSeat)
SHEETS = [REQUEST, STEP, SEAT, QUOTE, LINE, STAMP, SENT]

VALID = timedelta(days=30)
TURNS_SENT, TURNS_APPROVED, TURNS_RETURNED, TURNS_REJECTED = "sent", "approved", "returned", "rejected"
ENDS = [TURNS_SENT, TURNS_APPROVED, TURNS_RETURNED, TURNS_REJECTED, "draft"]
SHARES = [76, 10, 5, 3, 6]


def make(plan: Plan, customers: list[Known], random: Random, lines: Lines) -> None:
    """Three quotes for every ten customers."""
    for known in customers:
        for place in range({0: 2, 4: 1}.get(known.index % 10, 0)):
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
        self.day = clock.local(self.written).date()
        self.pattern: Pattern = random.choice(plan.patterns[self.day.year])
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
        }
        digest = fingerprint(content)
        facts: dict[str, Any] = {"updated_at": self.written, "state": QuoteState.DRAFT}
        if self.end != "draft":
            facts = self._report(digest, until)
        base = QUOTE.row(self.pattern.quote)
        row = QUOTE.like(
            base,
            id=self.id,
            number=self.number,
            customer_id=customer.pk,
            contact_id=contact.pk,
            buyer=buyer,
            owner_id=self.known.owner.id,
            created_by_id=self.known.owner.id,
            created_at=self.written,
            quoted_on=self.day,
            valid_until=until,
            **facts,
        )
        self.lines[QUOTE.table].append(line(row))
        for place, one in enumerate(self.pattern.lines):
            id_ = self.plan.first_id(LINE.table) + self.ordinal * LINES + place
            self.lines[LINE.table].append(line(LINE.like(LINE.row(one), id=id_, quote_id=self.id)))

    def _later(self, moment: datetime, hours: tuple[float, float]) -> datetime:
        """Some time later, never in the future."""
        return min(moment + timedelta(hours=self.random.uniform(*hours)), self.plan.now)

    def _report(self, digest: str, until: date) -> dict[str, Any]:
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
        request = ApprovalRequest(
            pk=request_id,
            kind=KIND,
            subject_id=self.id,
            number=f"{self.number} V1",
            title=self.pattern.quote.title,
            party=self.known.customer.name,
            url=f"/quotes/{self.id}/",
            amount=self.pattern.quote.total,
            digest=digest,
            snapshot=self.pattern.snapshot | {"customer_id": self.known.customer.pk, "valid_until": until.isoformat()},
            facts=self.pattern.facts,
            risks=self.pattern.risks,
            policies=self.pattern.policies,
            route_id=self.plan.routes.route_id,
            state=state,
            submitter_id=self.known.owner.id,
            submitted_at=reported,
            closed_at=None if self.open else decided,
        )
        self.lines[REQUEST.table].append(line(REQUEST.row(request)))
        facts: dict[str, Any] = {
            "version": 3 if not self.open else 2,
            "reported_at": reported,
            "approval_id": request_id,
            "updated_at": decided,
            "state": {
                "open": QuoteState.REPORTED,
                TURNS_RETURNED: QuoteState.RETURNED,
                TURNS_REJECTED: QuoteState.REJECTED,
            }.get(self.end, QuoteState.APPROVED),
        }
        if state == RequestState.APPROVED:
            facts |= {"approved_at": decided, "approved_digest": digest}
        if self.end == TURNS_SENT:
            sent = self._send(decided, digest)
            facts |= {"state": QuoteState.ISSUED, "issued_at": sent, "updated_at": sent, "version": 4}
        return facts

    def _walk(self, stops: list[Stop], reported: datetime) -> datetime:
        """Steps and seats; returns when the last verdict fell, or when the open step opened."""
        moment = reported
        stopped = self.end in (TURNS_RETURNED, TURNS_REJECTED)
        ends_at = 0 if self.open or stopped else len(stops) - 1
        for place, stop in enumerate(stops):
            step_id = self.plan.first_id(STEP.table) + self.ordinal * STEPS + place
            step = ApprovalStep(
                pk=step_id,
                request_id=self.plan.first_id(REQUEST.table) + self.ordinal,
                position=place + 1,
                name=stop.name,
                mode=stop.mode,
                finder=stop.finder,
                finder_ref=stop.finder_ref,
                clause=stop.clause,
                hours=stop.hours,
            )
            if place > ends_at:
                step.state = StepState.WAITING if self.open else StepState.CANCELLED
                step.closed_at = None if self.open else moment
            else:
                step.opened_at, step.due_at = moment, self.plan.due(moment, stop.hours)
                step.state = StepState.OPEN
            verdict = Verdict.APPROVE
            if place == ends_at and stopped:
                verdict = Verdict.RETURN if self.end == TURNS_RETURNED else Verdict.REJECT
            decided = place <= ends_at and not self.open
            if decided:
                moment = self._later(moment, (0.5, 26))
                step.closed_at, step.state = moment, f"{verdict.value.removesuffix('e')}ed"
            self.lines[STEP.table].append(line(STEP.row(step)))
            self._seats(step_id, place, stop, verdict if decided else None, moment)
        return moment

    def _seats(self, step_id: int, place: int, stop: Stop, verdict: Verdict | None, moment: datetime) -> None:
        for number, person in enumerate(stop.approvers[: SEATS // 2]):
            seat = ApprovalSeat(
                pk=self.plan.first_id(SEAT.table) + (self.ordinal * STEPS + place) * SEATS + number,
                step_id=step_id,
                submitter_id=self.known.owner.id,
                approver_id=person,
            )
            if verdict and number == 0:
                seat.verdict, seat.decided_by_id, seat.decided_at = verdict, person, moment
                seat.comment = "" if verdict == Verdict.APPROVE else self.random.choice(trade.RETURN_REASONS)
            self.lines[SEAT.table].append(line(SEAT.row(seat)))

    def _send(self, approved: datetime, digest: str) -> datetime:
        stamped = self._later(approved, (0.5, 8))
        sent = self._later(stamped, (0.2, 10))
        id_, owner = self.ordinal, self.known.owner.id
        stamp = StampEntry(
            pk=self.plan.first_id(STAMP.table) + id_,
            quote_id=self.id,
            digest=digest,
            copies=2,
            applied_by_id=owner,
            stamped_by_id=self.plan.stamper_id,
            stamped_at=stamped,
        )
        dispatch = Dispatch(
            pk=self.plan.first_id(SENT.table) + id_,
            quote_id=self.id,
            digest=digest,
            sent_by_way=self.random.choice(SentBy.values),
            sent_to=self.known.contact.name,
            sent_by_id=owner,
            sent_at=sent,
        )
        self.lines[STAMP.table].append(line(STAMP.row(stamp)))
        self.lines[SENT.table].append(line(SENT.row(dispatch)))
        return sent
