"""What customers do when people leave."""

from core import events
from customers import services
from org.models import User


@events.subscribe("org.person_left")
def hand_over(*, user_id: int, successor_id: int, actor_id: int) -> None:
    people = User.objects.in_bulk([user_id, successor_id, actor_id])
    services.hand_over_customers(actor=people[actor_id], leaver=people[user_id], successor=people[successor_id])
