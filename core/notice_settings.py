"""Who is told how: the company's matrix, one's own choice, quiet hours."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, notices
from core.choices import Channel
from core.errors import Conflict, Forbidden, Invalid
from core.models import CompanyBot, NoticePreference, NoticeRule, QuietHours


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of notice as a settings page shows it. `own` is None while the company's choice applies."""

    kind: notices.Kind
    company: frozenset[str]
    mandatory: bool
    own: frozenset[str] | None

    @property
    def chosen(self) -> frozenset[str]:
        return self.company if self.own is None or self.mandatory else self.own


def channels() -> list[Channel]:
    """Mail, and the bots the company has switched on."""
    active = set(CompanyBot.objects.filter(active=True).values_list("channel", flat=True))
    return [channel for channel in Channel if channel == Channel.MAIL or channel in active]


def lines(user: Any) -> list[Line]:
    """Every kind of notice with the company's rule and one person's choice."""
    rules = {rule.code: rule for rule in NoticeRule.objects.all()}
    own = dict(NoticePreference.objects.visible_to(user).values_list("code", "channels"))
    found = []
    for kind in notices.kinds():
        rule = rules.get(kind.code)
        company = frozenset(rule.channels if rule else kind.channels)
        mine = frozenset(own[kind.code]) if kind.code in own else None
        found.append(Line(kind, company, bool(rule and rule.mandatory), mine))
    return found


@transaction.atomic
def save_own(
    *, user: Any, chosen: Mapping[str, Iterable[str]], starts: time | None, ends: time | None, workdays_only: bool
) -> None:
    """A whole settings page of one person. Kinds the company rules on alone are passed over."""
    fixed = set(NoticeRule.objects.filter(mandatory=True).values_list("code", flat=True))
    for code, wanted in chosen.items():
        if code not in fixed:
            choose(user=user, code=code, channels=wanted)
    set_quiet_hours(user=user, starts=starts, ends=ends, workdays_only=workdays_only)


@transaction.atomic
def save_rules(*, actor: Any, chosen: Mapping[str, Iterable[str]], mandatory: Collection[str]) -> None:
    """The company's whole matrix; what did not change leaves no event."""
    for code, wanted in chosen.items():
        set_rule(actor=actor, code=code, channels=wanted, mandatory=code in mandatory)


@transaction.atomic
def choose(*, user: Any, code: str, channels: Iterable[str]) -> None:
    """One's own channels for a kind; the same as the company's means no choice of one's own.

    Raises Invalid for an unknown kind or channel, Conflict when the company does not let people choose.
    """
    kind, wanted = _kind(code), _channels(channels)
    rule = NoticeRule.objects.filter(code=code).first()
    if rule and rule.mandatory:
        raise Conflict("notice.mandatory", _("这一类通知由公司规定，个人不能改"))
    if wanted == sorted(rule.channels if rule else kind.channels):
        NoticePreference.objects.filter(user=user, code=code).delete()
    else:
        NoticePreference.objects.update_or_create(user=user, code=code, defaults={"channels": wanted})


@transaction.atomic
def set_quiet_hours(*, user: Any, starts: time | None, ends: time | None, workdays_only: bool) -> None:
    """When one wants neither mail nor bot. Both times empty ends it. Raises Invalid for half a span."""
    if (starts is None) != (ends is None):
        raise Invalid("notice.quiet", _("开始和结束都要填，或者都空着"), errors={"ends": [_("开始和结束都要填")]})
    if starts is None or ends is None:
        QuietHours.objects.filter(user=user).delete()
        return
    QuietHours.objects.update_or_create(
        user=user, defaults={"starts": starts, "ends": ends, "workdays_only": workdays_only}
    )


@transaction.atomic
def set_rule(*, actor: Any, code: str, channels: Iterable[str], mandatory: bool) -> NoticeRule | None:
    """The company's channels for a kind. Unchanged is no event. Raises Forbidden without `system.settings`."""
    if not actor.can("system.settings"):
        raise Forbidden("notice.rule_only", _("你没有改通知规则的权限"))
    kind, wanted = _kind(code), _channels(channels)
    rule = NoticeRule.objects.select_for_update().filter(code=code).first()
    before = (sorted(rule.channels), rule.mandatory) if rule else (sorted(kind.channels), False)
    if before == (wanted, mandatory):
        return rule
    rule, _made = NoticeRule.objects.update_or_create(code=code, defaults={"channels": wanted, "mandatory": mandatory})
    audit.record(
        actor=actor, code="notice_rule.edited", subject=rule, data={"channels": wanted, "mandatory": mandatory}
    )
    return rule


def _kind(code: str) -> notices.Kind:
    found = next((kind for kind in notices.kinds() if kind.code == code), None)
    if found is None:
        raise Invalid("notice.kind", _("没有这一类通知"))
    return found


def _channels(wanted: Iterable[str]) -> list[str]:
    chosen = sorted(set(wanted))
    if not set(chosen) <= set(Channel.values):
        raise Invalid("notice.channel", _("没有这个渠道"))
    return chosen
