"""Words for what happened to people: `{% load org %}`."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

EVENTS = {
    "org.person_appointed": _("开了账号"),
    "org.person_edited": _("改了资料"),
    "org.person_moved": _("调动了部门"),
    "org.roles_changed": _("改了角色"),
    "org.person_left": _("办了离职交接"),
    "org.password_reset": _("重设了密码"),
    "org.password_changed": _("改了密码"),
    "org.signed_in": _("登录了"),
}


@register.filter
def org_event(code: str) -> str:
    """What an audit code says of a person; the code itself where there are no words for it."""
    return str(EVENTS.get(code, code))
