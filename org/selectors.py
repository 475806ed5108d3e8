"""What the pages about people read."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db.models import Count, Q, QuerySet

from core import clock
from core.pages import navigation
from org import lines
from org.capabilities import ALL, DOMAINS
from org.choices import Scope
from org.models import ApiToken, Posting, Role, StandIn, TokenQuerySet, Unit, User, UserQuerySet


def people(viewer: User) -> UserQuerySet:
    return User.objects.visible_to(viewer).select_related("unit").prefetch_related("roles")


@dataclass(slots=True)
class Node:
    """A unit of the tree as the page draws it. `staff` works in it, `total` in it and below."""

    unit: Unit
    depth: int
    staff: int
    total: int = 0
    children: list["Node"] = field(default_factory=list)


def unit_tree() -> list[Node]:
    """The whole tree, each unit before those below it. One query."""
    units = Unit.objects.annotate(staff=Count("people", filter=Q(people__is_active=True))).order_by("position", "pk")
    below: dict[int | None, list[Any]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id].append(unit)
    return [node for unit in below[None] for node in _walk(unit, 0, below)]


def _walk(unit: Any, depth: int, below: dict[int | None, list[Any]]) -> Iterator[Node]:
    nodes = [node for child in below[unit.pk] for node in _walk(child, depth + 1, below)]
    children = [node for node in nodes if node.depth == depth + 1]
    yield Node(unit, depth, unit.staff, unit.staff + sum(node.total for node in children), children)
    yield from nodes


def staff_of(unit: Unit, viewer: User) -> UserQuerySet:
    """Who works in the unit itself, heads first by their rungs on the page."""
    return people(viewer).active().filter(unit=unit).order_by("sort_key", "pk")


@dataclass(frozen=True, slots=True)
class Right:
    label: Any
    held: bool
    code: str


def rights_of(role: Role) -> list[tuple[Any, list[Right]]]:
    """Everything the product can allow, by group, with what this role may (A13)."""
    groups: dict[str, tuple[Any, list[Right]]] = {}
    for capability in ALL.values():
        _label, rights = groups.setdefault(str(capability.group), (capability.group, []))
        rights.append(Right(capability.label, capability.code in role.capabilities, capability.code))
    return list(groups.values())


def sight_of(role: Role) -> list[tuple[Any, Scope]]:
    """For each kind of record, how far the role sees."""
    return [(label, Scope(role.scopes.get(domain, Scope.NONE))) for domain, label in DOMAINS.items()]


@dataclass(frozen=True, slots=True)
class _Holder:
    """Somebody who holds one role and nothing else, for asking navigation."""

    role: Role

    @property
    def access(self) -> "_Holder":
        return self

    def can(self, capability: str) -> bool:
        return capability in self.role.capabilities

    def scope(self, domain: str) -> str:
        return str(self.role.scopes.get(domain, Scope.NONE))


def screens_of(role: Role, viewer: User) -> list[tuple[Any, str]]:
    """(label, address) of the pages the role opens; no address where the viewer would be turned away."""
    open_to_viewer = {url for _item, url in navigation.open_items(viewer)}
    places = navigation.open_items(_Holder(role))
    return [(item.label, url if url in open_to_viewer else "") for item, url in places]


def roles_with_holders() -> QuerySet[Role]:
    return Role.objects.annotate(holders=Count("grants", filter=Q(grants__user__is_active=True))).order_by(
        "position", "pk"
    )


def postings_of(person: User, viewer: User) -> QuerySet[Posting]:
    """Where somebody worked, newest first, as far as the viewer may know."""
    return Posting.objects.visible_to(viewer).filter(user=person).select_related("unit").order_by("-starts", "-pk")


def stand_ins_of(person: User, viewer: User) -> QuerySet[StandIn]:
    """Who stands in for somebody and for whom they stand in: running and still to come."""
    open_rows = StandIn.objects.visible_to(viewer).filter(
        Q(ends=None) | Q(ends__gte=clock.today()), Q(principal=person) | Q(substitute=person), cancelled_at=None
    )
    return open_rows.select_related("principal", "substitute").order_by("starts", "pk")


def sessions_of(user: User) -> list[UserSession]:
    """Where one is signed in, the newest first; what has run out is swept away on the way."""
    sessions: Sequence[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(sessions, key=lambda session: session.created_at, reverse=True)


def tokens_of(user: User) -> TokenQuerySet:
    """One's own keys, live ones first."""
    return ApiToken.objects.visible_to(user).order_by("revoked_at", "-created_at")


def second_factors_of(user: User) -> dict[str, int]:
    """How many of each kind somebody has set up: totp, webauthn, recovery_codes."""
    rows = Authenticator.objects.filter(user=user).values_list("type").annotate(number=Count("pk"))
    return dict(rows.order_by())


def failed_sign_ins(person: User) -> QuerySet[AccessAttempt]:
    """The latest wrong passwords for an account: when, from where, how often."""
    attempts: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(username=person.username)
    return attempts.order_by("-attempt_time")[:5]


def superiors_of(person: User) -> list[User]:
    """The next rung above."""
    return lines.superiors(person) if person.is_active else []


def team_size(person: User) -> int:
    """How many work in the unit of a head and below it, the head not counted; 0 for who leads nobody."""
    if not set(lines.LADDER) & person.access.capabilities:
        return 0
    return User.objects.active().filter(unit_id__in=person.access.unit_ids).exclude(pk=person.pk).count()


def ends_with(leaver: User) -> dict[str, int]:
    """What stops for a leaver besides what is handed over."""
    return {
        "sessions": UserSession.objects.filter(user=leaver).count(),
        "tokens": leaver.api_tokens.live().count(),
        "stand_ins": StandIn.objects.filter(Q(principal=leaver) | Q(substitute=leaver), cancelled_at=None)
        .filter(Q(ends=None) | Q(ends__gte=clock.today()))
        .count(),
    }


def missing_roles(leaver: User, successor: User) -> list[Role]:
    """Roles the successor would need to do all that the leaver did."""
    held = {role.pk for role in successor.access.roles}
    return [role for role in leaver.access.roles if role.pk not in held]
