"""Editing routes: a new version takes over, the old one stays for the requests that ran on it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import Forbidden, Invalid, from_validation
from org.models import User
from workflow import adapters, policies, routing
from workflow.choices import Finder, RouteState
from workflow.models import ApprovalRoute, ApprovalRouteStep

STEP_FIELDS = ("name", "conditions", "finder", "finder_ref", "mode", "hours", "clause")


@transaction.atomic
def revise_route(
    *, actor: User | None, kind: str, name: str, steps: Sequence[dict[str, Any]], note: str = ""
) -> ApprovalRoute:
    """Put a new version of a kind's route in force. Open requests go on as they were planned.

    `actor` None is the installation itself. Raises Invalid for an empty route or a condition on an unknown fact.
    """
    if actor is not None and not policies.may_edit_routes(actor):
        raise Forbidden("workflow.routes_only", _("只有系统管理员能改审批路线"))
    if not steps:
        raise Invalid("workflow.route_empty", _("路线至少要有一步"))
    if actor is not None and any(
        step.get("finder") == Finder.PERSON and step.get("finder_ref") == actor.username for step in steps
    ):
        raise Forbidden("workflow.own_route", _("不能把自己写进审批路线，让另一位管理员来改"))
    _require_known_facts(kind, steps)
    old = ApprovalRoute.objects.select_for_update(no_key=True).filter(kind=kind).order_by("-version").first()
    ApprovalRoute.objects.active(kind).update(state=RouteState.RETIRED)
    route = ApprovalRoute.objects.create(
        kind=kind, version=old.version + 1 if old else 1, name=name, note=note, created_by=actor
    )
    for position, facts in enumerate(steps, start=1):
        step = ApprovalRouteStep(
            route=route, position=position, **{key: facts[key] for key in STEP_FIELDS if key in facts}
        )
        try:
            step.full_clean()
        except ValidationError as error:
            raise from_validation(error, "workflow.route_step") from error
        step.save()
    audit.record(actor=actor, code="approval.route_revised", subject=route, reason=note, data={"steps": list(steps)})
    return route


def _require_known_facts(kind: str, steps: Sequence[dict[str, Any]]) -> None:
    known = {fact.key for fact in adapters.get(kind).facts}
    for step in steps:
        for condition in step.get("conditions", []):
            if (
                condition.get("fact") not in known
                or condition.get("op") not in routing.OPERATORS
                or "value" not in condition
            ):
                raise Invalid("workflow.route_condition", _("条件写得不对：%(text)s") % {"text": condition})
