"""The deals behind the quotes: a need is written down, a solution drawn, a quote sent, and the order comes or goes elsewhere."""

from datetime import datetime, timedelta
from decimal import Decimal

from core import clock
from customers import services as customers
from customers.choices import DealSource, LostReason, Outcome, Stage, VisitKind
from customers.models import Competitor, Opportunity
from org.models import User
from quotes.models import Quote
from salesops.demo import catalog
from salesops.demo.story import Story

COMPETITORS = [
    ("东屹电气股份有限公司", "比我们低 5% 到 8%，投标压得更低", "价格低，全国有仓库，交期短", "售后靠代理，改图慢"),
    ("恒昇开关设备有限公司", "和我们差不多", "高压柜做得久，设计院熟", "低压和变频少，成套要外购"),
    ("华朗自动化有限公司", "高 3% 到 5%", "自动化和软件强，肯派人驻场", "元件交期长"),
    ("北辰成套电气有限公司", "低 3% 左右", "本地厂，付款条件松", "只做低压，型式试验不全"),
    ("源启电力科技有限公司", "和我们差不多", "老板跑得勤，答复快", "产能小，旺季排不上"),
]
NEEDS = [
    ("10 kV 高压柜 8 面、低压柜 22 面，带综保和电力监控", "二期扩产，原配电室容量不够"),
    ("变频柜 6 套，一拖一，带旁路和远程监控", "节能改造，要拿技改补贴"),
    ("低压配电柜 30 面，抽屉式，预留 20% 备用回路", "新建车间，明年 6 月投产"),
    ("光伏并网柜 4 面，防孤岛，和电网公司验收一起过", "屋顶光伏 3 MW"),
    ("老旧柜体整体更换，分三段停电，每段不超过 8 小时", "设备用了 18 年，去年跳闸两次"),
]
BUYING = ["公开招标，下月挂网", "三家比价，技术标先过", "集团框架内直接谈", "设计院选型，业主定价"]
DECIDERS = [
    "设备部长拍板，总工看技术",
    "采购部王经理，分管副总签字",
    "业主工程部和设计院一起定",
    "总经理定，财务看付款",
]
SHOWN = [
    "GCS 抽屉柜样柜、型式试验报告",
    "智能断路器演示台",
    "柜体三维布置和一次系统图",
    "能耗监控平台，接了客户的测试数据",
]
SOLUTIONS = ["成套供货方案", "一次系统和柜体布置方案", "改造实施方案", "双路供电方案"]
LOSSES = {
    LostReason.PRICE: "对手低 6%，客户按最低价评",
    LostReason.DELIVERY: "要 6 周到货，我们排到 9 周",
    LostReason.RELATION: "设计院一直用对手，没进得去",
    LostReason.TECHNICAL: "要求的型式试验报告我们没有",
}
GONE = {LostReason.CANCELLED: "项目停了，明年再看", LostReason.NO_BUDGET: "预算没批下来"}

LEAD_DAYS = 26
"""Days a deal is worked on before its quote is written."""


def meet_rivals(story: Story) -> None:
    for name, pricing, strengths, weaknesses in COMPETITORS:
        facts = {"name": name, "pricing": pricing, "strengths": strengths, "weaknesses": weaknesses}
        customers.create_competitor(actor=story.people["marketing"], facts=facts)


def begin(story: Story, moment: datetime, customer_id: int, owner: User, contact_id: int) -> None:
    random = story.random
    until = moment + timedelta(days=random.randrange(50, 130))
    deal = customers.create_opportunity(
        actor=owner,
        customer_id=customer_id,
        facts={
            "title": random.choice(catalog.PROJECTS),
            "amount": Decimal(random.randrange(8, 160)) * 10000,
            "expected_on": until.date(),
            "source": random.choice(DealSource.values),
        },
    )
    story.at(story.work_time(until + timedelta(days=random.randrange(8, 45))), give_up, deal.pk, owner)
    if random.random() < 0.9:
        story.at(story.work_time(moment + timedelta(days=2), 6), write_need, deal.pk, owner, contact_id)


