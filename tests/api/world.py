"""One of everything: a small trade of rep's in every state, for requests that should hit something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core import clock, notices
from core.models import AuditEntry, Notification
from customers import services as customers
from customers.models import Competitor, Contact, Customer, Opportunity, Visit
from org.models import Unit, User
from quotes import services as quotes
from quotes.models import PriceList, Product, Quote
from tests.cast import Cast
from tests.customers import deals
from tests.quotes import world
from workflow.models import ApprovalRequest, ApprovalStep


@dataclass(frozen=True)
class Everything:
    """Ids by resource, as the API spells it."""

    ids: dict[str, list[int]]

    def aim(self, case: Any) -> None:
        """Two of three generated ids become those of existing rows, taking turns."""
        if "id" not in (case.path_parameters or {}):
            return
        resource = case.path.removeprefix("/api/v1/").split("/")[0]
        wild = case.path_parameters["id"]
        known = self.ids.get(resource)
        if known and isinstance(wild, int) and wild % 3:
            case.path_parameters["id"] = known[wild % len(known)]


def make_everything(cast: Cast) -> Everything:
    """rep's customer with contact, visit and quotes in each state; one of rep_south's beside it."""
    products = world.make_products(cast)
    world.make_seller()
    customer = customers.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})
    customers.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    customers.log_visit(
        actor=cast.rep, customer_id=customer.pk, occurred_at=clock.now() - timedelta(hours=1), outcome="progress"
    )
    foreign = customers.create_customer(actor=cast.rep_south, facts={"name": "东莞市粤恒机电有限公司"})
    world.make_quote(cast.rep_south, foreign, products[0])
    world.make_quote(cast.rep, customer, products[0])
    world.submit(world.make_quote(cast.rep, customer, products[0]), cast.rep)
    world.approved(cast, customer, products[0])
    stamped = world.approved(cast, customer, products[0])
    quotes.stamp_quote(actor=cast.inside, quote_id=stamped.pk)
    deal = deals.at_quote(cast.rep, customer)
    deals.open_deal(cast.rep_south, foreign)
    customers.name_rival(actor=cast.rep, opportunity_id=deal.pk, competitor=deals.make_competitor(cast.rep))
    notices.send(code=notices.kinds()[0].code, recipients=[cast.rep, cast.head, cast.admin], dedupe_key="world")
    tables = {
        "approval-requests": ApprovalRequest,
        "approval-steps": ApprovalStep,
        "audit-entries": AuditEntry,
        "competitors": Competitor,
        "contacts": Contact,
        "customers": Customer,
        "opportunities": Opportunity,
        "notifications": Notification,
        "price-lists": PriceList,
        "products": Product,
        "quotes": Quote,
        "units": Unit,
        "users": User,
        "visits": Visit,
    }
    return Everything({name: sorted(model.objects.values_list("pk", flat=True))[:40] for name, model in tables.items()})
