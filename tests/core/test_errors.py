import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from core import errors


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.Invalid, 400),
        (errors.Forbidden, 403),
        (errors.Conflict, 409),
        (errors.Stale, 412),
        (errors.Unprocessable, 422),
    ],
)
def test_each_refusal_has_its_status(kind, status):
    body = errors.problem(kind("quote.rule", "价格低于底价", clause="第 3 条", errors={"price": ["低于底价"]}))
    assert body == {
        "type": "about:blank",
        "title": str(kind.title),
        "status": status,
        "detail": "价格低于底价",
        "code": "quote.rule",
        "errors": {"price": ["低于底价"]},
        "clause": "第 3 条",
    }


def test_a_refusal_without_words_says_its_title():
    assert errors.problem(errors.Stale("quote.stale"))["detail"] == str(errors.Stale.title)


def test_empty_errors_and_clause_are_left_out():
    assert not {"errors", "clause"} & errors.problem(errors.Conflict("step.decided", "已处理")).keys()


def test_django_validation_errors_keep_their_fields():
    body = errors.problem(ValidationError({"name": ["必填"], "phone": ["格式不对"]}))
    assert (body["status"], body["detail"]) == (400, "必填")
    assert body["errors"] == {"name": ["必填"], "phone": ["格式不对"]}
    assert errors.problem(ValidationError("数量要大于 0"))["errors"] == {"__all__": ["数量要大于 0"]}


def test_from_validation_becomes_a_refusal():
    refusal = errors.from_validation(ValidationError({"name": ["必填"]}), code="customer.invalid")
    assert isinstance(refusal, errors.Invalid)
    assert (refusal.code, refusal.errors, str(refusal)) == ("customer.invalid", {"name": ["必填"]}, "必填")


def test_not_found_never_repeats_the_exceptions_own_text():
    body = errors.problem(Http404("No Customer matches 华东绿源"))
    assert body["status"] == 404
    assert "华东绿源" not in str(body)


def test_permission_denied_is_403():
    assert errors.problem(PermissionDenied())["status"] == 403


def test_an_unforeseen_error_is_not_an_answer():
    with pytest.raises(TypeError):
        errors.problem(KeyError("x"))
