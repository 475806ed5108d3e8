"""People at work while the house is shaken: what they were told was done, and whether it was."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sized
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.drills.house import Answer, Caller, House

PAUSE = 0.05
# What an answer of 2xx promises, kind by kind: the rows it stands for, and the one event each of them has.
EVENTS = {
    "visit.logged": "SELECT id FROM customers_visit",
    "quote.created": "SELECT id FROM quotes_quote",
    "quote.submitted": "SELECT subject_id FROM workflow_approvalrequest",
    "approval.submitted": "SELECT id FROM workflow_approvalrequest",
    "approval.approved": "SELECT id FROM workflow_approvalrequest WHERE state = 'approved'",
}
NOTICES = {
    "approval.waiting": "SELECT id FROM workflow_approvalrequest",
    "approval.approved": "SELECT id FROM workflow_approvalrequest WHERE state = 'approved'",
}


@dataclass
class Work:
    """Two threads for each seller and one for the head, until `stop`. Visits are sent again until they are taken."""

    house: House
    sellers: int = 3
    answers: list[Answer] = field(default_factory=list)
    visits: dict[str, int] = field(default_factory=dict)
    quotes: dict[int, str] = field(default_factory=dict)
    submitted: set[int] = field(default_factory=set)
    approved: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Work:
        for seller in self.house.people["sellers"][: self.sellers]:
            self._employ(self._log_visits, seller["key"], seller["customer"])
            self._employ(self._write_quotes, seller["key"], seller["customer"])
        self._employ(self._approve, self.house.people["head"])
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(90)
            assert not thread.is_alive(), "a request never ended"

    def _employ(self, job: Callable[..., None], key: str, *facts: Any) -> None:
        thread = threading.Thread(target=job, args=(Caller(self.house.port, key, self.answers), *facts), daemon=True)
        self._threads.append(thread)
        thread.start()

    def _log_visits(self, caller: Caller, customer: int) -> None:
        while not self._over.is_set():
            key = uuid.uuid4().hex
            moment = datetime.now(UTC) - timedelta(hours=1)
            visit = {"customer": customer, "occurred_at": moment.isoformat(), "outcome": "progress", "client_key": key}
            while key not in self.visits and not self._over.is_set():
                answer = caller.send("POST", "visits/", visit)
                if answer.status == 201:
                    self.visits[key] = answer.body["id"]
                time.sleep(PAUSE)

    def _write_quotes(self, caller: Caller, customer: int) -> None:
        lines = [{"product": self.house.people["product"], "qty": "2"}]
        while not self._over.is_set():
            title = uuid.uuid4().hex
            draft = {"customer": customer, "title": title, "payment_terms": "30/60/10", "lines": lines}
            made = caller.send("POST", "quotes/", draft)
            if made.status == 201:
                quote = made.body["id"]
                self.quotes[quote] = title
                if caller.send("POST", f"quotes/{quote}/submit/", version=made.body["version"]).status == 200:
                    self.submitted.add(quote)
            time.sleep(PAUSE)

    def _approve(self, caller: Caller) -> None:
        while not self._over.is_set():
            waiting = caller.send("GET", "approval-steps/?limit=20")
            for step in waiting.body["results"] if waiting.status == 200 else []:
                yes = {"digest": step["request"]["digest"]}
                if caller.send("POST", f"approval-steps/{step['id']}/approve/", yes).status == 200:
                    self.approved.add(step["id"])
            time.sleep(PAUSE)

    def get_done(self, more: int, patience: float = 120.0) -> None:
        """Waits until so many more visits, submissions and verdicts were acknowledged, however slow the machine is."""
        deadline = time.monotonic() + patience
        wanted = [len(kind) + more for kind in self._acknowledged()]
        while any(len(kind) < number for kind, number in zip(self._acknowledged(), wanted, strict=True)):
            assert time.monotonic() < deadline, f"too little done in {patience:.0f} s: {dict(self.tally())}"
            time.sleep(0.1)

    def _acknowledged(self) -> tuple[Sized, ...]:
        return self.visits, self.submitted, self.approved

    # -- afterwards ----------------------------------------------------------------------------

    def tally(self) -> Counter[int]:
        return Counter(answer.status for answer in self.answers)

    def faults(self, *, broken: bool) -> list[Answer]:
        """Answers that are neither a success nor a 503 that says when to come back; `broken` allows none at all."""
        return [
            answer
            for answer in self.answers
            if not (
                200 <= answer.status < 300
                or (answer.status == 503 and answer.retry_after)
                or (broken and answer.status == 0)
            )
        ]

    def assert_every_promise_is_kept(self) -> None:
        """Each acknowledged write is there once, each row has its event, each event its notices and messages."""
        sql = self.house.sql
        assert all(self._acknowledged()), self.tally()
        rows = sql("SELECT client_key, id FROM customers_visit")
        assert len(dict(rows)) == len(rows), "a visit is there twice"
        assert self.visits.items() <= dict(rows).items(), "an acknowledged visit is lost"
        rows = sql("SELECT title, id FROM quotes_quote")
        assert len(dict(rows)) == len(rows), "a quote is there twice"
        assert {(title, pk) for pk, title in self.quotes.items()} <= set(rows), "an acknowledged quote is lost"
        requested = [pk for (pk,) in sql("SELECT subject_id FROM workflow_approvalrequest")]
        assert len(set(requested)) == len(requested), "a quote was submitted twice"
        assert self.submitted <= set(requested), "an acknowledged submission is lost"
        decided = [pk for (pk,) in sql("SELECT step_id FROM workflow_approvalseat WHERE verdict = 'approve'")]
        assert len(set(decided)) == len(decided), "a step has two verdicts"
        assert self.approved <= set(decided), "an acknowledged verdict is lost"
        for code, subjects in EVENTS.items():
            told = sql("SELECT subject_id FROM core_auditentry WHERE code = %s", code)
            assert sorted(told) == sorted(sql(subjects)), f"{code}: rows and events differ"
        for code, subjects in NOTICES.items():
            told = sql("SELECT subject_id FROM core_notification WHERE code = %s", code)
            assert sorted(told) == sorted(sql(subjects)), f"{code}: rows and notices differ"
        unqueued = sql(
            "SELECT n.id FROM core_notification n LEFT JOIN core_outboxmessage m ON m.notification_id = n.id"
            " WHERE m.id IS NULL AND n.code = ANY(%s)",
            list(NOTICES),
        )
        assert unqueued == [], "a notice without its message"

    def longest_delay(self, since: datetime, patience: float = 120.0) -> float:
        """Seconds from when a message was due, or from `since` when that is later, until it was sent: the worst one."""
        deadline = time.monotonic() + patience
        unsent = "SELECT count(*) FROM core_outboxmessage WHERE state <> 'sent'"
        while left := self.house.one(unsent):
            assert time.monotonic() < deadline, f"{left} messages still wait after {patience:.0f} s"
            time.sleep(1)
        worst = "SELECT extract(epoch FROM max(sent_at - greatest(due_at, %s))) FROM core_outboxmessage"
        return float(self.house.one(worst, since))
