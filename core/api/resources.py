"""What every resource does: authenticate, say who acts, fetch through the one door, answer in one form."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from core import context, search
from core.api.media import Negotiation
from core.api.paging import KeysetPagination
from core.errors import Forbidden, Invalid
from core.pages import keyset, navigation
from core.pages.listing import ListPage, Scene
from core.scope import visible_or_404

OWN_PARAMETERS = frozenset({"scene", "q", "sort", "limit", "cursor"})
"""What every list takes; all else is for its filters."""

VERSION = re.compile(r'(?:W/)?"(\d{1,9})"|(\d{1,9})')


class Endpoint(APIView):
    """One address of the API. While it runs, audit and history know the channel and the person."""

    content_negotiation_class = Negotiation

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with ExitStack() as self.circumstances:
            return super().dispatch(request, *args, **kwargs)

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        if request.user.is_authenticated:
            meta = replace(context.current(), source="api", actor_id=request.user.pk)
            self.circumstances.enter_context(context.use(meta))
            self.circumstances.enter_context(translation.override(request.user.language))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # Set here, because the middleware only knows the language of the browser.
        response.headers.setdefault("Content-Language", translation.get_language())
        if hasattr(response, "render"):
            response.render()
        return response

    @property
    def user(self) -> Any:
        """Who calls. Past the permission check this is a person of ours."""
        return self.request.user

    def body(self, takes: type[BaseSerializer[Any]], **options: Any) -> dict[str, Any]:
        """The request's body as `takes` understands it; 400 by field otherwise."""
        serializer = takes(data=self.request.data, context={"request": self.request}, **options)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class Resource(Endpoint, GenericViewSet[Any]):
    """Rows of one model, seen through `visible_to` alone.

    `related` and `prefetched` are what the serializer needs. With a `listing` the list takes what its page takes:
    filters, `?q=`, `?scene=` and `?sort=`; without one, `filterset_class`, `searched` and `orders` say it here.
    The first order is the default. `capability` is needed to open the resource at all.
    """

    model: type[models.Model]
    related: Sequence[str] = ()
    prefetched: Sequence[Any] = ()
    shown: Sequence[str] = ()
    """The columns to read of a wide model and what it names; none stands for all."""
    listing: ListPage | None = None
    orders: Mapping[str, keyset.Order] = {"-id": keyset.Order()}
    searched = ""
    capability = ""
    refusal: tuple[str, Any] = ("forbidden", gettext_lazy("你没有这项权限"))
    """Code and words for who lacks the capability."""
    lookup_value_regex = "[0-9]{1,18}"
    pagination_class = KeysetPagination

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.capability and not self.user.can(self.capability):
            raise Forbidden(self.refusal[0], str(self.refusal[1]), needs=[self.capability])

    def rows(self) -> Any:
        """All rows with what belongs to them; nobody gets these before `visible_to` has spoken."""
        rows = self.model._default_manager.select_related(*self.related).prefetch_related(*self.prefetched)
        return rows.only(*self.shown) if self.shown else rows

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.rows().visible_to(self.user)

    def filter_queryset(self, queryset: Any) -> Any:
        scene = self.request.query_params.get("scene")
        if scene is not None and self.scenes:
            if scene not in self.scenes:
                raise ValidationError({"scene": [_("只有这些：%(known)s") % {"known": ", ".join(self.scenes)}]})
            if not navigation.may(self.user, self.scenes[scene].capability):
                raise Forbidden("forbidden", _("你没有这项权限"), needs=[self.scenes[scene].capability])
            queryset = self.scenes[scene].narrow(queryset, self.user)
        # Building twenty filters to apply none took a tenth of a list. Those of a page filter nothing unless asked;
        # of another filter set nobody knows.
        if self.listing is None or self.request.query_params.keys() - OWN_PARAMETERS:
            queryset = super().filter_queryset(queryset)
        text = self.request.query_params.get("q", "").strip()[:80]
        return self.find(queryset, text) if self.find and text else queryset

    def get_object(self) -> Any:
        return visible_or_404(self.rows(), self.user, pk=self.kwargs["pk"])

    @property
    def scenes(self) -> Mapping[str, Scene]:
        return {scene.code: scene for scene in self.listing.scenes} if self.listing else {}

    @property
    def find(self) -> Callable[[Any, str], Any] | None:
        """What `?q=` does; None when it does nothing."""
        if self.listing is not None:
            return self.listing.search
        return (lambda rows, text: search.search(rows, text, self.searched)) if self.searched else None

    @property
    def pk(self) -> int:
        return int(self.kwargs["pk"])

    def get_orders(self) -> Mapping[str, keyset.Order]:
        """What `?sort=` may say, the default first."""
        if self.listing is None:
            return self.orders
        sortable = [column.code for column in self.listing.columns if column.sort]
        texts = [self.listing.sort, *sortable, *(f"-{code}" for code in sortable)]
        return {text: self.listing.order(text)[0] for text in texts}

    def get_order(self) -> keyset.Order:
        orders = self.get_orders()
        wanted = self.request.query_params.get("sort", next(iter(orders)))
        if wanted not in orders:
            raise ValidationError({"sort": [_("只有这些：%(known)s") % {"known": ", ".join(orders)}]})
        return orders[wanted]

    def required_version(self) -> int:
        """The version the client has seen, from If-Match. Without one there is no telling what it would overwrite.

        400 for a missing or malformed one (`*` says nothing); a record out of sight stays 404 either way.
        """
        text = self.request.headers.get("If-Match", "").strip()
        found = VERSION.fullmatch(text)
        if found is None:
            if text in ("", "*"):
                self.get_object()
            raise Invalid("request.if_match", _('If-Match 里写打开时的版本号，例如 "3"'))
        return int(found[1] or found[2])

    def answer(self, pk: int, status: HTTPStatus = HTTPStatus.OK) -> Response:
        """The row as this user sees it now. A verb may have moved it out of sight: then 204."""
        # What the person sees may be what just changed: read it anew.
        vars(self.user).pop("access", None)
        row = self.get_queryset().filter(pk=pk).first()
        if row is None:
            return Response(status=HTTPStatus.NO_CONTENT)
        return Response(self.get_serializer(row).data, status=status, headers=tag(row))


