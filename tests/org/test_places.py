import pytest

from core.pages import finders
from org.models import User


def found(cast, text, login="rep"):
    return [hit.title for hit in finders.get("org.person").find(getattr(cast, login), text, 20)]


@pytest.mark.parametrize("text", ["周敏", "周", "zhoumin", "zm", "head"])
def test_colleagues_by_name_pinyin_initials_or_login(cast, text):
    assert str(cast.head) in found(cast, text)


def test_leavers_are_not_offered(cast):
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    assert str(cast.head) not in found(cast, "zhoumin")


def test_in_the_palette(cast, client):
    client.force_login(cast.rep, backend="org.backends.PasswordBackend")
    assert cast.head.get_absolute_url() in client.get("/search/", {"q": "zhoumin"}).content.decode()


@pytest.mark.parametrize(("login", "offered"), [("admin", True), ("rep", False)])
def test_opening_accounts_is_offered_to_administrators(cast, client, login, offered):
    client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
    assert ("/org/people/new/" in client.get("/new/").content.decode()) is offered
