"""公海 through its pages, its API and in bulk: each channel holds the rules of the service."""

from datetime import datetime, timedelta

import pytest

from core import clock, policy
from core.models import BulkRun
from customers import services
from customers.choices import CustomerClass, PoolStep
from customers.models import Customer, PoolExtension, PoolMove
from customers.policy import POOL_BAR, POOL_CLAIMS, POOL_MOST
from tests.api.client import Api, refused
from tests.customers.conftest import enter

MONDAY = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
NAMES = ("杭州甲机电有限公司", "杭州乙机电有限公司", "杭州丙机电有限公司")


@pytest.fixture(autouse=True)
def _monday(time_machine):
    """Early enough in the day that no test runs over midnight."""
    time_machine.move_to(MONDAY)


@pytest.fixture
def pooled(cast):
    """Three customers rep gave up; rep2 and the head find them."""
    return [give_up(cast, name) for name in NAMES]


def give_up(cast, name):
    customer = enter(cast.rep, name, industry="泵阀")
    services.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平", "phone": "13700001111"})
    return services.release_customer(actor=cast.rep, customer_id=customer.pk, reason="跑不过来")


def revise(cast, key, raw):
    policy.revise(actor=cast.admin, key=key, raw=raw, clause="{value}", valid_from=clock.today())


def owned(person):
    return set(Customer.objects.filter(owner=person).values_list("name", flat=True))


def by_page(cast, login, customer, as_):
    answer = as_(login).post(f"/customers/pool/{customer.pk}/claim/")
    return answer.status_code == 302, answer.content.decode()


def by_api(cast, login, customer, as_):
    answer = Api(getattr(cast, login)).post(f"pool/{customer.pk}/claim/")
    return answer.status_code == 200, answer.content.decode()


def by_bulk(cast, login, customer, as_):
    browser = as_(login)
    chosen = browser.post("/customers/pool/", {"bulk": "claim", "id": [f"{customer.pk}:{customer.version}"]})
    if chosen.status_code != 302:
        return False, chosen.content.decode()
    browser.post(chosen["Location"])
    return customer.name in owned(getattr(cast, login)), browser.get(chosen["Location"]).content.decode()


CHANNELS = pytest.mark.parametrize("claim", [by_page, by_api, by_bulk])


@CHANNELS
class TestEveryChannel:
    def test_a_colleague_of_the_region_gets_it(self, cast, pooled, as_, claim):
        done, _answer = claim(cast, "rep2", pooled[0], as_)
        assert done
        assert owned(cast.rep2) == {NAMES[0]}
        assert PoolMove.objects.get(step=PoolStep.CLAIMED).person == cast.rep2

    @pytest.mark.parametrize("login", ["inside", "finance", "service", "marketing", "hr", "admin"])
    def test_not_without_the_right(self, cast, pooled, as_, claim, login):
        done, _answer = claim(cast, login, pooled[0], as_)
        assert not done
        assert not PoolMove.objects.filter(step=PoolStep.CLAIMED).exists()

    def test_not_from_another_region(self, cast, pooled, as_, claim):
        done, answer = claim(cast, "rep_south", pooled[0], as_)
        assert not done
        assert NAMES[0] not in answer
        assert owned(cast.rep_south) == set()

    def test_the_former_owner_waits(self, cast, pooled, as_, claim):
        done, answer = claim(cast, "rep", pooled[0], as_)
        assert (done, "15 天内留给别人" in answer) == (False, True)
        revise(cast, POOL_BAR, 0)
        assert claim(cast, "rep", pooled[0], as_)[0]

    def test_no_more_than_the_days_claims(self, cast, pooled, as_, claim, time_machine):
        revise(cast, POOL_CLAIMS, 1)
        assert claim(cast, "rep2", pooled[0], as_)[0]
        done, answer = claim(cast, "rep2", pooled[1], as_)
        assert (done, "今天已经领了 1 家" in answer) == (False, True)
        time_machine.shift(timedelta(days=1))
        assert claim(cast, "rep2", pooled[1], as_)[0]

    def test_no_more_than_one_may_have(self, cast, pooled, as_, claim):
        revise(cast, POOL_MOST, 1)
        other = enter(cast.rep2, "南京丁机电有限公司")
        done, answer = claim(cast, "rep2", pooled[0], as_)
        assert (done, "名下已有 1 家" in answer) == (False, True)
        services.release_customer(actor=cast.rep2, customer_id=other.pk, reason="腾地方")
        assert claim(cast, "rep2", pooled[0], as_)[0]

    def test_what_a_colleague_took_meanwhile_is_said(self, cast, pooled, as_, claim):
        services.claim_customer(actor=cast.head, customer_id=pooled[0].pk)
        done, _answer = claim(cast, "rep2", pooled[0], as_)
        assert not done
        assert owned(cast.head) == {NAMES[0]}