class Readable(mixins.ListModelMixin, Resource):
    """List and detail."""

    def __init_subclass__(cls) -> None:
        if cls.listing is not None:
            cls.filterset_class = cls.listing.filterset  # type: ignore[attr-defined]  # DjangoFilterBackend reads it

    def retrieve(self, request: Request, pk: str) -> Response:
        row = self.get_object()
        return Response(self.get_serializer(row).data, headers=tag(row))


def tag(row: Any) -> dict[str, str]:
    """The ETag that If-Match answers to."""
    version = getattr(row, "version", None)
    return {} if version is None else {"ETag": f'"{version}"'}


def verb(takes: Any = None, *, answers: Any = empty, path: str = "") -> Callable[[Any], Any]:
    """`POST …/{id}/<verb>/`. The path is the method's name with dashes; the answer is the object unless said otherwise."""

    def register(method: Any) -> Any:
        name = (path or method.__name__).replace("_", "-")
        # The description goes on last: `action` replaces what was said before.
        return extend_schema(request=takes, responses=answers)(
            action(detail=True, methods=["post"], url_path=name, url_name=name)(method)
        )

    return register


def versioned(method: Any) -> Any:
    """For operations that replace what somebody may have changed: the document says that If-Match is required."""
    return extend_schema(parameters=[IF_MATCH])(method)


IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": VERSION.pattern},
    OpenApiParameter.HEADER,
    required=True,
    description="The `version` the client has seen, as in ETag. 400 without it, 412 when somebody wrote since.",
)
