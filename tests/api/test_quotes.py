"""The main job over the API: draft → submit → approve → stamp → send, and every way it is refused."""

from datetime import timedelta

import pytest
import time_machine

from core import clock
from core.models import AuditEntry
from quotes.models import Quote
from tests.api.client import refused
from tests.quotes import world
from tests.quotes.conftest import customer, products, pump, seller

__all__ = ["customer", "products", "pump", "seller"]


@pytest.fixture
def draft(customer, pump):
    return {
        "customer": customer.pk,
        "title": "循环水泵站成套设备",
        "payment_terms": "30/60/10",
        "lines": [{"product": pump.pk, "qty": "2"}, {"name": "安装", "unit": "项", "qty": "1", "unit_price": "500.00"}],
    }


def test_the_main_job(api, cast, draft, seller):
    rep, head, inside = api("rep"), api("head"), api("inside")
    quote = rep.post("quotes/", draft)
    assert quote.status_code == 201, quote.content
    body = quote.json()
    assert (body["state"], body["total"], body["lines"][0]["unit_price"]) == ("draft", "2500.00", "1000.00")
    assert body["available_actions"] == ["edit", "submit", "void", "duplicate"]
    path = f"quotes/{body['id']}/"

    submitted = rep.post(f"{path}submit/", {"note": "客户急"}, version=body["version"]).json()
    assert submitted["state"] == "reported"

    waiting = head.get("approval-steps/").json()["results"]
    assert waiting[0]["version"] == waiting[0]["request"]["version"] == waiting[0]["request"]["digest"]
    assert [step["request"]["subject_id"] for step in waiting] == [body["id"]]
    step = waiting[0]
    assert step["clause"]
    assert set(step["available_actions"]) >= {"approve", "return", "reject", "transfer", "add-signer"}
    refused(head.post(f"approval-steps/{step['id']}/approve/", {"digest": "0" * 64}), 412, "workflow.changed")
    yes = {"digest": step["request"]["digest"]}
    assert head.post(f"approval-steps/{step['id']}/approve/", yes).json()["state"] == "approved"
    refused(head.post(f"approval-steps/{step['id']}/approve/", yes), 409, "workflow.decided")
    director = api("director")
    [last] = director.get("approval-steps/").json()["results"]
    assert director.post(f"approval-steps/{last['id']}/approve/", yes).json()["state"] == "approved"

    assert rep.get(path).json()["state"] == "approved"
    refused(rep.post(f"{path}send/", {"way": "mail", "to": "刘建平"}), 409, "quote.not_stamped")
    refused(rep.post(f"{path}stamp/", {}), 403, "quote.stamp")
    assert inside.post(f"{path}stamp/", {"copies": 2}).status_code == 200
    assert rep.post(f"{path}send/", {"way": "mail", "to": "刘建平"}).json()["state"] == "issued"
    paper = rep.get(f"{path}pdf/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"].startswith("attachment")
    assert paper.content.startswith(b"%PDF")
    assert set(AuditEntry.objects.filter(code__startswith="quote.").values_list("source", flat=True)) == {"api"}


def test_nobody_approves_their_own(api, cast, customer, pump):
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    step = quote.approval.steps.get(state="open")
    digest = {"digest": quote.approval.digest}
    refused(api("rep").post(f"approval-steps/{step.pk}/approve/", digest), 403, "workflow.own_document")
    refused(api("director").post(f"approval-steps/{step.pk}/approve/", digest), 403, "workflow.not_yours")
    refused(api("rep2").post(f"approval-steps/{step.pk}/approve/", digest), 404)


