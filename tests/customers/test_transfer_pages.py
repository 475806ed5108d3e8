"""The pages of 撞单: from the warning while typing to the verdict in the inbox."""

import re
from html import unescape

import pytest
from django.urls import reverse

from core import comments
from customers import services
from customers.models import Customer, TransferRequest
from tests.customers.test_transfers import NAME, WHY, ask
from workflow.models import ApprovalStep

TYPED = "成都锐恒自动化设备"


def link_in(client, **typed):
    """Where the warning while typing leads."""
    found = ask_links(client.get(reverse("customers:customer_duplicates"), typed).content.decode())
    return found[0] if found else ""


def ask_links(page):
    return [unescape(address) for address in re.findall(r'href="(/customers/requests/new/[^"]+)"', page)]


@pytest.fixture
def stranger(cast, client, customer):
    """rep_south, who does not see the customer."""
    client.force_login(cast.rep_south)
    return client


def test_from_the_warning_to_the_request(cast, stranger, customer):
    address = link_in(stranger, name=TYPED)
    page = stranger.get(address).content.decode()
    assert str(cast.rep) in page
    assert customer.number not in page
    assert NAME not in page
    answer = stranger.post(address, {"wish": "own", "reason": WHY}, follow=True)
    request = TransferRequest.objects.get()
    assert answer.redirect_chain[-1][0] == request.get_absolute_url()
    shown = answer.content.decode()
    assert WHY in shown
    assert NAME not in shown
    assert customer.get_absolute_url() not in shown


def test_who_owns_it_is_offered_nothing(cast, client, customer):
    client.force_login(cast.rep)
    assert link_in(client, name=TYPED) == ""


def test_the_refusal_of_a_form_without_scripts_leads_there_too(stranger):
    page = stranger.post(
        reverse("customers:customer_create"), {"name": TYPED, "customer_class": "normal"}
    ).content.decode()
    assert ask_links(page) == [link_in(stranger, name=TYPED, uscc="", phone="")]


def test_a_lead_that_is_a_colleagues_customer_leads_there_too(cast, stranger):
    page = stranger.get(reverse("customers:lead_duplicates"), {"company": TYPED}).content.decode()
    assert stranger.get(ask_links(page)[0]).status_code == 200
    stranger.force_login(cast.marketing)
    page = stranger.get(reverse("customers:lead_duplicates"), {"company": TYPED}).content.decode()
    assert str(cast.rep) in page
    assert ask_links(page) == [], "control: marketing owns no customers"


def test_the_customers_page_says_who_asks_for_it(cast, client, customer):
    client.force_login(cast.rep)
    assert "等上级裁定" not in client.get(customer.get_absolute_url()).content.decode(), "control"
    request = ask(cast.rep2)
    page = client.get(customer.get_absolute_url()).content.decode()
    assert f"{cast.rep2} 申请「转给我负责」，等上级裁定" in page
    assert request.get_absolute_url() in page


def test_without_a_reason_nothing_is_sent_and_what_was_chosen_stays(stranger):
    answer = stranger.post(link_in(stranger, name=TYPED), {"wish": "share", "reason": ""})
    assert answer.status_code == 200
    assert re.search(r'value="share"[^>]*checked', answer.content.decode())
    assert not TransferRequest.objects.exists()


def test_twice_is_one(stranger):
    address = link_in(stranger, name=TYPED)
    answers = [stranger.post(address, {"wish": "own", "reason": WHY}) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert TransferRequest.objects.count() == 1


def test_a_link_that_leads_nowhere_any_more_says_so(cast, stranger, customer):
    address = link_in(stranger, name=TYPED)
    services.edit_customer(
        actor=cast.rep, customer_id=customer.pk, facts={"name": "绵阳别的公司"}, version=customer.version
    )
    assert "查不到那家客户了" in stranger.get(address).content.decode()
    assert stranger.post(address, {"wish": "own", "reason": WHY}).status_code == 409


def test_the_superior_of_both_reads_both_sides_and_decides(cast, client, customer):
    request = ask(cast.rep2)
    comments.add_comment(
        actor=cast.rep, kind="customers.transferrequest", subject_id=request.pk, text="我从三月跟到现在，合同在谈"
    )
    client.force_login(cast.head)
    page = client.get(request.get_absolute_url()).content.decode()
    for words in (WHY, "我从三月跟到现在", NAME, str(cast.rep2)):
        assert words in page
    step = ApprovalStep.objects.get(request=request.approval)
    client.post(reverse("workflow:step_approve", args=[step.pk]), {"digest": request.approval.digest})
    assert Customer.objects.get(pk=customer.pk).owner == cast.rep2


def test_each_side_reads_what_the_other_says(cast, client, customer):
    request = ask(cast.rep_south)
    for actor, text in ((cast.rep, "合同在谈"), (cast.rep_south, "展会上他们找的我")):
        comments.add_comment(actor=actor, kind="customers.transferrequest", subject_id=request.pk, text=text)
    for reader in (cast.rep, cast.rep_south):
        client.force_login(reader)
        page = client.get(request.get_absolute_url()).content.decode()
        assert "合同在谈" in page
        assert "展会上他们找的我" in page


def test_a_colleague_finds_no_such_page(cast, client, customer):
    request = ask(cast.rep2)
    client.force_login(cast.rep_south)
    assert client.get(request.get_absolute_url()).status_code == 404
