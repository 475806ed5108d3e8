"""A lead for tests, brought to a state by the services the product uses."""

from typing import Any

from customers import services
from customers.models import Lead
from org.models import User

SCREENED = {"need": "两台恒压供水机组", "budget": "approved", "timing": "quarter", "potential": "high"}


def enter_lead(actor: User, **facts: Any) -> Lead:
    wanted = {
        "company": "绵阳涪江水务有限公司",
        "contact": "唐建国",
        "phone": "13881234567",
        "source": "exhibition",
        "source_detail": "2026 成都水展",
        "wants": "老泵房改造",
    }
    return services.create_lead(actor=actor, facts={**wanted, **facts})


def given_lead(actor: User, to: User, **facts: Any) -> Lead:
    """Entered and assigned by `actor`."""
    lead = enter_lead(actor, **facts)
    return services.assign_lead(actor=actor, lead_id=lead.pk, to=to)


def spoken_lead(actor: User, to: User, **facts: Any) -> Lead:
    lead = given_lead(actor, to, **facts)
    services.touch_lead(actor=to, lead_id=lead.pk, facts={"channel": "phone", "outcome": "interested"})
    return fresh(lead)


def ready_lead(actor: User, to: User, **facts: Any) -> Lead:
    """Spoken with and screened."""
    lead = spoken_lead(actor, to, **facts)
    services.screen_lead(actor=to, lead_id=lead.pk, facts=SCREENED)
    return fresh(lead)


def fresh(lead: Lead) -> Lead:
    return Lead.objects.get(pk=lead.pk)
