"""The sample data goes at one press: all of it, nothing of one's own, and not round the audit."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from core import attachments, audit, clock
from core.choices import JobState
from core.errors import Conflict, Forbidden, Invalid
from core.models import AuditEntry, Notification, NumberPattern, OutboxMessage, SampleData
from customers import services as customers
from customers.models import Competitor, Contact, Customer, NeedAnalysis, Opportunity, Rival, Solution, Visit
from org import services as org
from org import structure, tokens
from org.models import Role, StandIn, Unit, User
from quotes.models import Dispatch, PriceList, Product, ProductLine, Quote, SellerProfile, StampEntry
from quotes.services import send_quote, stamp_quote
from salesops.samples import contents, reach, removal
from tests.customers import deals
from tests.quotes import world
from workflow.models import ApprovalRequest, ApprovalRoute, ApprovalSeat

pytestmark = pytest.mark.django_db


def appoint(cast, login, name, role, unit="east1"):
    roles = [Role.objects.get(code=role)]
    return org.appoint_person(actor=None, username=login, display_name=name, unit=cast.unit(unit), roles=roles)


def sign_in(person):
    browser = Client()
    browser.force_login(person)
    return browser


def enter(owner, name, product=None):
    """A customer with a contact, a visit, a file and, given a product, a quote."""
    customer = customers.create_customer(actor=owner, facts={"name": name})
    contact = customers.create_contact(actor=owner, customer_id=customer.pk, facts={"name": "刘建平"})
    customers.log_visit(
        actor=owner,
        customer_id=customer.pk,
        occurred_at=clock.now() - timedelta(hours=1),
        outcome="progress",
        contact_ids=[contact.pk],
    )
    attachments.add(
        actor=owner,
        kind="customers.customer",
        subject_id=customer.pk,
        file=ContentFile(b"%PDF-1.4\n%%EOF\n"),
        name="note.pdf",
    )
    return customer, world.make_quote(owner, customer, product) if product else None


@pytest.fixture
def sample(cast, settings, tmp_path):
    """The cast's company is the sample: two customers, one with a quote that was stamped and sent, one waiting for head."""
    settings.MEDIA_ROOT = tmp_path
    products = world.make_products(cast)
    world.make_seller()
    first, quote = enter(cast.rep, "样例一号有限公司", products[0])
    quote = world.approve_all(world.submit(quote, cast.rep), [cast.head])
    stamp_quote(actor=cast.inside, quote_id=quote.pk)
    send_quote(actor=cast.inside, quote_id=quote.pk, way="mail", to="刘建平")
    deal = deals.at_quote(cast.rep, first)
    attachments.add(
        actor=cast.rep,
        kind="customers.solution",
        subject_id=deal.solutions.get().pk,
        file=ContentFile(b"%PDF-1.4\n%%EOF\n"),
        name="solution.pdf",
    )
    customers.name_rival(actor=cast.rep, opportunity_id=deal.pk, new_name="东屹电气股份有限公司")
    _other, second = enter(cast.rep2, "样例二号有限公司", products[1])
    world.submit(second, cast.rep2)
    return contents.write_down()


@pytest.fixture
def own(cast, sample):
    """People who came after it: an administrator and a rep."""
    return {"boss": appoint(cast, "boss", "汪洋", "admin", "company"), "seller": appoint(cast, "seller", "邓紫", "rep")}


def clear(sample, actor, **more):
    removal.order_removal(actor=actor, **more)
    assert removal.work(sample.pk)
    sample.refresh_from_db()
    assert sample.state == JobState.DONE, sample.refusal


def test_all_of_it_goes(sample, own):
    clear(sample, own["boss"])
    for model in (Opportunity, NeedAnalysis, Solution, Rival, Competitor):
        assert not model.objects.exists(), model
    for model in (Customer, Contact, Visit, Quote, ApprovalRequest, Product, ProductLine, PriceList, SellerProfile):
        assert not model.objects.exists(), model
    assert not User.objects.visible_to(own["boss"]).exclude(username__in=["boss", "seller"]).exists()
    assert not Notification.objects.exclude(recipient__in=list(own.values())).exists()
    assert not OutboxMessage.objects.exclude(notification__recipient__in=list(own.values())).exists()


def test_what_is_not_marked_stays(cast, sample, own):
    """Negative control: the same company, with the marks taken off."""
    SampleData.objects.update(marks={})
    sample.refresh_from_db()
    before = {model: model.objects.count() for model in (Customer, Visit, Quote, Product, Unit)}
    clear(sample, own["boss"])
    assert {model: model.objects.count() for model in before} == before
    assert cast.rep.is_active


