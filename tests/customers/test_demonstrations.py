"""Demonstrations (D02): a visit that says what was shown, to whom, for which deal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.errors import Invalid
from customers import services
from customers.choices import Outcome, PlanState, VisitKind
from customers.models import Visit, VisitPlan
from tests.customers.conftest import enter
from tests.customers.deals import open_deal
from tests.customers.test_log_visit import log


@pytest.fixture
def contact(cast, customer):
    return services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})


def show(actor, customer, contact, **more):
    facts = {"kind": VisitKind.DEMO, "contact_ids": [contact.pk], "materials": "D280 样机", **more}
    return log(actor, customer, **facts)


def test_a_demonstration_stands_on_its_deal(cast, customer, contact, client):
    deal = open_deal(cast.rep, customer)
    visit = show(cast.rep, customer, contact, opportunity_id=deal.pk, companions="王工（技术部）")
    client.force_login(cast.rep)
    page = client.get(f"{deal.get_absolute_url()}?tab=visits").content.decode()
    assert visit.get_absolute_url() in page
    assert "D280 样机" in page
    own = client.get(visit.get_absolute_url()).content.decode()
    assert deal.get_absolute_url() in own
    assert "王工（技术部）" in own


@pytest.mark.parametrize("lacking", ["materials", "contacts"])
def test_it_says_what_was_shown_and_to_whom(cast, customer, contact, lacking):
    without = {"materials": {"materials": "  "}, "contacts": {"contact_ids": []}}[lacking]
    with pytest.raises(Invalid) as refusal:
        show(cast.rep, customer, contact, **without)
    assert refusal.value.code == "visit.demo"
    assert list(refusal.value.errors) == [lacking]
    assert not Visit.objects.exists()


def test_a_visit_is_not_made_a_demonstration_of_nothing_later(cast, customer, contact):
    visit = log(cast.rep, customer, contact_ids=[contact.pk])
    with pytest.raises(Invalid):
        services.amend_visit(actor=cast.rep, visit_id=visit.pk, reason="其实是演示", facts={"kind": VisitKind.DEMO})
    facts = {"kind": VisitKind.DEMO, "materials": "D280 样机"}
    assert services.amend_visit(actor=cast.rep, visit_id=visit.pk, reason="其实是演示", facts=facts).version == 2
    with pytest.raises(Invalid):
        services.amend_visit(actor=cast.rep, visit_id=visit.pk, reason="没人看", facts={}, contact_ids=[])


def test_the_database_refuses_a_demonstration_of_nothing(cast, customer, contact):
    visit = show(cast.rep, customer, contact)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(materials="")


def test_the_deal_is_one_of_the_customer_and_in_sight(cast, customer, contact):
    elsewhere = open_deal(cast.rep, enter(cast.rep, "无锡东亭机械有限公司"))
    with pytest.raises(Invalid) as refusal:
        show(cast.rep, customer, contact, opportunity_id=elsewhere.pk)
    assert refusal.value.code == "visit.opportunity"
    visit = show(cast.rep, customer, contact)
    with pytest.raises(Invalid):
        services.amend_visit(actor=cast.rep, visit_id=visit.pk, reason="选错", facts={"opportunity_id": elsewhere.pk})


def test_it_keeps_a_planned_visit(cast, customer, contact):
    plan = services.create_plan(actor=cast.rep, customer_id=customer.pk, day=clock.today())
    show(cast.rep, customer, contact, ago=timedelta(0))
    assert VisitPlan.objects.get(pk=plan.pk).state == PlanState.DONE


class TestPage:
    def test_the_deal_opens_the_form_for_it(self, cast, customer, contact, client):
        deal = open_deal(cast.rep, customer)
        client.force_login(cast.rep)
        page = client.get(deal.get_absolute_url())
        start = next(start["url"] for start in page.context["starts"] if "kind=demo" in start["url"])
        form = client.get(start).context["form"]
        assert (form["kind"].value(), form["opportunity"].value()) == ("demo", str(deal.pk))

    def test_what_it_lacks_stands_at_the_field(self, cast, customer, contact, client):
        client.force_login(cast.rep)
        sent = {"customer": customer.pk, "kind": "demo", "outcome": Outcome.PROGRESS, "contacts": [contact.pk]}
        sent["occurred_at"] = f"{clock.local(clock.now() - timedelta(hours=1)):%Y-%m-%dT%H:%M}"
        page = client.post(reverse("customers:visit_log"), sent)
        assert page.context["form"].errors["materials"]
        assert not Visit.objects.exists()
        client.post(reverse("customers:visit_log"), {**sent, "materials": "D280 样机"})
        assert Visit.objects.get().materials == "D280 样机"

    def test_a_lost_deal_is_not_offered_but_stays_where_it_is(self, cast, customer, contact, client):
        deal = open_deal(cast.rep, customer)
        visit = show(cast.rep, customer, contact, opportunity_id=deal.pk)
        services.lose_opportunity(
            actor=cast.rep, opportunity_id=deal.pk, reason="cancelled", note="项目停了", version=deal.version
        )
        client.force_login(cast.rep)
        logging = client.get(f"{reverse('customers:visit_log')}?customer={customer.pk}").context["form"]
        assert deal not in logging.fields["opportunity"].queryset
        amending = client.get(reverse("customers:visit_amend", args=[visit.pk])).context["form"]
        assert deal in amending.fields["opportunity"].queryset
