"""What the pages of the engine read: counters, the four lists of the inbox, and the panel beside a document."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from core import clock, marks
from core.pages import keyset, words
from core.pages.text import told
from core.scope import visible_or_404
from org.models import User, naming
from workflow import adapters, policies, routing, wording
from workflow.choices import RequestState, RouteState, StepState
from workflow.models import (
    ApprovalCopy,
    ApprovalRequest,
    ApprovalRoute,
    ApprovalRouteStep,
    ApprovalSeat,
    ApprovalStep,
)

TODO, MINE, COPIED, DONE = "todo", "mine", "copied", "done"
TABS = (TODO, MINE, COPIED, DONE)
PAGE = 50
NOT_LISTED = ("snapshot", "policies")
"""What only the open approval shows: several kilobytes a row."""

SEATED = ("approver", "decided_by", "brought_by")
SEAT = [field.name for field in ApprovalSeat._meta.concrete_fields] + naming(*SEATED)
WAITING = [
    "opened_at",
    "due_at",
    *(f"request__{name.name}" for name in ApprovalRequest._meta.concrete_fields if name.name not in NOT_LISTED),
    *naming("request__submitter"),
]


@dataclass(frozen=True)
class Row:
    """One line of the inbox. `clock` says the time left, or who it waits for; `blocked` why it is not for bulk."""

    request: ApprovalRequest
    label: str
    step: ApprovalStep | None = None
    clock: words.Remaining | None = None
    blocked: str = ""
    unread: bool = False
    waits_for: str = ""

    @property
    def mark(self) -> marks.Mark:
        return marks.BY_CODE[self.request.state]

    @property
    def tag(self) -> str:
        return wording.tag(self.request)


@dataclass(frozen=True)
class Counts:
    todo: keyset.Count
    mine: keyset.Count
    copied: keyset.Count


@dataclass(frozen=True)
class Listing:
    rows: Sequence[Row]
    page: keyset.Page

    @property
    def risky(self) -> bool:
        return any(row.blocked for row in self.rows)


@dataclass(frozen=True)
class Panel:
    """An approval as one person reads it beside the document: is it mine, why, what changed, how it went."""

    request: ApprovalRequest
    step: ApprovalStep | None
    adapter: Any
    actions: Sequence[str]
    why: Sequence[str]
    route: Sequence[dict[str, Any]]
    differences: Sequence[adapters.Difference]
    earlier: ApprovalRequest | None
    summary: Sequence[dict[str, Any]] = field(default=())
    barred: str = ""
    """Why somebody whose turn it would be has no buttons; empty for everybody else."""

    @property
    def tag(self) -> str:
        return wording.tag(self.request)

    @property
    def mine(self) -> bool:
        return "approve" in self.actions

    @property
    def own(self) -> bool:
        return "withdraw" in self.actions

    @property
    def label(self) -> str:
        return str(self.adapter.label)

    @property
    def fingerprint(self) -> str:
        return wording.fingerprint(self.request.digest)

    @property
    def place(self) -> str:
        return wording.place(self.request)


def awaiting_count(user: User) -> int:
    """The number beside 审批: one query, besides that for stand-ins which a request makes once."""
    return ApprovalStep.objects.awaiting(user).count()


def counts(user: User) -> Counts:
    """The numbers on the tabs, in one query: waiting for me, mine on their way, copies not opened."""
    lists = (
        ApprovalStep.objects.awaiting(user),
        ApprovalRequest.objects.open().filter(submitter=user),
        ApprovalCopy.objects.filter(user=user, read_at=None),
    )
    return Counts(*keyset.counts(lists))


def inbox(user: User, *, tab: str, kind: str = "", cursor: str = "") -> Listing:
    """One page of a tab. What waits is sorted by its time limit, everything else newest first."""
    if tab == TODO:
        steps = ApprovalStep.objects.awaiting(user).select_related("request__submitter").only(*WAITING)
        if kind:
            steps = steps.filter(request__kind=kind)
        page = keyset.page(steps, keyset.Order("due_at", descending=False), cursor, PAGE)
        return Listing([_waiting_row(step) for step in page.rows], page)
    requests = _lists(user)[tab]
    if kind:
        requests = requests.filter(kind=kind)
    page = keyset.page(requests.select_related("submitter").defer(*NOT_LISTED), keyset.Order(), cursor, PAGE)
    return Listing([_request_row(request) for request in page.rows], page)


def panel(user: User, kind: str, subject_id: int) -> Panel | None:
    """The newest approval of a document, for its page; None when there is none this person may see."""
    found = _whole(ApprovalRequest.objects.visible_to(user)).about(kind, subject_id).first()
    return panel_of(user, found) if found else None


def request_panel(user: User, request_id: int) -> Panel | None:
    found = _whole(ApprovalRequest.objects.visible_to(user)).filter(pk=request_id).first()
    return panel_of(user, found) if found else None


def open_panel(user: User, listing: Listing, wanted: int | None) -> Panel | None:
    """The approval shown beside the list: the one asked for, else the first. A listed one needs no second look."""
    listed = [row.request.pk for row in listing.rows]
    if wanted and wanted not in listed:
        found = request_panel(user, wanted)
        if found:
            return found
    if not listed:
        return None
    shown = wanted if wanted in listed else listed[0]
    return panel_of(user, _whole(ApprovalRequest.objects.filter(pk=shown)).get())


def panel_of(user: User, request: ApprovalRequest) -> Panel:
    """`request` comes with its steps and seats read. Reads the submission before, if there was one."""
    adapter = adapters.get(request.kind)
    steps = list(request.steps.all())
    step = next((step for step in steps if step.state == StepState.OPEN), None)
    shown = step or _last_decided(steps) or steps[0]
    shown.request = request
    earlier = _earlier(request)
    return Panel(
        request=request,
        step=shown,
        adapter=adapter,
        actions=policies.available_actions(user, shown),
        why=wording.why(user, request, shown),
        route=wording.route(user, request),
        differences=adapters.differences(adapter, earlier, request) if earlier else [],
        earlier=earlier,
        summary=wording.summary(request, adapter),
        barred=wording.barred(shown) if policies.is_barred(user, shown) else "",
    )


def _whole(requests: Any) -> Any:
    seats = ApprovalSeat.objects.select_related(*SEATED).only(*SEAT).order_by("decided_at", "pk")
    steps = ApprovalStep.objects.order_by("position").prefetch_related(Prefetch("seats", queryset=seats))
    return requests.select_related("submitter").prefetch_related(Prefetch("steps", queryset=steps))


def _earlier(request: ApprovalRequest) -> ApprovalRequest | None:
    """The submission before this one that somebody sent back or took back; for a new version, the last of the old one."""
    before = ApprovalRequest.objects.filter(kind=request.kind, pk__lt=request.pk).exclude(digest=request.digest)
    found = before.filter(subject_id=request.subject_id).order_by("-pk").first()
    if found is not None:
        return found
    for subject_id in adapters.predecessors(adapters.get(request.kind), request.subject_id, request.snapshot):
        found = before.filter(subject_id=subject_id).order_by("-pk").first()
        if found is not None:
            return found
    return None


def _last_decided(steps: Sequence[ApprovalStep]) -> ApprovalStep | None:
    decided = [step for step in steps if any(seat.verdict for seat in step.seats.all())]
    return decided[-1] if decided else None


def _lists(user: User) -> dict[str, QuerySet[ApprovalRequest]]:
    unread = ApprovalCopy.objects.filter(request=OuterRef("pk"), user=user, read_at=None)
    decided = ApprovalSeat.objects.filter(Q(decided_by=user) | Q(brought_by=user))
    seats = ApprovalSeat.objects.select_related("approver")
    steps = ApprovalStep.objects.filter(state=StepState.OPEN).prefetch_related(Prefetch("seats", queryset=seats))
    whole = ApprovalRequest.objects.prefetch_related(Prefetch("steps", queryset=steps, to_attr="open_steps"))
    return {
        MINE: whole.filter(submitter=user),
        COPIED: whole.filter(pk__in=ApprovalCopy.objects.filter(user=user).values("request_id")).annotate(
            unread=Exists(unread)
        ),
        DONE: whole.filter(pk__in=decided.values("step__request_id")),
    }


def _waiting_row(step: ApprovalStep) -> Row:
    request = step.request
    assert step.due_at is not None
    return Row(
        request,
        wording.kind_label(request.kind),
        step=step,
        clock=words.remaining(step.due_at, since=step.opened_at),
        blocked=_("%(risk)s，要单独看过再审") % {"risk": told(request.risks[0])} if request.risks else "",
    )


def _request_row(request: Any) -> Row:
    step = request.open_steps[0] if request.open_steps else None
    names = _("、").join(str(seat.approver) for seat in step.pending_seats) if step else ""
    return Row(
        request,
        wording.kind_label(request.kind),
        step=step,
        unread=getattr(request, "unread", False),
        waits_for=_("等 %(names)s") % {"names": names} if names and request.state == RequestState.OPEN else "",
        clock=None if step else words.Remaining(words.relative_day(request.closed_at or clock.now()), "", None),
    )


def seen_step(user: User, step_id: int) -> ApprovalStep:
    """One step with its request; Http404 unless this person may see it."""
    return visible_or_404(ApprovalStep.objects.select_related("request"), user, pk=step_id)


def transfer_candidates(user: User, step: ApprovalStep) -> list[User]:
    """Who may take the seat this person fills in a step."""
    seats = {seat.approver_id: seat.approver for seat in step.seats.filter(verdict="").select_related("approver")}
    mine = [seats[pk] for pk in [user.pk, *user.access.principal_ids] if pk in seats]
    return routing.candidates(step.request, step, mine[0] if mine else user)


def seen_request(user: User, request_id: int) -> ApprovalRequest:
    return visible_or_404(ApprovalRequest.objects.all(), user, pk=request_id)


# --- routes ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RouteStepRow:
    """A step of a route in words: when it applies and who is asked."""

    step: ApprovalRouteStep
    when: Sequence[str]
    who: str


def routes_in_force(user: User) -> list[tuple[Any, ApprovalRoute | None]]:
    """Each kind of document with the route in force, None where nothing can be submitted yet."""
    found = ApprovalRoute.objects.visible_to(user).filter(state=RouteState.ACTIVE).select_related("created_by")
    active = {route.kind: route for route in found.prefetch_related("steps")}
    return [(adapter, active.get(adapter.kind)) for adapter in adapters.all_adapters()]


def route_versions(user: User, kind: str) -> list[ApprovalRoute]:
    """Newest first; the newest is the one in force."""
    routes = ApprovalRoute.objects.visible_to(user).filter(kind=kind).select_related("created_by")
    return list(routes.prefetch_related("steps").order_by("-version"))


def route_steps(route: ApprovalRoute, adapter: Any) -> list[RouteStepRow]:
    facts = {fact.key: fact for fact in adapter.facts}
    names = dict(
        User.objects.filter(username__in=[s.finder_ref for s in route.steps.all()]).values_list(
            "username", "display_name"
        )
    )
    return [
        RouteStepRow(
            step,
            [wording.condition(condition, facts) for condition in step.conditions],
            wording.finder(step, names),
        )
        for step in route.steps.all()
    ]


def route_initial(route: ApprovalRoute | None, adapter: Any) -> list[dict[str, Any]]:
    """The steps of a version as the form shows them."""
    facts = {fact.key: fact for fact in adapter.facts}
    return [wording.step_initial(step, facts) for step in route.steps.all()] if route else []


@dataclass(frozen=True)
class Trial:
    """Who would have to sign a case: items for `{% route %}`, and the facts that the rules made of it."""

    route: Sequence[dict[str, Any]]
    therefore: Sequence[str]


def try_route(kind: str, facts: dict[str, Any], submitter: User) -> Trial:
    """Nothing is written. Raises Conflict when the case could not be submitted."""
    adapter = adapters.get(kind)
    whole = adapters.derive(adapter, facts)
    planned = routing.plan(routing.active_route(kind), facts=whole, submitter=submitter)
    therefore = [str(fact.label) for fact in adapter.facts if fact.derived and whole.get(fact.key) is True]
    return Trial(_try_items(planned), therefore)


def _try_items(planned: Sequence[routing.Planned]) -> list[dict[str, Any]]:
    return [
        {
            "glyph": "todo",
            "label": f"{wording.join(item.approvers, item.step.mode)} {told(item.step.name)}",
            "end": wording.hours(item.step.hours),
            "note": told(item.clause),
        }
        for item in planned
    ]
