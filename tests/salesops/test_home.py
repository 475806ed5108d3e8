"""The front page: its rail has a part that nobody waits for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock, today
from core.choices import JobState
from core.models import JobRun
from core.templatetags.today import details
from customers import services as customers

LATER = reverse("home_later")


@pytest.fixture
def visited(cast):
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    return customers.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(hours=1), outcome="progress"
    )


def test_who_leads_reads_where_the_others_have_been(as_, visited):
    assert visited.customer.name in as_("head").get(LATER).content.decode()
    assert visited.customer.name not in as_("head_south").get(LATER).content.decode()


def test_an_administrator_reads_what_did_not_run(as_):
    assert "都按时跑完了" in as_("admin").get(LATER).content.decode()
    JobRun.objects.create(job="core.tick", planned_for=clock.now(), state=JobState.FAILED)
    told = as_("admin").get(LATER).content.decode()
    assert "都按时跑完了" not in told
    assert reverse("core:job_list") in told


def test_a_rep_reads_what_of_theirs_is_under_way(as_):
    told = as_("rep").get(LATER).content.decode()
    assert "在走的审批" in told
    assert "同事的拜访" not in told
    assert "定时任务" not in told


def test_what_is_late_is_counted_beyond_the_rows_shown(cast, monkeypatch):
    customer = customers.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})

    def promise(of, ago, day):
        customers.log_visit(
            actor=cast.rep,
            customer_id=of.pk,
            occurred_at=clock.now() - ago,
            outcome="progress",
            next_step="送样",
            next_on=day,
        )

    def lead():
        [section] = [one for one in today.sections(cast.rep, clock.today()) if one.code == "next_steps"]
        return section.total.number, section.late.number, len(section.items)

    late, due = clock.today() - timedelta(days=1), clock.today()
    promise(customer, timedelta(hours=1), due)
    assert lead() == (1, 0, 1)
    for number in range(today.MOST + 1):
        one = customers.create_customer(actor=cast.rep, facts={"name": f"{'甲乙丙丁戊己庚'[number]}地水泵有限公司"})
        promise(one, timedelta(days=2), late)
    assert lead() == (today.MOST + 2, today.MOST + 1, today.MOST)
    monkeypatch.setattr(today, "PAGE", today.MOST)
    assert lead() == (today.MOST + 2, today.MOST + 1, today.MOST), "counted by the database, the numbers are the same"


def test_numbers_and_names_of_people_stay_in_one_line_and_dots_at_the_word_before():
    name = "内蒙古鄂尔多斯市中煤蒙陕能源化工装备制造有限责任公司"
    item = today.Item("报价", "/", details=[name, "BJ-2026-0119 V1", "欧阳静怡", "", "<b>"])
    assert details(item) == (
        f'{name}&nbsp;· <span class="num">BJ-2026-0119 V1</span>&nbsp;· <span class="num">欧阳静怡</span>'
        '&nbsp;· <span class="num">&lt;b&gt;</span>'
    )


def test_the_fragment_is_bare_and_the_page_whole(as_):
    head = as_("head")
    assert "<html" not in head.get(LATER, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in head.get(LATER).content.decode()
