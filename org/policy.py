"""Written rules about people."""

from django.utils.translation import gettext_lazy as _

from core import policy

policy.register(
    policy.Rule(
        "org.mfa_required",
        _("管理员、财务和总监以上须用两步验证"),
        policy.SWITCH,
        False,
        _("系统管理员、财务部、营销总监及以上登录须用两步验证或通行密钥：{value}。"),
    ),
)
