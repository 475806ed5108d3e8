"""Whoever still has the page of a customer that was merged away open is led on, and loses nothing that was typed."""

import pytest
from django.urls import reverse

from customers.models import Task, Visit
from tests.customers.conftest import enter
from tests.customers.test_merge_customers import OTHER, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(cast, customer):
    """The id of a customer of rep's that went into another one of theirs."""
    other = enter(cast.rep, OTHER)
    merge(cast.head, customer, other)
    return other.pk


def test_its_page_leads_to_the_one_that_stayed(as_, customer, gone):
    answer = as_("rep").get(reverse("customers:customer_detail", args=[gone]))
    assert answer["Location"] == customer.get_absolute_url()


@pytest.mark.parametrize("name", ["customer_edit", "customer_share", "contact_create", "address_create"])
def test_its_forms_name_the_one_that_stayed(as_, customer, gone, name):
    answer = as_("rep").get(reverse(f"customers:{name}", args=[gone]))
    assert answer.status_code == 410
    assert "已并入" in answer.text
    assert f'href="{customer.get_absolute_url()}"' in answer.text


def test_who_does_not_see_the_one_that_stayed_learns_nothing(as_, gone):
    for name in ("customer_detail", "customer_edit"):
        assert as_("rep_south").get(reverse(f"customers:{name}", args=[gone])).status_code == 404


def test_a_visit_that_waited_for_the_network_is_logged_where_the_customer_went(as_, customer, gone):
    fields = {"customer": gone, "kind": "visit", "occurred_at": "2026-11-20T10:00", "outcome": "progress"}
    answer = as_("rep").post(reverse("customers:visit_log"), fields | {"client_key": "k1", "summary": "谈付款"})
    assert answer.status_code == 302
    assert Visit.objects.get(client_key="k1").customer == customer


def test_a_task_from_a_stale_form_goes_there_too(as_, cast, customer, gone):
    fields = {"customer": gone, "subject": "送样本", "due_on": "2026-12-01", "owner": cast.rep.pk}
    assert as_("rep").post(reverse("customers:task_create"), fields).status_code == 302
    assert Task.objects.get().customer == customer


def test_a_colleague_who_does_not_see_it_cannot_choose_it(as_, gone):
    fields = {"customer": gone, "kind": "visit", "occurred_at": "2026-11-20T10:00", "outcome": "progress"}
    assert as_("rep_south").post(reverse("customers:visit_log"), fields).status_code == 200
    assert not Visit.objects.exists()
