"""The inbox and its neighbours as plain pages."""

import re

import pytest
from django.urls import reverse

from core.models import Notification
from tests.workflow import memos
from workflow import people, selectors, services, wording
from workflow.choices import RequestState
from workflow.models import ApprovalRequest, ApprovalSeat

INBOX = "/inbox/"


@pytest.fixture
def sign_in(client):
    def go(user):
        client.force_login(user)
        return client

    return go


def text_of(response):
    return response.content.decode()


def act(client, request, verb, **data):
    step = request.steps.get(state="open")
    return client.post(reverse(f"workflow:step_{verb}", args=[step.pk]), {"digest": request.digest, **data})


def test_the_most_urgent_is_first_and_open_beside_the_list(cast, sign_in):
    later = memos.submit(memos.write(cast.rep, text="年度备件"), cast.rep)
    urgent = memos.submit(memos.write(cast.rep2, text="机械密封"), cast.rep2)
    urgent.steps.update(due_at="2020-01-01T00:00:00+00:00")
    page = text_of(sign_in(cast.head).get(INBOX))
    assert page.index("机械密封") < page.index("年度备件")
    assert page.index("逾期") < page.index("年度备件")
    assert f'data-request="{urgent.pk}"' in page
    assert reverse("workflow:step_approve", args=[urgent.steps.get().pk]) in page
    assert reverse("workflow:step_approve", args=[later.steps.get().pk]) not in page


def test_the_open_one_says_why_me_and_how_it_goes(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep, major=True, note="客户等着")
    page = text_of(sign_in(cast.head).get(INBOX, {"id": request.pk}))
    assert "销售经理审批按制度必审" in page
    assert "你是华东一组的销售经理，林晓峰这条线归你审" in page
    assert "第 1 步，共 2 步" in page
    assert "沈国栋 公司领导审批" in page
    assert "客户等着" in page
    assert selectors.request_panel(cast.head, request.pk).fingerprint in page


@pytest.mark.parametrize("tab", selectors.TABS)
def test_each_tab_has_words_for_being_empty(cast, sign_in, tab):
    page = text_of(sign_in(cast.hr).get(INBOX, {"tab": tab}))
    assert "s-empty" in page


def test_four_tabs_hold_what_they_say(cast, sign_in):
    first = memos.submit(memos.write(cast.rep, text="一号"), cast.rep)
    second = memos.submit(memos.write(cast.rep, text="二号"), cast.rep)
    people.copy_request(actor=cast.rep, request_id=second.pk, people=[cast.inside])
    services.approve_step(actor=cast.head, step_id=first.steps.get().pk, digest=first.digest)

    def titles(who, tab):
        listing = selectors.inbox(who, tab=tab)
        return [row.request.title for row in listing.rows]

    assert titles(cast.head, "todo") == ["二号"]
    assert titles(cast.head, "done") == ["一号"]
    assert titles(cast.rep, "mine") == ["二号", "一号"]
    assert titles(cast.inside, "copied") == ["二号"]
    assert titles(cast.rep_south, "todo") == titles(cast.rep_south, "mine") == []
    assert "等 周敏" in text_of(sign_in(cast.rep).get(INBOX, {"tab": "mine"}))


