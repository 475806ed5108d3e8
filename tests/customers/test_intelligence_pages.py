"""The pages of intelligence: noting it, its level, the customer's tab, and how it stands against a competitor."""

from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from core import clock
from customers import services
from customers.choices import Secrecy
from customers.models import Intelligence
from tests.customers.deals import open_deal
from tests.customers.intel import TEXT, fresh, record

TYPED = {"kind": "purchase", "text": TEXT, "source": "customer", "reliability": "likely", "level": "internal"}


@pytest.fixture
def rep(client, cast):
    client.force_login(cast.rep)
    return client


@pytest.fixture
def rival(cast):
    return services.create_competitor(actor=cast.rep, facts={"name": "上海申川电气"})


def read(client, address):
    return unescape(client.get(address).content.decode())


def test_noting_it_from_the_customer(rep, customer):
    address = f"{reverse('customers:intelligence_create')}?customer={customer.pk}"
    assert address in read(rep, f"{customer.get_absolute_url()}?tab=intelligence")
    given = {**TYPED, "customer": customer.pk, "learned_on": clock.today()}
    answer = rep.post(address, given, follow=True)
    entry = Intelligence.objects.get()
    assert answer.redirect_chain[-1][0] == entry.get_absolute_url()
    assert TEXT in unescape(answer.content.decode())
    assert TEXT in read(rep, f"{customer.get_absolute_url()}?tab=intelligence")
    assert TEXT in read(rep, reverse("customers:intelligence_list"))


def test_about_nobody_it_is_refused_and_what_was_typed_stays(rep):
    page = rep.post(reverse("customers:intelligence_create"), {**TYPED, "learned_on": clock.today()}).content.decode()
    assert "选客户或竞争对手，至少一个" in page
    assert TEXT in page
    assert not Intelligence.objects.exists()


def test_its_level_is_changed_on_a_page_of_its_own(cast, client, rep, customer):
    entry = record(cast.rep, customer)
    address = reverse("customers:intelligence_regrade", args=[entry.pk])
    rep.post(address, {"level": "secret", "version": entry.version})
    entry = fresh(entry)
    assert entry.level == Secrecy.SECRET
    assert rep.post(address, {"level": "open", "reason": "可以说了", "version": entry.version}).status_code == 403
    client.force_login(cast.head)
    assert client.post(address, {"level": "open", "reason": "可以说了", "version": entry.version}).status_code == 302
    assert fresh(entry).level == Secrecy.OPEN


def test_a_stale_form_is_told(cast, rep, customer):
    entry = record(cast.rep, customer)
    address = reverse("customers:intelligence_edit", args=[entry.pk])
    facts = {**TYPED, "learned_on": clock.today()}
    assert rep.post(address, {**facts, "text": "预算 500 万", "version": entry.version}).status_code == 302
    assert rep.post(address, {**facts, "text": "预算 600 万", "version": entry.version}).status_code == 412
    assert fresh(entry).text == "预算 500 万"


def test_what_was_withdrawn_says_why_and_offers_no_verb(cast, rep, customer):
    entry = record(cast.rep, customer)
    address = reverse("customers:intelligence_withdraw", args=[entry.pk])
    assert address in read(rep, entry.get_absolute_url()), "control"
    rep.post(address, {"reason": "听错了", "version": entry.version})
    page = read(rep, entry.get_absolute_url())
    assert "听错了" in page
    assert address not in page
    assert TEXT not in read(rep, f"{customer.get_absolute_url()}?tab=intelligence")


def test_against_a_competitor_every_number_opens_its_deals(cast, rep, customer, rival):
    lost, won, met = (open_deal(cast.rep, customer, title=f"{number} 号项目") for number in range(3))
    for deal in (lost, won, met):
        services.name_rival(actor=cast.rep, opportunity_id=deal.pk, competitor=rival)
    services.lose_opportunity(actor=cast.rep, opportunity_id=lost.pk, reason="price", competitor=rival, note="差 6%")
    page = read(rep, rival.get_absolute_url())
    listed = reverse("customers:opportunity_list")
    opens_lost = f"{listed}?scene=lost&lost_to={rival.pk}"
    opens_met = f"{listed}?scene=open&competitor={rival.pk}"
    assert opens_lost in page
    assert lost.title in read(rep, opens_lost)
    assert met.title not in read(rep, opens_lost)
    assert met.title in read(rep, opens_met)
    assert lost.title not in read(rep, opens_met)
    assert lost.amount > Decimal(0)
    rep.force_login(cast.rep_south)
    assert opens_lost not in read(rep, rival.get_absolute_url()), "control: counted are the deals one sees"


def test_a_level_that_leaves_one_out_is_an_address_that_is_not_there(cast, client, customer):
    entry = record(cast.head, customer, level=Secrecy.SECRET)
    client.force_login(cast.rep)
    for verb in ("detail", "edit", "regrade", "withdraw"):
        assert client.get(reverse(f"customers:intelligence_{verb}", args=[entry.pk])).status_code == 404
    assert TEXT not in read(client, f"{customer.get_absolute_url()}?tab=timeline")
