"""Need analyses are versions (B11, B14), solutions answer one of them (D03), competitors are named (M02)."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from core import attachments
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.models import Attachment, Notification
from customers import services, stages
from customers.models import Competitor, NeedAnalysis, Rival, Solution
from tests.customers.deals import NEED, fresh, make_competitor, open_deal, with_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast, customer):
    return open_deal(cast.rep, customer)


def test_record_need_makes_versions(cast, deal):
    record = {"actor": cast.rep, "opportunity_id": deal.pk}
    first = services.record_need(**record, facts=NEED)
    second = services.record_need(**record, facts={"budget": Decimal("450000")})
    assert (first.number, second.number, second.need) == (1, 2, NEED["need"])
    assert services.record_need(**record, facts={"budget": Decimal("450000")}) is None
    assert fresh(deal).need_number == 2
    assert NeedAnalysis.objects.get(number=1).budget == Decimal("500000")


def test_a_changed_need_makes_who_looked_before_stale(cast, deal):
    services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts=NEED, version=deal.version)
    with pytest.raises(Stale):
        services.record_need(actor=cast.head, opportunity_id=deal.pk, facts={"need": "别的"}, version=deal.version)


def test_the_owner_is_told_of_changes_by_others(cast, deal):
    record = {"opportunity_id": deal.pk}
    services.record_need(actor=cast.head, **record, facts=NEED)
    services.record_need(actor=cast.rep, **record, facts={"deciders": "周工"})
    assert not Notification.objects.filter(code="opportunity.need_changed").exists()
    services.record_need(actor=cast.head, **record, facts={"deciders": "吴总"})
    assert Notification.objects.get(code="opportunity.need_changed").recipient_id == cast.ids["rep"]


def test_a_need_that_cannot_be_right(cast, deal):
    with pytest.raises(Invalid):
        services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={"budget": Decimal(-5)})
    with pytest.raises(Invalid):
        services.record_need(actor=cast.rep, opportunity_id=deal.pk, facts={"deciders": "长" * 201})
    with pytest.raises(Forbidden):
        services.record_need(actor=cast.inside, opportunity_id=deal.pk, facts=NEED)


def test_add_solution_for_the_need_as_it_stands(cast, customer, deal):
    with pytest.raises(Conflict, match="先写需求"):
        services.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="方案")
    deal = with_need(cast.rep, customer)
    file = SimpleUploadedFile("方案.txt", "双泵变频".encode())
    solution = services.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="双泵变频方案", files=[file])
    assert (solution.number, solution.need_number) == (1, 1)
    assert Attachment.objects.of("customers.solution", solution.pk).count() == 1
    assert services.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="三泵方案").number == 2
    assert str(stages.latest_solution(deal)) == "V2 三泵方案"


def test_the_papers_of_a_closed_deal_stay(cast, customer):
    deal = with_need(cast.rep, customer)
    solution = services.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="双泵变频方案")
    assert attachments.may_change(cast.rep, solution)
    assert not attachments.may_change(cast.inside, solution)
    services.lose_opportunity(actor=cast.rep, opportunity_id=deal.pk, reason="cancelled")
    assert not attachments.may_change(cast.rep, Solution.objects.get(pk=solution.pk))


def test_name_rival_and_drop_rival(cast, deal):
    competitor = make_competitor(cast.rep)
    name = {"actor": cast.rep, "opportunity_id": deal.pk, "competitor": competitor}
    services.name_rival(**name, note="已交样本")
    again = services.name_rival(**name, price=Decimal("455000"), note="低 5%")
    assert Rival.objects.get() == again
    assert (again.price, again.created_by_id) == (Decimal("455000"), cast.ids["rep"])
    with pytest.raises(Invalid):
        services.name_rival(**name, price=Decimal(0))
    with pytest.raises(Http404):
        services.drop_rival(actor=cast.rep_south, opportunity_id=deal.pk, rival_id=again.pk)
    services.drop_rival(actor=cast.rep, opportunity_id=deal.pk, rival_id=again.pk)
    assert not Rival.objects.exists()


def test_what_hangs_on_a_deal_is_seen_with_it(cast, customer):
    deal = with_need(cast.rep, customer)
    services.add_solution(actor=cast.rep, opportunity_id=deal.pk, title="双泵变频方案")
    services.name_rival(actor=cast.rep, opportunity_id=deal.pk, competitor=make_competitor(cast.rep))
    for model in (NeedAnalysis, Solution, Rival):
        assert model.objects.visible_to(cast.head).count() == 1
        assert not model.objects.visible_to(cast.rep_south).exists()


def test_create_competitor_once(cast):
    make_competitor(cast.rep)
    with pytest.raises(Conflict, match="已经有 江海泵业股份有限公司 了"):
        make_competitor(cast.vp, "江海泵业股份有限公司 ")
    with pytest.raises(Forbidden):
        make_competitor(cast.engineer, "别家")
    seen = {login for login in cast.ids if Competitor.objects.visible_to(getattr(cast, login)).exists()}
    sellers = {"rep", "rep2", "rep_south", "account", "head", "head_south", "region", "director", "vp", "leader"}
    assert seen == sellers | {"inside", "finance", "marketing"}


def test_edit_competitor_is_for_who_keeps_the_files(cast):
    competitor = make_competitor(cast.rep)
    edit = {"competitor_id": competitor.pk, "facts": {"strengths": "交期短"}}
    with pytest.raises(Forbidden):
        services.edit_competitor(actor=cast.inside, **edit)
    with pytest.raises(Http404):
        services.edit_competitor(actor=cast.engineer, **edit)
    assert services.edit_competitor(actor=cast.marketing, **edit, version=1).version == 2
    with pytest.raises(Stale):
        services.edit_competitor(actor=cast.head, competitor_id=competitor.pk, facts={"pricing": "低"}, version=1)
