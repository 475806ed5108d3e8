"""The pages of customers and visits, asked for as a browser does."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core import clock, today
from core.models import AuditEntry
from customers import services
from customers.choices import Outcome
from customers.models import Contact, Customer, Visit
from tests.customers.conftest import enter


@pytest.fixture
def visit(cast, customer):
    return services.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(hours=1), outcome=Outcome.STEADY
    )


def page(name, *args):
    return reverse(f"customers:{name}", args=args)


RECORD_PAGES = [
    "customer_detail",
    "customer_edit",
    "customer_classify",
    "customer_transfer",
    "customer_share",
    "contact_create",
]


class TestList:
    def test_shows_ones_own(self, as_, customer, cast):
        enter(cast.rep2, "四川岷江水务")
        answer = as_("rep").get(page("customer_list"))
        assert customer.name in answer.content.decode()
        assert "岷江" not in answer.content.decode()

    @pytest.mark.parametrize(
        "query", ["q=ruiheng", "customer_class=potential", "division=成都市", "due=on", "sort=name"]
    )
    def test_narrowed(self, as_, customer, query):
        assert as_("rep").get(f"{page('customer_list')}?scene=all&{query}").status_code == 200

    def test_a_filter_never_reaches_beyond_sight(self, as_, customer, cast):
        answer = as_("rep_south").get(f"{page('customer_list')}?scene=all&owner={cast.rep.pk}&q=锐恒")
        assert customer.number not in answer.content.decode()
        assert customer.name not in answer.content.decode()

    def test_the_fragment_is_the_list_alone(self, as_, customer):
        answer = as_("rep").get(page("customer_list"), headers={"HX-Request": "true", "HX-Target": "list"})
        assert "<html" not in answer.content.decode()
        assert customer.name in answer.content.decode()

    def test_query_count_does_not_grow_with_rows(self, as_, cast, django_assert_max_num_queries):
        for number in range(12):
            enter(cast.rep, f"客户 {number}")
        browser = as_("rep")
        with django_assert_max_num_queries(12):
            browser.get(page("customer_list"))


class TestExport:
    def test_the_file_holds_what_the_list_shows(self, as_, customer, cast):
        answer = as_("head").post(f"{page('customer_list')}?scene=all&q=锐恒", {"export": "csv"}, follow=True)
        body = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert customer.name in body
        assert answer["Content-Disposition"].startswith("attachment")
        assert AuditEntry.objects.get(code="customer.exported").data["conditions"]["q"] == "锐恒"

    def test_without_the_right_403(self, as_, customer):
        assert as_("rep").post(page("customer_list"), {"export": "csv"}).status_code == 403
        assert "导出" not in as_("rep").get(page("customer_list")).content.decode()


class TestRecord:
    @pytest.mark.parametrize("name", RECORD_PAGES)
    def test_unseen_is_404_and_says_nothing(self, as_, customer, name):
        answer = as_("rep_south").get(page(name, customer.pk))
        assert answer.status_code == 404
        assert customer.name not in answer.content.decode()

    @pytest.mark.parametrize("tab", ["", "timeline", "contacts", "visits", "profile", "nonsense"])
    def test_tabs(self, as_, customer, visit, tab):
        answer = as_("rep").get(f"{customer.get_absolute_url()}?tab={tab}")
        assert answer.status_code == 200
        assert customer.name in answer.content.decode()

    def test_finance_sees_no_visits_tab(self, as_, customer, visit):
        assert "tab=visits" not in as_("finance").get(customer.get_absolute_url()).content.decode()

    def test_query_count(self, as_, cast, customer, visit, django_assert_max_num_queries):
        browser = as_("rep")
        with django_assert_max_num_queries(25):
            browser.get(customer.get_absolute_url())

    def test_what_people_type_is_shown_as_text(self, as_, cast):
        nasty = '<script>alert("x")</script>'
        customer = enter(cast.rep, nasty, remarks=nasty, industry=nasty)
        services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": nasty, "title": nasty})
        services.log_visit(
            actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now(), outcome="steady", summary=nasty
        )
        browser = as_("rep")
        for tab in ("timeline", "contacts", "visits", "profile"):
            assert nasty not in browser.get(f"{customer.get_absolute_url()}?tab={tab}").content.decode()
        assert nasty not in browser.get(f"{page('customer_list')}?scene=all").content.decode()


class TestForms:
    def test_create(self, as_):
        answer = as_("rep").post(
            page("customer_create"), {"name": "眉山恒压供水有限公司", "customer_class": "normal", "division": "武侯区"}
        )
        made = Customer.objects.get()
        assert answer.url == made.get_absolute_url()
        assert made.division == "510107"

    def test_a_likely_duplicate_is_ticked_past(self, as_, customer):
        browser = as_("rep2")
        facts = {"name": customer.name, "customer_class": "normal"}
        answer = browser.post(page("customer_create"), facts)
        assert 'name="ack"' in answer.content.decode()
        assert browser.post(page("customer_create"), {**facts, "ack": "duplicates"}).status_code == 302

    def test_the_warning_while_typing(self, as_, customer):
        answer = as_("rep_south").get(page("customer_duplicates"), {"name": customer.name})
        body = answer.content.decode()
        assert "林晓峰" in body
        assert customer.number not in body
        assert str(customer.pk) not in body
        assert as_("finance").get(page("customer_duplicates"), {"name": customer.name}).status_code == 403

    def test_an_unclear_place_asks_back(self, as_):
        answer = as_("rep").post(
            page("customer_create"), {"name": "甲", "customer_class": "normal", "division": "朝阳区"}
        )
        assert "朝阳区" in answer.content.decode()
        assert not Customer.objects.exists()

    def test_edit_and_stale(self, as_, customer):
        browser = as_("rep")
        facts = {"name": customer.name, "industry": "水处理", "version": 1}
        assert browser.post(page("customer_edit", customer.pk), facts).status_code == 302
        assert browser.post(page("customer_edit", customer.pk), {**facts, "industry": "电力"}).status_code == 412

    def test_classify_transfer_share(self, as_, cast, customer):
        head = as_("head")
        answer = head.post(
            page("customer_classify", customer.pk), {"customer_class": "key", "version": customer.version}
        )
        assert "客户经理" in answer.content.decode()
        head.post(
            page("customer_classify", customer.pk),
            {"customer_class": "key", "account_manager": cast.account.pk, "version": customer.version},
        )
        head.post(page("customer_share", customer.pk), {"person": cast.rep_south.pk})
        assert head.post(page("customer_transfer", customer.pk), {"to": cast.rep2.pk}).status_code == 302
        head.post(page("customer_unshare", customer.pk, cast.rep_south.pk))
        fresh = Customer.objects.get()
        assert (fresh.owner, fresh.account_manager, fresh.sharing.count()) == (cast.rep2, cast.account, 0)

    def test_contact(self, as_, customer):
        browser = as_("rep")
        browser.post(page("contact_create", customer.pk), {"name": "刘建平", "phone": "138 8021 4417"})
        contact = Contact.objects.get()
        browser.post(page("contact_edit", contact.pk), {"name": "刘建平", "title": "采购部长", "version": 1})
        assert Contact.objects.get().title == "采购部长"
        stale = browser.post(page("contact_edit", contact.pk), {"name": "刘建平", "title": "厂长", "version": 1})
        assert stale.status_code == 412
        assert "厂长" in stale.content.decode(), "what was typed is kept"
        assert Contact.objects.get().title == "采购部长"

    def test_a_contact_leads_to_what_happened_to_it(self, as_, cast, customer):
        contact = services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
        address = reverse("core:timeline", args=["customers.contact", contact.pk])
        browser = as_("head")
        assert address in browser.get(f"{customer.get_absolute_url()}?tab=contacts").content.decode()
        told = browser.get(address).content.decode()
        assert "加了联系人" in told
        assert browser.get(contact.get_absolute_url()).status_code == 200
        assert contact.get_absolute_url() in told
        assert as_("rep_south").get(address).status_code == 404


class TestVisit:
    def test_it_leads_to_what_happened_to_it(self, as_, visit):
        address = reverse("core:timeline", args=["customers.visit", visit.pk])
        browser = as_("rep")
        assert browser.get(page("visit_detail", visit.pk)).content.decode().count(address) == 2
        assert "记下拜访" in browser.get(address).content.decode()

    def form(self, customer, **more):
        return {
            "customer": customer.pk,
            "kind": "visit",
            "occurred_at": f"{clock.now():%Y-%m-%dT%H:%M}",
            "outcome": "progress",
            "client_key": "k1",
            **more,
        }

    def test_page_offers_the_customers_people(self, as_, cast, customer):
        services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
        body = as_("rep").get(f"{page('visit_log')}?customer={customer.pk}").content.decode()
        assert "刘建平" in body

    def test_a_foreign_customer_in_the_address_is_not_shown(self, as_, customer):
        body = as_("rep_south").get(f"{page('visit_log')}?customer={customer.pk}").content.decode()
        assert customer.name not in body

    def test_a_foreign_customer_in_the_form_is_refused(self, as_, customer):
        answer = as_("rep_south").post(page("visit_log"), self.form(customer))
        assert answer.status_code == 200
        assert not Visit.objects.exists()

    def test_submit_twice_is_one(self, as_, customer):
        browser = as_("rep")
        first = browser.post(page("visit_log"), self.form(customer, next_kind="visit", summary="谈妥"))
        again = browser.post(page("visit_log"), self.form(customer, next_kind="visit", summary="谈妥"))
        visit = Visit.objects.get()
        assert first.url == again.url == visit.get_absolute_url()
        assert visit.next_step == "再访"

    def test_position_and_consent(self, as_, cast, customer):
        browser = as_("rep")
        where = {"latitude": "30.415678", "longitude": "104.071234", "accuracy": "17.6"}
        assert browser.post(page("visit_log"), self.form(customer, **where)).status_code == 200
        browser.post(page("consent_give"))
        assert browser.post(page("visit_log"), self.form(customer, **where)).status_code == 302
        assert Visit.objects.get().position.accuracy == 18
        detail = Visit.objects.get().get_absolute_url()
        assert "30.415678" in as_("head").get(detail).content.decode()
        assert "30.415678" not in as_("leader").get(detail).content.decode()

    def test_detail_and_amend(self, as_, visit):
        browser = as_("rep")
        assert browser.get(visit.get_absolute_url()).status_code == 200
        assert browser.get(page("visit_amend", visit.pk)).status_code == 200
        facts = {
            "kind": "phone",
            "occurred_at": f"{clock.local(visit.occurred_at):%Y-%m-%dT%H:%M}",
            "outcome": "steady",
            "reason": "其实是电话",
            "version": 1,
        }
        browser.post(page("visit_amend", visit.pk), facts)
        fresh = Visit.objects.get()
        assert fresh.kind == "phone"
        assert fresh.occurred_at == visit.occurred_at
        assert "其实是电话" in browser.get(visit.get_absolute_url()).content.decode()
        assert as_("head").get(page("visit_amend", visit.pk)).status_code == 403

    def test_list(self, as_, visit):
        for query in ("", "?scene=all", "?kind=visit&late=on", "?on_after=2026-01-01&on_before=2030-01-01"):
            assert as_("rep").get(page("visit_list") + query).status_code == 200


def test_home_shows_what_is_due(as_, cast, customer):
    Customer.objects.update(created_at=clock.now() - timedelta(days=90))
    assert customer.name in as_("rep").get("/").content.decode()
    assert customer.name not in as_("rep2").get("/").content.decode()


def test_palette_finds_it_for_those_who_see_it(as_, customer):
    assert customer.name in as_("rep").get("/search/?q=ruiheng").content.decode()
    assert customer.name not in as_("rep_south").get("/search/?q=ruiheng").content.decode()
    assert customer.name not in as_("rep_south").get("/pick/customers.customer/?q=ruiheng").content.decode()


def test_the_filters_come_when_somebody_opens_them(as_, customer):
    rep = as_("rep")
    page = rep.get("/customers/").content.decode()
    assert 'name="industry"' not in page
    assert 'hx-get="?filters=1"' in page
    fragment = rep.get("/customers/?filters=1", headers={"HX-Request": "true", "HX-Target": "filters"})
    assert 'name="industry"' in fragment.content.decode()
    assert "<html" not in fragment.content.decode()


def test_without_scripts_the_filters_are_a_page(as_, customer):
    page = as_("rep").get("/customers/?scene=all&filters=1").content.decode()
    assert 'name="industry"' in page
    links = re.findall(r'(?:href|hx-get)="([^"]*)"', page.split('id="filters"')[1])
    assert not [link for link in links if "filters=1" in link], "opened once, it is not carried on"


def test_a_customer_lies_in_the_region_of_who_owns_it(as_, cast, customer):
    """The region follows the owner's line (A15), opens its customers, and narrows list and API alike."""
    east, south = cast.unit("east"), cast.unit("south")
    other = enter(cast.rep_south, "广州海恒自动化设备有限公司")
    assert f"scene=all&amp;unit={east.pk}" in as_("head").get(customer.get_absolute_url()).content.decode()
    assert "华东区" in as_("rep").get(customer.get_absolute_url()).content.decode()
    for unit, inside, outside in ((east, customer, other), (south, other, customer)):
        shown = as_("director").get(f"/customers/?scene=all&unit={unit.pk}").content.decode()
        assert inside.name in shown
        assert outside.name not in shown
        found = as_("director").get(f"/api/v1/customers/?unit={unit.pk}").json()["results"]
        assert [(row["id"], row["unit"]["id"]) for row in found] == [(inside.pk, inside.owner.unit_id)]


def test_what_today_counts_as_promised_is_what_the_list_opens(as_, cast, customer):
    """Late ones too are counted in all, beyond the six that are shown; the one promised for today is not late."""
    due = clock.today()
    for number in range(8):
        with time_machine.travel(clock.now() - timedelta(days=20 - number)):
            services.log_visit(
                actor=cast.rep,
                customer_id=enter(cast.rep, f"无锡{number}号泵业有限公司").pk,
                occurred_at=clock.now(),
                outcome="progress",
                next_step=f"送样本 {number}",
                next_on=due - timedelta(days=7 - number),
            )
    [told] = [found for found in today.sections(cast.rep, due) if found.code == "next_steps"]
    assert (told.total.number, told.late.number, len(told.items)) == (8, 7, today.MOST)
    page = as_("rep").get("/").content.decode()
    section = page.split("说好要做的")[1].split("</section>")[0]
    assert '<span class="n">8</span>' in section
    address = "/customers/visits/?scene=mine&amp;promised=on"
    assert address in section
    rows = as_("rep").get(address.replace("&amp;", "&")).context["page"].rows
    assert len(rows) == 8
    assert not as_("rep2").get(address.replace("&amp;", "&")).context["page"].rows
