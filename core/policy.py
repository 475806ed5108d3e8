"""The company's written rules as dated, versioned data.

Apps declare their rules in `<app>/policy.py` with a default that is openly ours; administrators
revise them. A decision keeps `cite(...)` of the rules it used, so that it can be understood later.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core import audit, clock
from core.errors import Conflict, Forbidden, Invalid
from core.models import PolicyVersion

MONEY, PERCENT, NUMBER, DAYS, SWITCH, TEXT, SET = "money", "percent", "number", "days", "switch", "text", "set"


@dataclass(frozen=True)
class Rule:
    """A rule the code knows: its kind of value, our default, and the clause that states it.

    `{value}` in the clause is replaced by the value in force. Percent is a fraction: 0.15 is 15 %. A set is some of `options`
    (code, label), in their order.
    """

    key: str
    label: str | Promise
    kind: str
    default: Any
    clause: str | Promise
    options: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True)
class InForce:
    """A rule as it applies on a date. `number` 0 is the default nobody has revised yet, which holds `since` ever."""

    rule: Rule
    number: int
    value: Any
    wording: str | Promise
    since: date | None = None

    def __hash__(self) -> int:
        """By what names a version: its texts are translated anew for every hash of them."""
        return hash((self.rule.key, self.number, self.since))

    @property
    def clause(self) -> str:
        """In the reader's language as far as the wording is ours."""
        return str(self.wording).replace("{value}", show(self.rule, self.value))

    @property
    def shown(self) -> str:
        return show(self.rule, self.value)


@dataclass(frozen=True)
class Effect:
    """One line of what a value would do at once: how many it concerns as the rules are, and how many it would."""

    label: str
    now: int
    then: int


Foresee = Callable[[Any, date], Sequence[Effect]]
"""What a value of a rule would do on a day, the whole first; without a name of anybody's record."""

IN_FORCE_SQL = """
    SELECT DISTINCT ON (key) key, number, value, clause, valid_from FROM core_policyversion
    WHERE valid_from <= %s AND key = ANY(%s) ORDER BY key, valid_from DESC, number DESC
"""

RECENT_SECONDS = 2.0

_recent: tuple[float, dict[str, InForce]] = (0.0, {})
_made: tuple[dict[str, InForce], dict[Any, Any]] = ({}, {})
"""What `made_of_recent` functions made, of which rules."""
T = TypeVar("T")
_rules: dict[str, Rule] = {}
_groups: dict[str, str | Promise] = {}
_foreseen: dict[str, Foresee] = {}


def register(*rules: Rule) -> None:
    for rule in rules:
        _rules[rule.key] = rule


def foresee_by(tell: Foresee, *keys: str) -> None:
    """Say what a new value of these rules would do: shown before it is published."""
    _foreseen.update(dict.fromkeys(keys, tell))


def can_foresee(key: str) -> bool:
    return key in _foreseen


def foresee(key: str, raw: Any, on: date) -> list[Effect]:
    """What the rule would do on a day with a value as typed. Raises Invalid for one of another kind."""
    return list(_foreseen[key](parse(_rules[key], raw), on))


def rules() -> list[Rule]:
    return sorted(_rules.values(), key=lambda rule: rule.key)


def find(key: str) -> Rule | None:
    return _rules.get(key)


def name_group(prefix: str, label: str | Promise) -> None:
    """Say under which heading the rules "<prefix>.…" stand when no app is called so."""
    _groups[prefix] = label


def group(rule: Rule) -> str:
    """The heading a rule stands under on the policy page: "quote.…" and "quotes.…" stand under quotes."""
    prefix = rule.key.partition(".")[0]
    if prefix in _groups:
        return str(_groups[prefix])
    config = next((app for app in apps.get_app_configs() if app.label in (prefix, f"{prefix}s")), None)
    return str(config.verbose_name) if config else prefix


def in_force(key: str, *, on: date | None = None) -> InForce:
    """The version of a rule that applies on `on` (today). KeyError for a rule nobody declared."""
    return many([key], on=on)[key]


def value(key: str, *, on: date | None = None) -> Any:
    return in_force(key, on=on).value


def many(keys: Iterable[str], *, on: date | None = None) -> dict[str, InForce]:
    """Several rules in one query."""
    wanted = {key: _rules[key] for key in keys}
    with connection.cursor() as cursor:
        # Asked with almost every write: building it anew each time took longer than its answer.
        cursor.execute(IN_FORCE_SQL, [on or clock.today(), list(wanted)])
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    return {key: _in_force(rule, *found.get(key, ())) for key, rule in wanted.items()}


def recent_values(keys: Iterable[str]) -> dict[str, Any]:
    return {key: rule.value for key, rule in recent(keys).items()}


