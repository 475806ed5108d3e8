"""Who should get a lead: whoever has most customers where it is, or the fewest open leads (customers.policy.LEAD_WAYS).

Offered are those who sell themselves, within the people the assigner may give leads to.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from core import policy
from core.scope import ALL
from customers.choices import LeadWay
from customers.models import Customer, Lead
from customers.models.leads import ASSIGN_RIGHT
from customers.policy import LEAD_WAYS
from org.lines import region_of
from org.models import User, UserQuerySet

CITY, PROVINCE = 4, 2


@dataclass(frozen=True)
class Proposal:
    """Whom, how it was found, and for `region` the place that decided."""

    person: User
    way: LeadWay
    place: str = ""


def possible_owners(user: User) -> UserQuerySet:
    """To whom the user may give leads: everybody who works on leads, for who sees all of them; else those of the team."""
    people: UserQuerySet = User.objects.with_capability("leads.work").order_by("sort_key", "pk")
    if user.access.scope("leads") == ALL:
        return people
    return people.filter(pk__in=user.access.people("subtree"))


def sellers(user: User) -> list[User]:
    """Of the possible owners those a rule may choose: who leads others is only ever chosen by hand."""
    people = possible_owners(user).select_related("unit__parent__parent")
    leading = User.objects.with_capability(ASSIGN_RIGHT).values("pk")
    return list(people.exclude(pk__in=leading))


def propose(user: User, lead: Lead, people: list[User] | None = None) -> Proposal | None:
    """As the policy has it today; None when it leaves it to people, or finds nobody."""
    ways = policy.value(LEAD_WAYS)
    found = sellers(user) if people is None else people
    if not found or not ways:
        return None
    load = _load(found)
    if LeadWay.REGION in ways and lead.division:
        for length in (CITY, PROVINCE):
            place = lead.division[:length]
            known = _customers_in(place, found)
            if known:
                best = min(found, key=lambda person: (-known[person.pk], load[person.pk], person.pk))
                return Proposal(best, LeadWay.REGION, place)
    if LeadWay.LOAD in ways:
        near = _of_region(lead, found)
        return Proposal(min(near, key=lambda person: (load[person.pk], person.pk)), LeadWay.LOAD)
    return None


def _load(people: list[User]) -> Counter[int]:
    rows = Lead.objects.open().filter(owner__in=people).values_list("owner").annotate(n=Count("pk")).order_by()
    return Counter(dict(rows))


def _customers_in(place: str, people: list[User]) -> Counter[int]:
    rows: Any = Customer.objects.filter(division__startswith=place, owner__in=people).order_by()
    return Counter(dict(rows.values_list("owner").annotate(n=Count("pk"))))


def _of_region(lead: Lead, people: list[User]) -> list[User]:
    """Those of the sales region that has most customers in the lead's province; everybody when none has any."""
    if not lead.division:
        return people
    regions = {person.pk: region_of(person.unit) for person in people}
    numbers: Counter[int] = Counter()
    for owner, number in _customers_in(lead.division[:PROVINCE], people).items():
        if region := regions[owner]:
            numbers[region.pk] += number
    if not numbers:
        return people
    ((top, _number),) = numbers.most_common(1)
    return [person for person in people if (region := regions[person.pk]) and region.pk == top]
