"""What a person has to settle before anything else: a temporary password, a second factor the rules ask for."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import policy, refusals
from core.errors import Forbidden
from core.pages import toasts
from org import policies
from org.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]

FREE = ("/accounts/", "/i18n/", "/preferences/", "/healthz", "/readyz", "/metrics")
"""Where both can be settled, and what a page needs to be read."""


def settle_first(get_response: Answer) -> Answer:
    """Lead a person who has something to settle to the page for it; scripts get 403 with the rule."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(FREE) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        # Views get a person; out here it may still be nobody. Read already, so without the wrapper that would read it,
        # and that costs two calls for every question a page asks about the person.
        user: Any = get_user(request)
        request.user = user
        found = to_settle(user, shown=second_factor_shown(request, user)) if user.is_authenticated else None
        if found is None:
            return get_response(request)
        rule, url_name = found
        if refusals.wants_json(request) or request.method not in ("GET", "HEAD"):
            return refusals.answer(request, rule)
        toasts.say(request, str(rule), tone="warn")
        return redirect(url_name)

    return handle


def to_settle(user: User, *, shown: bool) -> tuple[Forbidden, str] | None:
    """The rule and the name of the page to settle it on, or None when nothing is open.

    `shown` says whether this session, or whoever made this key, has shown a second factor. To have one is not
    enough: a session or key from before the rule, or before the role, was opened by a password alone.
    """
    if user.password_is_temporary:
        return Forbidden("org.temporary_password", _("先把临时密码换成你自己的")), "account_change_password"
    if shown or not policies.needs_second_factor(user):
        return None
    factors = policies.second_factors(user)
    clause = policy.in_force("org.mfa_required").clause
    if not factors:
        return Forbidden("org.mfa_required", _("你的角色须用两步验证，先设好"), clause=clause), "mfa_index"
    page = "mfa_reauthenticate" if Authenticator.Type.TOTP in factors else "mfa_reauthenticate_webauthn"
    return Forbidden("org.mfa_required", _("你的角色须用两步验证，这次登录还没验"), clause=clause), page


def second_factor_shown(request: HttpRequest, user: User) -> bool:
    """Known from the session, so that those who have one cost no query."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))