def test_return_undo_reject_transfer_add_signer(api, cast, customer, pump):
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    step = quote.approval.steps.get(state="open")
    head, path, digest = api("head"), f"approval-steps/{step.pk}/", quote.approval.digest
    refused(head.post(f"{path}return/", {"digest": digest}), 400)
    returned = head.post(f"{path}return/", {"digest": digest, "comment": "价太低"}).json()
    assert (returned["state"], returned["available_actions"]) == ("returned", ["undo"])
    with time_machine.travel(clock.now() + timedelta(seconds=11), tick=False):
        assert head.get(path).json()["available_actions"] == [], "ten seconds are over"
    assert world.fresh(quote).state == "returned"
    assert head.post(f"{path}undo/").json()["state"] == "open"
    refused(head.post(f"{path}transfer/", {"to": cast.rep.pk, "comment": "你看"}), 400, "workflow.signer_submitter")
    assert head.post(f"{path}add-signer/", {"person": cast.engineer.pk, "comment": "看参数"}).status_code == 200
    moved = head.post(f"{path}transfer/", {"to": cast.region.pk, "comment": "我出差"})
    assert moved.status_code in (200, 204)
    assert api("region").post(f"{path}reject/", {"digest": digest, "comment": "不做"}).json()["state"] == "rejected"
    assert world.fresh(quote).state == "rejected"


def test_withdraw_remind_copy_a_request(api, cast, customer, pump):
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    path = f"approval-requests/{quote.approval_id}/"
    rep = api("rep")
    assert rep.get(path).json()["available_actions"] == ["withdraw", "remind", "copy"]
    assert rep.post(f"{path}remind/").status_code == 200
    refused(rep.post(f"{path}remind/"), 409, "workflow.reminded")
    assert rep.post(f"{path}copy/", {"people": [cast.finance.pk]}).status_code == 200
    assert api("finance").ids("approval-steps/?tab=copied") == [quote.approval.steps.get().pk]
    refused(api("head").post(f"{path}withdraw/"), 403, "workflow.withdraw_own")
    assert rep.post(f"{path}withdraw/", {"reason": "改价"}).json()["state"] == "withdrawn"
    refused(rep.post(f"{path}withdraw/"), 409, "workflow.closed")


def test_tabs_of_the_inbox(api, cast, customer, pump):
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    step = quote.approval.steps.get()
    head = api("head")
    assert (head.ids("approval-steps/"), head.ids("approval-steps/?tab=done")) == ([step.pk], [])
    assert api("rep").ids("approval-steps/?tab=mine") == [step.pk]
    head.post(f"approval-steps/{step.pk}/approve/", {"digest": quote.approval.digest})
    assert (head.ids("approval-steps/"), head.ids("approval-steps/?tab=done")) == ([], [step.pk])
    refused(head.get("approval-steps/?tab=other"), 400)


def test_edit_replaces_the_lines_and_asks_for_the_version(api, draft, pump):
    rep = api("rep")
    quote = rep.post("quotes/", draft).json()
    path = f"quotes/{quote['id']}/"
    change = {key: value for key, value in draft.items() if key != "customer"}
    change["lines"] = [{"product": pump.pk, "qty": "1.5", "unit_price": "900.00"}]
    refused(rep.send("PUT", path, change), 400, "request.if_match")
    edited = rep.send("PUT", path, change, version=quote["version"]).json()
    assert (edited["total"], len(edited["lines"])) == ("1350.00", 1)
    refused(rep.send("PUT", path, change, version=quote["version"]), 412, "record.changed")
    refused(api("head").send("PUT", path, change, version=edited["version"]), 403, "quote.edit_own")
    refused(api("rep2").send("PUT", path, change, version=edited["version"]), 404)


def test_errors_of_lines_name_the_line(api, draft):
    lines = [{"name": "泵", "unit": "台", "qty": "1", "unit_price": "1.00"}, {"product": 999999, "qty": "1"}]
    body = refused(api("rep").post("quotes/", {**draft, "lines": lines}), 400)
    assert "lines.1.product" in body["errors"]
    body = refused(api("rep").post("quotes/", {**draft, "lines": [{"qty": "1"}, {"qty": 2}]}), 400)
    assert "lines.1.qty" in body["errors"]


@pytest.mark.parametrize(
    "line",
    [
        {"qty": "0"}, {"qty": "-1"}, {"qty": "NaN"}, {"qty": "1e400"}, {"qty": "Infinity"}, {"qty": "1.0001"},
        {"qty": "1", "unit_price": 100.0}, {"qty": "1", "unit_price": "1e30"}, {"qty": "1", "unit_price": "-0.01"},
        {"qty": "1", "tax_code": "99"}, {"qty": True}, {"qty": None}, {}, [], "x", None,
    ],
)  # fmt: skip
def test_bad_lines_are_400(api, draft, pump, line):
    line = {"product": pump.pk, **line} if isinstance(line, dict) else line
    refused(api("rep").post("quotes/", {**draft, "lines": [line]}), 400)
    assert not Quote.objects.exists()


