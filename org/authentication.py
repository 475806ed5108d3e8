"""Who calls the API: the bearer of a key, or a browser with its session and CSRF token."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from core.errors import Forbidden
from org import middleware, tokens
from org.models import User


class BearerAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer so_…`. First in the list, so that a 401 names it in WWW-Authenticate."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = tokens.find_token(key.strip())
        if token is None:
            raise AuthenticationFailed(_("令牌无效、到期或已吊销"))
        # What the middleware asks of a session is asked of a key here: it sees no key.
        open_matter = middleware.to_settle(token.user, shown=token.second_factor)
        if open_matter:
            rule = open_matter[0]
            if rule.code == "org.mfa_required":
                why = _("你的角色须用两步验证，这个令牌生成时没有验过，验过后重新生成")
                rule = Forbidden(rule.code, why, clause=rule.clause)
            raise rule
        return token.user, "token"

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="SalesOps"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session. Every unsafe request carries the CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise Forbidden("csrf.failed", _("这一页开得太久，登录已经换过。刷新后再提交一次")) from error


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "org.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "org.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
