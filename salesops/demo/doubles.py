"""The same company entered twice: once merged by the head within the days of undoing, once still to be found."""

from datetime import datetime, timedelta

from core import clock
from customers import services as customers
from customers.models import Customer
from org.models import User
from salesops.demo.story import Story


def enter_twice(story: Story) -> None:
    for number, (entered, merged) in enumerate([(16, 6), (9, None)]):
        story.at(_morning(story, entered), enter_again, number, _morning(story, merged) if merged else None)


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
