"""The list pages of this app."""

from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.markup import markup
from core.pages.listing import Action, Column, ListPage, Scene, phone_line
from core.templatetags import ui
from org import bulk, selectors
from org.choices import Scope
from org.filters import PersonFilter
from org.models import User


def _role_names(person: User) -> str:
    return _("、").join(role.label for role in sorted(person.roles.all(), key=lambda role: role.position))


def _name(person: User, link: SafeString) -> Any:
    return markup('<span class="row-x">{}{}</span>', ui.avatar(person), link)


def _mark(person: User) -> Any:
    return ui.mark("ok", "ok", str(_("在职"))) if person.is_active else ui.mark("exp", "off", str(_("已离职")))


def _team(queryset: QuerySet[User], user: User) -> QuerySet[User]:
    return queryset.filter(pk__in=user.access.people(Scope.SUBTREE), is_active=True)


PEOPLE = ListPage(
    code="org.people",
    url_name="org:person_list",
    title=_("人员"),
    unit=_("人"),
    rows=selectors.people,
    columns=[
        Column("display_name", _("姓名"), link=True, value=str, dress=_name, sort="sort_key", phone="p1"),
        Column(
            "unit",
            _("部门"),
            sort="unit__name",
            nullable=True,
            width=150,
            phone="p3",
            show=lambda person: markup("{}{}", person.unit or ui.NONE, phone_line(_role_names(person))),
        ),
        Column("roles", _("角色"), value=_role_names, width=190),
        Column("title", _("职务"), width=140),
        Column("phone", _("电话"), width=150, phone="p2"),
        Column("email", _("邮箱"), width=210, shown=False),
        Column("username", _("登录名"), width=120, sort="username"),
        Column("state", _("状态"), width=90, show=_mark, shown=False),
    ],
    filterset=PersonFilter,
    search=lambda queryset, text: queryset.find(text),
    search_hint=_("姓名、拼音、电话"),
    scenes=[
        Scene("active", _("在职"), lambda queryset, user: queryset.active()),
        Scene("team", _("本部门及下级"), _team),
        Scene("left", _("已离职"), lambda queryset, user: queryset.filter(is_active=False), "org.manage"),
    ],
    sort="display_name",
    actions=[
        Action(_("离职交接"), "org:handover", "i-swap", primary=False, capability="org.handover"),
        Action(_("开账号"), "org:person_appoint", capability="org.manage"),
    ],
    empty_title=_("还没有人员"),
    bulk=bulk.PEOPLE,
    walked=True,
    row_seen=lambda person: str(person.unit_id or ""),
)