def test_one_run_takes_as_many_as_the_day_allows(cast, pooled, as_):
    """The limit counts row by row: what is beyond it is told with its reason, what was within stays taken."""
    revise(cast, POOL_CLAIMS, 2)
    browser = as_("rep2")
    chosen = browser.post("/customers/pool/", {"bulk": "claim", "id": [f"{row.pk}:{row.version}" for row in pooled]})
    browser.post(chosen["Location"])
    assert len(owned(cast.rep2)) == 2
    assert "今天已经领了 2 家" in browser.get(chosen["Location"]).content.decode()


def test_a_second_click_takes_nothing_more_and_says_so(cast, pooled, as_):
    browser = as_("rep2")
    first = browser.post(f"/customers/pool/{pooled[0].pk}/claim/")
    second = browser.post(f"/customers/pool/{pooled[0].pk}/claim/")
    assert first["Location"] == f"/customers/{pooled[0].pk}/"
    assert second["Location"] == first["Location"]
    assert PoolMove.objects.filter(step=PoolStep.CLAIMED).count() == 1


def test_the_list_shows_no_more_than_one_needs_to_choose(cast, pooled, as_):
    for page in ("/customers/pool/", f"/customers/pool/{pooled[0].pk}/"):
        shown = as_("rep2").get(page).content.decode()
        assert NAMES[0] in shown
        assert "刘建平" not in shown
        assert "13700001111" not in shown
    assert as_("rep2").get(f"/customers/{pooled[0].pk}/").status_code == 404


def test_the_api_shows_no_more_either(cast, pooled):
    (body, *_rest) = Api(cast.rep2).get("pool/").json()["results"]
    assert not body.keys() & {"phone", "contacts", "owner", "uscc", "address"}
    assert Api(cast.rep2).get(f"customers/{pooled[0].pk}/").status_code == 404
    assert Api(cast.rep_south).get("pool/").json()["results"] == []
    refused(Api(cast.rep_south).get(f"pool/{pooled[0].pk}/"), 404)


def test_the_search_and_the_picker_do_not_find_what_is_in_the_pool(cast, pooled, as_):
    for address in ("/search/?q=杭州甲", "/pick/customers.customer/?q=杭州甲"):
        assert NAMES[0] not in as_("rep2").get(address).content.decode()
        assert NAMES[0] in as_("director").get(address).content.decode()


class TestRelease:
    def test_by_page_with_a_reason(self, cast, customer, as_):
        page = f"/customers/{customer.pk}/release/"
        assert "必填" in as_("rep").post(page, {"reason": " "}).content.decode()
        assert Customer.objects.get().owner == cast.rep
        answer = as_("rep").post(page, {"reason": "跑不过来"})
        assert answer.status_code == 302
        assert Customer.objects.get().owner is None

    def test_who_gave_it_up_is_led_to_a_page_there_is(self, cast, customer, as_):
        answer = as_("rep").post(f"/customers/{customer.pk}/release/", {"reason": "跑不过来"}, follow=True)
        assert answer.status_code == 200

    def test_by_api_with_the_version_seen(self, cast, customer):
        address, body = f"customers/{customer.pk}/release/", {"reason": "跑不过来"}
        refused(Api(cast.rep).post(address, body), 400)
        refused(Api(cast.rep).post(address, body, version=customer.version + 1), 412)
        assert Customer.objects.get().owner == cast.rep
        Api(cast.rep).post(address, body, version=customer.version)
        assert Customer.objects.get().owner is None

    def test_in_bulk_row_by_row(self, cast, customer, as_):
        key = enter(cast.head, "镇江江海电缆有限公司", customer_class=CustomerClass.KEY, account_manager=cast.account)
        rows = [f"{row.pk}:{row.version}" for row in (customer, key)]
        browser = as_("head")
        place = browser.post("/customers/?scene=all", {"bulk": "release", "id": rows})["Location"]
        browser.post(place, {"reason": "调整"})
        assert [row.name for row in Customer.objects.filter(owner=None)] == [customer.name]
        assert "大客户不能放" in browser.get(place).content.decode()
        assert BulkRun.objects.get().state == "done"

    def test_a_colleague_who_works_on_it_may_not(self, cast, customer, as_):
        services.add_collaborator(actor=cast.rep, customer_id=customer.pk, person=cast.rep_south)
        answer = as_("rep_south").post(f"/customers/{customer.pk}/release/", {"reason": "调整"})
        assert answer.status_code == 403
        assert Customer.objects.get().owner == cast.rep


