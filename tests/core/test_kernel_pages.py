"""The kernel's own pages: who may open them, what they say, and that looking changes nothing."""

import inspect
import re

import pytest
from django.urls import reverse

from core import audit, clock, context, jobs, notices, policy, timeline
from core.choices import JobState
from core.models import AuditEntry, JobRun, NoticePreference, NoticeRule, Notification, OutboxMessage, QuietHours
from core.views.jobs import RESULTS
from org import services
from tests.customers.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def code():
    """A kind that goes out by mail and names the paper it is about."""
    return next(kind.code for kind in notices.kinds() if kind.channels == ("mail",) and "%(number)s" in str(kind.text))


def tell(person, code, key="k", **params):
    return notices.send(code=code, recipients=[person], params=params, dedupe_key=key, url="/customers/")[0]


PAGES = {
    "core:notice_list": None,
    "core:notice_settings": None,
    "core:notice_rules": "system.settings",
    "core:policy_list": None,
    "core:audit_list": "audit.read",
    "core:job_list": "system.jobs",
}


@pytest.mark.parametrize("login", ["rep", "head", "leader", "finance", "hr", "admin"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_open_to_those_with_the_right(as_, cast, name, login):
    allowed = PAGES[name] is None or getattr(cast, login).can(PAGES[name])
    assert as_(login).get(reverse(name)).status_code == (200 if allowed else 403)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_opens_without_login(client, name):
    assert client.get(reverse(name)).status_code == 302


# --- the bell ----------------------------------------------------------------------------------


def test_the_bell_shows_ones_own_unread_lines(as_, cast, code):
    tell(cast.rep, code, number="BJ-2026-0001")
    tell(cast.head, code, number="BJ-2026-0002")
    answer = as_("rep").get(reverse("core:notice_list"))
    assert "BJ-2026-0001" in answer.text
    assert "BJ-2026-0002" not in answer.text
    assert as_("rep").get(reverse("core:notice_count")).json() == {"unread": 1}


def test_looking_reads_nothing_opening_reads_one(as_, cast, code):
    row, _other = tell(cast.rep, code), tell(cast.rep, code, key="k2")
    client = as_("rep")
    client.get(reverse("core:notice_list"))
    assert client.get(reverse("core:notice_open", args=[row.pk])).status_code == 405
    answer = client.post(reverse("core:notice_open", args=[row.pk]))
    assert answer["Location"] == "/customers/"
    assert Notification.objects.visible_to(cast.rep).unread().count() == 1


def test_a_colleagues_notice_is_404(as_, cast, code):
    row = tell(cast.head, code)
    assert as_("rep").post(reverse("core:notice_open", args=[row.pk])).status_code == 404
    assert Notification.objects.visible_to(cast.head).unread().count() == 1


def test_all_are_read_at_once_but_only_mine(as_, cast, code):
    tell(cast.rep, code)
    tell(cast.head, code)
    as_("rep").post(reverse("core:notice_read"))
    assert not Notification.objects.visible_to(cast.rep).unread().exists()
    assert Notification.objects.visible_to(cast.head).unread().exists()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_reading_leads_nowhere_else(as_, target):
    assert as_("rep").post(reverse("core:notice_read"), {"next": target})["Location"] == reverse("core:notice_list")


def test_long_bells_are_paged(as_, cast, code):
    for number in range(45):
        tell(cast.rep, code, key=f"k{number}")
    answer = as_("rep").get(reverse("core:notice_list"))
    assert answer.context["more_url"].startswith("?before=")
    older = as_("rep").get(reverse("core:notice_list") + answer.context["more_url"])
    assert sum(len(lines) for _day, lines in older.context["days"]) == 5


def test_the_bell_costs_few_queries(as_, cast, code, django_assert_max_num_queries):
    for number in range(30):
        tell(cast.rep, code, key=f"k{number}")
    client = as_("rep")
    with django_assert_max_num_queries(10):
        client.get(reverse("core:notice_list"))


# --- settings ----------------------------------------------------------------------------------


def settings_of(person, **changes):
    data = {f"ch-{kind.code}": list(kind.channels) for kind in notices.kinds()}
    return data | changes


def test_a_choice_of_ones_own_is_kept_and_the_companys_is_none(as_, cast, code):
    client = as_("rep")
    client.post(reverse("core:notice_settings"), settings_of(cast.rep, **{f"ch-{code}": []}))
    assert NoticePreference.objects.get(user=cast.rep).channels == []
    client.post(reverse("core:notice_settings"), settings_of(cast.rep))
    assert not NoticePreference.objects.exists()


def test_what_the_company_fixed_stays(as_, cast, code):
    NoticeRule.objects.create(code=code, channels=["mail"], mandatory=True)
    as_("rep").post(reverse("core:notice_settings"), settings_of(cast.rep, **{f"ch-{code}": []}))
    assert not NoticePreference.objects.exists()


def test_quiet_hours_come_and_go(as_, cast):
    client = as_("rep")
    client.post(reverse("core:notice_settings"), settings_of(cast.rep, starts="22:00", ends="08:00"))
    hours = QuietHours.objects.get(user=cast.rep)
    assert (f"{hours.starts:%H:%M}", f"{hours.ends:%H:%M}", hours.workdays_only) == ("22:00", "08:00", False)
    answer = client.post(reverse("core:notice_settings"), settings_of(cast.rep, starts="22:00"))
    assert "开始和结束都要填" in answer.text
    client.post(reverse("core:notice_settings"), settings_of(cast.rep))
    assert not QuietHours.objects.exists()


def test_the_companys_matrix_is_written_down(as_, cast, code):
    data = settings_of(cast.admin, **{f"ch-{code}": []}) | {"mandatory": [code]}
    as_("admin").post(reverse("core:notice_rules"), data)
    rule = NoticeRule.objects.get(code=code)
    assert (rule.channels, rule.mandatory) == ([], True)
    assert AuditEntry.objects.filter(code="notice_rule.edited").count() == 1
    assert as_("rep").post(reverse("core:notice_rules"), data).status_code == 403


# --- rules -------------------------------------------------------------------------------------


@pytest.fixture
def rules(monkeypatch):
    monkeypatch.setattr(policy, "_rules", dict(policy._rules))
    policy.register(
        policy.Rule("quotes.discount", "折让", policy.PERCENT, "0.1", "折让不过 {value}"),
        policy.Rule("quotes.on", "开关", policy.SWITCH, True, "开着：{value}"),
    )


def test_everybody_reads_all_rules(as_, cast, rules):
    policy.revise(actor=cast.admin, key="quotes.discount", raw="0.2", clause="新的 {value}", valid_from=clock.today())
    answer = as_("rep").get(reverse("core:policy_list"))
    assert "新的 20%" in answer.text
    assert "发布新版" not in as_("rep").get(reverse("core:policy_detail", args=["quotes.discount"])).text


def test_percent_is_typed_as_people_say_it(as_, cast, rules):
    address = reverse("core:policy_detail", args=["quotes.discount"])
    data = {"value": "12.5", "clause": "折让不过 {value}", "valid_from": clock.today().isoformat(), "note": "试行"}
    assert as_("admin").get(address).context["form"].initial["value"] == "10"
    assert as_("admin").post(address, data).status_code == 302
    assert str(policy.value("quotes.discount")) == "0.125"


@pytest.mark.parametrize(
    ("field", "value"), [("value", "很多"), ("value", ""), ("clause", ""), ("valid_from", "2020-01-01")]
)
def test_what_is_wrong_is_said_at_the_field(as_, cast, rules, field, value):
    data = {"value": "12", "clause": "x {value}", "valid_from": clock.today().isoformat()} | {field: value}
    answer = as_("admin").post(reverse("core:policy_detail", args=["quotes.discount"]), data)
    assert answer.status_code == 400
    assert field in answer.context["form"].errors


def test_a_switch_is_a_choice(as_, cast, rules):
    data = {"value": "false", "clause": "x {value}", "valid_from": clock.today().isoformat()}
    as_("admin").post(reverse("core:policy_detail", args=["quotes.on"]), data)
    assert policy.value("quotes.on") is False


def test_others_do_not_revise(as_, rules):
    address = reverse("core:policy_detail", args=["quotes.discount"])
    data = {"value": "12", "clause": "x", "valid_from": clock.today().isoformat()}
    assert as_("vp").post(address, data).status_code == 403
    assert as_("vp").get(reverse("core:policy_detail", args=["no.such"])).status_code == 404


# --- the log -----------------------------------------------------------------------------------


def test_an_entry_shows_what_changed_and_in_which_request(as_, cast):
    with context.use(context.RequestMeta(request_id="r-42", source="web", actor_id=cast.admin.pk)):
        services.edit_person(actor=cast.admin, user_id=cast.rep.pk, facts={"phone": "13800138000"})
    entry = AuditEntry.objects.get(code="org.person_edited")
    text = as_("admin").get(reverse("core:audit_detail", args=[entry.pk])).text
    for shown in ("改了人员资料", "13800138000", "r-42", "系统管理员", "这次操作", "林晓峰"):
        assert shown in text
    assert as_("head").get(reverse("core:audit_detail", args=[entry.pk])).status_code == 404


def test_an_entry_speaks_of_its_particulars_and_leads_to_what_its_reader_may_see(as_, cast):
    data = {"rows": 126, "form": "csv", "conditions": {"owner": "3"}, "late": True, "people": ["a", "b", "c"]}
    export = audit.record(actor=cast.head, code="customer.exported", subject=None, data=data)
    text = as_("admin").get(reverse("core:audit_detail", args=[export.pk])).text
    for shown in ("导出了 126 行客户数据", "行数", "筛选条件", "owner：3", "补录", "a、b、c"):
        assert shown in text
    assert "导出了 126 行客户数据" in as_("admin").get(reverse("core:audit_list")).text
    person = audit.record(actor=cast.admin, code="org.person_edited", subject=cast.rep)
    shown = as_("admin").get(reverse("core:audit_detail", args=[person.pk])).text
    assert f'<a class="q" href="{cast.rep.get_absolute_url()}">' in shown
    trade = audit.record(actor=cast.rep, code="customer.created", subject=enter(cast.rep))
    shown = as_("admin").get(reverse("core:audit_detail", args=[trade.pk])).text
    assert "成都锐恒自动化设备有限公司" in shown
    assert 'href="/customers/' not in shown.split("细节")[0].split("对象")[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "林晓峰"}, True),
        ({"q": "person_edited"}, True),
        ({"q": "没有这人"}, False),
        ({"subject": "晓峰"}, True),
        ({"code": "org.person_edited"}, True),
        ({"code": "org.person_left"}, False),
        ({"request": "r-42"}, True),
        ({"request": "r-43"}, False),
        ({"on_after": "2020-01-01", "on_before": "2020-12-31"}, False),
    ],
)
def test_the_log_is_searched(as_, cast, query, found):
    with context.use(context.RequestMeta(request_id="r-42")):
        services.edit_person(actor=cast.admin, user_id=cast.rep.pk, facts={"phone": "13800138000"})
    rows = as_("admin").get(reverse("core:audit_list"), query).context["page"].rows
    assert any(row.code == "org.person_edited" for row in rows) is found


