import pytest

from core import clock
from core.errors import Forbidden, Invalid
from core.models import AuditEntry
from org import services
from org.models import Posting, Role, User


def appoint(cast, actor="admin", **facts):
    wanted = {
        "username": "new.person",
        "display_name": "曾黎",
        "unit": cast.unit("east1"),
        "roles": [Role.objects.get(code="rep")],
    } | facts
    return services.appoint_person(actor=getattr(cast, actor), **wanted)


def test_account_has_unit_role_and_first_posting(cast):
    person = appoint(cast)
    assert person.can("quotes.create")
    posting = Posting.objects.get(user=person)
    assert (posting.unit, posting.starts, posting.ends) == (cast.unit("east1"), clock.today(), None)
    entry = AuditEntry.objects.get(code="org.person_appointed", subject_id=person.pk)
    assert entry.actor == cast.admin
    assert entry.data["roles"] == ["rep"]


def test_found_by_the_surname_s_own_reading(cast):
    person = appoint(cast)
    assert person in User.objects.find("zengli")
    assert person.sort_key.startswith("zeng")


def test_without_password_nobody_gets_in(cast, client):
    person = appoint(cast)
    assert not person.has_usable_password()


@pytest.mark.parametrize("actor", ["rep", "head", "leader", "hr"])
def test_only_administrators(cast, actor):
    with pytest.raises(Forbidden) as refused:
        appoint(cast, actor)
    assert refused.value.code == "org.manage_only"
    assert not User.objects.filter(username="new.person").exists()


def test_login_names_are_unique(cast):
    with pytest.raises(Invalid) as refused:
        appoint(cast, username="rep")
    assert "username" in refused.value.errors


def test_page_hands_out_a_temporary_password_once(cast, client):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    sent = {
        "display_name": "曾黎",
        "username": "new.person",
        "unit": cast.unit("east1").pk,
        "roles": [Role.objects.get(code="rep").pk],
    }
    shown = client.post("/org/people/new/", sent)
    person = User.objects.get(username="new.person")
    assert person.password_is_temporary
    password = shown.context["password"]
    assert person.check_password(password)
    assert password in shown.content.decode()
    assert password not in client.get(f"/org/people/{person.pk}/").content.decode()
    assert password not in str(AuditEntry.objects.filter(subject_id=person.pk).values_list("data", flat=True))


def test_page_shows_refusals_beside_their_field(cast, client):
    client.force_login(cast.admin, backend="org.backends.PasswordBackend")
    sent = {
        "display_name": "甲",
        "username": "rep",
        "unit": cast.unit("east1").pk,
        "roles": [Role.objects.get(code="rep").pk],
    }
    answer = client.post("/org/people/new/", sent)
    assert answer.status_code == 400
    assert answer.context["form"].errors["username"]
