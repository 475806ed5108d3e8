"""Intelligence for tests, recorded by the service the product uses."""

from typing import Any

from customers import services
from customers.choices import Secrecy
from customers.models import Competitor, Customer, Intelligence
from org.models import Role, User

TEXT = "12 月挂网招标，预算 480 万，刘总工退了"
FACTS = {"kind": "purchase", "text": TEXT, "source": "customer", "source_note": "采购部王经理", "reliability": "likely"}


def record(
    actor: User,
    customer: Customer | None = None,
    competitor: Competitor | None = None,
    level: str = Secrecy.INTERNAL,
    **facts: Any,
) -> Intelligence:
    return services.record_intelligence(
        actor=actor,
        facts={**FACTS, **facts},
        customer_id=customer.pk if customer else None,
        competitor_id=competitor.pk if competitor else None,
        level=level,
    )


def fresh(entry: Intelligence) -> Intelligence:
    return Intelligence.objects.get(pk=entry.pk)


def trust(role: str, *rights: str) -> None:
    """Give a role more rights, as an administrator would."""
    row = Role.objects.get(code=role)
    row.capabilities = [*row.capabilities, *rights]
    row.save(update_fields=["capabilities"])
