"""Fills a fresh company for a drill: `manage.py shell -c "from tests.drills import stage; stage.fill(3)"`."""

import json

from django.db.models import F, Value
from django.db.models.functions import Concat

from customers import services as customers
from org import services as org
from org import tokens
from org.models import Role, User
from tests import cast as casting
from tests.quotes import world

PASSWORD = "drill-the-house"


def fill(reps: int) -> None:
    """The cast, a product with a price, and so many reps of the head's team with a customer each.

    Prints as JSON who may call with which key, and whom they sell to.
    """
    casting.build()
    cast = casting.find()
    product = world.make_products(cast)[0]
    world.make_seller()
    sellers = []
    for number in range(reps):
        rep = org.appoint_person(
            actor=None,
            username=f"seller{number}",
            display_name=f"销售{number}",
            unit=cast.unit("east1"),
            roles=[Role.objects.get(code="rep")],
            password=PASSWORD,
        )
        customer = customers.create_customer(actor=rep, facts={"name": f"演练客户{number}有限公司"})
        sellers.append({"login": rep.username, "key": _key(rep), "customer": customer.pk})
    # Without an address no mail could be delivered.
    User.objects.update(email=Concat(F("username"), Value("@example.com")))
    print(json.dumps({"sellers": sellers, "head": _key(cast.head), "product": product.pk}))


def _key(user: User) -> str:
    return tokens.issue_token(actor=user, name="drill", days=1)[1]