def test_opening_what_was_copied_marks_it_read(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    people.copy_request(actor=cast.rep, request_id=request.pk, people=[cast.inside])
    assert selectors.counts(cast.inside).copied.number == 1
    sign_in(cast.inside).get(INBOX, {"tab": "copied", "id": request.pk})
    assert selectors.counts(cast.inside).copied.number == 0


def test_filter_by_kind(cast, sign_in):
    memos.submit(memos.write(cast.rep, text="年度备件"), cast.rep)
    client = sign_in(cast.head)
    assert "年度备件" in text_of(client.get(INBOX, {"kind": memos.KIND}))
    assert "年度备件" in text_of(client.get(INBOX, {"kind": "no.such"}))


def test_two_clicks_approve_and_the_next_one_opens(cast, sign_in):
    first = memos.submit(memos.write(cast.rep, text="一号"), cast.rep)
    second = memos.submit(memos.write(cast.rep, text="二号"), cast.rep)
    client = sign_in(cast.head)
    page = text_of(client.get(INBOX))
    after = re.search(r'name="after" value="(\d+)"', page).group(1)
    assert after == str(second.pk)
    answer = act(client, first, "approve", **{"from": "inbox", "after": after})
    assert answer.status_code == 302
    assert answer["Location"] == f"/inbox/?id={second.pk}"
    landed = text_of(client.get(answer["Location"]))
    assert "已同意" in landed
    assert f'action="/inbox/undo/?step={first.steps.get().pk}"' in landed


def test_undo_works_as_a_plain_form(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    client = sign_in(cast.head)
    act(client, request, "approve")
    answer = client.post(f"/inbox/undo/?step={request.steps.get().pk}", follow=True)
    assert "已撤销" in text_of(answer)
    request.refresh_from_db()
    assert request.state == RequestState.OPEN


def test_late_undo_says_so(cast, sign_in, time_machine):
    time_machine.move_to("2026-11-19T10:00:00+08:00", tick=False)
    request = memos.submit(memos.write(cast.rep), cast.rep)
    client = sign_in(cast.head)
    act(client, request, "approve")
    time_machine.shift(11)
    answer = client.post(f"/inbox/undo/?step={request.steps.get().pk}")
    assert answer.status_code == 409
    assert "10 秒" in text_of(answer)


def test_a_stale_page_is_told_and_shows_the_present(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    client = sign_in(cast.head)
    for origin in ({"from": "inbox", "id": request.pk}, {}):
        answer = client.post(
            reverse("workflow:step_approve", args=[request.steps.get().pk]), {"digest": "0" * 64, **origin}
        )
        assert answer.status_code == 412
        assert "内容在你打开之后改过" in text_of(answer)
        assert request.digest in text_of(answer)


def test_a_second_verdict_names_who_decided_when(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = request.steps.get()
    services.approve_step(actor=cast.head, step_id=step.pk, digest=request.digest)
    answer = sign_in(cast.head).post(
        reverse("workflow:step_approve", args=[step.pk]),
        {"digest": request.digest, "from": "inbox", "id": request.pk},
    )
    assert answer.status_code == 409
    assert re.search(r"周敏 已在 \d\d-\d\d \d\d:\d\d同意", text_of(answer))


def test_a_reason_is_asked_for_and_what_was_typed_stays(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    answer = act(sign_in(cast.head), request, "return", comment=" ", **{"from": "inbox", "id": request.pk})
    assert answer.status_code == 400
    assert "写一句理由" in text_of(answer)


def test_bulk_leaves_out_what_is_risky_and_says_so(cast, sign_in):
    plain = memos.submit(memos.write(cast.rep), cast.rep)
    risky = memos.submit(memos.write(cast.rep), cast.rep, risks=["低于底价 1.9%"])
    client = sign_in(cast.head)
    page = text_of(client.get(INBOX))
    assert re.search(rf'value="{risky.steps.get().pk}:[0-9a-f]+"[^>]*disabled title="低于底价 1.9%，', page)
    items = [f"{request.steps.get().pk}:{request.digest}" for request in (plain, risky)]
    answer = text_of(client.post(reverse("workflow:steps_approve"), {"item": [*items, "x"]}, follow=True))
    assert "已同意 1 份" in answer
    assert "低于底价 1.9%，要单独看过再审" in answer
    assert sorted(ApprovalRequest.objects.values_list("state", flat=True)) == ["approved", "open"]


def test_the_word_on_risk_stands_only_below_what_is_risky(cast, sign_in):
    memos.submit(memos.write(cast.rep), cast.rep)
    client = sign_in(cast.head)
    assert "不能批量同意" not in text_of(client.get(INBOX))
    memos.submit(memos.write(cast.rep), cast.rep, risks=["低于底价 1.9%"])
    assert "不能批量同意" in text_of(client.get(INBOX))


def test_a_yes_is_not_said_twice(cast):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    services.approve_step(
        actor=cast.head, step_id=request.steps.get().pk, digest=request.digest, comment="同意，尽快发"
    )
    assert [item["note"] for item in wording.route(cast.rep, ApprovalRequest.objects.get())][-1] == "同意，尽快发"


def test_bulk_undo_takes_back_all_of_it(cast, sign_in):
    requests = [memos.submit(memos.write(cast.rep), cast.rep) for _n in range(3)]
    client = sign_in(cast.head)
    items = [f"{request.steps.get().pk}:{request.digest}" for request in requests]
    page = text_of(client.post(reverse("workflow:steps_approve"), {"item": items}, follow=True))
    undo = re.search(r'action="(/inbox/undo/[^"]+)"', page).group(1).replace("&amp;", "&")
    client.post(undo)
    assert set(ApprovalRequest.objects.values_list("state", flat=True)) == {"open"}


def test_the_record_page_is_for_those_who_take_part(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    url = request.get_absolute_url()
    assert url == f"/inbox/{request.pk}/"
    for who in (cast.rep, cast.head, cast.region, cast.director, cast.leader):
        assert sign_in(who).get(url).status_code == 200
    for who in (cast.rep2, cast.rep_south, cast.head_south, cast.finance, cast.admin):
        assert sign_in(who).get(url).status_code == 404


def test_what_changed_since_the_last_submission(cast, sign_in):
    memo = memos.write(cast.rep, amount="1000.00")
    first = memos.submit(memo, cast.rep)
    act(sign_in(cast.head), first, "return", comment="贵了")
    memos.Memo.objects.update(amount="900.00")
    second = memos.submit(memos.Memo.objects.get(), cast.rep)
    page = text_of(sign_in(cast.head).get(second.get_absolute_url()))
    assert "与上次提交相比" in page
    assert "1000.00" in page
    assert "900.00" in page


def test_forms_bring_people_in(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    step = request.steps.get()
    client = sign_in(cast.head)
    for name, pk in (("step_transfer", step.pk), ("step_add_signer", step.pk), ("request_copy", request.pk)):
        assert client.get(reverse(f"workflow:{name}", args=[pk])).status_code == 200
    url = reverse("workflow:step_add_signer", args=[step.pk])
    assert client.post(url, {"person": cast.rep.pk}).status_code == 400
    assert client.post(url, {"person": cast.finance.pk, "comment": "看付款"}).status_code == 302
    assert request.steps.count() == 2
    client.post(reverse("workflow:request_copy", args=[request.pk]), {"person": cast.inside.pk})
    assert Notification.objects.filter(code="approval.copied", recipient=cast.inside).exists()
    url = reverse("workflow:step_transfer", args=[step.pk])
    answer = client.post(url, {"to": cast.region.pk, "comment": "出差"})
    assert answer.status_code == 302
    assert ApprovalSeat.objects.get(step=step).approver == cast.region


def test_the_submitter_reminds_and_withdraws(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    client = sign_in(cast.rep)
    page = text_of(client.get(request.get_absolute_url()))
    assert "催办" in page
    assert "同意 <kbd>" not in page
    remind = reverse("workflow:request_remind", args=[request.pk])
    assert client.post(remind).status_code == 302
    assert client.post(remind).status_code == 409
    withdraw = reverse("workflow:request_withdraw", args=[request.pk])
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw, {}).status_code == 302
    assert memos.Memo.objects.get().state == "draft"


def test_reading_changes_nothing(cast, sign_in):
    request = memos.submit(memos.write(cast.rep), cast.rep)
    client = sign_in(cast.head)
    step = request.steps.get().pk
    for name in ("step_approve", "step_return", "step_reject"):
        assert client.get(reverse(f"workflow:{name}", args=[step])).status_code == 405
    for path in ("/inbox/approve/", "/inbox/undo/", f"/inbox/{request.pk}/remind/"):
        assert client.get(path).status_code == 405


def test_the_inbox_stays_within_twelve_queries(cast, sign_in, django_assert_max_num_queries):
    for number in range(12):
        memos.submit(memos.write(cast.rep, text=f"第 {number} 份"), cast.rep, major=number % 2 == 0)
    client = sign_in(cast.head)
    client.get(INBOX)
    with django_assert_max_num_queries(12):
        client.get(INBOX)
    with django_assert_max_num_queries(12):
        client.get(INBOX, {"tab": "done"})


def test_counting_what_waits_is_one_query(cast, django_assert_num_queries):
    memos.submit(memos.write(cast.rep), cast.rep)
    head = cast.head
    head.access.principal_ids  # noqa: B018  (read once per request)
    with django_assert_num_queries(1):
        assert selectors.awaiting_count(head) == 1
