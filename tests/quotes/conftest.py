from typing import Any

import pytest

from customers import services as customer_services
from customers.models import Customer
from quotes.models import Product, SellerProfile
from tests.cast import Cast
from tests.quotes import world


@pytest.fixture
def products(db: Any, cast: Cast) -> list[Product]:
    return world.make_products(cast)


@pytest.fixture
def pump(products: list[Product]) -> Product:
    return products[0]


@pytest.fixture
def customer(db: Any, cast: Cast) -> Customer:
    """Owned by rep; rep2 and rep_south must not see it."""
    return customer_services.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})


@pytest.fixture
def seller(db: Any) -> SellerProfile:
    return world.make_seller()
