"""Customers out of files: read, mapped, checked before anything is written, written as by hand, taken back."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.core.files.base import ContentFile

from core import clock, notices
from core.choices import ImportStage
from core.errors import Conflict, Forbidden
from core.imports import running
from core.models import AuditEntry, ImportRun, Notification
from customers import clashes, completeness, selectors, services
from customers.models import Contact, Customer
from org.models import Role, User
from tests.customers.conftest import enter
from tests.customers.test_create_customer import valid_uscc

pytestmark = pytest.mark.django_db
HEADS = ["客户名称", "电话", "类别", "负责人", "创建时间", "联系人", "手机"]


def as_csv(*rows: list[str], encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*rows: list[Any]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write_string(at, column, str(value))
    book.close()
    return file.getvalue()


def upload(actor: User, data: bytes, name: str = "客户.csv") -> ImportRun:
    return running.order_import(actor=actor, page="customers.customers", file=ContentFile(data, name), name=name)


def check(actor: User, *rows: list[str]) -> ImportRun:
    run = upload(actor, as_csv(*rows))
    return running.check_import(actor=actor, run_id=run.pk, wanted=run.mapping)


def bring_in(actor: User, *rows: list[str], overwrite: bool = False) -> ImportRun:
    run = check(actor, *rows)
    return running.confirm_import(actor=actor, run_id=run.pk, overwrite=overwrite)


def rows_of(run: ImportRun) -> list[tuple[str, str]]:
    return list(run.rows.order_by("pk").values_list("plan", "message"))


def states(run: ImportRun) -> list[str]:
    return list(run.rows.order_by("pk").values_list("state", flat=True))


def test_a_file_becomes_customers_with_their_first_contact(cast: Any) -> None:
    run = bring_in(
        cast.head,
        HEADS,
        ["成都锐恒自动化设备有限公司", "028-85336021", "重点客户", "林晓峰", "2023/5/1", "刘建平", "13800000000"],
        ["杭州西奥电梯有限公司", "", "", "", "", "", ""],
    )
    assert (run.stage, run.outcomes()["created"]) == (ImportStage.DONE, 2)
    first = Customer.objects.get(name="成都锐恒自动化设备有限公司")
    assert (first.owner, first.created_by, first.customer_class) == (cast.rep, cast.head, "focus")
    assert clock.local_date(first.created_at).isoformat() == "2023-05-01"
    assert first.number.startswith("KH-")
    contact = first.contacts.get()
    assert (contact.name, contact.phone, contact.is_primary) == ("刘建平", "13800000000", True)
    assert Customer.objects.get(name="杭州西奥电梯有限公司").owner == cast.head
    assert selectors.find_customers(cast.rep, "ruiheng"), "found by pinyin, as if entered by hand"


def test_each_row_is_logged_and_in_the_history_with_who_did_it(cast: Any) -> None:
    bring_in(cast.head, HEADS, ["成都锐恒", "", "", "", "", "刘建平", ""])
    entries = AuditEntry.objects.filter(code__in=["customer.created", "contact.created", "import.done"])
    assert {entry.code for entry in entries} == {"customer.created", "contact.created", "import.done"}
    assert {entry.actor for entry in entries} == {cast.head}
    from django.apps import apps

    versions = apps.get_model("customers", "CustomerEvent").objects.filter(name="成都锐恒")
    assert [version.pgh_label for version in versions] == ["insert"]


def test_nothing_is_written_before_it_is_confirmed(cast: Any) -> None:
    run = check(cast.head, HEADS, ["成都锐恒", "", "", "", "", "刘建平", ""])
    assert run.stage == ImportStage.PREVIEW
    assert run.plans()["create"] == 1
    assert not Customer.objects.exists()
    assert not AuditEntry.objects.filter(code="customer.created").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_people_save_in(cast: Any, encoding: str) -> None:
    run = upload(cast.head, as_csv(HEADS, ["成都锐恒", "", "普通", "", "", "", ""], encoding=encoding))
    assert run.header == HEADS
    running.check_import(actor=cast.head, run_id=run.pk, wanted=run.mapping)
    assert run.rows.get().label == "成都锐恒"


def test_workbooks_with_a_title_above_and_traditional_or_english_heads(cast: Any) -> None:
    run = upload(
        cast.head,
        as_xlsx(["2026 年客户表"], ["公司名稱", "Phone", "备注栏"], ["成都锐恒", "028-85336021", "x"]),
        "a.xlsx",
    )
    assert run.mapping == ["name", "phone", ""]
    assert (run.header_line, run.total) == (2, 1)


def test_the_rules_of_the_form_hold_for_each_row(cast: Any) -> None:
    """Negative control beside each: a row that differs only in what is wrong goes in."""
    heads = ["名称", "税号", "地区", "类别", "邮箱", "联系人", "负责人", "创建时间", "客户经理"]
    bad = [
        ["", valid_uscc(), "", "", "", "", "", "", ""],
        ["错码", "91510100MA6CXXXXXX", "", "", "", "", "", "", ""],
        ["没这地方", "", "亚特兰蒂斯", "", "", "", "", "", ""],
        ["没这类别", "", "", "钻石", "", "", "", "", ""],
        ["大客户没经理", "", "", "大客户", "", "", "", "", ""],
        ["坏邮箱", "", "", "", "liu@", "刘工", "", "", ""],
        ["没这人", "", "", "", "", "", "张不在", "", ""],
        ["别区的人", "", "", "", "", "", "黄嘉欣", "", ""],
        ["明年建的", "", "", "", "", "", "", "2099-01-01", ""],
        ["太长" * 61, "", "", "", "", "", "", "", ""],
    ]
    run = check(cast.head, heads, *bad)
    assert [plan for plan, _message in rows_of(run)] == ["error"] * len(bad)
    said = [message for _plan, message in rows_of(run)]
    for told, part in zip(
        said,
        [
            "名称",
            "统一社会信用代码",
            "没有这个地方",
            "类别只有",
            "客户经理",
            "邮箱",
            "没有在职的同事",
            "你不能把客户给",
            "不能晚于今天",
            "名称",
        ],
        strict=True,
    ):
        assert part in told
    good = [
        ["对的一", valid_uscc(), "成都市武侯区", "潜在", "liu@a.cn", "刘工", "林晓峰", "2020-01-01", ""],
        ["对的二", "", "", "大客户", "", "", "", "", "苏婉"],
    ]
    run = bring_in(cast.head, heads, *good)
    assert states(run) == ["created", "created"]
    assert Customer.objects.get(name="对的二").account_manager == cast.account


def test_owners_follow_the_rule_of_transfer(cast: Any) -> None:
    """Who may not give customers away imports for oneself alone."""
    for importer, owner, plan in (
        (cast.head, "赵一鸣", "create"),
        (cast.head, "黄嘉欣", "error"),
        (cast.inside, "林晓峰", "error"),
        (cast.inside, "何思雨", "create"),
        (cast.director, "黄嘉欣", "create"),
        (cast.director, "曹丽", "error"),
    ):
        run = check(importer, ["名称", "负责人"], [f"{importer}给{owner}", owner])
        assert rows_of(run)[0][0] == plan, (importer, owner)


def test_a_duplicate_stops_and_says_whose_it_is(cast: Any) -> None:
    code = valid_uscc()
    enter(cast.rep, "成都锐恒自动化设备有限公司", phone="028-85336021")
    enter(cast.rep_south, "广州南粤", uscc=code)
    run = bring_in(
        cast.head,
        ["名称", "电话", "税号"],
        ["成都锐恒自动化设备股份有限公司", "", ""],
        ["另一家", "02885336021", ""],
        ["南粤新名", "", code],
        ["真的新", "", ""],
        ["真的新有限公司", "", ""],
    )
    assert [plan for plan, _message in rows_of(run)] == ["duplicate", "duplicate", "duplicate", "create", "duplicate"]
    told = [message for _plan, message in rows_of(run)]
    assert "林晓峰" in told[0]
    assert "黄嘉欣" in told[2]
    assert "广州南粤" not in told[2], "out of sight: whose and when, no more"
    assert "和第 5 行是同一家" in told[4]
    assert states(run) == ["skipped", "skipped", "skipped", "created", "skipped"]


def test_duplicates_in_name_may_be_updated_where_one_sees_and_edits_them(cast: Any) -> None:
    seen = enter(cast.rep, "成都锐恒", phone="028-85336021")
    enter(cast.rep_south, "广州南粤")
    rows = [
        ["名称", "行业", "电话"],
        ["成都锐恒", "机械", ""],
        ["广州南粤", "机械", ""],
        ["别名", "机械", "02885336021"],
    ]
    run = bring_in(cast.head, *rows, overwrite=True)
    assert states(run) == ["updated", "skipped", "skipped"]
    seen.refresh_from_db()
    assert (seen.name, seen.industry, seen.version) == ("成都锐恒", "机械", 2)
    assert not Customer.objects.filter(name="广州南粤", industry="机械").exists()


def test_number_and_uscc_update_and_an_empty_cell_changes_nothing(cast: Any) -> None:
    code = valid_uscc()
    first = enter(cast.rep, "成都锐恒", address="科华北路", phone="028-85336021")
    second = enter(cast.rep, "杭州西奥", uscc=code)
    services.create_contact(actor=cast.rep, customer_id=first.pk, facts={"name": "刘建平"})
    run = bring_in(
        cast.head,
        ["编号", "名称", "税号", "地址", "电话", "类别", "联系人", "职务"],
        [first.number, "", "", "", "028-85336022", "重点", "刘建平", "总工"],
        ["", "杭州西奥电梯", code, "文一路", "", "", "王工", ""],
        ["KH-2020-99999", "没有的", "", "", "", "", "", ""],
        [first.number, "", "", "别的", "", "", "", ""],
    )
    assert [plan for plan, _message in rows_of(run)] == ["update", "update", "error", "duplicate"]
    assert "类别不随导入改" in rows_of(run)[0][1]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, first.address, first.phone, first.customer_class) == (
        "成都锐恒",
        "科华北路",
        "028-85336022",
        "potential",
    )
    assert first.phone_key == "02885336022"
    assert (second.name, second.address) == ("杭州西奥电梯", "文一路")
    assert Contact.objects.get(name="刘建平").title == "总工"
    assert second.contacts.get().is_primary
    assert AuditEntry.objects.filter(code="customer.edited", subject_id=first.pk).count() == 1


def test_what_changed_after_the_preview_is_refused_row_by_row(cast: Any) -> None:
    run = check(cast.head, ["名称"], ["成都锐恒"], ["杭州西奥"])
    enter(cast.rep, "成都锐恒")
    run = running.confirm_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["refused", "created"]
    assert "林晓峰" in str(run.rows.get(line=2).message)


def test_an_update_shows_what_it_changes_before_it_does(cast: Any) -> None:
    old = enter(cast.rep, "成都锐恒", phone="028-85336021", division="510107")
    services.create_contact(actor=cast.rep, customer_id=old.pk, facts={"name": "刘建平", "role": "buys"})
    run = check(
        cast.head,
        ["编号", "电话", "地区", "行业", "联系人", "角色", "备注"],
        [old.number, "028-85336022", "杭州市", "机械", "刘建平", "决策", "长" * 90],
    )
    plan, told = rows_of(run)[0]
    assert plan == "update"
    assert "电话 028-85336021 → 028-85336022" in told
    assert "地区 四川省成都市武侯区 → 浙江省杭州市" in told
    assert "行业 机械" in told
    assert "刘建平 " in told
    assert "采购 → 决策" in told
    assert "长" * 30 in told
    assert "长" * 41 not in told


@pytest.mark.parametrize("known_by", ["编号", "名称"])
def test_nobody_overwrites_what_they_have_not_seen(cast: Any, known_by: str) -> None:
    """Somebody edits one of two customers between the preview and the press."""
    first, second = enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")
    named = [row.number if known_by == "编号" else row.name for row in (first, second)]
    run = check(cast.head, [known_by, "行业"], *[[name, "机械"] for name in named])
    services.edit_customer(actor=cast.rep, customer_id=first.pk, facts={"industry": "电力"})
    run = running.confirm_import(actor=cast.head, run_id=run.pk, overwrite=True)
    assert states(run) == ["refused", "updated"]
    assert "重新检查" in run.rows.get(line=2).message
    first.refresh_from_db()
    assert first.industry == "电力"
    run = check(cast.head, [known_by, "行业"], [named[0], "机械"])
    assert states(running.confirm_import(actor=cast.head, run_id=run.pk, overwrite=True)) == ["updated"]


def test_nor_a_contact_they_have_not_seen(cast: Any) -> None:
    old = enter(cast.rep, "成都锐恒")
    person = services.create_contact(actor=cast.rep, customer_id=old.pk, facts={"name": "刘建平", "title": "采购"})
    run = check(cast.head, ["编号", "联系人", "职务"], [old.number, "刘建平", "总工"])
    services.edit_contact(actor=cast.rep, contact_id=person.pk, facts={"title": "厂长"})
    run = running.confirm_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["refused"]
    person.refresh_from_db()
    assert person.title == "厂长"


def test_the_file_of_a_new_one_is_as_complete_as_if_entered_by_hand(cast: Any) -> None:
    bring_in(
        cast.head,
        ["名称", "电话", "行业", "联系人", "联系人电话"],
        ["成都锐恒", "028-85336021", "水务", "刘建平", "13800001111"],
        ["重庆锐恒", "", "", "刘建安", ""],
        ["绵阳锐恒", "", "水务", "", ""],
    )
    assert len(set(Customer.objects.values_list("completeness", flat=True))) == 3
    assert completeness.refresh_all() == 0


def test_the_company_above_and_tags_come_along_for_new_ones(cast: Any) -> None:
    above = enter(cast.rep, "锐恒集团")
    hidden = enter(cast.rep_south, "广州南粤")
    run = bring_in(
        cast.head,
        ["名称", "上级公司", "标签", "电话"],
        ["成都锐恒", "锐恒集团", "老客户、华东，老客户", "028-85336021"],
        ["重庆锐恒", above.number, "", ""],
        ["粤东", "广州南粤", "", ""],
        ["粤西", hidden.number, "", ""],
        ["标签太多", "", "、".join(f"第{n}个" for n in range(11)), ""],
        ["标签太长", "", "长" * 21, ""],
    )
    assert states(run) == ["created", "created", "skipped", "skipped", "skipped", "skipped"]
    told = [message for _plan, message in rows_of(run)]
    assert told[2] == "没有上级公司 广州南粤，或者你看不到它"
    assert told[3].startswith("没有上级公司 KH-")
    first = Customer.objects.get(name="成都锐恒")
    assert (first.parent, first.tags) == (above, ["老客户", "华东"])
    assert Customer.objects.get(name="重庆锐恒").parent == above
    assert first.completeness > Customer.objects.get(name="重庆锐恒").completeness
    run = check(cast.head, ["编号", "标签", "行业"], [first.number, "新客户", "机械"])
    assert "标签不随导入改" in rows_of(run)[0][1]
    running.confirm_import(actor=cast.head, run_id=run.pk)
    first.refresh_from_db()
    assert (first.industry, first.tags, first.parent) == ("机械", ["老客户", "华东"], above), (
        "written whole, with its tags"
    )


def test_who_owned_a_customer_so_long_is_not_asked_of_the_old_system(cast: Any) -> None:
    """Or the first night would take all of them back to 公海."""
    bring_in(cast.head, ["名称", "创建时间", "最近联系"], ["成都锐恒", "2019-05-01", "2020-01-01"])
    customer = Customer.objects.get()
    assert clock.local_date(customer.owned_since) == clock.today()
    services.return_customers(as_of=clock.now() + timedelta(days=1))
    customer.refresh_from_db()
    assert customer.owner == cast.head


def test_marketing_creates_and_may_not_update(cast: Any) -> None:
    mine = enter(cast.marketing, "市场部的")
    run = check(cast.marketing, ["编号", "名称", "行业"], [mine.number, "", "机械"], ["", "新的", ""])
    assert [plan for plan, _message in rows_of(run)] == ["error", "create"]
    assert "没有修改客户资料的权限" in rows_of(run)[0][1]


def test_who_may_not_import_gets_nowhere(cast: Any) -> None:
    for login in ("rep", "finance", "service", "admin", "leader"):
        with pytest.raises(Forbidden):
            upload(getattr(cast, login), as_csv(["名称"], ["成都锐恒"]))
    with pytest.raises(Forbidden):
        services.import_customers(actor=cast.rep, rows=[])
    with pytest.raises(Forbidden):
        services.plan_customers(actor=cast.rep, rows=[])
    with pytest.raises(Forbidden):
        services.undo_customers(actor=cast.rep, rows=[])
    assert not ImportRun.objects.exists()


def test_a_right_lost_meanwhile_stops_the_writing(cast: Any) -> None:
    run = check(cast.head, ["名称"], ["成都锐恒"])
    role = Role.objects.get(code="head")
    role.capabilities = [code for code in role.capabilities if code != "customers.import"]
    role.save()
    with pytest.raises(Forbidden):
        running.confirm_import(actor=cast.head, run_id=run.pk)
    assert not Customer.objects.exists()


def test_new_owners_are_told_once(cast: Any) -> None:
    run = bring_in(cast.head, ["名称", "负责人"], ["一", "林晓峰"], ["二", "林晓峰"], ["三", "赵一鸣"], ["四", ""])
    assert states(run) == ["created"] * 4
    told = Notification.objects.filter(code="customer.received", retracted_at=None)
    assert {(notice.recipient, notices.text(notice)) for notice in told} == {
        (cast.rep, f"{cast.head} 把 2 家客户 转给你负责"),
        (cast.rep2, f"{cast.head} 把 三 转给你负责"),
    }
    services.tell_owners(actor=cast.head, run=run)
    assert told.all().count() == 2
    given = Customer.objects.filter(pk__in=selectors.transferred(clock.today()))
    assert {row.name for row in given} == {"一", "二", "三"}, "the notice opens exactly these"
    running.undo_import(actor=cast.head, run_id=run.pk)
    assert not told.all()


def test_a_notice_stays_with_what_stays(cast: Any) -> None:
    run = bring_in(cast.head, ["名称", "负责人"], ["一", "林晓峰"], ["二", "林晓峰"])
    services.edit_customer(actor=cast.rep, customer_id=Customer.objects.get(name="一").pk, facts={"remarks": "去过"})
    running.undo_import(actor=cast.head, run_id=run.pk)
    services.untell_owners(actor=cast.head, run=run)
    assert Notification.objects.filter(code="customer.received", retracted_at=None).count() == 1


def test_the_set_based_look_for_duplicates_finds_what_the_single_one_does(cast: Any) -> None:
    code = valid_uscc()
    enter(cast.rep, "成都锐恒", phone="028-85336021")
    row = enter(cast.rep_south, "广州南粤", uscc=code)
    services.create_contact(actor=cast.rep_south, customer_id=row.pk, facts={"name": "陈工", "phone": "13800000000"})
    asked = [
        {"name": "成都锐恒有限公司", "uscc": "", "phone": ""},
        {"name": "x", "uscc": code, "phone": "028 8533 6021"},
        {"name": "广州南粤", "uscc": "", "phone": "+86 13800000000"},
        {"name": "谁也不是", "uscc": "", "phone": "110"},
    ]
    many = clashes.find(cast.rep, [selectors.duplicate_keys(**one) for one in asked], [None] * len(asked))
    for one, found in zip(asked, many, strict=True):
        assert list(found.values()) == selectors.find_duplicates(user=cast.rep, **one)
    own = clashes.find(cast.rep, [selectors.duplicate_keys(**asked[2])], [row.pk])
    assert own == [{}]


# --- undo ----------------------------------------------------------------------------------------


def test_undo_takes_back_creates_and_updates(cast: Any) -> None:
    old = enter(cast.rep, "成都锐恒", phone="028-85336021")
    run = bring_in(
        cast.head,
        ["编号", "名称", "电话", "联系人"],
        [old.number, "成都锐恒自动化", "", "刘建平"],
        ["", "杭州西奥", "", "王工"],
    )
    assert states(run) == ["updated", "created"]
    run = running.undo_import(actor=cast.head, run_id=run.pk)
    assert (run.stage, states(run)) == (ImportStage.UNDONE, ["undone", "undone"])
    old.refresh_from_db()
    assert (old.name, old.version) == ("成都锐恒", 3)
    assert [row.name for row in Customer.objects.all()] == ["成都锐恒"]
    assert not Contact.objects.exists()
    assert AuditEntry.objects.filter(code="customer.import_undone").count() == 1
    assert selectors.find_duplicates(user=cast.rep, name="成都锐恒"), "the keys went back with the name"


def test_undo_leaves_what_somebody_built_on_and_says_what(cast: Any) -> None:
    run = bring_in(cast.head, ["名称", "联系人"], ["一", "甲"], ["二", "乙"], ["三", "丙"], ["四", "丁"], ["五", ""])
    rows = {row.name: row for row in Customer.objects.all()}
    services.log_visit(
        actor=cast.head, customer_id=rows["一"].pk, occurred_at=clock.now() - timedelta(minutes=5), outcome="progress"
    )
    services.edit_customer(actor=cast.head, customer_id=rows["二"].pk, facts={"remarks": "改了"})
    services.create_contact(actor=cast.head, customer_id=rows["三"].pk, facts={"name": "新来的"})
    contact = rows["四"].contacts.get()
    services.edit_contact(actor=cast.head, contact_id=contact.pk, facts={"title": "厂长"})
    run = running.undo_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["kept", "kept", "kept", "kept", "undone"]
    told = list(run.rows.order_by("pk").values_list("message", flat=True))
    assert "拜访" in told[0]
    assert "有人改过" in told[1]
    assert "联系人" in told[2]
    assert "有人改过" in told[3]
    assert Customer.objects.count() == 4


def test_undo_puts_back_only_fields_nobody_changed_since(cast: Any) -> None:
    old = enter(cast.rep, "成都锐恒", phone="028-85336021", address="老地址")
    run = bring_in(cast.head, ["编号", "电话", "地址"], [old.number, "028-85336022", "新地址"])
    services.edit_customer(actor=cast.rep, customer_id=old.pk, facts={"phone": "028-85336023"})
    run = running.undo_import(actor=cast.head, run_id=run.pk)
    old.refresh_from_db()
    assert (old.phone, old.address) == ("028-85336023", "老地址")
    assert states(run) == ["kept"]
    assert "电话" in run.rows.get().message


def test_undo_ends_after_a_day(cast: Any) -> None:
    run = bring_in(cast.head, ["名称"], ["成都锐恒"])
    with time_machine.travel(clock.now() + timedelta(hours=24, minutes=1), tick=False), pytest.raises(Conflict):
        running.undo_import(actor=cast.head, run_id=run.pk)
    assert Customer.objects.count() == 1
    running.undo_import(actor=cast.head, run_id=run.pk)
    assert not Customer.objects.exists()
