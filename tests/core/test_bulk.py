"""Bulk actions: what was chosen, row by row by the service, told, taken back, in a worker when there are many."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags

from core import clock, notices, tasks
from core.choices import JobState, RowState
from core.models import AuditEntry, BulkRow, BulkRun, Notification
from core.pages import bulk
from customers import services
from customers.models import Customer
from org import structure
from org.models import Role
from tests.customers.conftest import enter

pytestmark = pytest.mark.django_db
LIST = "/customers/?scene=all"


@pytest.fixture
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 1)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def tick(*rows: Customer) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


def classify(client: Client, ids: list[str], to: str = "focus", address: str = LIST) -> Any:
    """Choose, then confirm: the two pages a person sees."""
    place = client.post(address, {"bulk": "classify", "id": ids})["Location"]
    return client.post(place, {"customer_class": to, "reason": "拜访多了"})


def classes() -> dict[str, str]:
    return dict(Customer.objects.values_list("name", "customer_class"))


def test_each_row_goes_through_the_service(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    answer = classify(as_person("rep"), tick(*rows), address="/customers/?scene=mine&q=&cursor=x")
    assert answer["Location"] == "/customers/?scene=mine&q=&cursor=x"
    assert set(classes().values()) == {"focus"}
    entries = AuditEntry.objects.filter(code="customer.classified")
    assert {entry.reason for entry in entries} == {"拜访多了"}
    assert {entry.actor for entry in entries} == {cast.rep}
    page = words(as_person("rep").get(LIST))
    assert "类别" in page


def test_the_confirmation_names_number_and_rows_and_survives_a_reload(cast: Any, as_person: Any) -> None:
    row = enter(cast.rep, "成都锐恒")
    rep = as_person("rep")
    place = rep.post(LIST, {"bulk": "classify", "id": tick(row)})["Location"]
    for _again in range(2):
        page = words(rep.get(place))
        assert "选了 1 家" in page
        assert "成都锐恒" in page
    assert "客户经理" in words(rep.post(place, {"customer_class": "key"}))
    assert BulkRun.objects.get().confirmed_at is None
    assert classes() == {"成都锐恒": "potential"}


def test_all_that_match_needs_no_script(cast: Any, as_person: Any) -> None:
    for number in range(3):
        enter(cast.rep, f"锐恒 {number}")
    enter(cast.rep, "别的")
    rep = as_person("rep")
    place = rep.post("/customers/?scene=mine&q=锐恒", {"bulk": "classify", "all_matching": "1"})["Location"]
    assert "选了 3 家" in words(rep.get(place))
    rep.post(place, {"customer_class": "focus"})
    assert classes() == {"锐恒 0": "focus", "锐恒 1": "focus", "锐恒 2": "focus", "别的": "potential"}


def test_what_changed_since_it_was_chosen_is_left_and_told(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    ids = tick(*rows)
    services.edit_customer(actor=cast.rep, customer_id=rows[0].pk, facts={"remarks": "改了"})
    rep = as_person("rep")
    answer = classify(rep, ids)
    page = words(rep.get(answer["Location"]))
    assert "1 条办好了，1 条没办成" in page
    assert "成都锐恒" in page
    assert "你选了之后有人改过" in page
    assert classes() == {"成都锐恒": "potential", "杭州西奥": "focus"}


def test_what_is_so_already_is_told_apart_and_not_taken_back(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, "成都锐恒", customer_class="focus"), enter(cast.rep, "杭州西奥")]
    rep = as_person("rep")
    shown = rep.get(classify(rep, tick(*rows))["Location"])
    assert "改类别：1 条办好了，1 条本来就是这样" in words(shown)
    rep.post(f"/bulk/{BulkRun.objects.get().pk}/undo/")
    assert classes() == {"成都锐恒": "focus", "杭州西奥": "potential"}


@pytest.mark.parametrize("way", ["unseen", "absent", "nonsense"])
def test_rows_out_of_sight_are_as_good_as_absent(cast: Any, as_person: Any, way: str) -> None:
    south = enter(cast.rep_south, "广州南粤")
    ids = {"unseen": tick(south), "absent": ["987654321:1"], "nonsense": ["x", "9" * 30, "²"]}[way]
    rep = as_person("rep")
    place = rep.post(LIST, {"bulk": "classify", "id": ids})["Location"]
    if way == "nonsense":
        assert place == LIST
        return
    page = words(rep.get(place))
    assert "广州南粤" not in page
    page = words(rep.get(rep.post(place, {"customer_class": "focus"})["Location"]))
    assert "广州南粤" not in page
    assert "没有这条记录，或者你看不到它" in page
    assert classes() == {"广州南粤": "potential"}
    assert classify(as_person("rep_south"), tick(south)).status_code == 302
    assert classes() == {"广州南粤": "focus"}


def test_a_rule_is_named_row_by_row(cast: Any, as_person: Any) -> None:
    """大客户 is decided by heads: alone or among others, by hand or in bulk."""
    services.classify_customer(
        actor=cast.head, customer_id=enter(cast.rep, "大客户").pk, customer_class="key", account_manager=cast.account
    )
    rows = [Customer.objects.get(name="大客户"), enter(cast.rep, "小客户")]
    rep = as_person("rep")
    page = rep.get(classify(rep, tick(*rows), to="normal")["Location"])
    assert "大客户由销售经理以上的人来定" in words(page)
    assert f'href="/customers/{rows[0].pk}/"' in page.content.decode()
    assert classes() == {"大客户": "key", "小客户": "normal"}
    classify(as_person("head"), tick(rows[0]), to="normal")
    assert classes()["大客户"] == "normal"


def test_undo_takes_back_what_was_done(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥", customer_class="normal")]
    rep = as_person("rep")
    shown = rep.get(classify(rep, tick(*rows))["Location"]).content.decode()
    run = BulkRun.objects.get()
    assert f'action="/bulk/{run.pk}/undo/"' in shown
    again = rep.post(f"/bulk/{run.pk}/undo/")
    assert "撤回了 2 条" in words(rep.get(again["Location"]))
    assert classes() == {"成都锐恒": "potential", "杭州西奥": "normal"}
    rep.post(f"/bulk/{run.pk}/undo/")
    assert BulkRun.objects.count() == 2, "a second press finds it done"


def test_undo_leaves_what_somebody_changed_since(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    rep = as_person("rep")
    classify(rep, tick(*rows))
    services.classify_customer(actor=cast.head, customer_id=rows[0].pk, customer_class="normal")
    page = words(rep.get(rep.post(f"/bulk/{BulkRun.objects.get().pk}/undo/")["Location"]))
    assert "撤回了 1 条，1 条没撤成" in page
    assert classes() == {"成都锐恒": "normal", "杭州西奥": "potential"}


def test_without_the_right_there_is_nothing_to_press_and_nothing_to_post(cast: Any, as_person: Any) -> None:
    row = enter(cast.rep)
    assert 'value="classify"' in as_person("rep").get(LIST).content.decode()
    assert 'value="classify"' not in as_person("finance").get(LIST).content.decode()
    for code, status in (("classify", 403), ("nothing", 400), ("", 400)):
        assert as_person("finance").post(LIST, {"bulk": code, "id": tick(row)}).status_code == status
    assert not BulkRun.objects.exists()


def test_nobody_opens_begins_or_takes_back_anothers(cast: Any, as_person: Any) -> None:
    row = enter(cast.rep)
    place = as_person("rep").post(LIST, {"bulk": "classify", "id": tick(row)})["Location"]
    assert as_person("head").get(place).status_code == 404
    assert as_person("head").post(place, {"customer_class": "focus"}).status_code == 404
    assert as_person("rep").post(place, {"customer_class": "focus"}).status_code == 302
    assert as_person("head").post(f"{place}undo/").status_code == 404
    assert classes().popitem()[1] == "focus"


def test_a_second_press_finds_it_begun(cast: Any, as_person: Any) -> None:
    row = enter(cast.rep)
    rep = as_person("rep")
    place = rep.post(LIST, {"bulk": "classify", "id": tick(row)})["Location"]
    rep.post(place, {"customer_class": "focus"})
    rep.post(place, {"customer_class": "normal"})
    assert classes().popitem()[1] == "focus"
    assert AuditEntry.objects.filter(code="customer.classified").count() == 1


@pytest.mark.usefixtures("_long")
def test_many_wait_for_a_worker_and_it_tells(cast: Any, as_person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [enter(cast.rep, f"客户 {number}") for number in range(3)]
    rep = as_person("rep")
    place = classify(rep, tick(*rows))["Location"]
    waiting = rep.get(place).content.decode()
    assert "排上队了" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert set(classes().values()) == {"potential"}
    monkeypatch.setattr(tasks.run_bulk, "delay", lambda run_id: tasks.run_bulk(run_id=run_id))
    tasks.run_bulks()
    tasks.run_bulks()
    assert set(classes().values()) == {"focus"}
    part = rep.get(place, headers={"HX-Request": "true"})
    assert "3 条都办好了" in words(part)
    assert "every 1s" not in part.content.decode()
    notice = Notification.objects.get(code="bulk.done")
    assert notice.recipient == cast.rep
    assert "改类别：3 条办好了" in words(rep.get("/notices/"))
    entry = AuditEntry.objects.filter(code="customer.classified").first()
    assert entry is not None
    assert (entry.actor, entry.source) == (cast.rep, "job")


@pytest.mark.usefixtures("_long")
def test_an_impatient_worker_goes_on_where_it_stopped(
    cast: Any, as_person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2)
    monkeypatch.setattr(bulk, "PATIENCE", -1)
    rows = [enter(cast.rep, f"客户 {number}") for number in range(3)]
    place = classify(as_person("rep"), tick(*rows))["Location"]
    run = BulkRun.objects.get()
    assert not bulk.work_later(run.pk)
    assert run.numbers()[RowState.DONE] == 2
    assert "排上队了" in as_person("rep").get(place).content.decode()
    assert not Notification.objects.filter(code="bulk.done").exists()
    monkeypatch.setattr(bulk, "PATIENCE", 60)
    assert bulk.due() == [run.pk]
    assert bulk.work_later(run.pk)
    assert AuditEntry.objects.filter(code="customer.classified").count() == 3


@pytest.mark.usefixtures("_long")
def test_a_right_lost_meanwhile_stops_the_rest(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, f"客户 {number}") for number in range(2)]
    place = classify(as_person("rep"), tick(*rows))["Location"]
    role = Role.objects.get(code="rep")
    kept = [code for code in role.capabilities if code != "customers.edit"]
    structure.edit_role(actor=cast.admin, role_id=role.pk, facts={"capabilities": kept})
    assert bulk.work_later(BulkRun.objects.get().pk)
    assert BulkRun.objects.get().state == JobState.FAILED
    assert set(classes().values()) == {"potential"}
    assert Notification.objects.filter(code="bulk.failed", recipient=cast.rep).exists()
    assert as_person("rep").get(place).status_code == 403


@pytest.mark.usefixtures("_long")
def test_what_a_dead_worker_held_is_taken_again_but_not_for_ever(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, f"客户 {number}") for number in range(2)]
    place = classify(as_person("rep"), tick(*rows))["Location"]
    runs = BulkRun.objects.all()
    runs.update(state=JobState.RUNNING, lease_until=clock.now() + timedelta(minutes=1), attempts=1)
    assert bulk.due() == []
    assert not bulk.work(runs.get().pk)
    runs.update(lease_until=clock.now() - timedelta(minutes=1), attempts=bulk.ATTEMPTS)
    assert bulk.due() == [runs.get().pk]
    assert bulk.work(runs.get().pk)
    page = words(as_person("rep").get(place))
    assert "一再中断" in page
    assert "还没轮到" in page


def test_a_fault_stops_one_row_and_is_not_shown(cast: Any, as_person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    real = services.classify_customer

    def faulty(*, customer_id: int, **rest: Any) -> Customer:
        if customer_id == rows[0].pk:
            raise ZeroDivisionError("division")
        return real(customer_id=customer_id, **rest)

    monkeypatch.setattr(services, "classify_customer", faulty)
    rep = as_person("rep")
    page = words(rep.get(classify(rep, tick(*rows))["Location"]))
    assert "系统出错了" in page
    assert "division" not in page
    assert classes() == {"成都锐恒": "potential", "杭州西奥": "focus"}


def test_there_is_a_limit(cast: Any, as_person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 1)
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    rep = as_person("rep")
    assert rep.post(LIST, {"bulk": "classify", "id": tick(*rows)}).status_code == 400
    assert rep.post(LIST, {"bulk": "classify", "all_matching": "1"}).status_code == 400
    assert rep.post(LIST, {"bulk": "classify", "id": tick(rows[0])}).status_code == 302


def test_long_outcomes_have_pages(cast: Any, as_person: Any) -> None:
    run = BulkRun.objects.create(
        user=cast.rep, page="customers.customers", action="classify", total=60, state="done", confirmed_at=clock.now()
    )
    BulkRow.objects.bulk_create(BulkRow(run=run, subject_id=n, state=RowState.REFUSED, message="x") for n in range(60))
    rep = as_person("rep")
    first = rep.get(f"/bulk/{run.pk}/").content.decode()
    assert first.count('class="bad"') == 50
    following = re.search(r'href="(\?tab=refused&amp;cursor=[^"]+)"', first)
    assert following
    assert rep.get(f"/bulk/{run.pk}/{following[1].replace('&amp;', '&')}").content.decode().count('class="bad"') == 10


def test_what_was_not_reached_looks_not_like_a_refusal(cast: Any, as_person: Any) -> None:
    run = BulkRun.objects.create(
        user=cast.rep, page="customers.customers", action="classify", total=2, state="failed", confirmed_at=clock.now()
    )
    for number, state in enumerate((RowState.REFUSED, RowState.WAITING)):
        BulkRow.objects.create(run=run, subject_id=number, state=state)
    page = as_person("rep").get(f"/bulk/{run.pk}/").content.decode()
    assert [page.count(f'<li class="{css}"') for css in ("bad", "off")] == [1, 1]


def test_the_confirmation_says_rules_and_shows_no_dashes(cast: Any, as_person: Any) -> None:
    row = enter(cast.rep)
    head = as_person("head")
    page = head.get(head.post(LIST, {"bulk": "classify", "id": tick(row)})["Location"]).content.decode()
    assert "依据 4 条制度" in page
    assert '<select name="account_manager"' in page
    assert "-----" not in page


def test_it_is_forgotten_after_a_day(cast: Any, as_person: Any) -> None:
    classify(as_person("rep"), tick(enter(cast.rep)))
    assert bulk.forget(clock.now() - timedelta(days=1)) == 0
    assert bulk.forget(clock.now() + timedelta(seconds=1)) == 1
    assert not BulkRow.objects.exists()


def transfer(client: Client, ids: list[str], to: Any) -> Any:
    place = client.post(LIST, {"bulk": "transfer", "id": ids})["Location"]
    return client.post(place, {"to": to.pk})


def received(person: Any) -> list[Notification]:
    return list(Notification.objects.filter(recipient=person, code="customer.received", retracted_at=None))


def test_a_new_owner_is_told_once_however_many_customers_it_is(cast: Any, as_person: Any) -> None:
    enter(cast.rep2, "本来就有的")
    rows = [enter(cast.rep, f"锐恒 {number}") for number in range(3)]
    head = as_person("head")
    transfer(head, tick(*rows), cast.rep2)
    (notice,) = received(cast.rep2)
    assert notices.text(notice) == f"{cast.head} 把 3 家客户 转给你负责"
    with translation.override("en"):
        assert "3 customers" in notices.text(notice)
    page = words(as_person("rep2").get(notice.url))
    assert "共 3 家" in page
    assert "本来就有的" not in page
    head.post(f"/bulk/{BulkRun.objects.get().pk}/undo/")
    assert received(cast.rep2) == [], "what was taken back is told no more"
    assert [notices.text(one) for one in received(cast.rep)] == [f"{cast.head} 把 3 家客户 转给你负责"]


def test_a_single_one_is_named_and_what_stays_given_stays_told(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, "成都锐恒"), enter(cast.rep, "杭州西奥")]
    head = as_person("head")
    transfer(head, tick(rows[0]), cast.rep2)
    (notice,) = received(cast.rep2)
    assert notices.text(notice) == f"{cast.head} 把 成都锐恒 转给你负责"
    assert notice.url == rows[0].get_absolute_url()
    run = BulkRun.objects.get()
    services.edit_customer(actor=cast.rep2, customer_id=rows[0].pk, facts={"remarks": "改了"})
    head.post(f"/bulk/{run.pk}/undo/")
    assert received(cast.rep2) == [notice]
    assert received(cast.rep) == []


@pytest.mark.usefixtures("_long")
def test_many_in_a_worker_are_told_once_too(cast: Any, as_person: Any) -> None:
    rows = [enter(cast.rep, f"锐恒 {number}") for number in range(3)]
    transfer(as_person("head"), tick(*rows), cast.rep2)
    assert received(cast.rep2) == []
    for _twice in range(2):
        tasks.run_bulk(run_id=BulkRun.objects.get().pk)
    assert len(received(cast.rep2)) == 1
