import pytest

from customers import services
from customers.models import Customer
from org.models import User


def enter(owner: User, name: str = "成都锐恒自动化设备有限公司", **facts: object) -> Customer:
    """A customer owned by `owner`, entered the way the product enters them."""
    keywords = {key: facts.pop(key) for key in ("customer_class", "account_manager") if key in facts}
    return services.create_customer(actor=owner, facts={"name": name, **facts}, **keywords)


@pytest.fixture
def customer(cast):
    """A customer of rep's, in the East."""
    return enter(cast.rep)
