"""Every way the house says no, and how it is told to the outside.

A service raises a Refusal; pages and the API turn it into an answer. Each kind has one HTTP status, so that
"unseen is 404, forbidden is 403, late is 409, stale is 412" holds on every channel. Unseen is Django's Http404.
"""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FieldErrors = Mapping[str, Sequence[str]]


class Refusal(Exception):
    """A service declines. Nothing was written; the message tells the user which rule and what to do.

    `code` is dotted and stable ("quote.below_floor"), `message` is translated, `clause` is the policy clause
    the refusal rests on (text, or None), `errors` maps field names to lists of messages.
    """

    status: int = HTTPStatus.BAD_REQUEST
    title = gettext_lazy("无法完成")

    def __init__(
        self,
        code: str,
        message: Any = "",
        *,
        clause: Any = None,
        errors: FieldErrors | None = None,
    ) -> None:
        self.code = code
        self.message = message or self.title
        self.clause = clause
        self.errors = {field: list(messages) for field, messages in (errors or {}).items()}
        super().__init__(code, message)

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refusal):
    """What was sent cannot be right, whatever the state of the record: 400."""

    status = HTTPStatus.BAD_REQUEST
    title = gettext_lazy("填写有误")


class Forbidden(Refusal):
    """The user may see the record but not do this to it: 403.

    `needs` names the rights that were asked for where the code alone does not tell (`core.rights`).
    """

    status = HTTPStatus.FORBIDDEN
    title = gettext_lazy("没有权限")

    def __init__(self, code: str, message: Any = "", *, needs: Iterable[str] = (), **more: Any) -> None:
        self.needs = tuple(needs)
        super().__init__(code, message, **more)


class Conflict(Refusal):
    """It is too late, or already done, or done by somebody else: 409."""

    status = HTTPStatus.CONFLICT
    title = gettext_lazy("当前状态不允许")


class Gone(Refusal):
    """The record is part of another one now: 410. `successor` is that one's id, `url` its page."""

    status = HTTPStatus.GONE
    title = gettext_lazy("已经并走")

    def __init__(self, code: str, message: Any, *, successor: int, url: str = "") -> None:
        self.successor = successor
        self.url = url
        super().__init__(code, message)


class Stale(Refusal):
    """The record changed after the user opened it: 412."""

    status = HTTPStatus.PRECONDITION_FAILED
    title = gettext_lazy("内容已被修改")


class TooLarge(Refusal):
    """More was sent than is taken: 413."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = gettext_lazy("太大了")


class Unavailable(Refusal):
    """The house itself cannot at the moment, a full disk for instance; trying later helps: 503."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = gettext_lazy("暂时做不到")


class Unprocessable(Refusal):
    """An idempotency key was used again for another request: 422."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = gettext_lazy("请求不一致")


def problem(exc: Exception) -> dict[str, Any]:
    """The RFC 9457 body for a refusal, in the active language.

    Takes a Refusal, or Django's own ValidationError, PermissionDenied and Http404. Raises TypeError for
    anything else: an unforeseen error is a defect and must not be dressed up as an answer.
    """
    if isinstance(exc, Refusal):
        body = _body(exc.status, str(exc.title), str(exc), exc.code, errors=exc.errors, clause=exc.clause)
        return body | {"successor": exc.successor} if isinstance(exc, Gone) else body
    if isinstance(exc, ValidationError):
        errors = _field_errors(exc)
        first = next(iter(errors.values()), [""])[0]
        return _body(HTTPStatus.BAD_REQUEST, str(Invalid.title), first, "invalid", errors=errors)
    if isinstance(exc, PermissionDenied):
        return _body(HTTPStatus.FORBIDDEN, str(Forbidden.title), str(exc) or _("你没有这项权限"), "forbidden")
    if isinstance(exc, Http404):
        # Never the exception's own text: it can name a model or a row that the user must not learn of.
        return _body(HTTPStatus.NOT_FOUND, _("找不到"), _("没有这条记录，或者你看不到它"), "not_found")
    raise TypeError(f"{type(exc).__name__} is not a refusal") from exc


def from_validation(exc: ValidationError, code: str = "invalid") -> Invalid:
    """Turn what `full_clean` raised into our own refusal, field by field."""
    errors = _field_errors(exc)
    return Invalid(code, next(iter(errors.values()), [""])[0], errors=errors)


def _field_errors(exc: ValidationError) -> dict[str, list[str]]:
    if hasattr(exc, "error_dict"):
        return {field: [str(text) for text in texts] for field, texts in exc.message_dict.items()}
    return {NON_FIELD_ERRORS: [str(text) for text in exc.messages]}


def _body(
    status: int,
    title: str,
    detail: str,
    code: str,
    *,
    errors: FieldErrors | None = None,
    clause: Any = None,
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        "code": code,
    }
    if errors:
        body["errors"] = {field: [str(text) for text in texts] for field, texts in errors.items()}
    if clause:
        body["clause"] = str(clause)
    return body
