"""The pages of leads: what each offers, what a refusal keeps, what 今天 says of them."""

from datetime import datetime

import pytest

from core import clock, today
from customers import services
from customers.choices import LeadState
from customers.models import Customer, Lead
from tests.customers.conftest import enter
from tests.customers.leads import enter_lead, fresh, given_lead, ready_lead, spoken_lead

pytestmark = pytest.mark.django_db

LIST = "/customers/leads/"


def page(client, user, path):
    client.force_login(user)
    return client.get(path).content.decode()


def test_a_lead_is_entered_and_a_known_one_ticked_past(cast, client):
    client.force_login(cast.marketing)
    facts = {"company": "绵阳涪江水务有限公司", "source": "exhibition", "phone": "13881234567"}
    answer = client.post(f"{LIST}new/", facts)
    assert answer.status_code == 302
    assert answer["Location"] == Lead.objects.get().get_absolute_url()
    again = client.post(f"{LIST}new/", facts).content.decode()
    assert "还是要录入" in again
    assert 'value="13881234567"' in again
    assert client.post(f"{LIST}new/", {**facts, "ack": "duplicates"}).status_code == 302
    assert "没了结的线索" not in page(client, cast.marketing, f"{LIST}duplicates/?company=绵阳涪江水务")
    hidden = page(client, cast.rep, f"{LIST}duplicates/?company=绵阳涪江水务")
    assert "没了结的线索" in hidden
    assert "绵阳" not in hidden


def test_what_the_record_offers_to_whom(cast, client):
    lead = given_lead(cast.marketing, cast.rep)
    address = lead.get_absolute_url()
    own = page(client, cast.rep, address)
    assert f"{address}touch/" in own
    assert f"{address}assign/" not in own
    theirs = page(client, cast.marketing, address)
    assert f"{address}assign/" in theirs
    assert f"{address}touch/" not in theirs
    client.force_login(cast.rep2)
    assert client.get(address).status_code == 404


def test_a_touch_a_screening_and_a_conversion_by_hand(cast, client):
    lead = given_lead(cast.marketing, cast.rep)
    client.force_login(cast.rep)
    address = lead.get_absolute_url()
    touch = {"channel": "phone", "outcome": "interested", "note": "要两台", "version": fresh(lead).version}
    assert client.post(f"{address}touch/", touch).status_code == 302
    refused = client.post(f"{address}convert/", {"name": lead.company, "version": fresh(lead).version})
    assert "甄别还缺：需要什么、预算、什么时候买、合作潜力" in refused.content.decode()
    screen = {"need": "两台", "budget": "approved", "timing": "half", "potential": "high"}
    assert client.post(f"{address}screen/", {**screen, "version": 1}).status_code == 412
    assert client.post(f"{address}screen/", {**screen, "version": fresh(lead).version}).status_code == 302
    unfinished = {"name": lead.company, "title": "泵房改造", "version": fresh(lead).version}
    assert "登记商机要填" in client.post(f"{address}convert/", unfinished).content.decode()
    done = client.post(f"{address}convert/", {"name": lead.company, "version": fresh(lead).version})
    assert done.status_code == 302
    customer = Customer.objects.get()
    assert customer.get_absolute_url() in page(client, cast.rep, address)
    assert "要两台" in page(client, cast.rep, customer.get_absolute_url())
    late = client.post(f"{address}convert/", {"name": lead.company, "version": 9}).content.decode()
    assert "已经把它转成客户" in late


def test_a_known_customer_is_shown_at_the_conversion(cast, client):
    lead = ready_lead(cast.marketing, cast.rep)
    enter(cast.rep_south, name=lead.company)
    client.force_login(cast.rep)
    form = {"name": lead.company, "version": lead.version}
    assert "不是同一家，继续建档" in client.post(f"{lead.get_absolute_url()}convert/", form).content.decode()
    assert client.post(f"{lead.get_absolute_url()}convert/", {**form, "ack": "duplicates"}).status_code == 302


