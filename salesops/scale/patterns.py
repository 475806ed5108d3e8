"""Some quotes written through the services, rolled back, and kept as patterns: the large company's are varied from them.

Prices, taxes, totals, facts, risks, snapshot and route are therefore what a rep's own quote would have got.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from core import clock
from customers.models import Customer
from org.models import User
from quotes import services, submission
from quotes.digest import content_of
from quotes.models import PriceListItem, Product, Quote, QuoteLine
from quotes.models.quotes import KIND
from quotes.pricing import LineInput
from salesops.demo import catalog
from salesops.scale.people import Territory
from workflow import routing

PER_YEAR = 24
SWITCHES = ("over_head", "over_region", "below_floor", "hand_priced", "nonstandard_payment", "major")


@dataclass(frozen=True, eq=False)
class Pattern:
    """One quote without number, customer and dates."""

    quote: Quote
    lines: list[QuoteLine]
    content: dict[str, Any]
    facts: dict[str, Any]
    snapshot: dict[str, Any]
    risks: list[Any]
    policies: dict[str, Any]

    @property
    def signature(self) -> tuple[bool, ...]:
        return tuple(bool(self.facts[name]) for name in SWITCHES)


@dataclass(frozen=True)
class Stop:
    """A step of the route, with the people found for it."""

    name: str
    mode: str
    finder: str
    finder_ref: str
    clause: str
    hours: int
    approvers: list[int]


@dataclass(frozen=True)
class Routes:
    """Which way a pattern goes from each team."""

    route_id: int
    stops: dict[tuple[int, tuple[bool, ...]], list[Stop]]


def write(years: Sequence[int], author: User, random: Random) -> dict[int, list[Pattern]]:
    """Patterns for each year, at the prices of that year."""
    found: dict[int, list[Pattern]] = {}
    with transaction.atomic():
        customer = Customer.objects.create(number="scale", name="样本", owner=author, created_by=author)
        for year in years:
            found[year] = [_write(author, customer, date(year, 12, 31), random) for _number in range(PER_YEAR)]
        transaction.set_rollback(True)
    return found


def ways(patterns: dict[int, list[Pattern]], territories: list[Territory]) -> Routes:
    """The steps every pattern takes from every team, as the engine plans them."""
    route = routing.active_route(KIND)
    kinds = {pattern.signature: pattern for made in patterns.values() for pattern in made}
    first = {rep.unit_id: rep.id for territory in territories for rep in reversed(territory.reps)}
    submitters = User.objects.select_related("unit").in_bulk(first.values())
    stops = {}
    for unit_id, rep_id in first.items():
        for signature, pattern in kinds.items():
            planned = routing.plan(route, facts=pattern.facts, submitter=submitters[rep_id])
            stops[unit_id, signature] = [_stop(item) for item in planned]
    return Routes(route.pk, stops)


def _stop(item: routing.Planned) -> Stop:
    step = item.step
    people = [person.pk for person in item.approvers]
    return Stop(step.name, step.mode, step.finder, step.finder_ref, step.clause, step.hours, people)


def _write(author: User, customer: Customer, day: date, random: Random) -> Pattern:
    prices = PriceListItem.objects.filter(price_list__valid_from__lte=day).order_by("price_list__valid_from")
    listed = dict(prices.values_list("product_id", "list_price"))
    cut = Decimal(str(random.choices([0, 0.03, 0.06, 0.09, 0.12, 0.17, 0.22], [18, 22, 22, 16, 12, 7, 3])[0]))
    products = random.sample(list(Product.objects.filter(pk__in=listed).order_by("pk")), random.choice([1, 2, 2, 3, 4]))
    with clock.pretend(clock.day_start(min(day, clock.today()))):
        quote = services.create_quote(
            actor=author,
            customer_id=customer.pk,
            contact_id=None,
            facts={
                "title": random.choice(catalog.PROJECTS),
                "payment_terms": random.choices(["30/60/10", "10/80/10", "月结 60 天"], [80, 14, 6])[0],
                "delivery_terms": "买方项目现场，车板交货",
                "freight_terms": "含运费",
                "warranty_months": random.choice([12, 12, 18, 24]),
            },
            lines=[_line(product, listed[product.pk] * (1 - cut), random) for product in products],
        )
        lines = list(quote.lines.all())
        asked = submission.submission_of(quote, lines)
    facts = {name: value if isinstance(value, bool) else str(value) for name, value in asked.facts.items()}
    return Pattern(quote, lines, content_of(quote), facts, dict(asked.data), list(asked.risks), dict(asked.policies))


def _line(product: Product, price: Decimal, random: Random) -> LineInput:
    qty = Decimal(random.choice([1, 1, 2, 2, 3, 4])) * (100 if product.unit == "米" else 1)
    return LineInput(qty=qty, product_id=product.pk, unit_price=price.quantize(Decimal("0.01")))
