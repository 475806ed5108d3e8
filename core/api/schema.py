"""The OpenAPI document: what every operation may refuse with, said once."""

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "In the user's language."},
        "code": {"type": "string", "description": "Dotted and stable; names the rule."},
        "roles": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Of a 403 for want of a right: the roles that hold it.",
        },
        "clause": {"type": "string", "description": "The policy clause the refusal rests on."},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
            "description": "By field; lines.1.price is the price of the second line.",
        },
    },
}
REFUSALS = {
    "400": ("Malformed", "Malformed or invalid."),
    "401": ("Unauthenticated", "No token or session, or one that has ended."),
    "403": ("Forbidden", "Seen, but a rule forbids it; or the CSRF token is missing."),
    "404": ("NotFound", "Absent, or not in this user's sight."),
    "409": ("Conflict", "Wrong state, already decided, or a duplicate."),
    "412": ("Stale", "Changed since it was opened."),
    "413": ("TooLarge", "The body is too large."),
    "415": ("MediaType", "The body is not JSON."),
    "422": ("Unprocessable", "The key was used before for another request."),
    "429": ("TooMany", "Too many attempts; see Retry-After."),
}
READING = ("400", "401", "403", "404")
WRITING = (*READING, "409", "412", "413", "415", "422", "429")
METHODS = ("get", "post", "put", "patch", "delete")


class Schema(AutoSchema):
    """Names operations resource_verb, and describes them with the first paragraph of the method."""

    def get_operation_id(self) -> str:
        words = [part.replace("-", "_") for part in self.path.split("/") if part and not part.startswith("{")]
        name = "_".join(words[2:])
        action = getattr(self.view, "action", None)
        standard = {"list": "list", "retrieve": "get", "create": "create", "partial_update": "edit", "update": "edit"}
        return f"{name}_{standard[action]}" if action in standard else name


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: the refusals as shared responses, referenced by every operation."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {
        name: {
            "description": text,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for name, text in REFUSALS.values()
    }
    for address, path in result.get("paths", {}).items():
        for method in METHODS:
            if method in path:
                _describe(path[method], READING if method == "get" else WRITING)
        if "post" in path and "{id}" in address:
            path["post"]["responses"].setdefault(
                "204", {"description": "Done; the record is out of this user's sight."}
            )
    return _plain(result)


def _describe(operation: dict[str, Any], statuses: tuple[str, ...]) -> None:
    for status in statuses:
        operation["responses"].setdefault(status, {"$ref": f"#/components/responses/{REFUSALS[status][0]}"})


def _plain(value: Any) -> Any:
    """Lazy texts resolved, so that the document is the same data however it is written out; no marks of the generator."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if key != "x-spec-enum-id"}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Promise) else value


class KeptGenerator(SchemaGenerator):
    """Makes the document once for each language: it takes a second, and anybody may ask for it."""

    _documents: dict[str, Any] = {}

    def get_schema(self, request: Any = None, public: bool = False) -> Any:
        language = get_language() or ""
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        if known not in self._documents:
            self._documents[known] = super().get_schema(request=request, public=public)
        return self._documents[known]
