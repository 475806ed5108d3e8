"""The kernel's own pages: who may open them, and what they say."""

import pytest
from django.urls import reverse

from core import clock, policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client, cast):
    def sign_in(login):
        client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
        return client

    return sign_in


def test_everybody_reads_all_rules(as_, cast):
    key = policy.rules()[0].key
    policy.revise(actor=cast.admin, key=key, raw="7", clause="新条文 {value}", valid_from=clock.today())
    answer = as_("rep").get(reverse("core:policy_list"))
    assert answer.status_code == 200
    assert "新条文 7" in answer.text
