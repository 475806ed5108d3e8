"""调动 of many people: an administrator's, with the way back."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from core.models import BulkRun
from org import services
from org.models import User

LIST = "/org/people/?scene=active"


def sign_in(person):
    client = Client()
    client.force_login(person)
    return client


def move(client, people, unit):
    ids = [f"{person.pk}:{person.unit_id}" for person in people]
    chosen = client.post(LIST, {"bulk": "move", "id": ids})
    if chosen.status_code != 302:
        return chosen
    return client.post(chosen["Location"], {"unit": unit.pk, "reason": "调组"})


def units(*logins):
    return list(User.objects.filter(username__in=logins).order_by("pk").values_list("unit__name", flat=True))


def test_a_team_moves_and_comes_back(cast):
    admin = sign_in(cast.admin)
    move(admin, [cast.rep, cast.rep2], cast.unit("south1"))
    assert units("rep", "rep2") == ["华南一组", "华南一组"]
    admin.post(f"/bulk/{BulkRun.objects.get().pk}/undo/")
    assert units("rep", "rep2") == ["华东一组", "华东一组"]


def test_who_moved_meanwhile_stays_there(cast):
    people = [cast.rep, cast.rep2]
    services.move_person(actor=cast.admin, user_id=cast.rep.pk, unit=cast.unit("hr"))
    admin = sign_in(cast.admin)
    page = admin.get(move(admin, people, cast.unit("south1"))["Location"])
    assert "你选了之后有人改过" in re.sub(r"\s+", " ", strip_tags(page.content.decode()))
    assert units("rep", "rep2") == ["人力资源部", "华南一组"]


@pytest.mark.parametrize("login", ["rep", "head", "director", "vp", "hr"])
def test_nobody_else_moves_people(cast, login):
    assert move(sign_in(getattr(cast, login)), [cast.rep], cast.unit("south1")).status_code == 403
    assert units("rep") == ["华东一组"]
