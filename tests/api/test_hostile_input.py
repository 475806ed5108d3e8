"""Whatever is sent: 400 with a sentence, never a 500, never a row."""

import pytest

from org.models import ApiToken
from tests.api.client import Api, refused

RAW = {
    "nul byte": b'{"username": "a\\u0000b", "password": "x"}',
    "raw nul": b'{"username": "a\x00b", "password": "x"}',
    "lone surrogate": b'{"username": "a\\ud800b", "password": "x"}',
    "surrogate in a key": b'{"\\udfff": 1, "username": "a", "password": "x"}',
    "invalid utf-8": b'{"username": "\xff\xfe", "password": "x"}',
    "utf-16": '{"username": "a", "password": "x"}'.encode("utf-16"),
    "huge integer": b'{"username": ' + b"9" * 40 + b', "password": "x"}',
    "integer of 5000 digits": b'{"username": ' + b"9" * 5000 + b', "password": "x"}',
    "NaN": b'{"username": NaN, "password": "x"}',
    "infinity": b'{"username": -Infinity, "password": "x"}',
    "overflowing float": b'{"username": 1e999, "password": "x"}',
    "1 MB string": b'{"username": "' + b"a" * 1_000_000 + b'", "password": "x"}',
    "deep list": b"[" * 100_000 + b"]" * 100_000,
    "deep object": b'{"a":' * 30 + b"1" + b"}" * 30,
    "cut off": b'{"username": "a"',
    "not json": b"username=a&password=b",
    "empty": b"",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "wrong types": b'{"username": ["a"], "password": {"b": 1}}',
    "number for text": b'{"username": 1, "password": 2}',
    "boolean for text": b'{"username": true, "password": false}',
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW.keys())
def test_hostile_bodies_are_400(db, raw):
    refused(Api().post("auth/token/", raw), 400)
    assert not ApiToken.objects.exists()


def test_six_megabytes_are_413(db):
    refused(Api().post("auth/token/", b'{"username": "' + b"a" * 6_000_000 + b'"}'), 413, "request.too_large")


def test_a_form_is_415(db):
    answer = Api().browser.post("/api/v1/auth/token/", {"username": "a", "password": "b"})
    refused(answer, 415, "request.media_type")


QUERIES = [
    "limit=0", "limit=201", "limit=-1", "limit=x", "limit=1e3", "limit=%D9%A3", "limit=99999999999999999999", "limit=",
    "cursor=x", "cursor=", "cursor=%00", "cursor=%FF", "cursor=WyJuIiwiIixudWxsLDEsMV0", "sort=password", "sort=",
    "unit=abc", "unit=99999999999999999999999", "unit=%00", "role=%00", "q=%00", "scene=nowhere",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_hostile_queries_are_400(api, query):
    refused(api("rep").get(f"users/?{query}"), 400)


@pytest.mark.parametrize("query", ["q=%F0%9F%98%80", "q=%25%25", "q=_", "q=" + "a" * 2000, "q='%3B--", "unknown=1"])
def test_odd_queries_are_answered(api, query):
    assert api("rep").get(f"users/?{query}").status_code == 200


@pytest.mark.parametrize("pk", ["0", "-1", "abc", "9" * 30, "1.5", "%00", "%F0%9F%98%80", "1;DROP", "..%2f"])
def test_hostile_ids_are_404(api, pk):
    answer = api("rep").get(f"users/{pk}/")
    assert answer.status_code in (400, 404)
    refused(answer, answer.status_code)


@pytest.mark.parametrize("value", ["abc", '"1" "2"', "W/1x", "-1", "1e3", "9" * 30, "''"])
def test_a_malformed_if_match_is_400(api, cast, value):
    answer = api("rep").patch("customers/1/", {"name": "x"}, version=value)
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize("accept", ["application/xml", "text/html", "*/*;q=0", "x", ""])
def test_json_whatever_is_accepted(api, accept):
    answer = api("rep").get("users/me/", Accept=accept)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"


def test_an_unknown_address_is_a_problem_too(api):
    refused(api("rep").get("no-such-things/"), 404, "not_found")
    refused(Api().post("/api/nowhere"), 404, "not_found")


def test_an_unknown_method_is_405(api):
    answer = api("rep").send("DELETE", "users/")
    refused(answer, 405, "request.method")
    assert "GET" in answer["Allow"]
