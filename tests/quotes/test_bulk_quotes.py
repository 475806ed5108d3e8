"""撤回审批 and 作废 of many quotes, 停售 and 恢复在售 of many products: one's own, by the services' rules."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from core.models import AuditEntry, BulkRun
from quotes.choices import QuoteState
from quotes.models import Product, Quote
from tests.quotes import world

QUOTES = "/quotes/?scene=all"
PRODUCTS = "/quotes/products/"


def sign_in(person):
    client = Client()
    client.force_login(person)
    return client


def words(answer):
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def bulk(client, action, rows, address=QUOTES, **data):
    """Choose and, where there is a page that asks, confirm. Gives the last answer."""
    chosen = client.post(address, {"bulk": action, "id": [f"{row.pk}:{row.version}" for row in rows]})
    if not chosen.get("Location", "").startswith("/bulk/") or BulkRun.objects.latest("pk").confirmed_at:
        return chosen
    return client.post(chosen["Location"], data)


@pytest.fixture
def submitted(cast, customer, products):
    return [world.submit(world.make_quote(cast.rep, customer, products[0]), cast.rep) for _n in range(2)]


def states():
    return sorted(Quote.objects.values_list("state", flat=True))


def test_one_withdraws_ones_own(cast, submitted):
    answer = bulk(sign_in(cast.rep), "withdraw", submitted)
    assert answer["Location"] == QUOTES
    assert states() == [QuoteState.DRAFT, QuoteState.DRAFT]
    assert AuditEntry.objects.filter(code="quote.withdrawn").count() == 2
    assert "/undo/" not in sign_in(cast.rep).get(QUOTES).content.decode()


def test_what_cannot_be_taken_back_is_confirmed_first(cast, submitted):
    rep = sign_in(cast.rep)
    place = rep.post(QUOTES, {"bulk": "withdraw", "id": [submitted[0].pk]})["Location"]
    assert "办完不能撤回" in words(rep.get(place))
    assert states() == [QuoteState.REPORTED, QuoteState.REPORTED]
    rep.post(place)
    assert states() == [QuoteState.DRAFT, QuoteState.REPORTED]
    assert rep.post(f"{place}undo/").status_code == 409


def test_the_state_decides_row_by_row(cast, customer, products, submitted):
    draft = world.make_quote(cast.rep, customer, products[0])
    rep = sign_in(cast.rep)
    page = words(rep.get(bulk(rep, "withdraw", [draft, submitted[0]])["Location"]))
    assert "1 条办好了，1 条没办成" in page
    assert "只有审批中的报价能撤回" in page
    page = words(rep.get(bulk(rep, "void", [draft, submitted[1]], reason="不做了")["Location"]))
    assert "只有草稿和退回的报价能作废" in page
    assert states() == [QuoteState.DRAFT, QuoteState.REPORTED, QuoteState.VOID]


def test_nobody_voids_without_a_reason(cast, customer, products):
    draft = world.make_quote(cast.rep, customer, products[0])
    assert bulk(sign_in(cast.rep), "void", [draft], reason=" ").status_code == 200
    assert states() == [QuoteState.DRAFT]


def test_a_head_sees_them_and_withdraws_nothing(cast, submitted):
    head = sign_in(cast.head)
    page = words(head.get(bulk(head, "withdraw", submitted)["Location"]))
    assert "只有负责人能撤回这份报价" in page
    assert states() == [QuoteState.REPORTED, QuoteState.REPORTED]


def test_quotes_out_of_sight_are_as_good_as_absent(cast, submitted):
    south = sign_in(cast.rep_south)
    page = words(south.get(bulk(south, "withdraw", submitted)["Location"]))
    assert "没有这条记录，或者你看不到它" in page
    assert submitted[0].title not in page
    assert states() == [QuoteState.REPORTED, QuoteState.REPORTED]


@pytest.mark.parametrize("login", ["finance", "leader", "admin", "engineer"])
def test_who_drafts_no_quotes_has_no_button(cast, submitted, login):
    assert bulk(sign_in(getattr(cast, login)), "withdraw", submitted).status_code == 403


def test_verdicts_are_given_one_by_one(cast, submitted):
    assert 'name="bulk" value="approve"' not in sign_in(cast.head).get(QUOTES).content.decode()
    assert bulk(sign_in(cast.head), "approve", submitted).status_code == 400


def test_products_leave_the_range_and_come_back(cast, products):
    engineer = sign_in(cast.engineer)
    rows = list(Product.objects.order_by("pk")[:2])
    shown = engineer.get(bulk(engineer, "retire", rows, PRODUCTS)["Location"]).content.decode()
    run = BulkRun.objects.get()
    assert f'action="/bulk/{run.pk}/undo/"' in shown
    assert not Product.objects.filter(pk__in=[row.pk for row in rows], is_active=True).exists()
    engineer.post(f"/bulk/{run.pk}/undo/")
    assert Product.objects.filter(pk__in=[row.pk for row in rows], is_active=True).count() == 2
    bulk(engineer, "retire", list(Product.objects.filter(pk=rows[0].pk)), PRODUCTS)
    bulk(engineer, "restore", list(Product.objects.filter(pk=rows[0].pk)), PRODUCTS)
    assert Product.objects.get(pk=rows[0].pk).is_active


def test_a_product_somebody_changed_stays(cast, products):
    row = Product.objects.order_by("pk").first()
    stale = [Product(pk=row.pk, version=row.version + 1)]
    engineer = sign_in(cast.engineer)
    page = words(engineer.get(bulk(engineer, "retire", stale, PRODUCTS)["Location"]))
    assert "你选了之后有人改过" in page
    assert Product.objects.get(pk=row.pk).is_active


@pytest.mark.parametrize("login", ["rep", "head", "director", "inside", "finance"])
def test_who_keeps_no_products_retires_none(cast, products, login):
    assert bulk(sign_in(getattr(cast, login)), "retire", [Product.objects.first()], PRODUCTS).status_code == 403
    assert not Product.objects.filter(is_active=False).exists()
