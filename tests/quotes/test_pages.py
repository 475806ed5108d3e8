"""The pages of quotes, products and price lists, asked for as a browser does."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from core import clock, policy
from core.clock import day_start
from core.models import AuditEntry
from quotes import services
from quotes.models import PriceList, Product, Quote
from quotes.policy import HAND_PRICED, STAMP_REQUIRED
from tests.quotes.world import approve_all, approved, fresh, make_quote, submit


@pytest.fixture
def quote(cast, customer, pump):
    return make_quote(cast.rep, customer, pump)


def page(name, *args):
    return reverse(f"quotes:{name}", args=args)


def typed(*rows, **head):
    """What the editor posts: a head and rows of {field: text}."""
    data = {
        "title": "二期循环水泵站成套设备",
        "payment_terms": "30/60/10",
        "warranty_months": "24",
        "rows": str(len(rows)),
        **head,
    }
    for number, row in enumerate(rows):
        data |= {f"line{number}-{name}": text for name, text in row.items()}
    return data


class TestList:
    def test_ones_own_and_no_others(self, as_, quote):
        assert quote.number in as_("rep").get(page("quote_list")).content.decode()
        for login in ("rep2", "rep_south", "engineer", "admin"):
            body = as_(login).get(f"{page('quote_list')}?scene=all&q={quote.number}").content.decode()
            assert quote.title not in body

    @pytest.mark.parametrize(
        "query", ["q=锐恒", "q=crr", "state=draft", "total_min=1", "major=on", "expired=on", "sort=total"]
    )
    def test_narrowed(self, as_, quote, query):
        assert as_("rep").get(f"{page('quote_list')}?scene=all&{query}").status_code == 200

    def test_what_today_calls_expiring_is_what_the_list_opens(self, as_, cast, customer, pump, seller):
        soon, later = (approved(cast, customer, pump) for _number in range(2))
        for quote in (soon, later):
            services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
            services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平")
        Quote.objects.filter(pk=soon.pk).update(valid_until=clock.today() + timedelta(days=3))
        address = "/quotes/?scene=mine&expiring=on"
        rail = as_("rep").get(reverse("home_later")).content.decode()
        assert address.replace("&", "&amp;") in rail
        assert "依据：报价到期提醒" in rail
        assert [row.pk for row in as_("rep").get(address).context["page"].rows] == [soon.pk]

    def test_quotes_are_narrowed_by_unit(self, as_, cast, customer, pump):
        quote = make_quote(cast.rep, customer, pump)
        for unit, found in (("east", [quote.pk]), ("south", [])):
            answer = as_("director").get(f"/quotes/?scene=all&unit={cast.unit(unit).pk}")
            assert [row.pk for row in answer.context["page"].rows] == found

    def test_expired_is_said_not_stored(self, as_, cast, customer, pump):
        made = approved(cast, customer, pump)
        day = clock.today()
        Quote.objects.filter(pk=made.pk).update(quoted_on=day - timedelta(days=40), valid_until=day - timedelta(days=1))
        assert "已过期" in as_("rep").get(page("quote_list")).content.decode()
        assert fresh(made).state == "approved"

    def test_query_count(self, as_, cast, customer, pump, django_assert_max_num_queries):
        for _number in range(8):
            make_quote(cast.rep, customer, pump)
        browser = as_("rep")
        with django_assert_max_num_queries(13):
            browser.get(page("quote_list"))


class TestEditor:
    def url(self, customer):
        return f"{page('quote_create')}?customer={customer.pk}"

    def test_first_whom_it_is_for(self, as_, customer):
        browser = as_("rep")
        assert customer.name in browser.get(page("quote_create")).content.decode()
        assert browser.post(page("quote_create"), {"customer": customer.pk}).url == self.url(customer)

    def test_a_foreign_customer_is_nobody(self, as_, customer):
        browser = as_("rep_south")
        assert customer.name not in browser.get(self.url(customer)).content.decode()
        assert browser.post(page("quote_create"), {"customer": customer.pk}).status_code == 200
        browser.post(self.url(customer), typed({"name": "泵", "unit": "台", "qty": "1", "unit_price": "1"}))
        assert not Quote.objects.exists()

    @pytest.mark.parametrize("login", ["finance", "service", "leader", "engineer"])
    def test_who_may_not(self, as_, customer, login):
        assert as_(login).get(self.url(customer)).status_code == 403

    def test_a_product_and_a_quantity_are_enough(self, as_, customer, pump):
        answer = as_("rep").post(self.url(customer), typed({"product": pump.pk, "qty": "3"}))
        made = Quote.objects.get()
        assert answer.url == made.get_absolute_url()
        assert made.total == Decimal("3000.00")
        assert made.lines.get().unit == "台"
        assert made.valid_until == clock.today() + timedelta(days=30)

    def test_a_model_typed_out_finds_its_product(self, as_, customer, pump):
        as_("rep").post(self.url(customer), typed({"model": "d280", "qty": "1"}))
        assert Quote.objects.get().lines.get().product == pump

    def test_blank_rows_are_left_out(self, as_, customer, pump):
        as_("rep").post(self.url(customer), typed({}, {"product": pump.pk, "qty": "1"}, {"tax_code": "13"}))
        assert Quote.objects.get().lines.count() == 1

    def test_an_error_stands_on_its_row(self, as_, customer, pump):
        answer = as_("rep").post(
            self.url(customer), typed({"product": pump.pk, "qty": "1"}, {"name": "杂项", "qty": "1"})
        )
        body = answer.content.decode()
        assert "填单位" in body
        assert "填含税单价" in body
        assert not Quote.objects.exists()

    def test_a_list_price_cannot_be_posted(self, as_, customer, pump):
        as_("rep").post(
            self.url(customer),
            typed(
                {"product": pump.pk, "qty": "1", "unit_price": "500", "list_price": "1", "floor_price": "1"},
                is_major="0",
            ),
        )
        line = Quote.objects.get().lines.get()
        assert (line.list_price, line.floor_price) == (Decimal("1000.00"), Decimal("800.00"))
        assert Quote.objects.get().worst_gap == Decimal("0.3750")

    def test_adding_removing_and_totalling_write_nothing(self, as_, customer, pump):
        browser = as_("rep")
        two = typed({"product": pump.pk, "qty": "2"}, {"name": "安装", "unit": "项", "qty": "1", "unit_price": "130"})
        body = browser.post(self.url(customer), {**two, "add": "1"}).content.decode()
        assert 'name="line2-qty"' in body
        body = browser.post(self.url(customer), {**two, "remove": "0"}).content.decode()
        assert 'name="line1-qty"' not in body
        assert 'value="安装"' in body
        body = browser.post(self.url(customer), {**two, "preview": "1"}).content.decode()
        assert "人民币贰仟壹佰叁拾元整" in body
        assert not Quote.objects.exists()

    def test_a_row_that_cannot_be_priced_leaves_the_others_counted(self, as_, customer, pump):
        rows = typed({"product": pump.pk, "qty": "2"}, {"name": "没写单价", "qty": "1"}, preview="1")
        assert "人民币贰仟元整" in as_("rep").post(self.url(customer), rows).content.decode()

    @pytest.mark.parametrize("rows", ["0", "-1", "99999999", "x", "501"])
    def test_a_wild_row_count_is_tamed(self, as_, customer, rows):
        assert as_("rep").post(self.url(customer), {**typed({}), "rows": rows, "preview": "1"}).status_code == 200

    def test_a_major_total_is_said_while_typing(self, as_, customer, pump):
        rows = typed({"product": pump.pk, "qty": "1200"}, preview="1")
        assert "达到重大报价，须公司领导审批" in as_("rep").post(self.url(customer), rows).content.decode()

    def test_a_line_priced_by_hand_is_said_to_go_to_the_director(self, as_, cast, customer, pump):
        listed, by_hand = (
            {"product": pump.pk, "qty": "2"},
            {"name": "安装", "unit": "项", "qty": "1", "unit_price": "1"},
        )
        said = "第 2、3 行手工定价，须营销总监审批"
        rows = typed(listed, by_hand, by_hand, preview="1")
        assert said in as_("rep").post(self.url(customer), rows).content.decode()
        assert "行手工定价" not in as_("rep").post(self.url(customer), typed(listed, preview="1")).content.decode()

    def test_where_the_rule_asks_nobody_nobody_is_named(self, as_, cast, customer):
        policy.revise(
            actor=cast.admin, key=HAND_PRICED, raw=False, clause="手工定价由销售经理看。", valid_from=clock.today()
        )
        by_hand = {"name": "安装", "unit": "项", "qty": "1", "unit_price": "1"}
        assert "行手工定价" not in as_("rep").post(self.url(customer), typed(by_hand, preview="1")).content.decode()

    def test_edit_stale_and_late(self, as_, cast, quote, pump):
        browser = as_("rep")
        url = page("quote_edit", quote.pk)
        assert 'value="1000.00"' in browser.get(url).content.decode()
        rows = typed({"product": pump.pk, "qty": "5"}, version=fresh(quote).version)
        assert browser.post(url, rows).status_code == 302
        assert fresh(quote).total == Decimal("5000.00")
        assert browser.post(url, rows).status_code == 412
        submit(quote, cast.rep)
        assert browser.get(url).status_code == 302

    def test_only_the_owner_edits(self, as_, quote):
        assert as_("head").get(page("quote_edit", quote.pk)).status_code == 403
        assert as_("rep2").get(page("quote_edit", quote.pk)).status_code == 404

    def test_floor_prices_are_not_on_the_page_of_the_author(self, as_, quote):
        body = as_("rep").get(page("quote_edit", quote.pk)).content.decode()
        assert "800.00" not in body


class TestTheWholeWay:
    def test_in_the_browser(self, as_, cast, customer, pump, seller):
        """Draft → submit → approve → stamp → send, by the pages alone."""
        as_("rep").post(f"{page('quote_create')}?customer={customer.pk}", typed({"product": pump.pk, "qty": "1"}))
        quote = Quote.objects.get()
        rep = as_("rep")
        assert rep.get(quote.get_absolute_url()).status_code == 200
        rep.post(page("quote_submit", quote.pk), {"version": fresh(quote).version, "note": "急"})
        approve_all(quote, [cast.head])
        assert fresh(quote).state == "approved"
        as_("inside").post(page("quote_stamp", quote.pk), {"copies": 2})
        as_("rep").post(page("quote_send", quote.pk), {"way": "mail", "to": "刘建平"})
        assert fresh(quote).state == "issued"
        assert as_("rep").get(page("quote_pdf", quote.pk))["Content-Type"] == "application/pdf"
        assert AuditEntry.objects.filter(code="quote.printed").count() == 1

    def test_the_customers_page_tells_of_it_to_those_who_see_quotes(self, as_, cast, customer, quote):
        url = f"{customer.get_absolute_url()}?tab="
        assert quote.number in as_("rep").get(f"{url}quotes").content.decode()
        assert quote.number in as_("rep").get(f"{url}timeline").content.decode()
        for tab in ("quotes", "timeline"):
            assert quote.number not in as_("service").get(f"{url}{tab}").content.decode()

    def test_home_says_what_to_stamp_and_what_to_send(self, as_, cast, customer, pump):
        quote = approved(cast, customer, pump)
        assert quote.number in as_("inside").get("/").content.decode()
        services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
        assert "可以发出的报价" in as_("rep").get("/").content.decode()

    def test_home_says_which_rule_asks_for_the_stamp(self, as_, cast, customer, pump):
        quote = approved(cast, customer, pump)
        assert "依据：发出前用印" in as_("inside").get("/").content.decode()
        assert "依据：发出前用印" not in as_("rep").get("/").content.decode()
        services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
        assert "依据：发出前用印" not in as_("inside").get("/").content.decode()
        assert "依据：发出前用印" in as_("rep").get("/").content.decode()

    def test_where_no_rule_asks_for_the_stamp_nobody_waits_for_it(self, as_, cast, customer, pump):
        quote = approved(cast, customer, pump)
        send = f'class="btn btn-primary btn-sm" href="{page("quote_send", quote.pk)}"'
        assert send not in as_("rep").get(quote.get_absolute_url()).content.decode()
        policy.revise(actor=cast.admin, key=STAMP_REQUIRED, raw="", clause="电子报价不用印。", valid_from=clock.today())
        assert "等你用印" not in as_("inside").get("/").content.decode()
        assert "可以发出的报价" in as_("rep").get("/").content.decode()
        assert quote.number in as_("rep").get(f"{page('quote_list')}?scene=send").content.decode()
        assert send in as_("rep").get(quote.get_absolute_url()).content.decode()

    def test_what_can_no_longer_be_sent_waits_for_nobody(self, as_, cast, customer, pump):
        quote = approved(cast, customer, pump)
        with time_machine.travel(day_start(quote.valid_until), tick=False):
            assert quote.number in as_("inside").get("/").content.decode()
        after = day_start(quote.valid_until + timedelta(days=1))
        with time_machine.travel(after, tick=False):
            assert quote.number not in as_("inside").get("/").content.decode()
            assert quote.number not in as_("inside").get(f"{page('quote_list')}?scene=stamp").content.decode()
        services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
        assert "可以发出的报价" in as_("rep").get("/").content.decode()
        with time_machine.travel(after, tick=False):
            assert "可以发出的报价" not in as_("rep").get("/").content.decode()
            assert quote.number not in as_("rep").get(f"{page('quote_list')}?scene=send").content.decode()

    def test_the_palette_finds_it_for_those_who_see_it(self, as_, quote):
        assert quote.number in as_("rep").get(f"/search/?q={quote.number}").content.decode()
        assert quote.title not in as_("rep_south").get(f"/search/?q={quote.number}").content.decode()
        assert quote.number in as_("rep").get("/search/", {"q": quote.title[:3]}).content.decode()
        assert quote.number not in as_("rep_south").get("/search/", {"q": quote.title[:3]}).content.decode()


class TestProducts:
    FACTS = {"name": "变频柜", "model": "ACS880", "unit": "台", "tax_code": "13", "is_active": "on"}

    def test_list_and_record(self, as_, pump):
        browser = as_("rep")
        assert "D280" in browser.get(page("product_list")).content.decode()
        body = browser.get(pump.get_absolute_url()).content.decode()
        assert "1,000" in body
        assert "底价" not in body
        assert "底价" in as_("head").get(pump.get_absolute_url()).content.decode()

    def test_create_and_edit(self, as_, pump):
        engineer = as_("engineer")
        engineer.post(page("product_create"), {**self.FACTS, "line": pump.line_id})
        made = Product.objects.get(model="ACS880")
        engineer.post(
            page("product_edit", made.pk), {**self.FACTS, "line": pump.line_id, "unit": "套", "version": made.version}
        )
        assert Product.objects.get(pk=made.pk).unit == "套"
        again = engineer.post(
            page("product_edit", made.pk), {**self.FACTS, "line": pump.line_id, "version": made.version}
        )
        assert again.status_code == 412

    def test_who_may_not(self, as_, pump):
        assert as_("rep").get(page("product_create")).status_code == 403
        assert as_("head").get(page("product_edit", pump.pk)).status_code == 403

    def test_an_engineer_neither_sees_nor_sets_the_cost(self, as_, pump):
        Product.objects.filter(pk=pump.pk).update(cost=Decimal("432.10"))
        engineer = as_("engineer")
        assert "432.10" not in engineer.get(page("product_edit", pump.pk)).content.decode()
        facts = {
            "name": pump.name,
            "model": pump.model,
            "unit": "台",
            "tax_code": "13",
            "line": pump.line_id,
            "cost": "1",
        }
        engineer.post(page("product_edit", pump.pk), {**facts, "version": pump.version})
        assert Product.objects.get(pk=pump.pk).cost == Decimal("432.10")


class TestPriceLists:
    def pasted(self, prices, **more):
        tomorrow = clock.today() + timedelta(days=1)
        return {"name": "新价", "valid_from": tomorrow.isoformat(), "prices": prices, **more}

    def test_pasted_from_a_sheet(self, as_, pump):
        as_("vp").post(page("price_list_create"), self.pasted("D280\t1,200.00\t900\nQ41F\t¥100\t80.5"))
        made = PriceList.objects.order_by("-pk").first()
        assert {(i.product.model, i.list_price, i.floor_price) for i in made.items.all()} == {
            ("D280", Decimal("1200.00"), Decimal("900.00")),
            ("Q41F", Decimal("100.00"), Decimal("80.50")),
        }

    @pytest.mark.parametrize(
        "prices", ["D280\t1\t2", "XX\t2\t1", "D280\tzwei\t1", "D280\t5", "D280\t2\t1\nD280\t2\t1", "D280\tNaN\t1"]
    )
    def test_a_bad_row_stops_all_and_says_which(self, as_, pump, prices):
        before = PriceList.objects.count()
        body = as_("vp").post(page("price_list_create"), self.pasted(prices)).content.decode()
        assert "行：" in body
        assert PriceList.objects.count() == before

    def test_never_backwards_in_time(self, as_, pump):
        yesterday = (clock.today() - timedelta(days=1)).isoformat()
        before = PriceList.objects.count()
        as_("vp").post(page("price_list_create"), self.pasted("D280\t2\t1", valid_from=yesterday))
        assert PriceList.objects.count() == before

    def test_the_next_one_starts_from_this_one(self, as_, pump):
        current = PriceList.objects.get()
        body = as_("vp").get(f"{page('price_list_create')}?from={current.pk}").content.decode()
        assert "D280\t1000.00\t800.00" in body

    @pytest.mark.parametrize(
        ("login", "status"), [("rep", 403), ("engineer", 403), ("head", 200), ("vp", 200), ("admin", 200)]
    )
    def test_whole_lists_are_for_those_who_decide_or_keep_them(self, as_, pump, login, status):
        current = PriceList.objects.get()
        browser = as_(login)
        assert browser.get(page("price_list_list")).status_code == status
        assert browser.get(current.get_absolute_url()).status_code == status


class TestPanel:
    def test_who_is_asked_finds_the_verdict_on_the_page(self, as_, cast, quote):
        submit(quote, cast.rep)
        assert 'name="digest"' in as_("head").get(quote.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("login", ["rep", "region", "inside", "finance"])
    def test_others_find_no_verdict(self, as_, cast, quote, login):
        submit(quote, cast.rep)
        assert "step_approve" not in as_(login).get(quote.get_absolute_url()).content.decode()
        assert 'name="digest"' not in as_(login).get(quote.get_absolute_url()).content.decode()


def test_a_major_quote_is_marked_in_the_inbox(as_, cast, customer, pump):
    submit(make_quote(cast.rep, customer, pump), cast.rep)
    assert "重大" not in as_("head").get("/inbox/").content.decode()
    submit(make_quote(cast.rep, customer, pump, qty="1000"), cast.rep)
    assert '<span class="tag tag-bad">重大</span>' in as_("head").get("/inbox/").content.decode()


def test_a_saved_form_names_its_draft(as_, customer, pump):
    answer = as_("rep").post(
        f"{page('quote_create')}?customer={customer.pk}", typed({"product": pump.pk, "qty": "1"}), follow=True
    )
    owner = Quote.objects.get().owner_id
    assert f'data-draft-done="{owner}:quote-new-{customer.pk}"' in answer.content.decode()


def test_a_field_left_empty_says_so_in_few_words(as_, customer):
    body = as_("rep").post(f"{page('quote_create')}?customer={customer.pk}", typed(title="")).content.decode()
    assert "这一项要填" in body
    assert "必填项" not in body
