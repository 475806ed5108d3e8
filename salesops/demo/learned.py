"""Intelligence of the story: what was heard about customers and competitors, at each level, and one that proved wrong."""

from datetime import datetime, timedelta
from typing import Any

from core import clock
from customers import services as customers
from customers.models import Competitor, Customer
from salesops.demo.story import Story

HEARD: list[tuple[int, str, int, dict[str, Any]]] = [
    (34, "rep", 0, {
        "kind": "purchase", "level": "internal", "source": "visit", "source_note": "设备科墙上的年度计划", "reliability": "likely",
        "text": "明年一季度换两台变压器，计划里写的是 1,600 kVA，还没定干式还是油式。",
    }),
    (21, "rep", 1, {
        "kind": "decider", "level": "internal", "source": "customer", "source_note": "采购部王经理", "reliability": "confirmed",
        "text": "刘总工月底退休，接手的是生产部周工，看重交期，不太管价格。",
    }),
    (13, "rep2", 0, {
        "kind": "budget", "level": "secret", "source": "customer", "source_note": "财务朋友", "reliability": "likely",
        "text": "这个项目批下来的预算是 480 万，含安装，超过要重新报集团。",
    }),
    (8, "rep", 2, {
        "kind": "rival", "level": "open", "source": "trade", "source_note": "设计院", "reliability": "unsure",
        "text": "对手上周请他们去厂里看了样机，答应质保 24 个月。", "rival": 0,
    }),
    (5, "account", -1, {
        "kind": "price", "level": "internal", "source": "tender", "source_note": "市公共资源交易网", "reliability": "confirmed",
        "text": "上月两个标都按目录价下浮 18% 报的，比他们平时低 6 个点。", "rival": 1,
    }),
    (3, "rep2", 1, {
        "kind": "purchase", "level": "internal", "source": "trade", "source_note": "同行饭桌上", "reliability": "unsure",
        "text": "听说要迁到开发区新厂，配电全部重做。", "wrong": "问过行政，只是租仓库，不迁厂",
    }),
]  # fmt: skip


def hear(story: Story) -> None:
    for ago, login, number, said in HEARD:
        day = clock.next_workday(clock.local_date(story.now) - timedelta(days=ago))
        story.at(clock.day_start(day) + timedelta(hours=16, minutes=ago), note, login, number, said)


def note(story: Story, moment: datetime, login: str, number: int, said: dict[str, Any]) -> None:
    """About one of the person's customers in their order, or with -1 about the competitor alone."""
    facts = {name: said[name] for name in ("kind", "source", "source_note", "reliability", "text")}
    actor = story.people[login]
    own = list(Customer.objects.filter(owner=actor).order_by("pk")[: number + 1]) if number >= 0 else []
    rivals = list(Competitor.objects.order_by("pk")[said["rival"] : said["rival"] + 1]) if "rival" in said else []
    if not own and not rivals:
        return
    entry = customers.record_intelligence(
        actor=actor,
        facts={**facts, "learned_on": clock.local_date(moment)},
        customer_id=own[-1].pk if own else None,
        competitor_id=rivals[0].pk if rivals else None,
        level=said["level"],
    )
    if "wrong" in said:
        story.at(moment + timedelta(hours=20), take_back, login, entry.pk, said["wrong"])


def take_back(story: Story, moment: datetime, login: str, pk: int, why: str) -> None:
    customers.withdraw_intelligence(actor=story.people[login], intelligence_id=pk, reason=why)
