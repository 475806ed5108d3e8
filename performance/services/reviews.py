"""The minutes of weekly reviews (C10). Their issues are raised and closed as tasks (customers.services.tasks)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock
from core.errors import Invalid
from core.guards import check_version, require
from customers.services.doors import write
from org.models import Unit, User
from performance import periods, policies
from performance.choices import ReportKind
from performance.models import WeeklyReview


@transaction.atomic
def write_minutes(*, actor: User, unit: Unit, week: date, minutes: str, version: int | None = None) -> WeeklyReview:
    """Keep what a unit's review of a week said; again changes it, with the history kept. `version` 0: there was none yet.

    Raises Forbidden unless one leads the unit, Invalid for a week to come and for nothing said, Conflict and Stale when
    somebody else wrote meanwhile.
    """
    require(policies.may_keep_minutes(actor, unit), "review.minutes", _("带这个部门的人才能写纪要"))
    week = periods.begin(ReportKind.WEEK, week)
    if week > clock.today():
        raise Invalid("review.future", _("这一周还没到"))
    if not minutes.strip():
        raise Invalid("review.empty", _("写几句再存"), errors={"minutes": [_("写几句再存")]})
    review = WeeklyReview.objects.select_for_update(no_key=True, of=("self",)).filter(unit=unit, week=week).first()
    if review is None:
        review = WeeklyReview(unit=unit, week=week, created_by=actor)
    elif review.minutes == minutes.strip():
        return review
    else:
        check_version(review, version)
        review.touch()
    review.minutes = minutes.strip()
    write(review)
    audit.record(actor=actor, code="review.written", subject=review)
    return review