def write_need(story: Story, moment: datetime, deal_id: int, owner: User, contact_id: int) -> None:
    random = story.random
    need, background = random.choice(NEEDS)
    deal = Opportunity.objects.get(pk=deal_id)
    facts = {
        "need": need,
        "budget": (deal.amount * Decimal(random.choice(["0.95", "1", "1.1", "1.2"]))).quantize(Decimal(1)),
        "purchase_plan": random.choice(BUYING),
        "background": background,
        "deciders": random.choice(DECIDERS),
    }
    customers.record_need(actor=owner, opportunity_id=deal_id, facts=facts)
    if random.random() < 0.6:
        rival = random.choice(list(Competitor.objects.order_by("pk")))
        customers.name_rival(actor=owner, opportunity_id=deal_id, competitor=rival, note="客户说也找了他们")
    if random.random() < 0.92:
        customers.advance_opportunity(actor=owner, opportunity_id=deal_id)
        story.at(story.work_time(moment + timedelta(days=5), 8), draw_solution, deal_id, owner, contact_id)


def draw_solution(story: Story, moment: datetime, deal_id: int, owner: User, contact_id: int) -> None:
    from salesops.demo.trade import write_quote

    random = story.random
    customers.add_solution(
        actor=owner,
        opportunity_id=deal_id,
        title=random.choice(SOLUTIONS),
        summary="柜体按现有基础布置，断路器用国产一线，监控接入客户的系统",
    )
    if random.random() < 0.4:
        story.at(story.work_time(moment + timedelta(days=2), 10), demonstrate, deal_id, owner, contact_id)
    if random.random() < 0.9:
        customers.advance_opportunity(actor=owner, opportunity_id=deal_id)
        deal = Opportunity.objects.get(pk=deal_id)
        story.at(story.soon(moment, (4, 60)), write_quote, deal.customer_id, owner, contact_id, deal_id)


def demonstrate(story: Story, moment: datetime, deal_id: int, owner: User, contact_id: int) -> None:
    deal = Opportunity.objects.get(pk=deal_id)
    customers.log_visit(
        actor=owner,
        customer_id=deal.customer_id,
        occurred_at=moment - timedelta(minutes=50),
        kind=VisitKind.DEMO,
        outcome=Outcome.PROGRESS,
        contact_ids=[contact_id],
        opportunity_id=deal_id,
        purpose="看样机，讲方案",
        materials=story.random.choice(SHOWN),
        companions=story.random.choice(["", "吴凯（技术部）", "吴凯（技术部）、周敏"]),
    )


def quoted(quote: Quote, owner: User) -> None:
    """From now on the deal is worth what was quoted."""
    customers.edit_opportunity(actor=owner, opportunity_id=quote.opportunity_id or 0, facts={"amount": quote.total})


def sent(story: Story, moment: datetime, deal_id: int, owner: User) -> None:
    """The customer has the quote: some talk about the contract, most of those sign."""
    deal = Opportunity.objects.get(pk=deal_id)
    if deal.state != Stage.QUOTE:
        return
    if story.random.random() < 0.75:
        story.at(story.work_time(moment + timedelta(days=4), 16), negotiate, deal_id, owner)


def negotiate(story: Story, moment: datetime, deal_id: int, owner: User) -> None:
    if Opportunity.objects.get(pk=deal_id).state == Stage.QUOTE:
        customers.advance_opportunity(actor=owner, opportunity_id=deal_id)
        story.at(story.work_time(moment + timedelta(days=6), 20), close, deal_id, owner)


def close(story: Story, moment: datetime, deal_id: int, owner: User) -> None:
    deal = Opportunity.objects.get(pk=deal_id)
    if deal.state != Stage.CONTRACT:
        return
    if story.random.random() < 0.78:
        customers.win_opportunity(
            actor=owner, opportunity_id=deal_id, amount=deal.amount, signed_on=clock.local_date(moment)
        )
    else:
        _lose(story, deal_id, owner)


def give_up(story: Story, moment: datetime, deal_id: int, owner: User) -> None:
    """Long past its day, somebody says so."""
    if Opportunity.objects.get(pk=deal_id).is_open:
        _lose(story, deal_id, owner)


def _lose(story: Story, deal_id: int, owner: User) -> None:
    random = story.random
    if random.random() < 0.3:
        reason, note = random.choice(list(GONE.items()))
        customers.lose_opportunity(actor=owner, opportunity_id=deal_id, reason=reason, note=note)
        return
    reason, note = random.choices(list(LOSSES.items()), [50, 22, 16, 12])[0]
    named = Competitor.objects.filter(deals__opportunity=deal_id).first()
    winner = named or random.choice(list(Competitor.objects.order_by("pk")))
    customers.lose_opportunity(actor=owner, opportunity_id=deal_id, reason=reason, competitor=winner, note=note)
