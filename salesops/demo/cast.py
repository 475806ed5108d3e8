"""Who works in the demo company. The logins are relied upon by scripts and tests outside the code."""

from typing import Any

from django.contrib.auth.hashers import make_password

from org import services
from org.choices import UnitKind
from org.models import Role, Unit, User

PASSWORD = "salesops-demo"  # noqa: S105  (demo mode only, shown on the login page)

UNITS = [
    ("company", "澜川电气", UnitKind.COMPANY, ""),
    ("east", "华东区", UnitKind.REGION, "company"),
    ("east1", "华东一组", UnitKind.TEAM, "east"),
    ("east2", "华东二组", UnitKind.TEAM, "east"),
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

CAST = [
    # login, name, role, unit, title
    ("rep", "林晓峰", "rep", "east1", "销售工程师"),
    ("rep2", "孙倩", "rep", "east1", "销售工程师"),
    ("rep_south", "黎志明", "rep", "south1", "销售工程师"),
    ("account", "马俊杰", "account", "east", "大客户经理"),
    ("head", "周敏", "head", "east1", "华东一组经理"),
    ("head_south", "陈嘉豪", "head", "south1", "华南一组经理"),
    ("region", "赵一鸣", "region", "east", "华东区经理"),
    ("director", "陈立群", "director", "company", "营销总监"),
    ("vp", "徐建国", "vp", "company", "销售副总"),
    ("leader", "沈国栋", "leader", "company", "总经理"),
    ("inside", "何思雨", "inside", "office", "销售内勤"),
    ("engineer", "吴凯", "engineer", "tech", "技术工程师"),
    ("finance", "郑雅文", "finance", "finance", "应收会计"),
    ("production", "韩东", "production", "production", "生产计划员"),
    ("logistics", "罗成", "logistics", "logistics", "发货主管"),
    ("service", "唐雪", "service", "service", "售后工程师"),
    ("marketing", "黄诗琪", "marketing", "marketing", "市场专员"),
    ("hr", "蒋欣", "hr", "hr", "人事主管"),
    ("admin", "高翔", "admin", "company", "系统管理员"),
]

COLLEAGUES = [
    # They fill the teams, so that a head's and a director's pages have something to compare.
    ("li.na", "李娜", "rep", "east1", "销售工程师"),
    ("wang.hao", "王浩", "rep", "east1", "销售工程师"),
    ("gu.weidong", "顾卫东", "head", "east2", "华东二组经理"),
    ("ouyang.jing", "欧阳静怡", "rep", "east2", "销售工程师"),
    ("ke.li", "柯立", "rep", "east2", "销售工程师"),
    ("ding.min", "丁敏", "rep", "east2", "销售工程师"),
    ("he.jun", "何峻", "rep", "south1", "销售工程师"),
    ("meng.rui", "孟祥瑞", "rep", "south1", "销售工程师"),
]


def appoint() -> dict[str, User]:
    """The units and everybody in them, by login."""
    units: dict[str, Unit] = {}
    for position, (key, name, kind, parent) in enumerate(UNITS):
        units[key] = Unit.objects.create(name=name, kind=kind, parent=units.get(parent), position=position)
    roles = {role.code: role for role in Role.objects.all()}
    people = {login: _appoint(login, *facts, roles=roles, units=units) for login, *facts in [*CAST, *COLLEAGUES]}
    # One password, on the login page for all to read: nothing is hidden by salting it 27 times, and each takes 50 ms.
    User.objects.filter(pk__in=[person.pk for person in people.values()]).update(password=make_password(PASSWORD))
    return people


def on_stage() -> list[dict[str, Any]]:
    """The cast as the login page shows it, in the order of the list."""
    people = {person.username: person for person in User.objects.filter(username__in=[row[0] for row in CAST])}
    return [
        {"login": login, "name": people[login].display_name, "role": title, "initial": people[login].initial}
        for login, _name, _role, _unit, title in CAST
        if login in people and people[login].is_active
    ]


def _appoint(login: str, name: str, role: str, unit: str, title: str, *, roles: Any, units: Any) -> User:
    return services.appoint_person(
        actor=None,
        username=login,
        display_name=name,
        unit=units[unit],
        roles=[roles[role]],
        title=title,
        email=f"{login}@lanchuan.example",
    )
