"""事前请示、事后汇报 of the story: one settled, one reported, one to report, one late, one that waits."""

from datetime import datetime, timedelta
from decimal import Decimal

from core import clock
from customers import services as customers
from customers.choices import PriorState
from customers.models import Customer, PriorApproval
from org.models import User
from salesops.demo.story import Story
from workflow import services as workflow
from workflow.models import ApprovalStep

TOLD = {
    "closed": "王部长和陈工都来了。价格占四成，看重交期和备件，同意我们先送一版技术方案，下周三去讲。",
    "told": "柜子周一装上，跑了五天，谐波 3.1%，比他们旧的低一半。说月底前给答复，柜子先留着。",
}
ASKED = [
    (26, "rep", "hosting", "请采购部两人吃饭，谈年度框架", 800, "招标文件下月发，先听听他们看重什么", 760, "closed"),
    (17, "rep2", "sample", "借一台 7.5 kW 变频柜试用一个月", None, "他们担心谐波，现场试过才敢定", None, "told"),
    (9, "account", "travel", "去包头看现场，两天", 2600, "业主和设计院那两天都在，一次谈完", None, "late"),
    (2, "rep", "hosting", "客户六人来厂参观，午餐和接送", 1500, "看装配线和试验站，下周定供应商", None, "granted"),
    (1, "rep2", "terms", "质保从 18 个月延到 24 个月", None, "对手给了 24 个月，别的条件都谈好了", None, "waits"),
]


def ask_before(story: Story) -> None:
    for number, (ago, *rest) in enumerate(ASKED):
        day = clock.next_workday(clock.local_date(story.now) - timedelta(days=ago))
        story.at(clock.day_start(day) + timedelta(hours=9, minutes=20 + number), ask, *rest)


def ask(
    story: Story,
    moment: datetime,
    login: str,
    kind: str,
    subject: str,
    amount: int | None,
    content: str,
    spent: int | None,
    until: str,
) -> None:
    actor = story.people[login]
    customer = Customer.objects.filter(owner=actor).order_by("pk").first()
    act_on = clock.add_workdays(clock.local_date(moment), 1)
    facts = {
        "kind": kind,
        "subject": subject,
        "content": content,
        "amount": Decimal(amount) if amount else None,
        "act_on": act_on,
    }
    prior = customers.ask_prior(actor=actor, facts=facts, customer_id=customer.pk if customer else None)
    if until != "waits":
        story.at(moment + timedelta(hours=3), grant, prior.pk)
    if until in (PriorState.TOLD, PriorState.CLOSED):
        story.at(clock.day_start(act_on) + timedelta(hours=17), report, prior.pk, spent, TOLD[until])
    if until == PriorState.CLOSED:
        story.at(clock.day_start(act_on) + timedelta(hours=33), close, prior.pk)


def grant(story: Story, moment: datetime, pk: int) -> None:
    step = ApprovalStep.objects.select_related("request").get(
        request=PriorApproval.objects.values("approval").get(pk=pk)["approval"], state="open"
    )
    workflow.approve_step(actor=_superior(step), step_id=step.pk, digest=step.request.digest)


def report(story: Story, moment: datetime, pk: int, spent: int | None, told: str) -> None:
    prior = PriorApproval.objects.select_related("owner").get(pk=pk)
    customers.report_prior(
        actor=prior.owner,
        prior_id=pk,
        outcome="done",
        report=told,
        spent=Decimal(spent) if spent else None,
    )


def close(story: Story, moment: datetime, pk: int) -> None:
    customers.close_prior(actor=story.people["head"], prior_id=pk)


def _superior(step: ApprovalStep) -> User:
    return User.objects.get(pk=step.seats.values_list("approver", flat=True)[0])
