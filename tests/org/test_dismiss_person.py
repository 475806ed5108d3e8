import datetime as dt

import pytest
from django.test import Client

from core import clock, events
from core.errors import Conflict, Forbidden, Invalid
from core.models import AuditEntry, Notification
from org import handover, services, tokens
from org.models import Posting


def dismiss(cast, login="rep", successor="rep2", actor="hr"):
    return services.dismiss_person(
        actor=getattr(cast, actor),
        user_id=getattr(cast, login).pk,
        successor=getattr(cast, successor),
        reason="合同到期",
    )


def test_sessions_keys_and_stand_ins_end_at_once(cast, sign_in):
    browser = sign_in("rep")
    _token, key = tokens.issue_token(actor=cast.rep, name="x", days=30)
    services.set_stand_in(actor=cast.head, principal=cast.head, substitute=cast.rep, starts=clock.today(), ends=None)
    assert browser.get("/org/me/").status_code == 200
    dismiss(cast)
    assert browser.get("/org/me/").status_code == 302
    assert tokens.find_token(key) is None
    assert cast.head.stand_ins.get().cancelled_at is not None
    assert Posting.objects.get(user=cast.rep).ends == clock.today()


def test_disabled_is_obeyed_at_the_next_request_even_without_the_wizard(cast, sign_in):
    browser = sign_in("rep")
    type(cast.rep).objects.filter(username="rep").update(is_active=False)
    assert browser.get("/org/me/").status_code == 302
    assert not cast.rep.access.capabilities


def test_the_right_password_of_a_leaver_opens_nothing(cast, with_password):
    with_password("rep")
    dismiss(cast)
    browser = Client()
    browser.post("/accounts/login/", {"login": "rep", "password": "right-horse-battery"})
    assert "_auth_user_id" not in browser.session


def test_the_rooms_upstairs_are_told_in_the_same_transaction(cast, monkeypatch):
    told = []
    event = events._registry["org.person_left"]
    monkeypatch.setattr(event, "subscribers", [lambda **news: told.append(news)])
    dismiss(cast)
    assert told == [{"user_id": cast.rep.pk, "successor_id": cast.rep2.pk, "actor_id": cast.hr.pk}]


def test_a_room_that_cannot_take_over_stops_everything(cast, monkeypatch):
    def refuse(**news):
        raise Conflict("test.refused")

    monkeypatch.setattr(events._registry["org.person_left"], "subscribers", [refuse])
    with pytest.raises(Conflict):
        dismiss(cast)
    assert cast.rep.is_active


@pytest.mark.parametrize("actor", ["rep2", "head", "director"])
def test_only_who_may(cast, actor):
    with pytest.raises(Forbidden):
        dismiss(cast, actor=actor)


def test_not_oneself_not_to_a_leaver_not_twice(cast):
    with pytest.raises(Invalid):
        dismiss(cast, login="hr")
    with pytest.raises(Invalid):
        dismiss(cast, successor="rep")
    dismiss(cast)
    with pytest.raises(Conflict):
        dismiss(cast)
    with pytest.raises(Invalid):
        dismiss(cast, login="rep_south", successor="rep")


def test_the_last_administrator_stays(cast):
    with pytest.raises(Conflict) as refused:
        dismiss(cast, login="admin", successor="leader")
    assert refused.value.code == "org.last_administrator"
    assert cast.admin.is_active


def test_one_is_told_who_did_it_and_why(cast):
    dismiss(cast)
    entry = AuditEntry.objects.get(code="org.person_left", subject_id=cast.rep.pk)
    assert (entry.actor, entry.reason, entry.data) == (cast.hr, "合同到期", {"successor": "rep2"})


# --- the wizard --------------------------------------------------------------------------------


@pytest.fixture
def part(monkeypatch):
    """One app's share, of which the viewer may see two."""
    monkeypatch.setattr(handover, "_parts", {})
    lines = [handover.Line("成都锐恒", "/customers/1/"), handover.Line("<b>坏名字</b>")]
    handover.register(handover.Part("test.part", "客户", "i-cust", lambda leaver, viewer: handover.Pile(5, lines)))


def wizard(client, cast, login="hr"):
    client.force_login(getattr(cast, login), backend="org.backends.PasswordBackend")
    return {"leaver": cast.rep.pk, "successor": cast.rep2.pk}


def test_preview_shows_counts_and_what_the_viewer_may_see(cast, client, part):
    chosen = wizard(client, cast)
    shown = client.get("/org/handover/", chosen).content.decode()
    assert "成都锐恒" in shown
    assert "另有 3 项" in shown
    assert "<b>坏名字</b>" not in shown
    assert cast.rep.is_active


def test_one_confirm_does_it(cast, client, part):
    chosen = wizard(client, cast)
    answer = client.post("/org/handover/", chosen | {"reason": "离职"})
    assert answer.status_code == 302
    assert not cast.rep.is_active
    assert cast.rep.left_on == clock.today()


def test_looking_changes_nothing(cast, client, part):
    client.get("/org/handover/", wizard(client, cast))
    assert cast.rep.is_active


def test_from_a_record_only_the_successor_is_open(cast, client, part):
    wizard(client, cast)
    shown = client.get("/org/handover/", {"leaver": cast.rep.pk})
    assert shown.status_code == 200
    assert not shown.context["form"].errors
    assert str(cast.rep) in shown.content.decode()


def test_the_same_person_twice_is_refused(cast, client, part):
    wizard(client, cast)
    answer = client.get("/org/handover/", {"leaver": cast.rep.pk, "successor": cast.rep.pk})
    assert answer.status_code == 400


def test_others_do_not_open_it(cast, client):
    wizard(client, cast, "head")
    assert client.get("/org/handover/").status_code == 403


def test_a_refusal_upstairs_is_told_on_the_page(cast, client, part, monkeypatch):
    def refuse(**news):
        raise Conflict("test.refused", "先换客户经理")

    monkeypatch.setattr(events._registry["org.person_left"], "subscribers", [refuse])
    answer = client.post("/org/handover/", wizard(client, cast))
    assert answer.status_code == 409
    assert "先换客户经理" in answer.content.decode()


def test_posting_that_began_today_ends_today(cast):
    Posting.objects.filter(user=cast.rep).update(starts=clock.today() + dt.timedelta(days=1))
    dismiss(cast)
    posting = Posting.objects.get(user=cast.rep)
    assert posting.ends == posting.starts


def test_close_account_does_the_same_and_leaves_the_telling_to_its_caller(cast):
    """For the removal of the sample data, which is one event and not one for each of its people."""
    services.close_account(person=cast.rep, successor=cast.rep2, actor=cast.admin)
    assert not cast.rep.is_active
    assert not AuditEntry.objects.filter(code="org.person_left").exists()
    assert not Notification.objects.filter(code="org.work_received").exists()
