"""Leads over the API: the same verbs, the same refusals."""

from customers.models import Customer, Lead
from tests.api.client import refused
from tests.customers.leads import SCREENED, fresh


def test_the_whole_way(api, cast):
    marketing, rep = api("marketing"), api("rep")
    refused(marketing.post("leads/", {"company": "绵阳涪江水务有限公司"}), 400, "invalid")
    facts = {"company": "绵阳涪江水务有限公司", "contact": "唐建国", "phone": "13881234567", "source": "web"}
    made = marketing.post("leads/", facts).json()
    assert (made["state"], made["owner"], made["available_actions"]) == ("new", None, ["assign", "reject", "edit"])
    lead, path = Lead.objects.get(), f"leads/{made['id']}"
    refused(marketing.post("leads/", facts), 409, "lead.duplicate")
    assert marketing.post("leads/", {**facts, "accept_duplicates": True}).status_code == 201
    assert rep.get(f"{path}/").status_code == 404
    given = marketing.post(f"{path}/assign/", {"to": cast.ids["rep"]}, version=1).json()
    assert (given["state"], given["owner"]["id"], given["way"]) == ("assigned", cast.ids["rep"], "hand")
    touch = {"channel": "online", "outcome": "interested", "next_step": "寄样本"}
    refused(marketing.post(f"{path}/touch/", touch, version=2), 403, "lead.own")
    assert rep.post(f"{path}/touch/", touch, version=2).json()["touches"][0]["channel"] == "online"
    body = refused(rep.post(f"{path}/convert/", {}, version=fresh(lead).version), 409, "lead.not_screened")
    assert "合作潜力" in body["detail"]
    assert "甄别" in body["clause"]
    assert rep.post(f"{path}/screen/", SCREENED, version=fresh(lead).version).json()["budget"] == "approved"
    deal = {"title": "老泵房改造", "amount": "300000.00", "expected_on": "2099-01-31"}
    seen = fresh(lead).version
    done = rep.post(f"{path}/convert/", {"opportunity": deal}, version=seen).json()
    assert (done["state"], done["customer_id"]) == ("converted", Customer.objects.get().pk)
    assert done["opportunity_id"]
    refused(rep.post(f"{path}/convert/", {}, version=seen), 409, "lead.converted")


def test_assigned_by_rule_rejected_and_taken_up_again(api, cast):
    marketing = api("marketing")
    made = marketing.post("leads/", {"company": "德阳水务有限公司", "source": "platform"}).json()
    path = f"leads/{made['id']}"
    assert marketing.post(f"{path}/assign/", {}, version=1).json()["way"] == "load"
    refused(marketing.post(f"{path}/assign/", {"to": cast.ids["rep"]}, version=1), 412)
    gone = marketing.post(f"{path}/reject/", {"reason": "no_need"}, version=2).json()
    assert (gone["state"], gone["available_actions"]) == ("rejected", ["reopen"])
    assert marketing.post(f"{path}/reopen/", {"reason": "又来电话"}, version=3).json()["state"] == "assigned"
    assert marketing.get("leads/?source=platform&state=assigned").json()["results"][0]["id"] == made["id"]
