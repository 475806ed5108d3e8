"""Leads out of a file: what each row becomes, what is refused, and the way back."""

import pytest

from core.choices import ImportPlan, ImportRowState
from core.errors import Forbidden
from core.imports.targets import Given, Written
from customers import services
from customers.models import Lead
from tests.customers.conftest import enter
from tests.customers.leads import enter_lead

pytestmark = pytest.mark.django_db

ROW = {"company": "绵阳涪江水务有限公司", "source": "展会", "phone": "13881234567", "division": "成都市武侯区"}


def plan(actor, **values):
    (verdict,) = services.plan_leads(actor=actor, rows=[Given(2, {**ROW, **values})])
    return verdict


def test_plan_leads_says_what_each_row_would_be(cast):
    assert plan(cast.marketing).plan == ImportPlan.CREATE
    assert "来源只有展会" in plan(cast.marketing, source="做梦").message
    assert plan(cast.marketing, source="Exhibition").plan == ImportPlan.CREATE
    assert "没有这个地方" in plan(cast.marketing, division="月球").message
    assert "收到时间" in plan(cast.marketing, received_at="2099-01-01").message
    assert plan(cast.marketing, email="不是邮箱").plan == ImportPlan.ERROR
    with pytest.raises(Forbidden):
        plan(cast.rep)
    assert not Lead.objects.exists()


def test_a_known_company_or_lead_is_a_duplicate_and_no_name_is_told(cast):
    enter(cast.rep_south, name=ROW["company"])
    told = plan(cast.marketing)
    assert told.plan == ImportPlan.DUPLICATE
    assert str(cast.rep_south) in told.message
    enter_lead(cast.marketing, company="别的有限公司", phone="13900001111")
    assert plan(cast.marketing, company="新的有限公司", phone="139 0000 1111").plan == ImportPlan.DUPLICATE


def test_import_leads_puts_them_into_the_queue_and_undo_takes_them_out(cast):
    rows = [
        Given(2, {**ROW, "received_at": "2026-05-01"}, plan=ImportPlan.CREATE),
        Given(3, {**ROW, "company": "德阳水务有限公司", "phone": ""}, plan=ImportPlan.CREATE),
        Given(4, {**ROW, "company": "没来源的有限公司", "source": "做梦"}, plan=ImportPlan.CREATE),
    ]
    states = [one.state for one in services.import_leads(actor=cast.marketing, rows=rows)]
    assert states == [ImportRowState.CREATED, ImportRowState.CREATED, ImportRowState.REFUSED]
    first, second = Lead.objects.order_by("pk")
    assert (first.state, first.created_by, first.division) == ("new", cast.marketing, "510107")
    assert f"{first.received_at:%Y-%m}" in ("2026-04", "2026-05")
    services.assign_lead(actor=cast.marketing, lead_id=second.pk, to=cast.rep)
    written = [Written(2, first.pk, ImportRowState.CREATED, {}), Written(3, second.pk, ImportRowState.CREATED, {})]
    kept = [one.state for one in services.undo_leads(actor=cast.marketing, rows=written)]
    assert kept == [ImportRowState.UNDONE, ImportRowState.KEPT]
    assert Lead.objects.get() == second


def test_the_list_offers_the_way_in_to_who_may(cast, client):
    client.force_login(cast.marketing)
    assert "customers.leads" in client.get("/customers/leads/").content.decode()
    assert client.get("/imports/new/?page=customers.leads").status_code in (200, 404)
