"""The cast is what the other tests rest on: it must be the company they describe."""

import pytest

from org import lines
from tests.cast import PEOPLE

ROLES = {login: role for login, _name, role, _unit in PEOPLE}


@pytest.mark.parametrize("login", ROLES)
def test_everybody_is_hired_with_one_role(cast, login):
    person = getattr(cast, login)
    assert person.is_active
    assert [role.code for role in person.access.roles] == [ROLES[login]]


def test_lines_of_command(cast):
    assert lines.superiors(cast.rep) == [cast.head]
    assert lines.superiors(cast.rep_south) == [cast.head_south]
    assert lines.superiors(cast.head) == [cast.region]
    assert lines.superiors(cast.region) == [cast.director]


def test_rights_are_read_anew_at_each_access(cast):
    assert cast.rep is not cast.rep