def test_the_log_is_paged_by_cursor(as_, cast):
    for _ in range(120):
        audit.record(actor=cast.rep, code="x.done", subject=None)
    first = as_("admin").get(reverse("core:audit_list"))
    second = as_("admin").get(reverse("core:audit_list") + first.context["next_url"])
    ids = [row.pk for answer in (first, second) for row in answer.context["page"].rows]
    assert ids == sorted(set(ids), reverse=True)


def test_hostile_text_stays_text(as_, cast):
    audit.record(actor=cast.rep, code="x.done", subject=None, reason="<script>alert(1)</script>", data={"<b>": "<i>"})
    entry = AuditEntry.objects.get(code="x.done")
    text = as_("admin").get(reverse("core:audit_detail", args=[entry.pk])).text
    assert "<script>alert(1)" not in text
    assert "<i>" not in text


# --- jobs and dead letters ---------------------------------------------------------------------


def test_an_administrator_sees_runs_and_starts_one(as_):
    client = as_("admin")
    assert "core.seal_audit" in client.get(reverse("core:job_list")).text
    client.post(reverse("core:job_run", args=["core.seal_audit"]))
    assert JobRun.objects.get().job == "core.seal_audit"
    assert client.post(reverse("core:job_run", args=["no.such"])).status_code == 404


