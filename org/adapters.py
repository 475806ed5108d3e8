"""How allauth behaves in this house: nobody signs up, the lock is ours, and a sign-in leaves a trace."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.middleware import client_ip
from org import lockout
from org.models import User
from org.policies import SECOND_FACTORS, needs_second_factor


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("账号或密码不对"),
        "incorrect_password": gettext_lazy("密码不对"),
        "enter_current_password": gettext_lazy("填现在的密码"),
        "too_many_login_attempts": gettext_lazy("试错太多次，5 分钟后再试"),
        "incorrect_code": gettext_lazy("验证码不对"),
        "account_inactive": gettext_lazy("你的账号停用了。要恢复，找系统管理员或人事。"),
        "same_as_current": gettext_lazy("新密码和现在的一样"),
        "invalid_password_reset": gettext_lazy("这个重设链接用过了，或者已经过期"),
        "rate_limited": gettext_lazy("次数太多，过一会儿再试"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by an administrator (org.services.appoint_person)."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request) or "0.0.0.0"  # noqa: S104 (unknown, for a column that wants an address)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: allauth counts by user name here, which would let anybody lock anybody out."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        lockout.remember_device(request, response, user.username)
        audit.record(actor=user, code="org.signed_in", subject=user)
        return response

    def set_password(self, user: User, password: str) -> None:
        """The owner's own choice, by change or by reset link: no longer a temporary one."""
        user.set_password(password)
        user.password_is_temporary = False
        with transaction.atomic():
            # Only these columns: the rest of the row may have changed since this request read it.
            user.save(update_fields=["password", "password_is_temporary"])
            audit.record(actor=user, code="org.password_changed", subject=user)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """None: the pages say by themselves what happened."""


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("验证码不对"),
        "cannot_delete_authenticator": gettext_lazy("你的角色须用两步验证，先设好另一种再关这个"),
        "cannot_generate_recovery_codes": gettext_lazy("先开启两步验证，再生成恢复码"),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last second factor of somebody whom the rules ask for one."""
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exclude(pk=authenticator.pk)
        return authenticator.type not in SECOND_FACTORS or others.exists() or not needs_second_factor(user)

    def get_totp_label(self, user: User) -> str:
        return user.username

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("通行密钥 %(number)s") % {"number": number}


def note_second_factor(*, request: HttpRequest, user: User, authenticator: Authenticator, **_given: Any) -> None:
    """Whoever has just set one up has shown it: this session need not ask for it again."""
    if authenticator.type in SECOND_FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


# allauth's own signal: its adapters have no hook for this.
authenticator_added.connect(note_second_factor)
