"""News from upstream that quotes act upon."""

from core import events
from org.models import User
from quotes import services


@events.subscribe("customer.renamed")
def find_by_new_name(*, customer_id: int) -> None:
    services.refresh_quotes_of(customer_id)


@events.subscribe("org.person_left")
def take_over_quotes(*, user_id: int, successor_id: int, actor_id: int) -> None:
    services.hand_over_quotes(
        actor=User.objects.get(pk=actor_id),
        leaver=User.objects.get(pk=user_id),
        successor=User.objects.get(pk=successor_id),
    )
