"""A route's new version: versioned data, checked before it rules."""

import pytest

from core.errors import Forbidden, Invalid
from core.models import AuditEntry
from tests.workflow import memos
from workflow import routes
from workflow.choices import Finder
from workflow.models import ApprovalRoute


def revise(actor, *steps):
    return routes.revise_route(actor=actor, kind=memos.KIND, name="便条审批", steps=list(steps), note="试")


def test_the_old_version_retires(cast):
    new = revise(cast.admin, memos.head_step())
    assert new.version == 2
    assert [route.state for route in ApprovalRoute.objects.filter(kind=memos.KIND).order_by("version")] == [
        "retired",
        "active",
    ]
    assert AuditEntry.objects.filter(code="approval.route_revised").last().actor == cast.admin


def test_only_by_those_who_keep_routes(cast):
    with pytest.raises(Forbidden):
        revise(cast.leader, memos.head_step())


@pytest.mark.parametrize(
    "condition",
    [
        {"fact": "weather", "op": "=", "value": 1},
        {"fact": "amount", "op": "~", "value": 1},
        {"fact": "amount", "op": ">"},
        {},
    ],
)
def test_conditions_ask_about_known_facts(cast, condition):
    with pytest.raises(Invalid):
        revise(cast.admin, memos.head_step(conditions=[condition]))


def test_a_step_is_checked_field_by_field(cast):
    with pytest.raises(Invalid) as refusal:
        revise(cast.admin, memos.head_step(finder="astrology"))
    assert "finder" in refusal.value.errors
    with pytest.raises(Invalid):
        revise(cast.admin)


def test_nobody_names_themself(cast):
    with pytest.raises(Forbidden, match="不能把自己写进审批路线"):
        revise(cast.admin, memos.head_step(), memos.step("管理员", "admin", finder=Finder.PERSON))
    assert revise(cast.admin, memos.step("财务", "finance", finder=Finder.PERSON)).version == 2
