"""What lies on the desks when the demo is opened: each approver has something to decide, each for another reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core import policy
from customers.models import Customer
from org.models import User
from quotes import policy as rules
from quotes import services as quotes
from quotes.models import Quote
from quotes.pricing import LineInput
from salesops.demo.story import Story
from salesops.demo.trade import RETURN_REASONS, asked, line, stamp, write_quote
from workflow import services as workflow

PASSING = 6
"""Quotes written on the last work day that go their way like any other."""


@dataclass(frozen=True)
class Paper:
    """One quote on its way: who wrote it, how far below the list, and how many have signed before it rests."""

    login: str
    title: str
    cut: str = "0"
    signed: int = 0
    major: bool = False
    payment: str = "30/60/10"
    ends: str = ""


PAPERS = [
    # At the head of the first team: two plain ones, one for the bulk, and the three kinds that want reading.
    Paper("rep", "循环水泵站成套设备", "0.03"),
    Paper("rep2", "厂区配电室改造", "0.06"),
    Paper("li.na", "年度备件框架", "0.05"),
    Paper("wang.hao", "办公楼低压配电"),
    Paper("rep2", "老旧高压柜更换", "0.12"),
    Paper("rep", "二期 10 kV 变配电工程", "0.04", major=True),
    Paper("li.na", "光伏并网柜", "0.22"),
    # At the region: beyond the head's limit.
    Paper("rep", "空压站变频改造", "0.12", signed=1),
    Paper("ouyang.jing", "码头岸电系统", "0.14", signed=1),
    Paper("ke.li", "新建车间动力配电", "0.17", signed=1),
    # At the director: beyond the region's limit, or payment that is not the standard.
    Paper("rep2", "数据机房双路供电", "0.17", signed=2),
    Paper("wang.hao", "污水处理厂扩容配电", "0.03", signed=1, payment="10/80/10"),
    Paper("rep_south", "循环水泵站成套设备", "0.05", signed=1, payment="月结 60 天"),
    # At the company's leader: major, or below the floor.
    Paper("rep", "数据机房双路供电", "0.05", signed=1, major=True),
    Paper("rep_south", "二期 10 kV 变配电工程", "0.08", signed=1, major=True),
    Paper("ding.min", "厂区配电室改造", "0.22", signed=3),
    # Back with their authors, or ready for the stamp.
    Paper("rep", "老旧高压柜更换", "0.07", ends="return"),
    Paper("rep2", "年度备件框架", "0.05", ends="return"),
    Paper("rep", "办公楼低压配电", "0.02", signed=1),
    Paper("rep2", "光伏并网柜", "0.04", signed=1),
    Paper("rep", "厂区配电室改造", "0.03", signed=1, ends="stamp"),
]


def fill_desks(story: Story) -> None:
    """A busy last work day."""
    day = story.last_workday()
    for number in range(PASSING):
        story.at(day + timedelta(hours=9, minutes=number * 35), _write_for_somebody)
    for number, paper in enumerate(PAPERS):
        story.at(day + timedelta(hours=9, minutes=5 + number * 14), _write, paper)


def _write_for_somebody(story: Story, moment: datetime) -> None:
    customer = story.random.choice(
        list(Customer.objects.select_related("owner__unit").exclude(owner=None).order_by("pk")[:120])
    )
    assert customer.owner_id is not None
    owner = story.person(customer.owner_id)
    write_quote(story, moment, customer.pk, owner, _first_contact(customer))


def _write(story: Story, moment: datetime, paper: Paper) -> None:
    owner = story.people[paper.login]
    customer = story.random.choice(list(Customer.objects.owned_by(owner).order_by("pk")))
    quote = quotes.create_quote(
        actor=owner,
        customer_id=customer.pk,
        contact_id=_first_contact(customer),
        facts={
            "title": paper.title,
            "payment_terms": paper.payment,
            "delivery_terms": "买方项目现场，车板交货",
            "freight_terms": "含运费",
            "warranty_months": 24,
        },
        lines=_lines(story, moment, Decimal(paper.cut), major=paper.major),
    )
    story.at(moment + timedelta(minutes=8), _submit, quote, owner, paper)


def _first_contact(customer: Customer) -> int:
    return customer.contacts.order_by("pk").values_list("pk", flat=True)[0]


def _lines(story: Story, moment: datetime, cut: Decimal, *, major: bool) -> list[LineInput]:
    """Three or four lines whose total is clearly above what counts as major, or clearly below."""
    limit = policy.value(rules.MAJOR_AMOUNT, on=moment.date())
    while True:
        chosen = story.random.sample(story.products, story.random.choice([3, 4]) + major)
        lines = [line(story, product, cut) for product in chosen]
        total = sum(item.qty * (item.unit_price or 0) for item in lines)
        if limit * Decimal("1.1") < total < limit * 3 if major else limit / 8 < total < limit * Decimal("0.9"):
            return lines


def _submit(story: Story, moment: datetime, quote: Quote, owner: User, paper: Paper) -> None:
    quotes.submit_quote(actor=owner, quote_id=quote.pk, version=quote.version)
    if paper.ends == "return":
        story.at(moment + timedelta(minutes=50), _send_back, quote.pk)
    elif paper.signed:
        story.at(moment + timedelta(minutes=40), _sign, quote.pk, owner, paper, paper.signed)


def _sign(story: Story, moment: datetime, quote_id: int, owner: User, paper: Paper, more: int) -> None:
    comment = story.random.choice(["付款节点守住", "老客户，这一单值得做", "注意交期"])
    workflow.approve_step(**asked(story, quote_id), comment=comment)
    if more > 1:
        story.at(moment + timedelta(minutes=35), _sign, quote_id, owner, paper, more - 1)
    elif paper.ends == "stamp":
        story.at(moment + timedelta(minutes=20), stamp, quote_id, owner)


def _send_back(story: Story, moment: datetime, quote_id: int) -> None:
    workflow.return_step(**asked(story, quote_id), comment=story.random.choice(RETURN_REASONS))
