"""The people of a large company in teams and regions, around the cast of the demo company."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from random import Random

from django.contrib.auth.hashers import make_password

from core import clock
from org import services
from org.choices import UnitKind
from org.models import Role, Unit, User
from quotes.parties import presenter_of
from salesops.demo import cast, names
from salesops.scale import words

PORTFOLIO = 500
"""Customers a rep looks after at most, more or less: a company that grows hires."""
MARK = "s."
"""What the login names of these people begin with."""
DIGITS = ("", *"一二三四五六七八九")


@dataclass(frozen=True)
class Staff:
    """How many teams each region has, and how many reps each team."""

    teams: int
    reps: int


def staff(customers: int) -> Staff:
    """Some two hundred reps, and more once that leaves them too many customers; larger teams come before more teams."""
    needed = ceil(customers / PORTFOLIO / len(words.REGIONS))
    reps = min(12, max(5, ceil(needed / 6)))
    return Staff(max(6, ceil(needed / reps)), reps)


@dataclass(frozen=True)
class Rep:
    id: int
    name: str
    unit_id: int
    presenter: dict[str, str]


@dataclass(frozen=True)
class Territory:
    """Who sells in one region, and which account manager keeps its key customers."""

    divisions: tuple[str, ...]
    reps: list[Rep]
    manager_id: int


def appoint(random: Random, size: Staff) -> list[Territory]:
    """The company's regions with their teams, and everybody in them. Who is there already stays."""
    roles = {role.code: role for role in Role.objects.all()}
    company = Unit.objects.get(parent=None)
    password = make_password(cast.PASSWORD)
    found = []
    for key, name, divisions in words.REGIONS:
        region, _new = Unit.objects.get_or_create(parent=company, name=name, defaults={"kind": UnitKind.REGION})
        manager = _person(f"{MARK}{key}.account", random, "account", region, roles)
        if not User.objects.filter(unit=region, roles__code="region").exists():
            _person(f"{MARK}{key}.region", random, "region", region, roles)
        for number in range(1, size.teams + 1):
            team = f"{name.removesuffix('区')}{_ordinal(number)}组"
            _team(region, f"{MARK}{key}{number}", team, size.reps, random, roles)
        reps = User.objects.active().filter(unit__parent=region, roles__code="rep").order_by("pk")
        known = [Rep(rep.pk, str(rep), rep.unit_id or 0, presenter_of(rep)) for rep in reps]
        found.append(Territory(divisions, known, manager.pk))
    # One hash for all: hashing hundreds of passwords would take longer than ten thousand customers. Nobody is new here.
    joined = clock.now() - timedelta(days=730)
    User.objects.filter(username__startswith=MARK).update(password=password, created_at=joined)
    return found


def _ordinal(number: int) -> str:
    """一 … 九十九."""
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{DIGITS[ones]}"


def _team(region: Unit, login: str, name: str, reps: int, random: Random, roles: dict[str, Role]) -> None:
    team, _new = Unit.objects.get_or_create(parent=region, name=name, defaults={"kind": UnitKind.TEAM})
    if not User.objects.filter(unit=team, roles__code="head").exists():
        _person(f"{login}.head", random, "head", team, roles)
    there = User.objects.filter(unit=team, roles__code="rep").count()
    for number in range(there + 1, reps + 1):
        _person(f"{login}.{number}", random, "rep", team, roles)


def _person(login: str, random: Random, role: str, unit: Unit, roles: dict[str, Role]) -> User:
    known = User.objects.filter(username=login).first()
    return known or services.appoint_person(
        actor=None,
        username=login,
        display_name=names.person(random),
        unit=unit,
        roles=[roles[role]],
        title=str(roles[role]),
        email=f"{login}@lanchuan.example",
    )
