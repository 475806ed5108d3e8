"""What customers do when people leave, customers change hands and visits are logged."""

from core import events
from customers import services
from customers.choices import CustomerClass
from org.models import User


@events.subscribe("customer.renamed")
def find_by_new_name(*, customer_id: int) -> None:
    services.refresh_opportunities_of(customer_id=customer_id)


@events.subscribe("customer.transferred")
def follow(*, customer_id: int, from_user_id: int | None, to_user_id: int, actor_id: int | None) -> None:
    if from_user_id is None:
        return
    people = User.objects.in_bulk([pk for pk in (from_user_id, to_user_id, actor_id) if pk])
    services.follow_customer(
        actor=people.get(actor_id) if actor_id else None,
        customer_id=customer_id,
        leaver=people[from_user_id],
        successor=people[to_user_id],
    )


@events.subscribe("org.person_left")
def hand_over(*, user_id: int, successor_id: int, actor_id: int) -> None:
    people = User.objects.in_bulk([user_id, successor_id, actor_id])
    parties = {"actor": people[actor_id], "leaver": people[user_id], "successor": people[successor_id]}
    services.hand_over_customers(**parties)
    services.hand_over_opportunities(**parties)
    services.hand_over_plans(**parties)
    services.hand_over_tasks(**parties)
    services.hand_over_leads(**parties)
    services.lapse_transfers(applicant=parties["leaver"])


@events.subscribe("customer.transferred")
def settle_requests(*, customer_id: int, from_user_id: int | None, to_user_id: int, actor_id: int | None) -> None:
    services.lapse_transfers(customer_id=customer_id)


@events.subscribe("customer.classified")
def leave_the_list(*, customer_id: int, actor_id: int, from_class: str, to_class: str) -> None:
    if from_class == CustomerClass.KEY and to_class != CustomerClass.KEY:
        services.drop_declassified(actor=User.objects.get(pk=actor_id), customer_id=customer_id)


@events.subscribe("customer.pooled")
def settle_requests_of_pooled(*, customer_id: int, from_user_id: int, actor_id: int | None) -> None:
    services.lapse_transfers(customer_id=customer_id)


@events.subscribe("customer.transferred")
def pass_on_what_was_meant(*, customer_id: int, from_user_id: int | None, to_user_id: int, actor_id: int) -> None:
    if from_user_id is None:
        people = User.objects.in_bulk([to_user_id, actor_id])
        services.take_over_tasks(actor=people[actor_id], customer_id=customer_id, successor=people[to_user_id])
        return
    people = User.objects.in_bulk([from_user_id, to_user_id, actor_id])
    parties = {"actor": people[actor_id], "leaver": people[from_user_id], "successor": people[to_user_id]}
    services.hand_over_plans(**parties, customer_id=customer_id)
    services.hand_over_tasks(**parties, customer_id=customer_id)


@events.subscribe("customer.claimed")
def take_over(*, customer_id: int, actor_id: int) -> None:
    claimer = User.objects.get(pk=actor_id)
    services.take_over_tasks(actor=claimer, customer_id=customer_id, successor=claimer)


@events.subscribe("visit.logged")
def fulfil_plan(*, visit_id: int, customer_id: int, visitor_id: int) -> None:
    services.fulfil_plan(visit_id=visit_id)


@events.subscribe("opportunity.created")
def claim_deal(*, opportunity_id: int, customer_id: int, actor_id: int) -> None:
    services.claim_deal(opportunity_id=opportunity_id, customer_id=customer_id)
