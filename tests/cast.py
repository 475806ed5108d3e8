"""The cast: one company whose people each prove something. Logins as in the demo company.

    company            director, vp, leader, admin
    ├─ East            region, account
    │  └─ East 1       head, rep, rep2
    ├─ South           -
    │  └─ South 1      head_south, rep_south
    └─ departments     inside, engineer, finance, production, logistics, service, marketing, hr

`build` makes it with the services the product itself uses, so a cast that stands is a company that works.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import bootstrap
from org import services
from org.choices import UnitKind
from org.models import Role, Unit, User

ROOT = Path(__file__).resolve().parent.parent

PEOPLE: list[tuple[str, str, str, str]] = [
    # Owns the records the tests are about.
    ("rep", "林晓峰", "rep", "east1"),
    # Same team, same rank: sees nothing of rep's unless shared.
    ("rep2", "赵一鸣", "rep", "east1"),
    # Other region, same rank: must never see the East.
    ("rep_south", "黄嘉欣", "rep", "south1"),
    # May be account manager of a key customer; sees those and nothing more of the team.
    ("account", "苏婉", "account", "east"),
    # First approver of rep; never of her own quotes.
    ("head", "周敏", "head", "east1"),
    # Same rank elsewhere: right capability, wrong people.
    ("head_south", "梁志强", "head", "south1"),
    # Sees both teams' East, decides above the head's limit.
    ("region", "许文博", "region", "east"),
    # Sees all, decides above the region's limit.
    ("director", "陈立群", "director", "company"),
    # Sees all, keeps the price list.
    ("vp", "方若堃", "vp", "company"),
    # Decides what is major or below floor; drafts nothing.
    ("leader", "沈国栋", "leader", "company"),
    # Sees all quotes, stamps and sends, but approves none.
    ("inside", "何思雨", "inside", "office"),
    # Keeps products; sees no customer.
    ("engineer", "吴凯", "engineer", "tech"),
    # Reads customers and quotes, no visits; changes none of them.
    ("finance", "钱佳怡", "finance", "finance"),
    # Sees no customer, no quote.
    ("production", "郑大伟", "production", "production"),
    ("logistics", "冯春生", "logistics", "logistics"),
    # Reads all customers, logs visits, sees no quote.
    ("service", "蒋雨桐", "service", "service"),
    # Creates customers, sees own ones only, no quotes.
    ("marketing", "韩雪", "marketing", "marketing"),
    # Sees people, not trade.
    ("hr", "曹丽", "hr", "hr"),
    # Runs the system and sees no trade.
    ("admin", "系统管理员", "admin", "company"),
]

UNITS: list[tuple[str, str, str, str | None]] = [
    ("company", "澜川电气", UnitKind.COMPANY, None),
    ("east", "华东区", UnitKind.REGION, "company"),
    ("east1", "华东一组", UnitKind.TEAM, "east"),
    ("south", "华南区", UnitKind.REGION, "company"),
    ("south1", "华南一组", UnitKind.TEAM, "south"),
    ("office", "销售内勤组", UnitKind.DEPARTMENT, "company"),
    ("tech", "技术部", UnitKind.DEPARTMENT, "company"),
    ("finance", "财务部", UnitKind.DEPARTMENT, "company"),
    ("production", "生产部", UnitKind.DEPARTMENT, "company"),
    ("logistics", "物流部", UnitKind.DEPARTMENT, "company"),
    ("service", "售后服务部", UnitKind.DEPARTMENT, "company"),
    ("marketing", "市场部", UnitKind.DEPARTMENT, "company"),
    ("hr", "人力资源部", UnitKind.DEPARTMENT, "company"),
]

LOGINS = [login for login, *_rest in PEOPLE]


@dataclass(frozen=True)
class Cast:
    """People by login and units by key: `cast.rep`, `cast.unit("east1")`.

    Each access gives a fresh user object, as each request does: rights are read anew.
    """

    ids: dict[str, int]
    unit_ids: dict[str, int]

    def __getattr__(self, login: str) -> Any:
        try:
            return User.objects.select_related("unit").get(pk=self.ids[login])
        except KeyError as error:
            raise AttributeError(login) from error

    def unit(self, key: str) -> Unit:
        return Unit.objects.get(pk=self.unit_ids[key])

    def everyone(self) -> list[User]:
        return [getattr(self, login) for login in LOGINS]


def sources() -> list[Path]:
    """The files the company rests on: when one changes, the test database is filled anew."""
    patterns = ("*/bootstrap.py", "*/default_*.py", "org/services.py", "tests/cast.py")
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def build() -> None:
    """Make the company. It stands in every test database; nobody has a password, tests use `force_login`."""
    bootstrap.run()
    units: dict[str, Unit] = {}
    for position, (key, name, kind, parent) in enumerate(UNITS):
        units[key] = Unit.objects.create(
            name=name, kind=kind, parent=units[parent] if parent else None, position=position
        )
    roles = {role.code: role for role in Role.objects.all()}
    for login, name, role, unit in PEOPLE:
        services.appoint_person(actor=None, username=login, display_name=name, unit=units[unit], roles=[roles[role]])


def find() -> Cast:
    """The company in this test's database."""
    ids = dict(User.objects.filter(username__in=LOGINS).values_list("username", "pk"))
    names = {name: key for key, name, *_rest in UNITS}
    units = {names[name]: pk for name, pk in Unit.objects.filter(name__in=names).values_list("name", "pk")}
    return Cast(ids, units)
