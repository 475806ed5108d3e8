"""For mypy: `request.user` is a person. LoginRequiredMiddleware lets nobody else reach a view that is not marked open."""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type
from mypy_django_plugin.lib.helpers import lookup_fully_qualified_typeinfo


def person(context: AttributeContext) -> Type:
    found = lookup_fully_qualified_typeinfo(context.api, "org.models.User")
    return Instance(found, []) if found else context.default_attr_type


class RequestUser(Plugin):
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return (
            person
            if fullname in ("django.http.request.HttpRequest.user", "rest_framework.request.Request.user")
            else None
        )


def plugin(version: str) -> type[Plugin]:
    return RequestUser
