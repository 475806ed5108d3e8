"""What people are told about their posts and accounts."""

from django.utils.translation import gettext_lazy as _

from core.notices import Kind, register

register(
    Kind("org.stand_in_set", _("设了代理"), _("%(substitute)s 从 %(starts)s 起代 %(principal)s 审批"), ("mail",)),
    Kind("org.work_received", _("接到离职交接"), _("%(person)s 离职，客户、单据和待审批都交给你了"), ("mail",)),
    Kind(
        "org.second_factor_reset",
        _("两步验证被取消"),
        _("%(person)s 取消了你的两步验证，重新设一个；不是你要求的就马上告诉管理员"),
        ("mail",),
    ),
)
