"""Asks for each page and its floor, at each size, in turn: whatever else the machine does falls on all alike."""

import json
import math
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import quote, urlencode

from core import clock, search
from salesops.bench import crowd
from salesops.bench.client import Answer, Client
from salesops.demo.cast import PASSWORD

WARM = 4
CLIENTS = 8
SECONDS = 10.0
FLOORS = "/bench/floor"

Ask = Callable[[int], Answer]


@dataclass(frozen=True)
class Probe:
    """One line of the table: `ask(n)` makes the n-th request, `floor(n)` the one it is compared with."""

    code: str
    label: str
    ask: Ask
    floor: Ask | None = None
    expects: int = 200


def measure(ports: Mapping[int, int], samples: int, say: Callable[[str], Any]) -> dict[int, dict[str, Any]]:
    """Size → its figures: page code → numbers, besides `first_page`, `throughput` and `counts`. `ports` is size → port."""
    found: dict[int, dict[str, Any]] = {}
    facts = {size: _facts(port, samples) for size, port in ports.items()}
    probes = []
    for size, port in ports.items():
        people = [_signed_in(port, login) for login in ("rep", "director", "head", crowd.LEADER)]
        rep = people[0]
        whole, scripts = rep.first_page("/")
        first_page = {"bytes": whole, "scripts": scripts}
        found[size] = {"counts": facts[size]["counts"], "first_page": first_page, "pages": {}}
        probes.append(_probes(port, facts[size], *people))
    for same in zip(*probes, strict=True):
        for one, figures in zip(found.values(), _run(same, samples), strict=True):
            one["pages"][same[0].code] = figures
    for size, port in ports.items():
        say(f"Throughput with {CLIENTS} clients at {size:,} …")
        found[size]["throughput"] = _throughput(port, facts[size])
    return found


