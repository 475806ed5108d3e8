"""People and units, and the way from a password to a key."""

import django_filters
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from core.api.errors import Unauthenticated
from core.api.resources import Endpoint, Readable
from core.errors import Forbidden
from core.middleware import client_ip
from core.pages.keyset import Order
from org import middleware, policies, tokens
from org.lists import PEOPLE
from org.models import Unit, User
from org.serializers import CredentialsInput, MeOutput, TokenOutput, UnitOutput, UserOutput

TOKEN_DAYS = 30


class TokenThrottle(SimpleRateThrottle):
    """Per address, over all user names. The lock of org.lockout counts failures; this one counts tries."""

    scope = "token"
    rate = "60/min"

    def get_cache_key(self, request: Request, view: object) -> str:
        return f"throttle:token:{client_ip(request._request)}"


class TokenEndpoint(Endpoint):
    """`{username, password}` → `{token}`."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (TokenThrottle,)

    @extend_schema(request=CredentialsInput, responses={201: TokenOutput}, auth=[])
    def post(self, request: Request) -> Response:
        """Issue a key valid for 30 days. With a second factor, keys are made on the page instead: 403."""
        given = self.body(CredentialsInput)
        # The same backend as on the page, hence the same lock.
        user = authenticate(request._request, username=given["username"], password=given["password"])
        if not isinstance(user, User):
            raise Unauthenticated("auth.failed", _("用户名或密码不对"))
        if policies.has_second_factor(user):
            raise Forbidden("auth.second_factor", _("你用两步验证，令牌到「我的 · API 令牌」页面生成"))
        open_matter = middleware.to_settle(user, shown=False)
        if open_matter:
            raise open_matter[0]
        token, key = tokens.issue_token(actor=user, name=given.get("name") or _("接口登录"), days=TOKEN_DAYS)
        return Response({"token": key, "expires_at": TokenOutput(token).data["expires_at"]}, status=201)


class UserResource(Readable):
    """Colleagues by name."""

    model = User
    related = ("unit",)
    serializer_class = UserOutput
    listing = PEOPLE

    @extend_schema(responses=MeOutput)
    @action(detail=False, filterset_class=None, pagination_class=None)
    def me(self, request: Request) -> Response:
        """Who calls, and what they may do."""
        return Response(MeOutput(request.user).data)


class UnitFilter(django_filters.FilterSet):
    class Meta:
        model = Unit
        fields = {"kind": ["exact"], "parent": ["exact"]}


class UnitResource(Readable):
    """The company tree."""

    model = Unit
    related = ("parent",)
    serializer_class = UnitOutput
    filterset_class = UnitFilter
    orders = {"position": Order("position", descending=False), "-id": Order()}
