"""A small trade for quote tests: two products with prices, a customer of rep's, and quotes made of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core import clock
from customers.models import Customer
from org.models import User
from quotes import services
from quotes.models import PriceList, Product, ProductLine, Quote, SellerProfile
from quotes.pricing import LineInput
from tests.cast import Cast
from workflow import services as workflow

LISTED, FLOOR = Decimal("1000.00"), Decimal("800.00")


def make_products(cast: Cast, *, valid_from: date = date(2024, 1, 1)) -> list[Product]:
    """A pump and a valve, both listed at 1,000.00 with a floor of 800.00."""
    line = ProductLine.objects.create(code="T", name="泵阀")
    products = [
        services.create_product(
            actor=cast.engineer,
            facts={"line": line, "name": name, "model": model, "unit": "台", "tax_code": "13", "lead_weeks": 6},
        )
        for name, model in [("离心泵", "D280"), ("球阀", "Q41F")]
    ]
    made = services.create_price_list(
        actor=cast.vp,
        name="目录价",
        valid_from=clock.today(),
        valid_until=None,
        prices=[(product, LISTED, FLOOR) for product in products],
    )
    # No service puts a list in force for the past; here it stands for one that was made then.
    PriceList.objects.filter(pk=made.pk).update(valid_from=valid_from)
    return products


def make_seller() -> SellerProfile:
    return SellerProfile.objects.create(
        valid_from=date(2020, 1, 1),
        name="苏州澜川电气设备有限公司",
        uscc="91320594MA7LC0318Q",
        address="江苏省苏州市工业园区澜川路 88 号",
        phone="0512-5550 0188",
        bank="示例银行苏州分行",
        account="3205 0199 8800 0000 1234",
        seal='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>',
    )


def make_quote(
    actor: User, customer: Customer, product: Product, *, price: str = "1000.00", qty: str = "2", **facts: Any
) -> Quote:
    return services.create_quote(
        actor=actor,
        customer_id=customer.pk,
        contact_id=None,
        facts={"title": "循环水泵站成套设备", "payment_terms": "30/60/10", **facts},
        lines=[LineInput(qty=Decimal(qty), product_id=product.pk, unit_price=Decimal(price))],
    )


def fresh(quote: Quote) -> Quote:
    return Quote.objects.get(pk=quote.pk)


def submit(quote: Quote, actor: User) -> Quote:
    return services.submit_quote(actor=actor, quote_id=quote.pk, version=fresh(quote).version)


def approve_all(quote: Quote, approvers: Sequence[User]) -> Quote:
    """Each approver in turn says yes to what they see."""
    for approver in approvers:
        request = fresh(quote).approval
        step = request.steps.get(state="open")
        workflow.approve_step(actor=approver, step_id=step.pk, digest=request.digest)
    return fresh(quote)


def approved(cast: Cast, customer: Customer, product: Product, **kwargs: Any) -> Quote:
    """A quote of rep's that the head has approved."""
    quote = submit(make_quote(cast.rep, customer, product, **kwargs), cast.rep)
    return approve_all(quote, [cast.head])


def sent(cast: Cast, customer: Customer, product: Product, **kwargs: Any) -> Quote:
    """A quote of rep's that the customer has."""
    quote = approved(cast, customer, product, **kwargs)
    services.stamp_quote(actor=cast.inside, quote_id=quote.pk)
    return services.send_quote(actor=cast.rep, quote_id=quote.pk, way="mail", to="刘建平")


def today() -> date:
    return clock.today()
