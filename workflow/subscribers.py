"""When people move, change roles or leave, open approvals follow them at once (A01)."""

from core import events
from org.models import User
from workflow import people
from workflow.choices import RequestState
from workflow.models import ApprovalRequest, ApprovalSeat


@events.subscribe("org.person_moved")
def follow_move(*, user_id: int, from_unit_id: int | None, to_unit_id: int) -> None:
    _reroute("org.person_moved")


@events.subscribe("org.unit_moved")
def follow_unit(*, unit_id: int) -> None:
    _reroute("org.unit_moved")


@events.subscribe("org.roles_changed")
def follow_roles(*, user_id: int) -> None:
    _reroute("org.roles_changed")


@events.subscribe("org.role_edited")
def follow_role(*, role_id: int) -> None:
    _reroute("org.role_edited")


@events.subscribe("org.person_left")
def hand_over_approvals(*, user_id: int, successor_id: int, actor_id: int) -> None:
    leaver, successor = User.objects.get(pk=user_id), User.objects.get(pk=successor_id)
    for request_id in _open_with_seat(user_id):
        people.replace_approver(request_id=request_id, leaver=leaver, successor=successor)


def _reroute(reason: str) -> None:
    """Who newly came into a line can be sought by any open request, so all open ones are asked.

    They are as many as the company has on its desks today, not in its archive. Only those that change
    are locked, in order of id, as every other taker of several does.
    """
    open_requests = ApprovalRequest.objects.open().select_related("submitter").order_by("pk")
    changed = [request.pk for request in open_requests if people.find_changes(request)]
    for request_id in changed:
        people.reroute_request(request_id=request_id, reason=reason)


def _open_with_seat(user_id: int) -> list[int]:
    seats = ApprovalSeat.objects.filter(approver_id=user_id, verdict="", step__request__state=RequestState.OPEN)
    return sorted(set(seats.values_list("step__request_id", flat=True)))
