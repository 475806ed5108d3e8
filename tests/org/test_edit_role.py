import pytest
from django.utils import translation

from core.errors import Conflict, Forbidden, Invalid
from org import services, structure
from org.models import Role


def role(code):
    return Role.objects.get(code=code)


def edit(cast, code, actor="admin", **facts):
    return structure.edit_role(actor=getattr(cast, actor), role_id=role(code).pk, facts=facts)


def test_all_holders_follow_at_the_next_request(cast):
    assert not cast.rep.can("customers.export")
    edit(cast, "rep", capabilities=[*role("rep").capabilities, "customers.export"])
    assert cast.rep.can("customers.export")
    assert cast.rep2.can("customers.export")


def test_sight_follows_too(cast):
    assert cast.rep.access.scope("customers") == "own"
    edit(cast, "rep", scopes={"customers": "subtree"})
    assert cast.rep.access.scope("customers") == "subtree"
    assert cast.rep.access.scope("visits") == "none"


@pytest.mark.parametrize(
    "facts",
    [{"capabilities": ["quotes.everything"]}, {"scopes": {"customers": "galaxy"}}, {"scopes": {"moon": "all"}}],
)
def test_unknown_words_are_refused(cast, facts):
    with pytest.raises(Invalid):
        edit(cast, "rep", **facts)


def test_nobody_widens_their_own_role(cast):
    with pytest.raises(Forbidden) as refused:
        edit(cast, "admin", scopes={"customers": "all"})
    assert refused.value.code == "org.own_role"
    assert edit(cast, "admin", duties="管系统").duties == "管系统"


def test_somebody_must_remain_who_manages(cast):
    structure.create_role(actor=cast.admin, code="second", name="第二管理员", like=role("admin"))
    services.grant_roles(actor=cast.admin, user_id=cast.hr.pk, roles=[role("second")])
    edit(cast, "admin", actor="hr", capabilities=["audit.read"])
    assert not cast.admin.can("org.manage")
    with pytest.raises(Forbidden):
        edit(cast, "second", actor="hr", capabilities=[])


@pytest.mark.parametrize("actor", ["rep", "leader", "hr"])
def test_only_administrators(cast, actor):
    with pytest.raises(Forbidden):
        edit(cast, "rep", actor=actor, name="王")
    with pytest.raises(Forbidden):
        structure.create_role(actor=getattr(cast, actor), code="x", name="x")
    with pytest.raises(Forbidden):
        structure.remove_role(actor=getattr(cast, actor), role_id=role("rep").pk)


def test_a_role_in_use_stays(cast):
    with pytest.raises(Conflict):
        structure.remove_role(actor=cast.admin, role_id=role("rep").pk)
    spare = structure.create_role(actor=cast.admin, code="spare", name="备用")
    structure.remove_role(actor=cast.admin, role_id=spare.pk)
    assert not Role.objects.filter(code="spare").exists()


def test_the_page_writes_what_is_ticked(cast, client):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    sent = {
        "name": "销售代表",
        "duties": "卖",
        "capabilities": ["visits.log", "customers.create"],
        "scope_customers": "subtree",
        "scope_visits": "own",
        "scope_quotes": "none",
        "scope_people": "own",
    }
    assert client.post("/org/roles/rep/edit/", sent).status_code == 302
    assert role("rep").capabilities == ["customers.create", "visits.log"]
    assert role("rep").scopes["customers"] == "subtree"


def test_our_roles_speak_their_readers_language_and_a_companys_stay_as_written(cast, client):
    structure.create_role(actor=cast.admin, code="dealer", name="渠道经理", duties="管渠道。")
    reader = cast.rep
    reader.language = "en"
    reader.save(update_fields=["language"])
    client.force_login(reader, backend="org.backends.PasswordBackend")
    with translation.override("en"):  # the request speaks it; the next test must not
        page = client.get("/org/roles/").content.decode()
        person = client.get(reader.get_absolute_url()).content.decode()
    assert "Sales rep" in page
    assert "销售代表" not in page
    assert "渠道经理" in page
    assert "Sales rep" in person
