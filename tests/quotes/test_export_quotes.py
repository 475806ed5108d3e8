"""Quotes and products as files: by a right, in sight, written down, and no draft reads as an offer (E08, A14)."""

import csv
import io

import pytest
from django.test import Client

from core.errors import Forbidden
from core.models import AuditEntry
from quotes import lists, services
from quotes.models import Product, Quote
from tests.quotes import world

UNAUDITED = "草稿，未经审批不得对外"


def sheet(export):
    return list(csv.reader(io.StringIO(export.file.read().decode("utf-8-sig"))))


def export(actor, **more):
    facts = {
        "rows": Quote.objects.select_related("customer", "owner"),
        "columns": lists.QUOTES.columns,
        "conditions": {},
    }
    return services.export_quotes(actor=actor, form="csv", **{**facts, **more})


@pytest.fixture
def quotes(cast, customer, products):
    draft = world.make_quote(cast.rep, customer, products[0])
    reported = world.submit(world.make_quote(cast.rep, customer, products[0]), cast.rep)
    return draft, reported, world.approved(cast, customer, products[0])


def test_every_line_says_whether_it_may_go_out(cast, quotes):
    draft, reported, approved = quotes
    lines = {row[2]: row for row in sheet(export(cast.head))[1:]}
    assert lines[str(draft)][0] == UNAUDITED
    assert lines[str(reported)][0] == UNAUDITED
    assert lines[str(approved)][0] == "已审"


def test_nobody_leaves_the_mark_out(cast, quotes):
    """The mark comes with the service, whatever columns are asked for; state and number come with the list."""
    for row in sheet(export(cast.head, columns=[]))[1:]:
        assert row[0] in (UNAUDITED, "已审")
    head = Client()
    head.force_login(cast.head)
    answer = head.post("/quotes/?scene=all&cols=title,total", {"export": "csv"}, follow=True)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["能否对外", "标题", "编号", "状态", "价税合计"]
    assert {row[0] for row in rows[1:]} == {UNAUDITED, "已审"}
    entry = AuditEntry.objects.filter(code="quote.exported").latest("pk")
    assert entry.data["conditions"] == {"scene": "all", "cols": "title,total"}
    assert (entry.actor, entry.data["rows"]) == (cast.head, 3)


def test_what_ran_out_says_so(cast, quotes):
    _draft, _reported, approved = quotes
    Quote.objects.filter(pk=approved.pk).update(quoted_on="2019-12-01", valid_until="2020-01-01")
    assert "已审，已过期" in {row[0] for row in sheet(export(cast.head))}


def test_one_gets_what_one_sees(cast, quotes):
    assert len(sheet(export(cast.head))) == 4
    assert len(sheet(export(cast.head_south))) == 1


@pytest.mark.parametrize("login", ["rep", "account", "inside", "finance", "engineer", "admin"])
def test_without_the_right_nothing_leaves_and_nothing_is_logged(cast, quotes, login):
    with pytest.raises(Forbidden):
        export(getattr(cast, login))
    assert not AuditEntry.objects.filter(code="quote.exported").exists()


def test_products_leave_without_cost_and_floor(cast, products):
    rows = lists.PRODUCTS.rows(cast.engineer)
    facts = {"rows": rows, "columns": lists.PRODUCTS.columns, "conditions": {"q": "泵"}, "form": "csv"}
    told = sheet(services.export_products(actor=cast.engineer, **facts))
    assert len(told) == 1 + Product.objects.count()
    secrets = {f"{value:f}" for pair in Product.objects.values_list("cost") for value in pair if value}
    assert not secrets & {cell for row in told for cell in row}
    assert AuditEntry.objects.get(code="product.exported").data["conditions"] == {"q": "泵"}
    with pytest.raises(Forbidden):
        services.export_products(actor=cast.rep, **facts)