def test_a_failed_run_shows_its_error(as_):
    run = jobs.all_jobs()[0].code
    JobRun.objects.create(job=run, planned_for=clock.now(), state="failed", error="Traceback\nRuntimeError: no cup")
    assert "RuntimeError: no cup" in as_("admin").get(reverse("core:job_list")).text


def test_a_dead_message_is_shown_and_sent_again(as_, cast, code):
    tell(cast.rep, code)
    OutboxMessage.objects.update(state="dead", last_error="没有邮箱")
    client = as_("admin")
    assert "没有邮箱" in client.get(reverse("core:job_list")).text
    client.post(reverse("core:outbox_retry", args=[OutboxMessage.objects.get().pk]))
    assert OutboxMessage.objects.get().state == "retry"
    assert as_("rep").post(reverse("core:outbox_retry", args=[OutboxMessage.objects.get().pk])).status_code == 404


# --- timeline ----------------------------------------------------------------------------------


def test_a_timeline_is_for_those_who_see_the_record(as_, cast, code):
    row = tell(cast.rep, code)
    audit.record(actor=cast.rep, code="attachment.added", subject=row, data={"name": "协议.pdf"})
    address = reverse("core:timeline", args=["core.notification", row.pk])
    assert "加了附件 协议.pdf" in as_("rep").get(address).text
    assert as_("head").get(address).status_code == 404
    assert as_("rep").get(reverse("core:timeline", args=["auth.permission", 1])).status_code == 404