def test_what_ones_own_people_entered_stays(cast, sample, own):
    product = Product.objects.order_by("pk").first()
    customer, quote = enter(own["seller"], "自己的客户有限公司", product)
    told = {line.label: line.number for line in contents.goes(sample)}
    clear(sample, own["boss"])
    assert told == {line.label: line.number for line in removal.told(sample)}
    assert [row.pk for row in Customer.objects.all()] == [customer.pk]
    assert [row.pk for row in Quote.objects.all()] == [quote.pk]
    assert Visit.objects.get().visitor == own["seller"]
    assert Contact.objects.get().customer == customer
    assert attachments.of("customers.customer", customer.pk, own["seller"])[1].count() == 1
    # What the quote was made of stays with it; the other product and the lists do not.
    assert [row.pk for row in Product.objects.all()] == [product.pk]
    assert quote.lines.get().product == product
    assert not PriceList.objects.exists()
    assert SellerProfile.objects.exists()
    answer = sign_in(own["seller"]).get(f"/quotes/{quote.pk}/")
    assert answer.status_code == 200


def test_a_competitor_stays_while_a_deal_of_ones_own_names_it(cast, sample, own):
    customer, _quote = enter(own["seller"], "自己的客户有限公司")
    deal = deals.open_deal(own["seller"], customer)
    competitor = Competitor.objects.get()
    customers.name_rival(actor=own["seller"], opportunity_id=deal.pk, competitor=competitor)
    clear(sample, own["boss"])
    assert list(Competitor.objects.all()) == [competitor]
    assert list(Opportunity.objects.all()) == [deal]


def test_what_was_entered_on_a_sample_customer_goes_with_it_and_is_named_before(cast, sample, own):
    theirs = Customer.objects.order_by("pk").first()
    customers.add_collaborator(actor=cast.rep, customer_id=theirs.pk, person=own["seller"])
    customers.log_visit(
        actor=own["seller"], customer_id=theirs.pk, occurred_at=clock.now() - timedelta(hours=1), outcome="progress"
    )
    html = sign_in(own["boss"]).get("/sample-data/").content.decode()
    assert "会一起清走" in html
    assert str(Visit.objects.get(visitor=own["seller"])) in html
    clear(sample, own["boss"])
    assert not Visit.objects.exists()


def test_nothing_of_ones_own_is_named_when_there_is_nothing(sample, own):
    """Negative control."""
    assert "会一起清走" not in sign_in(own["boss"]).get("/sample-data/").content.decode()


def test_what_the_company_set_stays(sample, own):
    routes, roles, patterns = ApprovalRoute.objects.count(), Role.objects.count(), NumberPattern.objects.count()
    clear(sample, own["boss"])
    assert (routes, roles, patterns) == (
        ApprovalRoute.objects.count(),
        Role.objects.count(),
        NumberPattern.objects.count(),
    )


def test_registers_log_and_history_stay_and_still_tie(sample, own):
    audit.seal()
    before = (AuditEntry.objects.count(), StampEntry.objects.count(), Dispatch.objects.count())
    assert all(before)
    clear(sample, own["boss"])
    audit.seal()
    assert audit.verify() == []
    assert (StampEntry.objects.count(), Dispatch.objects.count()) == before[1:]
    assert str(StampEntry.objects.get()).startswith("#")
    stamped = AuditEntry.objects.get(code="quote.stamped")
    html = sign_in(own["boss"]).get(f"/audit/{stamped.pk}/").content.decode()
    assert stamped.subject_label in html
    assert stamped.actor_label in html


def test_it_is_one_event_with_counts(sample, own):
    last = AuditEntry.objects.order_by("-pk").first().pk
    clear(sample, own["boss"])
    events = AuditEntry.objects.filter(pk__gt=last)
    assert [event.code for event in events] == ["sample.removed"]
    assert events[0].actor == own["boss"]
    assert (events[0].data["customers.customer"], events[0].data["quotes.quote"]) == (2, 2)
    html = sign_in(own["boss"]).get(f"/audit/{events[0].pk}/").content.decode()
    assert "清走了样例数据" in html
    assert "客户" in html


def test_every_deleted_row_is_in_the_history(sample, own):
    ids = set(Customer.objects.values_list("pk", flat=True))
    clear(sample, own["boss"])
    gone = apps.get_model("customers", "CustomerEvent").objects.filter(pgh_label="delete")
    assert set(gone.values_list("id", flat=True)) == ids


def test_files_go_from_the_disk(sample, own, tmp_path, django_capture_on_commit_callbacks):
    def files():
        return [path for path in tmp_path.rglob("*") if path.is_file()]

    assert len(files()) == 3
    with django_capture_on_commit_callbacks(execute=True):
        clear(sample, own["boss"])
    assert files() == []


