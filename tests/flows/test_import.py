"""A file's whole way in a browser: chosen, its columns, the check, the rows, written, taken back; at a desk, on the phone, without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from core.imports import running
from core.models import ImportRun
from customers.models import Contact, Customer
from tests.customers.test_import_customers import as_csv
from tests.flows.eyes import PHONE

pytestmark = pytest.mark.browser
ROWS = [
    ["单位名称", "联系电话", "客户等级", "业务员", "联系人姓名", "抄送"],
    ["温州泽川阀门有限公司", "0577-88123401", "普通", "林晓峰", "陈卫东", "x"],
    ["杭州西奥电梯有限公司", "", "钻石", "", "", ""],
    ["南京江北水务集团有限公司", "025-58201100", "", "", "", ""],
    ["绍兴鑫龙机电有限公司", "0575-88123402", "", "", "赵敏", ""],
    ["绍兴鑫龙机电", "", "", "", "", ""],
]
SEATS = [("desk", {}), ("phone", {"size": PHONE}), ("no scripts", {"java_script_enabled": False})]


def choose(person: Any, rows: list[list[str]], encoding: str = "gb18030") -> None:
    data = as_csv(*rows, encoding=encoding)
    person.page.set_input_files("input[name=file]", {"name": "老客户.csv", "mimeType": "text/csv", "buffer": data})
    person.send()


@pytest.mark.parametrize(("seat", "options"), SEATS, ids=[seat for seat, _options in SEATS])
def test_from_the_list_to_the_undo(sit, trade, cast, seat, options):
    head = sit("head", **options)

    def judged() -> None:
        assert head.sideways() == 0
        if seat != "no scripts":
            assert head.axe() == []
            assert head.cut() == []
            assert head.sticks_out() == []

    if seat == "phone":
        # A file lies at a desk: the list on the phone has no button for it, its address works.
        head.go("/imports/new/?page=customers.customers")
    else:
        head.go("/customers/")
        head.tap("a[href^='/imports/new/']:visible")
        head.page.wait_for_url("**/imports/new/**")
    judged()
    choose(head, ROWS)
    head.page.wait_for_url(re.compile(r"/imports/\d+/$"))
    expect(head.page.locator("h2.s-say")).to_contain_text("5 行，6 列，认出了 5 列")
    expect(head.page.locator("#column-2")).to_have_value("customer_class")
    expect(head.page.locator("#column-5")).to_have_value("")
    judged()
    head.send()
    expect(head.page.locator("h2.s-say")).to_contain_text("2 行可以导入")
    head.page.locator("li.bad", has_text="类别只有").wait_for()
    judged()
    assert Customer.objects.count() == 1
    head.tap("a[href='?rows=duplicate']")
    head.page.locator("li", has_text="名称与已有客户相同，负责人 林晓峰").wait_for()
    head.page.locator("li", has_text="和第 5 行是同一家").wait_for()
    with head.page.expect_download() as caught:
        head.tap("a[href$='/errors/']")
    assert caught.value.suggested_filename == "老客户-没有导入的.xlsx"
    head.tap("label.opt:has(input[value=update])")
    head.send()
    expect(head.page.locator("h2.s-say")).to_contain_text("新建了 2 行，更新了 1 行")
    judged()
    assert Customer.objects.count() == 3
    assert Customer.objects.get(name="温州泽川阀门有限公司").owner == cast.rep
    assert Contact.objects.filter(name__in=["陈卫东", "赵敏"]).count() == 2
    trade.customer.refresh_from_db()
    assert trade.customer.phone == "025-58201100"
    head.tap("form[action$='/undo/'] button")
    expect(head.page.locator("h2.s-say")).to_contain_text("3 行都撤回了")
    judged()
    assert list(Customer.objects.values_list("name", "phone")) == [(trade.customer.name, "")]
    assert head.go("/imports/") == 200
    expect(head.page.locator("li", has_text="老客户.csv")).to_contain_text("撤回了")
    judged()


def test_what_takes_long_shows_how_far_it_is_and_ends_by_itself(sit, trade, monkeypatch):
    """The page asks once a second and changes when a worker has done it; nobody has to press anything."""
    monkeypatch.setattr(running, "AT_ONCE", 0)
    head = sit("head")
    head.go("/imports/new/?page=customers.customers")
    choose(head, ROWS)
    head.send()
    expect(head.page.locator("#import h2")).to_contain_text("排上队了")
    assert head.axe() == []
    running.work(ImportRun.objects.get().pk)
    expect(head.page.locator("h2.s-say")).to_contain_text("2 行可以导入")


def test_a_file_that_is_none_and_columns_that_make_no_sense_are_said_in_place(sit, trade):
    head = sit("head")
    head.expected = {400}
    head.go("/imports/new/?page=customers.customers")
    head.send()
    expect(head.page.locator("[role=alert]")).to_contain_text("先选一个文件")
    choose(head, [["名称"]])
    expect(head.page.locator("[role=alert]")).to_contain_text("只有表头")
    choose(head, [["名称", "名称", "电话"], ["绍兴鑫龙", "x", "110"]])
    head.page.wait_for_url(re.compile(r"/imports/\d+/$"))
    # Of two heads that are the same the first one counts.
    expect(head.page.locator("#column-1")).to_have_value("")
    head.page.select_option("#column-1", "name")
    head.send()
    expect(head.page.locator("[role=alert]")).to_contain_text("选了两次")
    expect(head.page.locator("#column-1")).to_have_value("name")
    head.page.select_option("#column-0", "")
    head.page.select_option("#column-1", "")
    head.send()
    expect(head.page.locator("[role=alert]")).to_contain_text("还没说哪一列是客户名称")


def test_scripts_in_a_cell_stay_text(sit, trade):
    head = sit("head")
    head.go("/imports/new/?page=customers.customers")
    evil = "<img src=x onerror=alert(1)>"
    choose(head, [[evil, "名称"], ["=cmd|' /C calc'!A0", evil], [evil, "绍兴鑫龙"]], encoding="utf-8-sig")
    head.page.locator("b", has_text=evil).wait_for()
    head.page.select_option("#column-0", "remarks")
    head.send()
    expect(head.page.locator("h2.s-say")).to_contain_text("2 行可以导入")
    head.send()
    head.page.locator("li a", has_text=evil).click()
    head.page.locator("h1", has_text=evil).wait_for()
    assert Customer.objects.get(name=evil).remarks == "=cmd|' /C calc'!A0"
