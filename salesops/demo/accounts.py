"""The key customers of the year: some served by plan and reviewed, one whose review is late, one that waits, one to write."""

from datetime import datetime, timedelta
from decimal import Decimal

from core import clock
from customers import services as customers
from customers.account_selectors import usual_reviews
from customers.choices import CustomerClass
from customers.models import AccountPlan, Customer
from org.models import User
from salesops.demo.story import Story
from workflow import services as workflow
from workflow.models import ApprovalStep

PLANS = [
    (
        312,
        "续签年度框架，柜体份额从四成到六成",
        2_600_000,
        "每月巡检一次，每季给电气班讲一次课，备件常备清单两套",
        "held",
    ),
    (310, "进入二期扩建的短名单", 1_800_000, "技术部每季到场一次，设计院图纸共同会审", "held"),
    (306, "替换两条老线的开关柜", 900_000, "每两月拜访设备科，停机检修前送方案", "late"),
    (34, "把维保合同签到三年", 480_000, "每月一次远程巡检报告，报修两小时内回电", "approved"),
    (12, "集团集采入围", 3_200_000, "总部和三个基地各一位对接人，每月一次例会", "reported"),
    (8, "新园区供配电总包", 1_500_000, "跟设计院，样机试挂", "returned"),
    (5, "", 0, "", "named"),
]
"""How many days ago it came on the list, goals, target, measures, how far it has come."""

FOUND = [
    ("content", "框架谈到价格条款，对方认可交期，要求备件目录单列。下季度把两台老柜的改造报上去。"),
    ("soso", "上季两次报修响应慢，已经换成专人；份额到三成七，比计划差三个点。"),
    ("content", "电气班培训了 14 人，主任同意把我们列进二期的技术规格。"),
]


def name_accounts(story: Story) -> None:
    for number, (ago, *rest) in enumerate(PLANS):
        day = clock.next_workday(clock.local_date(story.now) - timedelta(days=ago + 1))
        story.at(clock.day_start(day) + timedelta(hours=9, minutes=40 + number), name_account, *rest)


def name_account(story: Story, moment: datetime, goals: str, target: int, measures: str, until: str) -> None:
    year = clock.local_date(moment).year
    listed = AccountPlan.objects.live().filter(year=year).values("customer_id")
    keys = Customer.objects.filter(customer_class=CustomerClass.KEY).exclude(pk__in=listed)
    customer = keys.order_by("pk").first()
    if customer is None:
        return
    plan = customers.name_account(actor=story.people["director"], customer_id=customer.pk, year=year)
    if until == "named":
        return
    facts = {"goals": goals, "target": Decimal(target), "measures": measures}
    story.at(moment + timedelta(days=2), write, plan.pk, facts, until)


def write(story: Story, moment: datetime, pk: int, facts: dict[str, object], until: str) -> None:
    plan = AccountPlan.objects.select_related("customer__account_manager").get(pk=pk)
    manager = plan.customer.account_manager
    if manager is None or not plan.is_live:
        return
    reviews = usual_reviews(plan.year, clock.local_date(moment))
    plan = customers.write_account_plan(actor=manager, plan_id=pk, facts=facts, reviews=reviews)
    customers.report_account_plan(actor=manager, plan_id=pk)
    if until == "reported":
        return
    story.at(moment + timedelta(days=1), decide, pk, until)
    if until in ("held", "late"):
        past = [day for day in reviews if clock.day_start(day) < story.now - timedelta(days=1)]
        for number, day in enumerate(past if until == "held" else past[:-1]):
            story.at(clock.day_start(day) + timedelta(hours=16), review, pk, number)


def decide(story: Story, moment: datetime, pk: int, until: str) -> None:
    plan = AccountPlan.objects.select_related("approval").get(pk=pk)
    step = ApprovalStep.objects.select_related("request").filter(request=plan.approval_id, state="open").first()
    if step is None:
        return
    approver = User.objects.get(pk=step.seats.values_list("approver", flat=True)[0])
    if until == "returned":
        comment = "目标写到产品和金额，措施写明谁去、多久一次"
        workflow.return_step(actor=approver, step_id=step.pk, digest=step.request.digest, comment=comment)
        return
    workflow.approve_step(actor=approver, step_id=step.pk, digest=step.request.digest)
    story.at(moment + timedelta(hours=5), decide, pk, until)


def review(story: Story, moment: datetime, pk: int, number: int) -> None:
    plan = AccountPlan.objects.select_related("customer__account_manager").get(pk=pk)
    planned = plan.reviews.filter(held_on=None).order_by("due_on").first()
    manager = plan.customer.account_manager
    if planned is None or manager is None or plan.state != "approved":
        return
    satisfaction, summary = FOUND[(pk + number) % len(FOUND)]
    customers.hold_review(
        actor=manager,
        plan_id=pk,
        review_id=planned.pk,
        held_on=clock.local_date(moment),
        summary=summary,
        satisfaction=satisfaction,
    )
