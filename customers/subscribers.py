"""What customers do when people leave, customers change hands and visits are logged."""

from core import events
from customers import services
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
    services.hand_over_leads(**parties)


@events.subscribe("customer.transferred")
def pass_plans_on(*, customer_id: int, from_user_id: int | None, to_user_id: int, actor_id: int) -> None:
    if from_user_id is None:
        return
    people = User.objects.in_bulk([from_user_id, to_user_id, actor_id])
    services.hand_over_plans(
        actor=people[actor_id],
        leaver=people[from_user_id],
        successor=people[to_user_id],
        customer_id=customer_id,
    )


@events.subscribe("visit.logged")
def fulfil_plan(*, visit_id: int, customer_id: int, visitor_id: int) -> None:
    services.fulfil_plan(visit_id=visit_id)


@events.subscribe("opportunity.created")
def claim_deal(*, opportunity_id: int, customer_id: int, actor_id: int) -> None:
    services.claim_deal(opportunity_id=opportunity_id, customer_id=customer_id)