def test_sample_accounts_are_closed_and_out_of_sight(cast, sample, own):
    browser = sign_in(cast.rep)
    assert browser.get("/").status_code == 200
    clear(sample, own["boss"])
    assert browser.get("/").status_code == 302
    rep = cast.rep
    assert not rep.is_active
    assert rep.is_hidden
    assert rep.unit is None
    assert not rep.grants.exists()
    boss = sign_in(own["boss"])
    assert rep.display_name not in boss.get("/org/people/").content.decode()
    assert boss.get(rep.get_absolute_url()).status_code == 404
    for found in ("/pick/org.person/?q=lxf", "/search/?q=lxf"):
        assert "林晓峰" not in boss.get(found).content.decode()


@pytest.mark.parametrize("path", ["customers", "visits", "quotes", "products", "approval-requests", "contacts"])
def test_the_api_lists_nothing_of_it(cast, sample, own, path):
    chief = appoint(cast, "chief", "何总", "director", "company")
    clear(sample, own["boss"])
    _row, key = tokens.issue_token(actor=chief, name="t", days=30)
    answer = Client().get(f"/api/v1/{path}/", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    assert answer.json()["results"] == []


def test_units_go_unless_somebody_of_ones_own_works_there_or_has_named_them(cast, sample, own):
    structure.edit_unit(actor=own["boss"], unit_id=cast.unit("tech").pk, facts={"name": "研发部"})
    told = {line.label: line.number for line in contents.goes(sample)}
    clear(sample, own["boss"])
    assert told["部门"] == sample.removed["org.unit"] == len(cast.unit_ids) - 4
    left = set(Unit.objects.values_list("name", flat=True))
    # seller works in 华东一组, boss in the company, 研发部 was named anew.
    assert left == {"澜川电气", "华东区", "华东一组", "研发部"}


def test_only_administrators(cast, sample, own):
    for login in ("rep", "director", "hr"):
        assert sign_in(getattr(cast, login)).get("/sample-data/").status_code == 403
        with pytest.raises(Forbidden):
            removal.order_removal(actor=getattr(cast, login))


def test_a_sample_administrator_is_led_to_an_account_of_his_own_first(cast, sample):
    browser = sign_in(cast.admin)
    html = browser.get("/sample-data/").content.decode()
    assert "/org/people/new/" in html or "开自己的管理员账号" in html
    assert "btn-danger-solid" not in html
    with pytest.raises(Forbidden):
        removal.order_removal(actor=cast.admin)
    answer = browser.post("/sample-data/", {"sure": "on"})
    assert answer.status_code == 400
    appoint(cast, "boss", "汪洋", "admin", "company")
    assert "汪洋" in browser.get("/sample-data/").content.decode()


def test_it_is_confirmed_by_a_tick(sample, own):
    browser = sign_in(own["boss"])
    assert browser.post("/sample-data/", {}).status_code == 400
    assert SampleData.objects.get().ordered_at is None
    assert browser.post("/sample-data/", {"sure": "on"}).status_code == 302
    assert "排上队了" in browser.get("/sample-data/").content.decode()
    asked = browser.get("/sample-data/", headers={"HX-Request": "true"})
    assert "排上队了" in asked.content.decode()
    assert "<html" not in asked.content.decode()
    assert removal.work_later(sample.pk)
    assert browser.get("/sample-data/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    html = browser.get("/sample-data/").content.decode()
    assert "样例数据清走了" in html
    assert Notification.objects.get(recipient=own["boss"]).code == "sample.removed"


def test_what_sample_people_hold_of_ones_own_goes_to_a_successor(cast, sample, own):
    """The seller's quote waits for head, who is of the sample; and a customer was handed to rep."""
    product = Product.objects.order_by("pk").first()
    _customer, quote = enter(own["seller"], "自己的客户有限公司", product)
    world.submit(quote, own["seller"])
    given, _none = enter(own["seller"], "交出去的客户有限公司")
    customers.transfer_customer(actor=cast.head, customer_id=given.pk, to=cast.rep)
    with pytest.raises(Invalid):
        removal.order_removal(actor=own["boss"])
    with pytest.raises(Invalid):
        removal.order_removal(actor=own["boss"], successor=cast.rep2)
    html = sign_in(own["boss"]).get("/sample-data/").content.decode()
    assert "待审批" in html
    assert 'name="successor"' in html
    manager = appoint(cast, "manager", "程璐", "head")
    clear(sample, own["boss"], successor=manager)
    given.refresh_from_db()
    assert given.owner == manager
    assert ApprovalSeat.objects.get(verdict="").approver == manager


def test_nobody_is_asked_for_a_successor_when_nothing_is_held(sample, own):
    """Negative control."""
    assert 'name="successor"' not in sign_in(own["boss"]).get("/sample-data/").content.decode()


def test_a_stand_in_of_the_sample_ends(cast, sample, own):
    org.set_stand_in(actor=own["seller"], principal=own["seller"], substitute=cast.rep, starts=clock.today(), ends=None)
    clear(sample, own["boss"])
    assert StandIn.objects.get().cancelled_at is not None


def test_cut_short_it_goes_on_where_it_stopped(sample, own, monkeypatch):
    monkeypatch.setattr(removal, "BATCH", 1)
    removal.order_removal(actor=own["boss"])
    whole = removal.fan

    def dies(model, ids):
        if model is Customer and Customer.objects.count() == 1:
            raise SystemExit
        return whole(model, ids)

    monkeypatch.setattr(removal, "fan", dies)
    with pytest.raises(SystemExit):
        removal.work(sample.pk)
    sample.refresh_from_db()
    assert (sample.state, Customer.objects.count()) == (JobState.RUNNING, 1)
    # What is left is a company: the other customer with all that hangs on it.
    assert (Visit.objects.count(), Quote.objects.count()) == (1, 1)
    # A living worker is left alone; a dead one's lease runs out.
    assert removal.due() == []
    monkeypatch.setattr(removal, "fan", whole)
    SampleData.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert removal.due() == [sample.pk]
    assert removal.work(sample.pk)
    sample.refresh_from_db()
    assert (sample.state, sample.removed["customers.customer"]) == (JobState.DONE, 2)


def test_a_worker_that_was_overtaken_stops(sample, own, monkeypatch):
    removal.order_removal(actor=own["boss"])
    whole = removal.fan

    def overtaken(model, ids):
        SampleData.objects.update(attempts=9)
        return whole(model, ids)

    monkeypatch.setattr(removal, "BATCH", 1)
    monkeypatch.setattr(removal, "fan", overtaken)
    assert removal.work(sample.pk) is False
    assert Customer.objects.count() == 1


def test_what_refuses_says_why_and_may_be_tried_again(cast, sample, own):
    """A key customer of one's own, kept by the sample's account manager, cannot go to whoever may keep none."""
    given, _none = enter(own["seller"], "大客户有限公司")
    customers.classify_customer(
        actor=cast.director,
        customer_id=given.pk,
        customer_class="key",
        account_manager=cast.account,
        reason="年采购过亿",
    )
    removal.order_removal(actor=own["boss"], successor=own["seller"])
    assert removal.work(sample.pk)
    sample.refresh_from_db()
    assert sample.state == JobState.FAILED
    assert "大客户" in sample.refusal
    assert "大客户" in sign_in(own["boss"]).get("/sample-data/").content.decode()
    clear(sample, own["boss"], successor=appoint(cast, "keeper", "付强", "account", "east"))


def test_twice_is_refused(sample, own):
    clear(sample, own["boss"])
    with pytest.raises(Conflict):
        removal.order_removal(actor=own["boss"])


def test_without_a_sample_there_is_nothing_to_remove(cast):
    """Negative control: a company that never had one."""
    assert "这里没有样例数据" in sign_in(cast.admin).get("/sample-data/").content.decode()
    with pytest.raises(Conflict):
        removal.order_removal(actor=cast.admin)


def test_the_administrators_first_steps_lead_there(cast, sample, own):
    html = sign_in(own["boss"]).get("/start/").content.decode()
    assert "清走样例数据" in html
    clear(sample, own["boss"])
    assert "清走样例数据" not in sign_in(own["boss"]).get("/start/").content.decode()


def test_the_command_takes_the_same_way(sample, own):
    call_command("demo", "--clear", stdout=StringIO())
    assert not Customer.objects.exists()
    assert audit.verify() == []
    with pytest.raises(CommandError):
        call_command("demo", "--clear", stdout=StringIO())


def test_the_command_leaves_nobody_locked_out(sample):
    with pytest.raises(CommandError):
        call_command("demo", "--clear", stdout=StringIO())
    assert Customer.objects.exists()


def test_the_way_over_the_foreign_keys_stops_at_the_registers(sample, own):
    found = reach.fan(Customer, Customer.objects.values_list("pk", flat=True))
    assert {Quote, Visit, Contact, ApprovalRequest, ApprovalSeat} <= set(found)
    assert not {StampEntry, Dispatch, User, AuditEntry} & set(found)