def test_older_entries_come_as_a_fragment(as_, cast, code):
    row = tell(cast.rep, code)
    for number in range(timeline.LENGTH + 5):
        audit.record(actor=cast.rep, code="attachment.added", subject=row, data={"name": f"{number}.pdf"})
    address = reverse("core:timeline", args=["core.notification", row.pk])
    more = as_("rep").get(address).context["more_url"]
    answer = as_("rep").get(more, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert [entry.text for entry in answer.context["entries"]][-1] == "加了附件 0.pdf"
    assert len(answer.context["entries"]) == 5


def test_who_acts_for_somebody_is_said(cast, code):
    row = tell(cast.rep, code)
    audit.record(actor=cast.head, code="attachment.added", subject=row, in_place_of=cast.region, data={"name": "x"})
    assert timeline.of(cast.rep, row)[0].who == "周敏（代 许文博）"


def test_a_colleague_s_sign_ins_and_resets_are_not_for_all(cast, as_):
    audit.record(actor=cast.rep, code="org.signed_in", subject=cast.rep)
    audit.record(actor=cast.admin, code="org.person_left", subject=cast.rep, reason="CANARY-REASON")
    address = reverse("core:timeline", args=["org.user", cast.rep.pk])
    assert as_("rep2").get(address).status_code == 403
    assert as_("head").get(address).status_code == 403
    assert "CANARY-REASON" in as_("rep").get(address).content.decode()
    assert "CANARY-REASON" in as_("admin").get(address).content.decode()


def test_a_job_says_in_words_what_it_did(as_):
    for item in jobs.all_jobs():
        for figure in re.findall(r'"(\w+)": ', inspect.getsource(item.run).partition("return {")[2]):
            assert figure in RESULTS, f"{item.code}: {figure}"
    held = {"state": JobState.DONE, "planned_for": clock.now(), "started_at": clock.now()}
    JobRun.objects.create(job="customers.return_to_pool", result={"customers": 3}, **held)
    JobRun.objects.create(job="customers.mind_focus", result={"people": 0}, **held)
    page = as_("admin").get(reverse("core:job_list")).text
    assert "客户 3" in page
    assert "没有要办的" in page
