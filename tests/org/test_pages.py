"""Every page of org opens for whom it is meant, and is a refusal with a name for the others."""

import pytest
from django.urls import reverse

from org import structure
from org.models import Role


@pytest.fixture
def visit(cast, client):
    def get(login, name, *args, **data):
        client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
        return client.get(reverse(f"org:{name}", args=args), data)

    return get


OPEN_TO_ALL = ["me", "token_list", "person_list", "unit_list", "role_list"]


@pytest.mark.parametrize("name", OPEN_TO_ALL)
@pytest.mark.parametrize("login", ["rep", "hr", "admin"])
def test_everybody_reads_the_company(visit, login, name):
    assert visit(login, name).status_code == 200


def test_records_open_to_all(cast, visit):
    assert visit("rep", "person_detail", cast.head.pk).status_code == 200
    assert visit("rep", "role_detail", "head").status_code == 200
    assert visit("rep", "stand_in_set", cast.rep.pk).status_code == 200


MANAGED = ["person_appoint", "unit_create", "role_create"]


@pytest.mark.parametrize("name", MANAGED)
def test_only_managers_open_the_forms(visit, name):
    assert visit("admin", name).status_code == 200
    refused = visit("rep", name)
    assert refused.status_code == 403
    assert "org.manage_only" in refused.content.decode()


def test_forms_about_one_person_unit_or_role(cast, visit):
    unit = cast.unit("east1")
    for name, args in [
        ("person_edit", [cast.rep.pk]),
        ("person_move", [cast.rep.pk]),
        ("person_grant", [cast.rep.pk]),
        ("unit_edit", [unit.pk]),
        ("unit_move", [unit.pk]),
        ("role_edit", ["rep"]),
    ]:
        assert visit("admin", name, *args).status_code == 200, name
        assert visit("head", name, *args).status_code == 403, name


def test_absent_rows_are_not_found(visit):
    assert visit("rep", "person_detail", 999_999).status_code == 404
    assert visit("rep", "role_detail", "nobody").status_code == 404
    assert visit("rep", "unit_list", unit=999_999).status_code == 404


def test_role_page_lists_duties_rights_sight_holders_and_screens(cast, visit):
    shown = visit("rep", "role_detail", "head").content.decode()
    role = Role.objects.get(code="head")
    for words in (role.duties, "部门审批（销售经理一级）", "本部门及下级的", str(cast.head), "能打开的页面"):
        assert words in shown


def test_role_page_lists_no_room_that_would_stay_empty(cast, visit):
    screens = visit("rep", "role_detail", "production").content.decode().split("能打开的页面")[1].split("</section>")[0]
    assert "今天" in screens
    assert "客户" not in screens
    assert (
        "客户" in visit("rep", "role_detail", "head").content.decode().split("能打开的页面")[1].split("</section>")[0]
    )


def test_role_page_links_what_its_reader_may_open(cast, visit):
    address = f'href="{reverse("core:audit_list")}"'
    assert address not in visit("rep", "role_detail", "admin").content.decode()
    assert address in visit("admin", "role_detail", "admin").content.decode()


def test_holders_of_a_role_are_one_click_away(cast, visit):
    role = Role.objects.get(code="rep")
    assert f'{reverse("org:person_list")}?role={role.pk}"' in visit("hr", "role_list").content.decode()
    found = visit("hr", "person_list", role=role.pk).content.decode()
    assert cast.rep2.get_absolute_url() in found
    assert cast.head.get_absolute_url() not in found


def test_a_role_leads_to_what_happened_to_it(cast, visit, client):
    structure.edit_role(actor=cast.admin, role_id=Role.objects.get(code="head").pk, facts={"duties": "带一个组。"})
    address = reverse("core:timeline", args=["org.role", Role.objects.get(code="head").pk])
    assert address in visit("rep", "role_detail", "head").content.decode()
    assert "改了角色" in client.get(address).content.decode()


def test_a_unit_leads_to_what_happened_to_it(cast, visit, client):
    unit = cast.head.unit
    structure.edit_unit(actor=cast.admin, unit_id=unit.pk, facts={"name": "一组"})
    address = reverse("core:timeline", args=["org.unit", unit.pk])
    assert address in visit("rep", "unit_list", unit=unit.pk).content.decode()
    assert "改了部门" in client.get(address).content.decode()


def test_people_are_found_by_pinyin(cast, visit):
    found = visit("rep", "person_list", q="zhoumin").content.decode()
    assert cast.head.get_absolute_url() in found
    assert cast.region.get_absolute_url() not in found


def test_answers_are_kept_by_no_cache(visit):
    assert "no-store" in visit("rep", "person_list")["Cache-Control"]
