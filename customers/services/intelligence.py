"""The verbs about intelligence (M02, M03): record, edit, regrade, withdraw. What it says never goes into the log."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, notices, search
from core.errors import Conflict, Invalid
from core.guards import check_version, require
from core.pages import sheets
from core.scope import seen_by, visible_or_404
from customers import policies
from customers.choices import Secrecy
from customers.models import Competitor, Customer, Intelligence
from customers.services.doors import assign, write
from org.models import User

FACTS = frozenset({"kind", "text", "source", "source_note", "reliability", "learned_on"})
WORDS = frozenset({"text", "source_note"})


@transaction.atomic
def record_intelligence(
    *,
    actor: User,
    facts: dict[str, Any],
    customer_id: int | None = None,
    competitor_id: int | None = None,
    level: str = Secrecy.INTERNAL,
) -> Intelligence:
    """Write down what was learned about a customer, a competitor, or one at the other, all in sight.

    Its owner and account manager are told where its level lets them see it. Invalid about nobody, and for a day to come.
    """
    require(policies.may_record_intelligence(actor), "intelligence.record", _("你没有记情报的权限"))
    if customer_id is None and competitor_id is None:
        text = _("选客户或竞争对手，至少一个")
        raise Invalid("intelligence.about", text, errors={"customer": [text]})
    owned = Customer.objects.select_related("owner", "account_manager")
    entry = Intelligence(
        customer=visible_or_404(owned, actor, pk=customer_id) if customer_id is not None else None,
        competitor=visible_or_404(Competitor.objects.all(), actor, pk=competitor_id)
        if competitor_id is not None
        else None,
        author=actor,
        created_by=actor,
        level=level,
    )
    assign(entry, {"learned_on": clock.today(), **facts}, FACTS)
    _keep(entry)
    audit.record(actor=actor, code="intelligence.recorded", subject=entry, to_state=entry.level)
    _tell_owners(entry, actor)
    return entry


@transaction.atomic
def edit_intelligence(
    *, actor: User, intelligence_id: int, facts: dict[str, Any], version: int | None = None
) -> Intelligence:
    """Correct what was written down, its author or who leads them. Whom it is about and its level stay."""
    entry = _lock_to_change(actor, intelligence_id, version)
    changed = assign(entry, facts, FACTS)
    if not changed:
        return entry
    entry.touch()
    _keep(entry)
    told = {name: "" if name in WORDS else values for name, values in changed.items()}
    audit.record(actor=actor, code="intelligence.edited", subject=entry, data=told)
    return entry


@transaction.atomic
def regrade_intelligence(
    *, actor: User, intelligence_id: int, level: str, reason: str = "", version: int | None = None
) -> Intelligence:
    """Raise the level (its author, or who leads them) or lower it (a right of its own, with a reason).

    Who sees it no longer after a rise loses what the bell told of it, and no mail about it goes out any more.
    """
    entry = _lock(actor, intelligence_id)
    if level not in Secrecy:
        raise Invalid("intelligence.level", _("没有这个密级"), errors={"level": [_("没有这个密级")]})
    to, before = Secrecy(level), Secrecy(entry.level)
    if to == before:
        return entry
    lowered = to.rank < before.rank
    if lowered:
        require(policies.may_lower_secrecy(actor), "intelligence.lower", _("你没有降低密级的权限"))
    else:
        require(
            policies.may_change_intelligence(actor, entry), "intelligence.raise", _("只有记的人和他的上级能提高密级")
        )
    _require_standing(entry)
    check_version(entry, version)
    if lowered and not reason.strip():
        raise Invalid("intelligence.reason", _("降低密级要写明原因"), errors={"reason": [_("写一句原因")]})
    entry.level = to
    entry.touch()
    write(entry)
    audit.record(
        actor=actor,
        code="intelligence.regraded",
        subject=entry,
        from_state=before,
        to_state=to,
        reason=reason.strip(),
        data={"from": before.value, "to": to.value},
    )
    if not lowered:
        notices.retract_unseen(subject=entry)
    return entry


@transaction.atomic
def withdraw_intelligence(
    *, actor: User, intelligence_id: int, reason: str, version: int | None = None
) -> Intelligence:
    """Say that it does not hold (any more), its author or who leads them. It stays on record, with the reason, and stays as it is."""
    entry = _lock_to_change(actor, intelligence_id, version)
    if not reason.strip():
        raise Invalid("intelligence.reason", _("撤回要写明原因"), errors={"reason": [_("写一句原因")]})
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_why = clock.now(), actor, reason.strip()
    entry.touch()
    write(entry)
    audit.record(actor=actor, code="intelligence.withdrawn", subject=entry, reason=entry.withdrawn_why)
    notices.send(
        code="intelligence.withdrawn",
        recipients=[entry.author] if entry.author_id != actor.pk else [],
        subject=entry,
        params={"person": str(actor), "about": str(entry.about_whom)},
        dedupe_key=f"intelligence.withdrawn:{entry.pk}",
    )
    return entry


def export_intelligence(*, actor: User, rows: Any, **asked: Any) -> sheets.Sheet:
    """Write the entries of `rows` that the actor sees, each with its level. Raises Forbidden without the right."""
    require(policies.may_export_intelligence(actor), "intelligence.export", _("你没有导出情报的权限"))
    seen = rows.visible_to(actor).select_related("customer", "competitor", "author")
    return sheets.take_out(actor=actor, code="intelligence.exported", title=_("情报"), rows=seen, **asked)


def _lock(actor: User, intelligence_id: int) -> Intelligence:
    """The entry, if the actor sees it (else Http404), locked against other writers."""
    rows = Intelligence.objects.select_related("customer", "competitor", "author")
    entry: Intelligence = visible_or_404(rows.select_for_update(no_key=True, of=("self",)), actor, pk=intelligence_id)
    return entry


def _lock_to_change(actor: User, intelligence_id: int, version: int | None) -> Intelligence:
    entry = _lock(actor, intelligence_id)
    require(
        policies.may_change_intelligence(actor, entry), "intelligence.change", _("只有记的人和他的上级能改、能撤回")
    )
    _require_standing(entry)
    check_version(entry, version)
    return entry


def _require_standing(entry: Intelligence) -> None:
    if not entry.is_standing:
        raise Conflict("intelligence.withdrawn", _("这条情报已经撤回"))


def _keep(entry: Intelligence) -> None:
    entry.search_key = search.search_key(codes=[entry.text, entry.source_note])
    write(entry)
    if entry.learned_on > clock.today():
        raise Invalid("intelligence.future", _("不能晚于今天"), errors={"learned_on": [_("不能晚于今天")]})


def _tell_owners(entry: Intelligence, actor: User) -> None:
    """Those whose customer it is, where they see it."""
    if entry.customer is None:
        return
    theirs = [entry.customer.owner, entry.customer.account_manager]
    people = {person.pk: person for person in theirs if person is not None and person.pk != actor.pk}
    seeing = seen_by(Intelligence.objects.filter(pk=entry.pk), list(people.values()))
    notices.send(
        code="intelligence.recorded",
        recipients=[people[pk] for pk in sorted(seeing)],
        subject=entry,
        params={"person": str(actor), "customer": entry.customer.name},
        dedupe_key=f"intelligence.recorded:{entry.pk}",
    )
