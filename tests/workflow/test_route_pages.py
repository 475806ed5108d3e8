"""Routes: who may open them, a new version by form, and trying a case."""

import pytest

from tests.workflow import memos
from workflow.models import ApprovalRoute

KIND = memos.KIND


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.admin)
    return client


def form(*steps, **head):
    data = {"name": "便条审批", "note": "换了领导", **head}
    data |= {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": 0}
    for number, step in enumerate(steps):
        data |= {f"steps-{number}-{key}": value for key, value in step.items()}
    return data


def step(**facts):
    return {
        "name": "总监审批",
        "finder": "capability",
        "capability": "approvals.director",
        "mode": "any",
        "hours": 48,
        "clause": "十万以上总监审",
        **facts,
    }


def test_only_those_who_keep_routes_open_them(cast, client):
    paths = ["/inbox/routes/", f"/inbox/routes/{KIND}/", f"/inbox/routes/{KIND}/revise/", "/inbox/routes/try/"]
    for who in (cast.rep, cast.head, cast.leader):
        client.force_login(who)
        for path in paths:
            assert client.get(path).status_code == 403
    client.force_login(cast.admin)
    for path in paths:
        assert client.get(path).status_code == 200


def test_a_kind_without_adapter_is_not_found(admin):
    assert admin.get("/inbox/routes/no.such/").status_code == 404


def test_a_new_version_takes_over_and_the_old_one_stays(admin, cast):
    running = memos.submit(memos.write(cast.rep), cast.rep)
    url = f"/inbox/routes/{KIND}/revise/"
    answer = admin.post(url, form(step(fact_0="amount", op_0=">=", value_0="100,000")))
    assert answer.status_code == 302
    new, old = ApprovalRoute.objects.filter(kind=KIND).order_by("-version")
    assert (new.state, old.state, new.created_by) == ("active", "retired", cast.admin)
    assert new.steps.get().conditions == [{"fact": "amount", "op": ">=", "value": "100000"}]
    assert [step.name for step in running.steps.all()] == ["销售经理审批"]
    page = admin.get(f"/inbox/routes/{KIND}/").content.decode()
    assert "金额 ≥ 100,000.00" in page
    assert "换了领导" in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"capability": ""}, "选一项权限"),
        ({"finder": "person"}, "选一个人"),
        ({"fact_0": "amount", "value_0": "很多"}, "这里要填数字"),
        ({"fact_0": "major", "value_0": "也许"}, "填 是 或 否"),
        ({"hours": "0"}, "最小 1"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(admin, wrong, field):
    answer = admin.post(f"/inbox/routes/{KIND}/revise/", form(step(**wrong)))
    assert answer.status_code == 400
    assert field in answer.content.decode()
    assert ApprovalRoute.objects.filter(kind=KIND).count() == 1


def test_an_empty_route_is_refused(admin):
    answer = admin.post(f"/inbox/routes/{KIND}/revise/", form())
    assert answer.status_code == 400
    assert "至少要有一步" in answer.content.decode()


def test_the_form_shows_the_version_in_force(admin):
    page = admin.get(f"/inbox/routes/{KIND}/revise/").content.decode()
    assert "公司领导审批" in page
    assert 'value="是"' in page


def test_trying_a_case_names_who_and_why_and_writes_nothing(admin, cast):
    ask = {"kind": KIND, "submitter": cast.rep.pk, "fact_amount": "5", "fact_major": "on"}
    page = admin.get("/inbox/routes/try/", ask).content.decode()
    assert page.index("周敏 销售经理审批") < page.index("沈国栋 公司领导审批")
    assert "公司领导审批按制度必审" in page
    assert not memos.ApprovalRequest.objects.exists()


def test_trying_a_case_that_finds_nobody_says_so(admin, cast):
    memos.lay_route(memos.step("指定审批", "rep", finder="person"))
    page = admin.get("/inbox/routes/try/", {"kind": KIND, "submitter": cast.rep.pk}).content.decode()
    assert "找不到审批人" in page
