"""Taking back an import whose rows were merged into other files meanwhile."""

from typing import Any

import pytest

from core.imports import running
from core.models import ImportRun
from customers import services
from customers.models import Collaborator, Customer
from tests.customers.conftest import enter
from tests.customers.test_import_customers import bring_in, states

pytestmark = pytest.mark.django_db


def merged_into(cast: Any, stays: Customer) -> tuple[ImportRun, list[int]]:
    """One row updated and one created by an import, both merged into another file afterwards."""
    old = enter(cast.rep, "成都锐恒", phone="028-85336021")
    rows = [old.number, "", "028-85336022", ""], ["", "杭州西奥", "", "王工"]
    run = bring_in(cast.head, ["编号", "名称", "电话", "联系人"], *rows)
    assert states(run) == ["updated", "created"]
    asked = [old.pk, Customer.objects.get(name="杭州西奥").pk]
    made = [
        services.merge_customers(actor=cast.head, survivor_id=stays.pk, merged_id=pk, reason="同一家") for pk in asked
    ]
    return run, [merge.pk for merge in made]


def test_undo_leaves_what_was_merged_away_and_says_into_which(cast: Any) -> None:
    stays = enter(cast.rep, "成都锐恒自动化有限公司")
    run, _merges = merged_into(cast, stays)
    run = running.undo_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["kept", "kept"]
    for told in run.rows.values_list("message", flat=True):
        assert "合并到「成都锐恒自动化有限公司」" in told
    assert [contact.name for contact in stays.contacts.all()] == ["王工"], "what moved stays where it is"


def test_undo_goes_through_once_the_merge_is_taken_back(cast: Any) -> None:
    run, merges = merged_into(cast, enter(cast.rep, "成都锐恒自动化有限公司"))
    for pk in reversed(merges):
        services.undo_merge(actor=cast.head, merge_id=pk)
    run = running.undo_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["undone", "undone"]
    assert not Customer.objects.filter(name="杭州西奥").exists()
    assert Customer.objects.get(name="成都锐恒").phone == "028-85336021"


def test_undo_leaves_what_another_was_merged_into(cast: Any) -> None:
    run = bring_in(cast.head, ["名称"], ["杭州西奥"])
    made, other = Customer.objects.get(), enter(cast.head, "杭州西奥电梯")
    services.merge_customers(actor=cast.head, survivor_id=made.pk, merged_id=other.pk, reason="同一家")
    run = running.undo_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["kept"]
    assert "留下了" in run.rows.get().message


def test_undo_does_not_name_a_customer_out_of_sight(cast: Any) -> None:
    stays = enter(cast.rep, "成都锐恒自动化有限公司")
    run, _merges = merged_into(cast, stays)
    Customer.objects.filter(pk=stays.pk).update(owner=cast.rep_south)
    Collaborator.objects.filter(customer=stays).delete()
    run = running.undo_import(actor=cast.head, run_id=run.pk)
    assert states(run) == ["kept", "kept"]
    for told in run.rows.values_list("message", flat=True):
        assert "成都锐恒自动化" not in told
        assert "看不到" in told
