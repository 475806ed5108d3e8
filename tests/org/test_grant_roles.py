import threading

import pytest

from core.errors import Conflict, Forbidden
from org import services
from org.models import Role, RoleGrant, User


def roles(*codes):
    return list(Role.objects.filter(code__in=codes))


def test_rights_follow_at_the_next_request(cast, client):
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    assert client.get("/org/people/new/").status_code == 403
    services.grant_roles(actor=cast.admin, user_id=cast.rep.pk, roles=roles("rep", "admin"))
    assert client.get("/org/people/new/").status_code == 200
    services.grant_roles(actor=cast.admin, user_id=cast.rep.pk, roles=roles("rep"))
    assert client.get("/org/people/new/").status_code == 403


def test_exactly_these_roles(cast):
    services.grant_roles(actor=cast.admin, user_id=cast.rep.pk, roles=roles("head", "inside"))
    assert {role.code for role in cast.rep.access.roles} == {"head", "inside"}


def test_nobody_changes_their_own(cast):
    with pytest.raises(Forbidden) as refused:
        services.grant_roles(actor=cast.admin, user_id=cast.admin.pk, roles=roles("admin", "leader"))
    assert refused.value.code == "org.own_roles"


@pytest.mark.parametrize("actor", ["head", "leader", "hr"])
def test_only_administrators(cast, actor):
    with pytest.raises(Forbidden):
        services.grant_roles(actor=getattr(cast, actor), user_id=cast.rep.pk, roles=roles("admin"))


def test_an_administrator_remains(cast):
    with pytest.raises(Conflict) as refused:
        services.grant_roles(actor=None, user_id=cast.admin.pk, roles=roles("rep"))
    assert refused.value.code == "org.last_administrator"
    assert cast.admin.can("org.manage")


@pytest.fixture
def two_administrators(committed_db, cast):
    services.grant_roles(actor=cast.admin, user_id=cast.hr.pk, roles=roles("admin"))
    return cast.admin, cast.hr


def depose(committed_db, first, second):
    """They take the role from each other at the same moment."""
    return committed_db.together(
        [
            lambda: services.grant_roles(actor=first, user_id=second.pk, roles=roles("rep")),
            lambda: services.grant_roles(actor=second, user_id=first.pk, roles=roles("rep")),
        ]
    )


def test_two_administrators_cannot_remove_each_other(committed_db, two_administrators):
    for result in depose(committed_db, *two_administrators):
        assert isinstance(result, (User, Conflict)), result
    assert User.objects.with_capability("org.manage").count() == 1


def test_control_without_the_turn_both_are_gone(committed_db, two_administrators, monkeypatch):
    """Both look around before either has committed."""
    meeting = threading.Barrier(2)
    real = services.require_administrator

    def look_together():
        real()
        meeting.wait(10)

    monkeypatch.setattr(services, "lock_administrators", lambda: None)
    monkeypatch.setattr(services, "require_administrator", look_together)
    depose(committed_db, *two_administrators)
    assert User.objects.with_capability("org.manage").count() == 0


def test_history_tells_who_held_what(cast):
    services.grant_roles(actor=cast.admin, user_id=cast.rep.pk, roles=roles("head"))
    events = RoleGrant.pgh_event_model.objects.filter(user_id=cast.rep.pk, pgh_label="delete")
    assert [event.role_id for event in events] == [Role.objects.get(code="rep").pk]
