"""Whatever stands in an address: a page, a refusal or a 404, never a fault of ours."""

import base64
import re
from urllib.parse import quote as escape

import pytest

from customers import services as customers
from tests.permissions import routes
from tests.quotes.world import fresh, make_products, make_quote, submit

HUGE = 10**30
JUNK = ["²", str(HUGE), "\u202e'\"><svg onload=1>"]
FORGED = [
    base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    for text in [
        '["n","","x",1,1]',
        '["n","m","NaN",1,1]',
        '["n","","\\u0000",1,1]',
        '["n","","\\ud800",1,1]',
        '["n","t","9999-12-31T23:59:59+00:00",1,1]',
        '["p","d","0001-01-01",1,1]',
        '["n","",true,9223372036854775807,1]',
    ]
]
NAMES = [
    "q", "cursor", "sort", "cols", "scene", "id", "tab", "kind", "before", "customer", "besides", "from", "owner",
    "total_min", "quoted_on_min", "on_max", "state", "division", "step", "next", "leaver", "number", "request", "since",
    "name", "phone", "uscc", "field", "form", "version", "limit", "actor", "visitor", "line", "unit", "product",
]  # fmt: skip
SKIPPED = {"", "set_language"}


def pages():
    return [r for r in routes.ours() if not r.name.startswith("api:") and r.name not in SKIPPED]


def address(route, number):
    def fill(match):
        kind, _colon, name = match.group(1).partition(":")
        return str(number) if kind == "int" else "quotes.quote" if name == "kind" else "x"

    return "/" + re.sub(r"<([^>]+)>", fill, route.pattern)


def failures(client, addresses):
    client.raise_request_exception = False
    return [(url[-90:], status) for url in addresses if (status := client.get(url).status_code) >= 500]


@pytest.mark.parametrize("login", ["director", "admin"])
def test_numbers_no_column_holds(cast, client, login):
    client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
    numbered = [route for route in pages() if "<int" in route.pattern]
    assert numbered
    assert failures(client, [address(route, n) for route in numbered for n in (2**63, HUGE)]) == []


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("login", ["director"])
def test_parameters_nobody_typed(cast, client, login, junk):
    client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
    value = junk if junk.startswith("%") else escape(junk)
    asked = "&".join(f"{name}={value}" for name in NAMES)
    plain = [route for route in pages() if "<" not in route.pattern]
    assert plain
    assert failures(client, [f"{address(route, 1)}?{asked}" for route in plain]) == []


@pytest.mark.parametrize(
    "path", ["/customers/", "/customers/visits/", "/quotes/", "/quotes/products/", "/org/people/", "/inbox/"]
)
def test_cursors_we_never_made(cast, client, path):
    client.force_login(cast.director, backend="org.backends.PasswordBackend")
    sorts = ["", "&sort=-total", "&sort=name", "&sort=-last_contact", "&sort=updated_at", "&sort=-occurred_at"]
    assert failures(client, [f"{path}?cursor={forged}{sort}" for forged in FORGED for sort in sorts]) == []


@pytest.mark.parametrize("path", ["/customers/visits/new/", "/customers/new/", "/quotes/new/", "/org/people/new/"])
@pytest.mark.parametrize("junk", ["²", "\x00"])
def test_forms_nobody_filled(cast, client, path, junk):
    client.force_login(cast.admin if "org" in path else cast.rep, backend="org.backends.PasswordBackend")
    client.raise_request_exception = False
    sent = {
        name: junk.encode("utf-8", "surrogatepass")
        for name in [*NAMES, "title", "occurred_at", "summary", "roles", "remove", "add"]
    }
    sent |= {f"lines-0-{name}": sent["q"] for name in ("product", "qty", "unit_price")} | {
        "lines-TOTAL_FORMS": sent["q"]
    }
    assert client.post(path, sent).status_code < 500


def test_a_nul_in_text_no_form_looks_at(cast, client):
    """Withdrawing reads its reason as it comes."""
    customer = customers.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})
    quote = submit(make_quote(cast.rep, customer, make_products(cast)[0]), cast.rep)
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    client.raise_request_exception = False
    assert client.post(f"/quotes/{quote.pk}/withdraw/", {"reason": "写错\0了"}).status_code == 400
    assert fresh(quote).state == "reported"