def test_the_largest_figures_fit_or_are_refused(api, draft):
    line = {"name": "泵", "unit": "台", "qty": "999999999.999", "unit_price": "99999999999.99"}
    refused(api("rep").post("quotes/", {**draft, "lines": [line]}), 400)


def test_a_customer_out_of_sight_is_refused_as_absent(api, draft):
    unseen = refused(api("rep_south").post("quotes/", draft), 400)
    assert unseen == refused(api("rep_south").post("quotes/", {**draft, "customer": 999999}), 400)


def test_revise_duplicate_void(api, cast, customer, pump):
    quote = world.approved(cast, customer, pump)
    rep, path = api("rep"), f"quotes/{quote.pk}/"
    refused(rep.post(f"{path}void/", {"reason": "不要了"}), 409, "quote.state")
    revision = rep.post(f"{path}revise/")
    assert (revision.status_code, revision.json()["revision"]) == (201, 2)
    refused(rep.post(f"{path}revise/"), 409, "quote.revision_open")
    copy = rep.post(f"{path}duplicate/").json()
    assert (copy["revision"], copy["state"], copy["number"] != quote.number) == (1, "draft", True)
    refused(rep.post(f"quotes/{copy['id']}/void/", {}), 400)
    assert rep.post(f"quotes/{copy['id']}/void/", {"reason": "不要了"}).json()["state"] == "void"


def test_withdraw(api, cast, customer, pump):
    quote = world.submit(world.make_quote(cast.rep, customer, pump), cast.rep)
    refused(api("head").post(f"quotes/{quote.pk}/withdraw/"), 403)
    assert api("rep").post(f"quotes/{quote.pk}/withdraw/").json()["state"] == "draft"


def test_floor_and_cost_are_for_those_who_decide(api, cast, customer, pump):
    quote = world.make_quote(cast.rep, customer, pump, price="700.00")
    own, seen = (api(login).get(f"quotes/{quote.pk}/").json()["lines"][0] for login in ("rep", "head"))
    assert (own["floor_price"], own["is_below_floor"]) == (None, True)
    assert seen["floor_price"] == "800.00"
    refused(api("rep").get("price-lists/"), 403, "price_list.see")
    listed = api("head").get("price-lists/").json()["results"][0]["items"]
    assert {item["floor_price"] for item in listed} == {"800.00"}
    assert api("rep").get(f"products/{pump.pk}/").json()["list_price"] == "1000.00"


def test_products(api, cast, pump):
    engineer = api("engineer")
    made = engineer.post(
        "products/", {"line": pump.line_id, "name": "闸阀", "model": "Z41H", "unit": "台", "cost": "120.00"}
    )
    assert made.status_code == 201, made.content
    product = made.json()
    path = f"products/{product['id']}/"
    refused(engineer.patch(path, {"unit": "只"}), 400, "request.if_match")
    changed = engineer.patch(path, {"unit": "只"}, version=product["version"])
    assert changed.json()["unit"] == "只"
    refused(engineer.patch(path, {"unit": "台"}, version=product["version"]), 412, "record.changed")
    refused(api("rep").patch(path, {"unit": "台"}, version=changed.json()["version"]), 403, "product.edit")
    refused(engineer.post("products/", {"line": pump.line_id, "name": "闸阀", "model": "Z41H", "unit": "台"}), 409)
    assert api("rep").get(path).json()["cost"] is None


def test_price_lists(api, cast, products):
    prices = [{"product": product.pk, "list_price": "1100.00", "floor_price": "900.00"} for product in products]
    facts = {"name": "新目录价", "valid_from": "2099-01-01", "prices": prices}
    made = api("vp").post("price-lists/", facts)
    assert made.status_code == 201, made.content
    refused(api("vp").post("price-lists/", facts), 409, "price_list.overlap")
    refused(api("head").post("price-lists/", facts), 403, "price_list.edit")
    upside_down = [{**prices[0], "floor_price": "9999.00"}]
    refused(api("vp").post("price-lists/", {**facts, "code": "export", "prices": upside_down}), 400, "price_list.floor")
