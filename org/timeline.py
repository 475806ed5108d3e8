"""What the events of people, units and roles say."""

from django.utils.translation import gettext_lazy as _

from core.timeline import Sentence, name_details, only_for, register
from org.models import User

register(
    {
        "org.password_changed": Sentence(_("改了密码")),
        "org.password_reset": Sentence(_("重设了密码")),
        "org.person_appointed": Sentence(_("开了账号")),
        "org.person_edited": Sentence(_("改了人员资料")),
        "org.person_left": Sentence(_("办了离职")),
        "org.person_reinstated": Sentence(_("恢复了账号")),
        "org.person_moved": Sentence(_("调动了部门")),
        "org.role_created": Sentence(_("新建了角色")),
        "org.role_edited": Sentence(_("改了角色")),
        "org.role_extended": Sentence(_("新版本带来的权限")),
        "org.role_removed": Sentence(_("删了角色")),
        "org.roles_changed": Sentence(_("改了任命的角色")),
        "org.second_factor_reset": Sentence(_("取消了两步验证")),
        "org.signed_in": Sentence(_("登录了")),
        "org.stand_in_cancelled": Sentence(_("取消了代理")),
        "org.stand_in_set": Sentence(_("设了代理人")),
        "org.token_issued": Sentence(_("发了 API 令牌")),
        "org.token_revoked": Sentence(_("吊销了 API 令牌")),
        "org.unit_created": Sentence(_("新建了部门")),
        "org.unit_edited": Sentence(_("改了部门")),
        "org.unit_moved": Sentence(_("调整了部门的上级")),
        "org.unit_removed": Sentence(_("撤了部门")),
    }
)
name_details(
    {
        "days": _("有效天数"),
        "factors": _("验证方式"),
        "like": _("照着哪个角色"),
        "roles": _("角色"),
        "successor": _("接手人"),
        "unit": _("部门"),
    }
)


def _own_or_auditor(user: User, person: User) -> bool:
    return user.pk == person.pk or user.can("audit.read")


# All know a colleague's name; when they signed in, lost a password or why they left is not for all.
only_for("org.user", _own_or_auditor)
