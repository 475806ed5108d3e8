"""What a device keeps for the time without signal is the same for everybody and names nobody."""

import pytest
from django.urls import reverse

from core.pages import navigation

pytestmark = pytest.mark.django_db


def test_the_worker_may_look_after_the_whole_site_and_is_never_an_old_one(client):
    answer = client.get(reverse("pages:worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert b'addEventListener("fetch"' in answer.content


def test_the_page_without_signal_offers_the_forms_that_open_anyway(client, cast):
    (visit,) = [url for _make, url in navigation.offline_creates()]
    stranger = client.get(reverse("pages:apart")).content.decode()
    assert f'href="{visit}"' in stranger
    client.force_login(cast.rep)
    assert str(cast.rep) not in client.get(reverse("pages:apart")).content.decode()


def test_only_who_may_log_visits_is_offered_the_worker(client, cast):
    client.force_login(cast.rep)
    assert "data-offline=" in client.get("/").content.decode()
    client.force_login(cast.finance)
    assert "data-offline=" not in client.get("/").content.decode()