def _probes(
    port: int, facts: dict[str, Any], rep: Client, director: Client, head: Client, leader: Client
) -> list[Probe]:
    past, week = facts["past"], urlencode({"week": facts["week"]})
    customers, people, steps = facts["customers"], facts["people"], facts["steps"]
    deep, filters = facts["deep"], urlencode(facts["filters"])

    def typed(number: int) -> str:
        """A name as far as it is typed: one we have, and of every second only the beginning."""
        name = str(facts["name"])
        return name if number % 2 else name[: len(name) * 2 // 3]

    def customer(number: int) -> int:
        return int(customers[number % len(customers)])

    def page(client: Client, address: str, floor: str, code: str, label: str) -> Probe:
        return Probe(code, label, lambda _n: client.get(address), lambda _n: client.get(FLOORS + floor))

    def log_visit(number: int) -> Answer:
        at = clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M")
        fields = {"customer": customer(number), "kind": "visit", "occurred_at": at, "outcome": "progress"}
        return rep.post("/customers/visits/new/", {**fields, "client_key": uuid.uuid4().hex})

    def approve(number: int) -> Answer:
        step, digest = steps[number]
        return head.post(f"/inbox/steps/{step}/approve/", {"digest": digest})

    def found(code: str, label: str, word: str) -> Probe:
        asked = quote(word)
        return page(director, f"/customers/?scene=all&q={asked}", f"/customers/?q={asked}", code, label)

    return [
        Probe("login", "Login", lambda n: Client(port).sign_in(people[n % len(people)], PASSWORD), None, 302),
        page(rep, "/", "/today/", "today", "Today"),
        page(rep, "/customers/", "/customers/?scene=mine", "list", "Customer list, own"),
        page(director, "/customers/?scene=all", "/customers/", "list_all", "Customer list, all"),
        page(
            director,
            f"/customers/?scene=all&cursor={deep}",
            f"/customers/?cursor={deep}",
            "deep",
            "Customer list, page 200",
        ),
        found("search", "Search, two characters", facts["words"]["search"]),
        found("common", "Search, a common word", facts["words"]["common"]),
        found("initials", "Search by initials", _initials(facts["name"])),
        page(
            director,
            f"/customers/?scene=all&{filters}",
            f"/customers/?{filters}",
            "filtered",
            "Customer list, three filters",
        ),
        Probe("duplicates", "Duplicate check", lambda n: rep.get(f"/customers/duplicates/?name={quote(typed(n))}")),
        Probe(
            "record",
            "Customer record",
            lambda n: rep.get(f"/customers/{customer(n)}/"),
            lambda n: rep.get(f"{FLOORS}/record/?pk={customer(n)}"),
        ),
        page(rep, f"/customers/{past}/", f"/record/?pk={past}", "long", "Customer of 5,000 entries"),
        page(
            rep,
            f"/timeline/customers.customer/{past}/?before={facts['halfway']}",
            f"/past/?pk={past}",
            "timeline",
            "Its timeline, halfway down",
        ),
        page(leader, f"/customers/focus/?{week}", f"/saturday/?{week}", "saturday", "Saturday list of 200"),
        page(leader, f"/customers/focus/meeting/?{week}", f"/saturday/?{week}", "meeting", "Saturday meeting"),
        Probe("visit", "Save a visit", log_visit, None, 302),
        page(head, "/inbox/", "/inbox/", "inbox", "Inbox"),
        Probe("approve", "Approve", approve, None, 302),
        page(director, "/api/v1/customers/?limit=50", "/api/", "api", "API list"),
    ]


def _run(probes: Sequence[Probe], samples: int) -> list[dict[str, Any]]:
    """The figures of one page at each size."""
    asked: list[tuple[list[Answer], list[Answer]]] = [([], []) for _probe in probes]
    for number in range(WARM + samples):
        for probe, (answers, floors) in zip(probes, asked, strict=True):
            answers.append(_checked(probe, probe.ask(number)))
            if probe.floor:
                floors.append(probe.floor(number))
    return [
        _figures(probe, answers[WARM:], floors[WARM:]) for probe, (answers, floors) in zip(probes, asked, strict=True)
    ]


def _figures(probe: Probe, answers: Sequence[Answer], floors: Sequence[Answer]) -> dict[str, Any]:
    times = [answer.seconds * 1000 for answer in answers]
    figures: dict[str, Any] = {
        "label": probe.label,
        "p50": median(times),
        "p95": percentile(times, 95),
        "queries": max(answer.queries for answer in answers),
        "bytes": max(len(answer.body) for answer in answers),
    }
    if floors:
        least = [answer.seconds * 1000 for answer in floors]
        figures |= {"floor_p50": median(least), "floor_queries": floors[-1].queries}
        figures["ratio"] = figures["p50"] / figures["floor_p50"]
    return figures


def percentile(values: list[float], share: int) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def _checked(probe: Probe, answer: Answer) -> Answer:
    if answer.status != probe.expects:
        raise RuntimeError(f"{probe.label}: {answer.status} instead of {probe.expects}\n{answer.text[:2000]}")
    return answer


def _facts(port: int, samples: int) -> dict[str, Any]:
    """What to ask for; hands in quotes until there are enough to approve, with a full inbox left over."""
    client = Client(port)
    client.post("/bench/gather/", {})
    wanted = samples + WARM + 60
    while True:
        facts: dict[str, Any] = json.loads(client.get("/bench/facts/").text)
        if len(facts["steps"]) >= wanted:
            return facts
        for _turn in range(-(-(wanted - len(facts["steps"])) // 10)):
            client.post("/bench/submit/", {})


def _signed_in(port: int, login: str) -> Client:
    client = Client(port)
    client.sign_in(login, PASSWORD)
    return client


def _initials(name: str) -> str:
    return next(word for word in search.search_key(name).split()[1:] if len(word) <= len(name))[:5]


def _throughput(port: int, facts: dict[str, Any]) -> dict[str, float]:
    """Requests a second that eight people get who click without a pause, and how long the slow ones wait."""
    times: list[list[float]] = [[] for _client in range(CLIENTS)]
    clients = [_signed_in(port, facts["people"][number]) for number in range(CLIENTS)]
    addresses = ["/", "/customers/", "/customers/visits/", "/quotes/", "/inbox/", "/api/v1/customers/?limit=20"]
    until = time.perf_counter() + SECONDS

    def click(number: int) -> None:
        turn = number
        while time.perf_counter() < until:
            answer = clients[number].get(addresses[turn % len(addresses)])
            if answer.status != 200:
                raise RuntimeError(f"{addresses[turn % len(addresses)]}: {answer.status}")
            times[number].append(answer.seconds * 1000)
            turn += 1

    threads = [threading.Thread(target=click, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [value for one in times for value in one]
    return {"per_second": len(every) / SECONDS, "p95": percentile(every, 95)}