def test_where_a_customer_came_from(cast, client):
    lead = ready_lead(cast.marketing, cast.rep)
    customer = services.convert_lead(actor=cast.rep, lead_id=lead.pk).customer
    own = page(client, cast.rep, customer.get_absolute_url())
    assert f'href="{lead.get_absolute_url()}"' in own
    services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep2)
    other = page(client, cast.rep2, customer.get_absolute_url())
    assert "展会" in other
    assert f'href="{lead.get_absolute_url()}"' not in other


def test_the_assign_page_proposes_whom_the_rule_finds(cast, client):
    enter(cast.rep_south, division="510107")
    lead = enter_lead(cast.marketing, division="510104")
    shown = page(client, cast.marketing, f"{lead.get_absolute_url()}assign/")
    assert f'<option value="{cast.ids["rep_south"]}" selected' in shown
    answer = client.post(f"{lead.get_absolute_url()}assign-by-rule/", {"version": lead.version})
    assert (answer.status_code, fresh(lead).owner_id) == (302, cast.ids["rep_south"])


def test_the_list_filters_what_waits_too_long(cast, client, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-16T10:00:00+08:00"))
    given_lead(cast.marketing, cast.rep, company="等着的有限公司", phone="")
    spoken_lead(cast.marketing, cast.rep, company="聊过的有限公司", phone="")
    time_machine.move_to(datetime.fromisoformat("2026-11-20T10:00:00+08:00"))
    found = page(client, cast.rep, f"{LIST}?scene=mine&overdue=on")
    assert "等着的" in found
    assert "聊过的" not in found
    assert "聊过的" in page(client, cast.rep, f"{LIST}?scene=all&touched=on&source=exhibition")
    assert "聊过的" not in page(client, cast.rep2, f"{LIST}?scene=all")


def test_many_are_assigned_by_rule_and_rejected_at_once(cast, client):
    leads = [enter_lead(cast.marketing, company=f"第{n}水务有限公司", phone="") for n in range(4)]
    client.force_login(cast.marketing)
    ids = [f"{lead.pk}:{lead.version}" for lead in leads]
    run = client.post(f"{LIST}?scene=queue", {"bulk": "assign_by_rule", "id": ids}, follow=True)
    if Lead.objects.unassigned().exists():
        client.post(run.redirect_chain[-1][0], {})
    assert Lead.objects.untouched().values("owner").distinct().count() == 4


def shown(user, code):
    return next((one for one in today.sections(user, clock.today()) if one.code == code), None)


def test_today_says_whom_to_call_and_what_nobody_has(cast, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-16T10:00:00+08:00"))
    given_lead(cast.marketing, cast.rep, company="等着的有限公司", phone="")
    enter_lead(cast.marketing, company="没人管的有限公司", phone="")
    assert shown(cast.rep, "untouched_leads").late.number == 0
    assert shown(cast.marketing, "queued_leads") is None
    time_machine.move_to(datetime.fromisoformat("2026-11-19T10:00:00+08:00"))
    assert shown(cast.rep, "untouched_leads").late.number == 1
    assert [item.title for item in shown(cast.marketing, "queued_leads").items] == ["没人管的有限公司"]
    assert shown(cast.rep2, "untouched_leads") is None
    assert Lead.objects.filter(state=LeadState.NEW).count() == 1


def test_a_lead_names_its_customer_to_who_sees_it_and_to_nobody_else(cast, client, customer):
    lead = ready_lead(cast.marketing, cast.rep)
    services.convert_lead(actor=cast.rep, lead_id=lead.pk, customer=customer)
    client.force_login(cast.rep)
    assert customer.name in client.get(lead.get_absolute_url()).content.decode()
    client.force_login(cast.marketing)
    assert not Customer.objects.visible_to(cast.marketing).filter(pk=customer.pk).exists()
    told = "".join(client.get(f"{lead.get_absolute_url()}{tab}").content.decode() for tab in ("", "?tab=timeline"))
    told += client.post(
        f"{lead.get_absolute_url()}reject/", {"reason": "other", "version": fresh(lead).version}
    ).content.decode()
    assert "你看不到的客户" in told
    assert customer.name not in told
