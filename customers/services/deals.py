"""What belongs to a deal: need analyses (B11, B14), solutions (D03), the competitors in it, and their files (M02)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import attachments, audit, notices
from core.errors import Conflict, Invalid, from_validation
from core.guards import check_version, require
from core.scope import visible_or_404
from customers import policies
from customers.choices import NeedFact
from customers.keys import refresh_competitor
from customers.models import Competitor, NeedAnalysis, Opportunity, Rival, Solution
from customers.services.doors import assign, write
from customers.services.opportunities import lock_to_change
from customers.services.tasks import raise_changed_need
from org.models import User

NEED_FACTS = frozenset(NeedFact.values)
COMPETITOR_FACTS = frozenset({"name", "website", "strengths", "weaknesses", "pricing"})
SOLUTION_KIND = "customers.solution"


@transaction.atomic
def record_need(
    *, actor: User, opportunity_id: int, facts: dict[str, Any], version: int | None = None
) -> NeedAnalysis | None:
    """A new version of the need analysis; None when it says what the last one said. The owner is told of others' changes."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    last = NeedAnalysis.objects.filter(opportunity=opportunity).newest_first().first()
    need = NeedAnalysis(
        opportunity=opportunity,
        number=opportunity.need_number + 1,
        created_by=actor,
        **({name: getattr(last, name) for name in NEED_FACTS} if last else {}),
    )
    changed = assign(need, facts, NEED_FACTS)
    if not changed:
        return None
    _insert(need)
    opportunity.need_number = need.number
    _touch(opportunity)
    audit.record(actor=actor, code="opportunity.need_recorded", subject=opportunity, data={"revision": need.number})
    if last is not None:
        _follow_change(actor, opportunity, need)
    return need


def _follow_change(actor: User, opportunity: Opportunity, need: NeedAnalysis) -> None:
    """The owner gets a task (B14); while one is open already, they are told of what others changed since."""
    if raise_changed_need(actor=actor, opportunity=opportunity) is None and actor.pk != opportunity.owner_id:
        notices.send(
            code="opportunity.need_changed",
            recipients=[opportunity.owner],
            subject=opportunity,
            params={"person": str(actor), "title": opportunity.title},
            dedupe_key=f"opportunity.need_changed:{need.pk}",
        )


@transaction.atomic
def add_solution(
    *,
    actor: User,
    opportunity_id: int,
    title: str,
    summary: str = "",
    files: Sequence[UploadedFile] = (),
    version: int | None = None,
) -> Solution:
    """The next version of what we propose, made for the need as it stands now."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    if not opportunity.need_number:
        raise Conflict("solution.without_need", _("还没有需求，先写需求再出方案"))
    last = Solution.objects.filter(opportunity=opportunity).newest_first().first()
    solution = Solution(
        opportunity=opportunity,
        number=last.number + 1 if last else 1,
        need_number=opportunity.need_number,
        title=title.strip(),
        summary=summary.strip(),
        created_by=actor,
    )
    write(solution)
    for file in files:
        attachments.add(actor=actor, kind=SOLUTION_KIND, subject_id=solution.pk, file=file, name=file.name or "")
    _touch(opportunity)
    audit.record(
        actor=actor,
        code="opportunity.solution_added",
        subject=opportunity,
        data={"revision": solution.number, "files": len(files)},
    )
    return solution


@transaction.atomic
def name_rival(
    *,
    actor: User,
    opportunity_id: int,
    competitor: Competitor | None = None,
    new_name: str = "",
    price: Decimal | None = None,
    note: str = "",
    version: int | None = None,
) -> Rival:
    """Say that a competitor is in the deal, and what is known of their offer; again changes what is known.

    `new_name` opens the file of one we have none of.
    """
    opportunity = lock_to_change(actor, opportunity_id, version)
    if competitor is None:
        competitor = create_competitor(actor=actor, facts={"name": new_name})
    if price is not None and price <= 0:
        raise Invalid("rival.price", _("对手报价要大于 0"), errors={"price": [_("要大于 0，不知道就空着")]})
    rival, _new = Rival.objects.update_or_create(
        opportunity=opportunity,
        competitor=competitor,
        defaults={"price": price, "note": note.strip()},
        create_defaults={"price": price, "note": note.strip(), "created_by": actor},
    )
    _touch(opportunity)
    audit.record(actor=actor, code="opportunity.rival_named", subject=opportunity, data={"competitor": competitor.name})
    return rival


@transaction.atomic
def drop_rival(*, actor: User, opportunity_id: int, rival_id: int, version: int | None = None) -> None:
    """Say that a competitor is no longer in the deal."""
    opportunity = lock_to_change(actor, opportunity_id, version)
    rival = visible_or_404(
        Rival.objects.filter(opportunity=opportunity).select_related("competitor"), actor, pk=rival_id
    )
    rival.delete()
    _touch(opportunity)
    audit.record(
        actor=actor, code="opportunity.rival_dropped", subject=opportunity, data={"competitor": rival.competitor.name}
    )


@transaction.atomic
def create_competitor(*, actor: User, facts: dict[str, Any]) -> Competitor:
    """Open the file of a competitor; Conflict for a name we have."""
    require(policies.may_edit_competitors(actor), "competitor.edit", _("你没有维护竞争对手的权限"))
    competitor = Competitor(created_by=actor)
    assign(competitor, facts, COMPETITOR_FACTS)
    _keep_competitor(competitor)
    audit.record(actor=actor, code="competitor.created", subject=competitor)
    return competitor


@transaction.atomic
def edit_competitor(
    *, actor: User, competitor_id: int, facts: dict[str, Any], version: int | None = None
) -> Competitor:
    """Change what is known of a competitor."""
    rows = Competitor.objects.select_for_update(no_key=True)
    competitor: Competitor = visible_or_404(rows, actor, pk=competitor_id)
    require(policies.may_edit_competitors(actor), "competitor.edit", _("你没有维护竞争对手的权限"))
    check_version(competitor, version)
    changed = assign(competitor, facts, COMPETITOR_FACTS)
    if not changed:
        return competitor
    competitor.touch()
    _keep_competitor(competitor)
    audit.record(actor=actor, code="competitor.edited", subject=competitor, data=changed)
    return competitor


def _keep_competitor(competitor: Competitor) -> None:
    refresh_competitor(competitor)
    same = Competitor.objects.filter(name_key=competitor.name_key).exclude(pk=competitor.pk).first()
    if same is not None:
        raise Conflict("competitor.known", _("已经有 %(name)s 了") % {"name": same.name}, errors={"name": [_("已有")]})
    write(competitor)


def _insert(need: NeedAnalysis) -> None:
    try:
        need.full_clean(exclude={"opportunity", "created_by"}, validate_unique=False)
    except ValidationError as error:
        raise from_validation(error, "need.invalid") from error
    try:
        with transaction.atomic():
            need.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("need.taken", _("刚刚有人存了同样的内容，刷新看一下")) from error


def _touch(opportunity: Opportunity) -> None:
    """Whoever looked at the deal before has not seen this."""
    opportunity.touch()
    opportunity.save(update_fields=["need_number", "version", "updated_at"])
