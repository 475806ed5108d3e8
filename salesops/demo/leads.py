"""Leads of the last months: marketing brings them home from exhibitions and the website, the reps speak with them."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from core import clock
from customers import services as customers
from customers.choices import LeadSource, LeadState, RejectReason, TouchChannel, TouchOutcome
from customers.models import Lead
from org.models import User
from salesops.demo import catalog, names
from salesops.demo.story import SEED, Story

LEADS = 42
DAYS = 170
SOURCES = [
    (LeadSource.EXHIBITION, ["上海电力展", "广州智能电网展", "南京配电展"]),
    (LeadSource.EXHIBITION, ["上海电力展", "苏州工业展"]),
    (LeadSource.WEB, ["官网询价表", "官网在线客服"]),
    (LeadSource.CONFERENCE, ["华东配电技术交流会", "设计院年会"]),
    (LeadSource.PHONE, [""]),
    (LeadSource.PLATFORM, ["采购平台询盘"]),
    (LeadSource.REFERRAL, ["老客户介绍", "设计院介绍"]),
    (LeadSource.RESEARCH, ["在建项目名单"]),
]
WANTS = [
    "新厂房配电，要 20 面低压柜，问交期",
    "老变频柜换新，想看节能改造案例",
    "光伏并网柜 2 面，问价格和型式试验",
    "想要产品样本和价目表",
    "二期扩产，年底前定配电方案",
    "水泵房改造，控制柜 6 台",
]
SAID = [
    "总工在，样本留下了，约下周看方案",
    "采购接的，让先报个大概价",
    "项目在走立项，下月再联系",
    "加了微信，发了案例",
]
NOTES = {
    RejectReason.NO_NEED: "只是来看看，近期没有项目",
    RejectReason.NO_BUDGET: "今年预算用完了",
    RejectReason.UNREACHABLE: "打了三次没人接",
    RejectReason.NOT_OURS: "要的是高压电机，我们不做",
    RejectReason.RIVAL: "是同行来打听价格的",
}


def gather_leads(story: Story) -> None:
    """Put them on the agenda. The days come from a dice of their own, so that the rest of the story stays as it was."""
    random = Random(SEED + 7)  # noqa: S311  (a story, not a secret)
    used: set[str] = set()
    for _number in range(LEADS):
        day = story.now - timedelta(days=random.randrange(5, DAYS))
        story.at(_later(day, 1, random), _enter, random, used)
    for days in range(4):
        day = clock.day_start(story.last_workday().date() - timedelta(days=days))
        story.at(day + timedelta(hours=10, minutes=random.randrange(400)), _enter, random, used)
    for hours in (11, 13):
        day = clock.day_start(story.last_workday().date() - timedelta(days=1))
        story.at(day + timedelta(hours=hours, minutes=random.randrange(50)), _enter_for_rep, random, used)


def _later(moment: datetime, days: int, random: Random) -> datetime:
    """So many days later in working hours; the same day an hour or two later."""
    if not days:
        return moment + timedelta(minutes=random.randrange(20, 90))
    day = clock.next_workday((clock.local(moment) + timedelta(days=days)).date())
    return clock.day_start(day) + timedelta(hours=9, minutes=random.randrange(460))


def _enter(story: Story, moment: datetime, random: Random, used: set[str]) -> None:
    lead = _note(story, random, used)
    story.at(_later(moment, random.choice([0, 0, 1, 1]), random), _assign, lead.pk, random)


def _enter_for_rep(story: Story, moment: datetime, random: Random, used: set[str]) -> None:
    """Who looks around as rep finds somebody to call."""
    lead = _note(story, random, used)
    customers.assign_lead(actor=story.people["marketing"], lead_id=lead.pk, to=story.people["rep"])


def _note(story: Story, random: Random, used: set[str]) -> Lead:
    source, details = random.choice(SOURCES)
    name, _trade, division, _area = names.company(random, used)
    return customers.create_lead(
        actor=story.people["inside" if source == LeadSource.PHONE else "marketing"],
        facts={
            "company": name,
            "contact": names.person(random),
            "phone": names.mobile(random),
            "division": division,
            "source": source,
            "source_detail": random.choice(details),
            "wants": random.choice(WANTS),
        },
        accept_duplicates=True,
    )


def _assign(story: Story, moment: datetime, lead_id: int, random: Random) -> None:
    lead = customers.assign_lead_by_rule(actor=story.people["marketing"], lead_id=lead_id)
    assert lead.owner is not None
    story.at(_later(moment, random.choice([0, 1, 1, 2]), random), _speak, lead_id, lead.owner, random)


def _speak(story: Story, moment: datetime, lead_id: int, owner: User, random: Random) -> None:
    interested = random.random() < 0.6
    next_on = (moment + timedelta(days=random.randrange(3, 12))).date()
    facts = {
        "channel": random.choice([TouchChannel.PHONE, TouchChannel.PHONE, TouchChannel.WECHAT, TouchChannel.ONLINE]),
        "outcome": TouchOutcome.INTERESTED if interested else random.choice(["later", "no_answer", "not_needed"]),
        "note": random.choice(SAID) if interested else "",
        "next_step": "寄样本和案例" if interested else "",
        "next_on": next_on if interested else None,
    }
    customers.touch_lead(actor=owner, lead_id=lead_id, facts=facts)
    story.at(_later(moment, random.randrange(4, 20), random), _settle, lead_id, owner, interested, random)


def _settle(story: Story, moment: datetime, lead_id: int, owner: User, interested: bool, random: Random) -> None:
    """Screened and made a customer, or given up; some go on being spoken with."""
    lead = Lead.objects.get(pk=lead_id)
    if lead.state != LeadState.WORKING or lead.owner_id != owner.pk:
        return
    if not interested:
        reason = random.choice(list(NOTES))
        customers.reject_lead(actor=owner, lead_id=lead_id, reason=reason, note=NOTES[reason])
        return
    screening = {
        "need": lead.wants,
        "budget": random.choice(["approved", "planned"]),
        "timing": random.choice(["quarter", "half", "year"]),
        "potential": random.choice(["high", "middle", "middle", "low"]),
    }
    customers.screen_lead(actor=owner, lead_id=lead_id, facts=screening)
    if random.random() < 0.6:
        deal = {
            "title": random.choice(catalog.PROJECTS),
            "amount": Decimal(random.randrange(8, 90)) * 10000,
            "expected_on": (moment + timedelta(days=random.randrange(60, 150))).date(),
        }
        customers.convert_lead(
            actor=owner,
            lead_id=lead_id,
            opportunity=deal if random.random() < 0.8 else None,
            accept_duplicates=True,
        )
