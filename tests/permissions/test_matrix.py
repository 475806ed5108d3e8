"""Role × route × object: the table and the site say the same, cell by cell."""

import pytest

from tests.permissions import canary
from tests.permissions.matrix import COLUMNS, STRANGER, mark, rows
from tests.permissions.routes import every, ours

ROWS = rows()
ANSWERED = {(row.method, row.route) for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_what_the_table_says(asker, row):
    """Nor does a page write, or tell of a customer whom one does not see."""
    found, written, heard = "", {}, []
    for login in COLUMNS:
        answer, writes = asker.ask(row, login)
        found += mark(answer)
        if writes and row.method == "GET":
            written[login] = writes
        if canary.heard(asker, row, login, answer):
            heard.append(login)
    wrong = [
        f"{login}: {says} but {does}"
        for login, says, does in zip(COLUMNS, row.marks, found, strict=True)
        if says != does
    ]
    assert not wrong, f"{row}: {'; '.join(wrong)}"
    assert not written, f"{row} writes on GET: {written}"
    assert not heard, f"{row} tells {heard} of a customer they do not see"


def test_every_route_is_in_the_table():
    """A new page or resource is added to tests/permissions/table.py by whoever adds it."""
    listed = {route for _method, route in ANSWERED}
    assert sorted({route.name for route in ours()} - listed) == []
    assert sorted(listed - {route.name for route in every()}) == []


@pytest.mark.parametrize("route", [route for route in ours() if route.namespace == "api"], ids=lambda route: route.name)
def test_every_method_of_the_api_is_in_the_table(route):
    methods = {"GET"} if route.name in ("api:docs", "api:nowhere", "api:schema") else route.methods - {"HEAD"}
    assert {method for method in methods if (method, route.name) not in ANSWERED} == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_not_in_the_table_is_not_answered(asker, method):
    """A page takes no method the table does not know of."""
    from tests.permissions.matrix import Row

    open_doors = []
    for name in sorted({route.name for route in ours() if route.namespace not in ("api",)}):
        if (method, name) in ANSWERED:
            continue
        answer, _written = asker.ask(Row(method, name, "", ""), "admin")
        if answer.status_code not in (403, 404, 405):
            open_doors.append(f"{method} {name}: {answer.status_code}")
    assert not open_doors


def test_a_stranger_sees_nothing_but_the_door():
    open_to_all = {row.route for row in ROWS if row.marks[COLUMNS.index(STRANGER)] == "+"}
    assert open_to_all == {
        "api:docs", "api:schema", "api:token_issue", "healthz", "metrics", "pages:apart", "pages:preferences",
        "pages:worker", "readyz", "set_language",
    }  # fmt: skip


def test_the_admin_is_for_administrators(asker):
    admin = {login for login in COLUMNS if asker.browsers[login].get("/admin/").status_code == 200}
    assert admin == {"admin"}
