"""The follow-up plan of the last weeks: what was promised, what customers said on return visits, a need that changed, and what the weekly review saw to."""

from datetime import datetime, timedelta

from django.db.models import Q

from core import clock
from customers import services as customers
from customers.choices import Outcome, VisitKind
from customers.models import Customer, Opportunity, Task
from performance.services import write_minutes
from salesops.demo.story import Story

GIVEN = [
    (12, "rep", "rep", "寄两份选型样本给设计院", 2, "顺丰寄出，王工收到了"),
    (9, "head", "rep", "约总工来厂看试验站", 5, "定在下周三上午"),
    (6, "rep", "rep", "核对去年备件清单，报一版新价", 2, ""),
    (3, "head", "rep2", "带技术部去现场量基础尺寸", 4, ""),
    (2, "rep", "rep", "把验收报告扫描发给设备科", 2, ""),
    (1, "rep", "inside", "开一份原厂授权书，周五前盖章", 3, ""),
    (1, "account", "account", "整理年度框架的供货明细", 4, ""),
]
"""How many days ago, who gave it to whom, what, due in how many work days, what came of it."""

HEARD = [
    (16, "rep", "content", ["希望年底前再来讲一次维护保养"], "培训排在 12 月第一周，名单已发"),
    (4, "rep", "soso", ["两台柜子风扇声音大，想换静音的", "备件价格和去年一样能不能锁到年底"], ""),
    (2, "rep2", "unhappy", ["报修三天没人回电话"], ""),
]
"""How many days ago, who went back, how content the customer was, what they said, what was answered."""

ISSUES = [
    (20, "head", "rep", "business", "两家老客户被对手用交期抢单，要一份对比口径", 5, "做了一页纸，周会上过了一遍"),
    (13, "rep2", "engineer", "technical", "现场谐波超标，滤波方案谁来出", 5, ""),
    (6, "rep", "head", "business", "年度框架里质保延到 24 个月，能不能答应", 4, ""),
    (1, "rep", "engineer", "technical", "防护等级 IP65 的柜体有没有现成图纸", 3, ""),
]
"""How many days ago, who raised it, who sees to it, of what kind, due in how many work days, how it was settled."""

MINUTES = "先保两个本月签约的项目。谐波的事周三前技术部给方案；框架条款由周敏找总监定。没完成的拜访补到周四。"

CHANGED = "业主加了一台备用机，防护等级改为 IP55，其余不变"


def follow_up(story: Story) -> None:
    for number, (ago, giver, owner, subject, days, result) in enumerate(GIVEN):
        story.at(_morning(story, ago) + timedelta(minutes=7 * number), give, giver, owner, subject, days, result)
    for number, (ago, login, satisfaction, said, answer) in enumerate(HEARD):
        story.at(_morning(story, ago) + timedelta(hours=5, minutes=9 * number), hear, login, satisfaction, said, answer)
    story.at(_morning(story, 3) + timedelta(hours=6), change_need)
    for number, (ago, *issue) in enumerate(ISSUES):
        story.at(_morning(story, ago) + timedelta(hours=1, minutes=6 * number), bring_up, *issue)
    story.at(_morning(story, 6) + timedelta(hours=2), write_up)


def give(story: Story, moment: datetime, giver: str, owner: str, subject: str, days: int, result: str) -> None:
    seller = owner if owner in ("rep", "rep2", "account") else giver
    customer = _customer(story, seller, len(subject))
    if customer is None:
        return
    task = customers.create_task(
        actor=story.people[giver],
        customer_id=customer.pk,
        facts={"subject": subject, "due_on": clock.add_workdays(clock.local_date(moment), days)},
        owner_id=story.people[owner].pk,
    )
    if result:
        story.at(moment + timedelta(days=1, hours=3), finish, task.pk, result)


def hear(story: Story, moment: datetime, login: str, satisfaction: str, said: list[str], answer: str) -> None:
    customer = _customer(story, login, len(said[0]))
    if customer is None:
        return
    visit = customers.log_visit(
        actor=story.people[login],
        customer_id=customer.pk,
        occurred_at=moment - timedelta(minutes=40),
        kind=VisitKind.RETURN,
        outcome=Outcome.OBJECTION if satisfaction == "unhappy" else Outcome.STEADY,
        contact_ids=list(customer.contacts.filter(left=False).order_by("pk").values_list("pk", flat=True)[:1]),
        purpose="回访使用情况",
        satisfaction=satisfaction,
        feedback=said,
    )
    if answer:
        story.at(moment + timedelta(days=1), finish, Task.objects.get(visit=visit).pk, answer)


def finish(story: Story, moment: datetime, pk: int, result: str) -> None:
    task = Task.objects.select_related("owner").get(pk=pk)
    customers.finish_task(actor=task.owner, task_id=pk, result=result)


def bring_up(
    story: Story, moment: datetime, login: str, owner: str, kind: str, subject: str, days: int, result: str
) -> None:
    unit = story.people["head"].unit
    assert unit is not None
    task = customers.raise_issue(
        actor=story.people[login],
        unit_id=unit.pk,
        kind=kind,
        facts={"subject": subject, "due_on": clock.add_workdays(clock.local_date(moment), days)},
        owner_id=story.people[owner].pk,
    )
    if result:
        story.at(moment + timedelta(days=8), finish, task.pk, result)


def write_up(story: Story, moment: datetime) -> None:
    head = story.people["head"]
    assert head.unit is not None
    write_minutes(actor=head, unit=head.unit, week=clock.local_date(moment), minutes=MINUTES)


def change_need(story: Story, moment: datetime) -> None:
    rows = Opportunity.objects.open().filter(owner=story.people["rep"], need_number__gte=1)
    deal = rows.order_by("-amount", "pk").first()
    if deal is not None:
        customers.record_need(actor=deal.owner, opportunity_id=deal.pk, facts={"background": CHANGED})


def _morning(story: Story, ago: int) -> datetime:
    day = clock.next_workday(clock.local_date(story.now) - timedelta(days=ago + 1))
    return clock.day_start(day) + timedelta(hours=9, minutes=5)


def _customer(story: Story, login: str, place: int) -> Customer | None:
    """One of somebody's customers; which one does not matter, as long as it is not always the same."""
    person = story.people[login]
    theirs = list(Customer.objects.filter(Q(owner=person) | Q(account_manager=person)).order_by("pk")[:12])
    return theirs[place % len(theirs)] if theirs else None