def recent(keys: Iterable[str]) -> dict[str, InForce]:
    """Today's rules for pages that only show them, read again after RECENT_SECONDS. Decisions ask `many`."""
    known, wanted = _kept(), set(keys)
    if not wanted <= known.keys():
        # All of them: one query for a page that shows several.
        known |= many(wanted | _rules.keys())
    return {key: known[key] for key in wanted}


def _kept() -> dict[str, InForce]:
    """What was read lately, emptied when it is old."""
    global _recent
    now = time.monotonic()
    if now - _recent[0] > RECENT_SECONDS:
        _recent = (now, {})
    return _recent[1]


def made_of_recent(work: Callable[[], T]) -> Callable[[], T]:
    """Decorator: what a function makes of `recent` rules alone is made once for as long as they are kept; a list asks per row."""

    @wraps(work)
    def made() -> T:
        global _made
        known = _kept()
        if _made[0] is not known:
            _made = (known, {})
        if work not in _made[1]:
            _made[1][work] = work()
        found: T = _made[1][work]
        return found

    return made


def _forget() -> None:
    """Whoever revised a rule sees it at once where this process shows it."""
    global _recent
    _recent = (0.0, {})


def cite(used: Iterable[InForce]) -> dict[str, int]:
    """What a decision keeps of the rules it used: key → version number."""
    return {item.rule.key: item.number for item in used}


@transaction.atomic
def revise(*, actor: Any, key: str, raw: Any, clause: str, valid_from: date, note: str = "") -> PolicyVersion:
    """A new version of a rule from a date on.

    Raises Forbidden without `policy.edit`, Invalid for a past date, an empty clause or a value of another
    kind, Conflict when a colleague revised the rule at the same moment.
    """
    if not actor.can("policy.edit"):
        raise Forbidden("policy.edit_only", _("你没有修订制度条款的权限"))
    rule = _rules[key]
    if not clause.strip():
        raise Invalid("policy.clause", _("条文不能空着"), errors={"clause": [_("必填")]})
    if valid_from < clock.today():
        raise Invalid(
            "policy.past", _("规则只能从今天或以后生效，过去的决定不改"), errors={"valid_from": [_("早于今天")]}
        )
    last = PolicyVersion.objects.filter(key=key).order_by("-number").first()
    version = PolicyVersion(
        key=key,
        number=last.number + 1 if last else 1,
        value=dump(rule, parse(rule, raw)),
        clause=clause.strip(),
        valid_from=valid_from,
        note=note,
        created_by=actor,
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("policy.revised_meanwhile", _("同事刚修订了这条规则，刷新后再改")) from error
    _forget()
    audit.record(actor=actor, code="policy.revised", subject=version, reason=note, data={"value": version.value})
    return version


def parse(rule: Rule, raw: Any) -> Any:
    """A stored or typed value as Python: Decimal for money, percent and number, int for days, a tuple of codes for a set."""
    try:
        if rule.kind in (MONEY, PERCENT, NUMBER):
            number = Decimal(str(raw))
            if not number.is_finite() or number < 0:
                raise InvalidOperation
            return number
        if rule.kind == DAYS:
            return _days(raw)
    except (InvalidOperation, ValueError) as error:
        raise Invalid("policy.value", _("这里要填一个不小于 0 的数"), errors={"value": [_("不是数")]}) from error
    if rule.kind == SWITCH:
        return raw in (True, "true", "on", "1")
    if rule.kind == SET:
        return _chosen(rule, raw)
    if not str(raw).strip():
        raise Invalid("policy.value", _("取值不能空着"), errors={"value": [_("必填")]})
    return str(raw)


def dump(rule: Rule, parsed: Any) -> Any:
    if rule.kind == SET:
        return list(parsed)
    return str(parsed) if isinstance(parsed, Decimal) else parsed


def show(rule: Rule, parsed: Any) -> str:
    """The value as a person reads it in the clause."""
    if rule.kind == PERCENT:
        return f"{(parsed * 100).normalize():f}%"
    if rule.kind == MONEY:
        return f"{parsed:,.2f}"
    if rule.kind == SWITCH:
        return _("是") if parsed else _("否")
    if rule.kind == SET:
        return _("、").join(str(label) for code, label in rule.options if code in parsed) or _("无")
    return f"{parsed.normalize():f}" if isinstance(parsed, Decimal) else str(parsed)


def _chosen(rule: Rule, raw: Any) -> tuple[str, ...]:
    known = [code for code, _label in rule.options]
    if set(raw) - set(known):
        raise Invalid("policy.value", _("没有这个选项"), errors={"value": [_("没有这个选项")]})
    return tuple(code for code in known if code in raw)


def _days(raw: Any) -> int:
    days = int(str(raw))
    if days < 0:
        raise ValueError
    return days


def _in_force(
    rule: Rule, number: int = 0, value: str | None = None, wording: str = "", since: date | None = None
) -> InForce:
    parsed = parse(rule, json.loads(value) if value is not None else rule.default)
    return InForce(rule, number, parsed, wording or rule.clause, since)