class TestExtension:
    def test_by_page(self, cast, customer, as_, time_machine):
        time_machine.shift(timedelta(days=115))
        page = f"/customers/{customer.pk}/extend/"
        late = {"until": clock.today() + timedelta(days=31), "reason": "等招标"}
        assert "最多延到" in as_("rep").post(page, late).content.decode()
        assert not PoolExtension.objects.exists()
        assert as_("rep").post(page, {**late, "until": clock.today() + timedelta(days=30)}).status_code == 302
        assert PoolExtension.objects.get().state == "reported"
        assert "延期在审批" in as_("rep").get(f"/customers/{customer.pk}/").content.decode()
        again = as_("rep").post(page, {**late, "until": clock.today() + timedelta(days=20)})
        assert "上一个延期申请还在审批" in again.content.decode()
        assert PoolExtension.objects.count() == 1

    def test_the_head_reads_why_and_decides(self, cast, customer, as_, time_machine):
        time_machine.shift(timedelta(days=115))
        until = clock.today() + timedelta(days=30)
        services.ask_extension(actor=cast.rep, customer_id=customer.pk, until=until, reason="十二月招标，我们陪到底")
        page = as_("head").get("/inbox/", follow=True).content.decode()
        assert "十二月招标，我们陪到底" in page
        assert customer.name in page

    def test_by_api(self, cast, customer, time_machine):
        time_machine.shift(timedelta(days=115))
        body = {"until": str(clock.today() + timedelta(days=5)), "reason": "等招标"}
        refused(Api(cast.rep).post(f"customers/{customer.pk}/extend/", body), 400, "customer.extension_short")
        body["until"] = str(clock.today() + timedelta(days=6))
        refused(Api(cast.head).post(f"customers/{customer.pk}/extend/", body), 403, "customer.extend")
        assert Api(cast.rep).post(f"customers/{customer.pk}/extend/", body).status_code == 200
        refused(Api(cast.rep).post(f"customers/{customer.pk}/extend/", body), 409, "customer.extension_waits")


class TestOtherWaysToACustomer:
    """The limits are those of 公海. What a superior decides, and what one finds oneself, they do not count."""

    def test_a_superior_gives_beyond_the_limits(self, cast, pooled):
        revise(cast, POOL_CLAIMS, 0)
        revise(cast, POOL_MOST, 0)
        services.transfer_customer(actor=cast.director, customer_id=pooled[0].pk, to=cast.rep2)
        assert owned(cast.rep2) == {NAMES[0]}

    def test_the_head_gives_back_what_waits_for_others(self, cast, pooled):
        """The bar keeps people from holding a customer for ever; who answers for the region may lift it."""
        services.transfer_customer(actor=cast.director, customer_id=pooled[0].pk, to=cast.rep)
        assert owned(cast.rep) == {NAMES[0]}

    def test_entering_it_anew_is_a_duplicate(self, cast, pooled):
        """Or the limits would be one page away: a second file of the same company."""
        answer = Api(cast.rep).post("customers/", {"name": NAMES[0]})
        body = refused(answer, 409, "customer.duplicate")
        assert "公海" in body["detail"]

    def test_what_one_finds_oneself_is_not_counted(self, cast, pooled):
        revise(cast, POOL_CLAIMS, 1)
        enter(cast.rep2, "南京丁机电有限公司")
        services.claim_customer(actor=cast.rep2, customer_id=pooled[0].pk)
        assert owned(cast.rep2) == {"南京丁机电有限公司", NAMES[0]}


def due(page):
    """Code → number of the home page's sections about customers, and how many reports are late on these days besides."""
    numbers = {section.code: section.total.number for section in page.context["sections"]}
    return numbers, numbers.pop("own_reports")


@pytest.mark.parametrize("leaving", [1, 8])
def test_today_names_who_is_about_to_leave_once_and_counts_it_once(cast, as_, time_machine, leaving):
    for number in range(leaving):
        enter(cast.rep, f"杭州第{number}机电有限公司")
    time_machine.move_to(MONDAY + timedelta(days=50))
    for number in range(2):
        enter(cast.rep, f"宁波第{number}机电有限公司")
    time_machine.move_to(MONDAY + timedelta(days=113))
    page = as_("rep").get("/")
    numbers, reports = due(page)
    assert numbers == {"leaving": leaving, "due_visits": leaving + 2}
    assert page.context["lead"] == {"late": f"{leaving + 2 + reports} 件逾期", "rest": ""}
    assert page.content.decode().count("杭州第0机电有限公司") == 1


def test_today_counts_them_also_when_nothing_else_is_due(cast, as_, time_machine):
    enter(cast.rep, NAMES[0])
    time_machine.move_to(MONDAY + timedelta(days=113))
    page = as_("rep").get("/")
    numbers, reports = due(page)
    assert numbers == {"leaving": 1}
    assert page.context["lead"] == {"late": f"{1 + reports} 件逾期", "rest": ""}
