import pytest

from org.access import Access
from org.models import Posting, Role, RoleGrant, StandIn, User

CUSTOMERS = {
    "rep": "own",
    "account": "own",
    "head": "subtree",
    "region": "subtree",
    "director": "all",
    "vp": "all",
    "leader": "all",
    "inside": "all",
    "engineer": "none",
    "finance": "all",
    "production": "none",
    "logistics": "none",
    "service": "all",
    "marketing": "own",
    "hr": "none",
    "admin": "none",
}


@pytest.mark.parametrize(("login", "scope"), CUSTOMERS.items())
def test_scope_of_each_role(cast, login, scope):
    assert getattr(cast, login).access.scope("customers") == scope


def test_with_several_roles_the_widest_counts(cast):
    RoleGrant.objects.create(user=cast.rep, role=Role.objects.get(code="head"))
    assert cast.rep.access.scope("customers") == "subtree"
    RoleGrant.objects.create(user=cast.rep, role=Role.objects.get(code="engineer"))
    assert cast.rep.access.scope("customers") == "subtree"


def test_nothing_without_roles_or_after_leaving(cast):
    RoleGrant.objects.filter(user=cast.head).delete()
    assert cast.head.access.scope("customers") == "none"
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    assert cast.director.access.scope("customers") == "none"
    assert not cast.director.access.capabilities


def test_an_unknown_domain_is_out_of_sight(cast):
    assert cast.leader.access.scope("salaries") == "none"


def test_team_of_a_head_is_the_subtree(cast):
    assert set(cast.head.access.team_ids) == {cast.head.pk, cast.rep.pk, cast.rep2.pk}
    assert cast.rep_south.pk not in cast.region.access.team_ids
    assert cast.rep.pk in cast.director.access.team_ids


def test_leavers_stay_in_the_team(cast):
    """Their records would go out of sight otherwise."""
    User.objects.filter(pk=cast.rep.pk).update(is_active=False)
    assert cast.rep.pk in cast.head.access.team_ids


def test_own_means_oneself(cast):
    assert cast.rep.access.user_ids("own") == [cast.rep.pk]


@pytest.mark.parametrize("most", [500, 2, -1])
def test_a_large_team_is_the_same_team(cast, monkeypatch, most):
    """Listed or asked for by units: only how it is asked changes."""
    monkeypatch.setattr("org.access.MOST_LISTED", most)
    access = cast.head.access
    assert isinstance(access.people("subtree"), list) is (most == 500)
    assert set(User.objects.filter(pk__in=access.people("subtree"))) == {cast.head, cast.rep, cast.rep2}
    assert access.people("own") == [cast.head.pk]
    assert set(access.team_ids) == {cast.head.pk, cast.rep.pk, cast.rep2.pk}


def test_without_a_unit_the_team_is_oneself(cast):
    User.objects.filter(pk=cast.head.pk).update(unit=None)
    assert cast.head.access.team_ids == [cast.head.pk]


@pytest.mark.parametrize(
    ("login", "sees"),
    [("rep", {"rep"}), ("head", {"rep", "rep2", "head"}), ("hr", "everybody"), ("admin", "everybody")],
)
def test_who_sees_where_people_worked(cast, login, sees):
    seen = {posting.user.username for posting in Posting.objects.visible_to(getattr(cast, login))}
    assert seen == (set(cast.ids) if sees == "everybody" else sees)


def test_colleagues_names_are_known_to_all_who_work_here(cast):
    assert User.objects.visible_to(cast.rep).count() == 19
    User.objects.filter(pk=cast.rep2.pk).update(is_active=False)
    assert User.objects.visible_to(cast.rep2).count() == 0


def test_nobody_sees_a_stranger_s_stand_in(cast):
    assert not StandIn.objects.visible_to(cast.rep).exists()


def test_remembered_for_one_request_only(cast):
    asked = []
    access = Access(cast.rep)
    for _time in range(3):
        access.remember("key", lambda: asked.append(1))
    assert asked == [1]
