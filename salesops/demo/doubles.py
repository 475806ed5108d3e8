"""The same company met twice: entered again and merged by the head, entered again and still to be found, and asked for."""

from datetime import datetime, timedelta

from core import clock, comments
from customers import services as customers
from customers.choices import TransferWish
from customers.models import Customer, TransferRequest
from customers.models.transfers import KIND
from org.models import User
from salesops.demo.story import Story
from workflow import services as workflow


def enter_twice(story: Story) -> None:
    for number, (entered, merged) in enumerate([(16, 6), (9, None)]):
        story.at(_morning(story, entered), enter_again, number, _morning(story, merged) if merged else None)
    story.at(_morning(story, 12), ask_for, "rep_south", 4, TransferWish.SHARE, "他们广州分厂也要上一条线，分厂归我跑")
    story.at(
        _morning(story, 1),
        ask_for,
        "rep2",
        5,
        TransferWish.OWN,
        "上周工博会他们总工到我们展台谈了一小时，约了下周看现场",
    )


def ask_for(story: Story, moment: datetime, login: str, number: int, wish: str, reason: str) -> None:
    """A colleague met one of rep's customers. What the region does not hold together the director decides, days later."""
    known = Customer.objects.filter(owner=story.people["rep"]).exclude(short_name="").order_by("pk")[number]
    request = customers.request_transfer(actor=story.people[login], name=known.name, wish=wish, reason=reason)
    if wish == TransferWish.OWN:
        comments.add_comment(
            actor=story.people["rep"],
            kind=KIND,
            subject_id=request.pk,
            text="他们采购一直是我在联系，上个月刚报过一次价，方案也在改",
        )
    else:
        story.at(moment + timedelta(hours=5), share, request)


def share(story: Story, moment: datetime, request: TransferRequest) -> None:
    assert request.approval is not None
    step = request.approval.steps.get(state="open")
    workflow.approve_step(
        actor=story.people["director"],
        step_id=step.pk,
        digest=request.approval.digest,
        comment="一起跟，分厂的单子算华南",
    )


def enter_again(story: Story, moment: datetime, number: int, merged: datetime | None) -> None:
    """A colleague meets somebody of rep's customer at an exhibition and enters it by its short name."""
    owner, colleague = story.people["rep"], story.people["rep2"]
    known = Customer.objects.filter(owner=owner).exclude(short_name="").order_by("pk")[number]
    again = customers.create_customer(
        actor=colleague,
        facts={"name": known.short_name, "industry": known.industry, "remarks": "展会上换的名片", "tags": ["展会"]},
        accept_duplicates=True,
    )
    person = known.contacts.exclude(phone="").order_by("pk").first()
    if person is not None:
        facts = {"name": f"{person.name[:1]}工", "phone": person.phone, "title": "采购"}
        customers.create_contact(actor=colleague, customer_id=again.pk, facts=facts)
    if merged is not None:
        story.at(merged, merge, known.pk, again.pk, story.people["head"])


def merge(story: Story, moment: datetime, survivor_id: int, merged_id: int, head: User) -> None:
    customers.merge_customers(
        actor=head,
        survivor_id=survivor_id,
        merged_id=merged_id,
        choices={"name": "survivor"},
        reason="展会上又建了一次",
    )


def _morning(story: Story, days: int) -> datetime:
    """Ten o'clock on the work day so many days ago, or the one before."""
    day = clock.local(story.now).date() - timedelta(days=days)
    while not clock.is_workday(day):
        day -= timedelta(days=1)
    return clock.day_start(day) + timedelta(hours=10)
