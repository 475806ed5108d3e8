"""Who may do what to reports. Pure questions about records already in sight."""

from core.scope import ALL, OWN, SUBTREE
from org.choices import SELLING
from org.lines import is_above
from org.models import Unit, User
from performance.choices import ReportKind, ReportState
from performance.models import WorkReport
from performance.models.reports import RIGHT


def may_write(user: User, kind: str) -> bool:
    """Who owes one writes one."""
    return user.can(RIGHT[ReportKind(kind)])


def may_change(user: User, report: WorkReport) -> bool:
    """Only whose it is. Who no longer owes any may still finish what they began."""
    return report.owner_id == user.pk


def may_read(user: User, report: WorkReport) -> bool:
    """Whoever leads the writer and sees what they handed in."""
    return report.owner_id != user.pk and is_above(user, report.owner)


def leads(user: User) -> bool:
    """Whether there are others whose reports the user reads."""
    return user.access.scope(WorkReport.objects.all().domain) in (ALL, SUBTREE)


def report_actions(user: User, report: WorkReport, *, has_read: bool = False) -> list[str]:
    """What the user may do with a report now."""
    if may_change(user, report):
        return {ReportState.DRAFT: ["save", "submit"], ReportState.SUBMITTED: ["withdraw"]}.get(
            ReportState(report.state), []
        )
    return ["read"] if not has_read and not report.is_draft and may_read(user, report) else []


def sees_review(user: User, unit: Unit) -> bool:
    """Who attends reviews: of their own unit; who reads the reports of others also of the units below."""
    if not user.can("reviews.attend") or unit.kind not in SELLING:
        return False
    scope = user.access.scope(WorkReport.objects.all().domain)
    below = scope == SUBTREE and unit.pk in user.access.unit_ids
    return scope == ALL or below or (scope == OWN and unit.pk == user.unit_id)


def may_keep_minutes(user: User, unit: Unit) -> bool:
    return leads(user) and sees_review(user, unit)
