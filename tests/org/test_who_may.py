"""A refusal sends one on: it names the roles that hold the right it rests on, and nobody by name."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core import rights
from core.errors import Conflict, Forbidden
from core.pages import exporting
from org.models import Role, RoleGrant, User
from org.services import dismiss_person

pytestmark = pytest.mark.django_db


def told(viewer, code, needs=()):
    return [role.label for role in rights.who_may(viewer, Forbidden(code, needs=needs))]


def test_the_page_names_the_roles_and_leads_to_them(client, cast):
    client.force_login(cast.finance)
    answer = client.get("/customers/new/")
    assert answer.status_code == 403
    page = answer.content.decode()
    for code in ("rep", "account", "head", "inside", "marketing"):
        assert f'href="{Role.objects.get(code=code).get_absolute_url()}"' in page
    for code in ("engineer", "finance", "leader"):
        assert f'href="{Role.objects.get(code=code).get_absolute_url()}"' not in page


def test_the_page_names_no_person(client, cast):
    client.force_login(cast.engineer)
    page = client.get("/customers/new/").content.decode()
    assert not [str(person) for person in cast.everyone() if person != cast.engineer and str(person) in page]


def test_scripts_and_toasts_are_told_too(client, cast):
    client.force_login(cast.rep)
    for answer in (
        client.get("/jobs/", headers={"HX-Request": "true"}),
        client.get("/api/v1/audit-entries/"),
    ):
        assert answer.status_code == 403
        assert answer.json()["roles"] == ["系统管理员"]
        assert answer.json()["detail"].endswith("。这一步由系统管理员来做")


def test_what_a_list_asks_for_is_told_by_the_list(cast):
    with pytest.raises(Forbidden) as refused:
        exporting.check(cast.rep, "customers.customers")
    roles = [role.label for role in rights.who_may(cast.rep, refused.value)]
    assert roles == ["销售经理", "区域经理", "营销总监", "销售副总", "公司领导"]


def test_a_role_without_the_right_is_not_named(cast):
    assert told(cast.rep, "quote.stamp") == ["销售内勤"]
    Role.objects.filter(code="inside").update(capabilities=[])
    assert told(cast.rep, "quote.stamp") == []


def test_a_role_that_nobody_holds_is_not_named(cast):
    RoleGrant.objects.filter(role__code="vp").delete()
    assert told(cast.rep, "focus.confirm") == ["营销总监"]


def test_a_role_whose_holders_left_is_not_named(cast):
    dismiss_person(actor=cast.admin, user_id=cast.vp.pk, successor=cast.director, reason="离职")
    assert not User.objects.get(pk=cast.vp.pk).is_active
    assert told(cast.rep, "focus.confirm") == ["营销总监"]


def test_who_holds_the_right_is_not_sent_to_those_who_hold_it_too(cast):
    """What stopped her was whose quote it is."""
    assert told(cast.head, "quote.edit_own") == []


def test_of_two_rights_the_one_that_lacks_is_told(cast):
    """Any of those who edit may classify; 大客户 only who assigns."""
    assert "销售代表" in told(cast.finance, "customer.classify")
    assert told(cast.rep, "customer.classify")[0] == "销售经理"


def test_a_rule_about_persons_names_no_role(cast):
    assert told(cast.rep, "workflow.withdraw_own") == []


def test_strangers_and_other_refusals_are_told_nothing(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rights.who_may(AnonymousUser(), Forbidden("quote.stamp")) == []
        assert rights.who_may(None, Forbidden("quote.stamp")) == []
        assert rights.who_may(User(username="nobody"), Conflict("quote.stamp")) == []
