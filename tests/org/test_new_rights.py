"""What a release brings goes to the roles it was made for, once; what a company has judged stays as it is."""

import pytest

from core import bootstrap
from core.models import AuditEntry
from org import default_roles, structure
from org.models import Role

NEW, DOMAIN = "customers.export", "opportunities"


def role(code="rep"):
    return Role.objects.get(code=code)


@pytest.fixture
def release(cast, monkeypatch):
    """The company stands as before 商机 came, and its next release lets reps take customers out."""
    old = role()
    without = {domain: scope for domain, scope in old.scopes.items() if domain != DOMAIN}
    Role.objects.filter(pk=old.pk).update(scopes=without, offered=[one for one in old.offered if one != DOMAIN])
    found = default_roles.ROLES.copy()
    at = next(index for index, (code, *_rest) in enumerate(found) if code == "rep")
    code, name, capabilities, scopes, duties = found[at]
    found[at] = (code, name, [*capabilities, NEW], scopes, duties)
    monkeypatch.setattr("org.bootstrap.ROLES", found)


def told():
    return AuditEntry.objects.filter(code="org.role_extended").count()


def test_a_new_right_and_a_new_domain_come_with_the_release(cast, release):
    assert not cast.rep.can(NEW)
    bootstrap.run()
    assert cast.rep.can(NEW)
    assert role().scopes[DOMAIN] == "own"
    assert told() == 1
    assert NEW not in role("account").capabilities, "a role it was not made for stays without"


def test_it_is_given_once(cast, release):
    bootstrap.run()
    without = [right for right in role().capabilities if right != NEW]
    structure.edit_role(actor=cast.admin, role_id=role().pk, facts={"capabilities": without})
    bootstrap.run()
    assert NEW not in role().capabilities
    assert told() == 1


def test_what_was_taken_away_before_does_not_come_back(cast, release):
    taken = [right for right in role().capabilities if right != "visits.log"]
    structure.edit_role(actor=cast.admin, role_id=role().pk, facts={"capabilities": taken})
    bootstrap.run()
    assert role().capabilities == [*taken, NEW]


def test_a_sight_already_chosen_is_kept(cast, release):
    Role.objects.filter(code="rep").update(scopes={**role().scopes, DOMAIN: "none"})
    bootstrap.run()
    assert role().scopes[DOMAIN] == "none"


def test_a_company_from_before_is_given_nothing_unasked(cast, release):
    """What it was offered and turned down is not known any more."""
    Role.objects.filter(code="rep").update(offered=None)
    bootstrap.run()
    assert NEW not in role().capabilities
    assert NEW in role().offered


def test_a_plain_restart_writes_nothing(cast):
    bootstrap.run()
    before = list(Role.objects.order_by("pk").values())
    bootstrap.run()
    assert list(Role.objects.order_by("pk").values()) == before
    assert told() == 0
