"""What the sample is made of: the last id of each kind when it stood, and what of it is there today."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Attachment, SampleData
from core.timeline import name_details
from customers.models import Competitor, Contact, Customer, Lead, Opportunity, Solution, Visit
from org.models import Posting, Unit, User, UserQuerySet
from quotes.models import PriceList, PriceListItem, Product, ProductLine, Quote, QuoteLine, SellerProfile
from salesops.samples.reach import BY_KIND
from workflow.models import ApprovalRequest, ApprovalSeat

MARKED: tuple[type[models.Model], ...] = (
    Customer,
    Lead,
    Competitor,
    Product,
    ProductLine,
    PriceList,
    SellerProfile,
    Unit,
    User,
)
"""What everything else of the sample hangs on."""

LABELS: dict[type[models.Model], str | Promise] = {
    Customer: _("客户"),
    Contact: _("联系人"),
    Lead: _("线索"),
    Visit: _("拜访"),
    Opportunity: _("商机"),
    Quote: _("报价"),
    ApprovalRequest: _("审批"),
    Attachment: _("附件"),
    Product: _("产品"),
    PriceList: _("价格表"),
    SellerProfile: _("本公司资料"),
    User: _("人员"),
    Unit: _("部门"),
}
"""The kinds a person counts in, in the order of the page."""

NAMED = 20
"""Rows of our own people that the page names."""

name_details({model._meta.label_lower: label for model, label in LABELS.items()})


@dataclass(frozen=True)
class Line:
    label: str | Promise
    number: int


def write_down() -> SampleData:
    """Mark everything that is there as the sample. Only where nobody else has entered anything yet."""
    tops = {model._meta.label_lower: model._base_manager.aggregate(top=Max("pk"))["top"] or 0 for model in MARKED}
    return SampleData.objects.create(marks=tops)


def current() -> SampleData | None:
    return SampleData.objects.select_related("ordered_by").order_by("-pk").first()


def standing() -> SampleData | None:
    """The sample, unless it was removed."""
    found = current()
    return found if found is not None and found.done_at is None else None


def rows(sample: SampleData, model: type[models.Model]) -> models.QuerySet[Any]:
    """What is there of one kind: marked itself, or entered on a customer that is."""
    everything = model._base_manager.all()
    customer = sample.mark(Customer)
    if model in MARKED:
        found = everything.filter(pk__lte=sample.mark(model))
        return found.filter(is_hidden=False) if model is User else found
    if model in (Contact, Visit, Opportunity, Quote):
        return everything.filter(customer_id__lte=customer)
    if model is Solution:
        return everything.filter(opportunity__customer_id__lte=customer)
    on_them = Q(pk__in=[])
    name = dict(BY_KIND)[model]
    for about in (Customer, Contact, Lead, Visit, Opportunity, Solution, Quote):
        on_them |= Q(**{name: about._meta.label_lower, "subject_id__in": rows(sample, about).values("pk")})
    return everything.filter(on_them)


def goes(sample: SampleData) -> list[Line]:
    """What a removal would take, kind by kind."""
    numbers = {model: rows(sample, model).count() for model in LABELS}
    numbers[Product] -= used_products(sample)
    numbers[Unit] -= len(used_units(sample))
    if Quote.objects.filter(customer_id__gt=sample.mark(Customer)).exists():
        numbers[SellerProfile] = 0
    return [Line(LABELS[model], number) for model, number in numbers.items() if number > 0]


@dataclass(frozen=True)
class Entered:
    """What our own people entered on customers of the sample: it goes with them, so the page names it."""

    label: str | Promise
    number: int
    first: Sequence[str]


def entered_on_it(sample: SampleData) -> list[Entered]:
    people = sample.mark(User)
    found = []
    for model in (Contact, Visit, Opportunity, Quote, Attachment):
        mine = rows(sample, model).filter(created_by_id__gt=people)
        if number := mine.count():
            related = ("customer",) if model is Visit else ()
            first = mine.select_related(*related).order_by("-pk")[:NAMED]
            found.append(Entered(LABELS[model], number, [str(row) for row in first]))
    return found


def in_their_hands(sample: SampleData) -> list[Line]:
    """What is our own but in the hands of the sample's people: a successor gets it."""
    people, customer = sample.mark(User), sample.mark(Customer)
    own = Customer.objects.filter(pk__gt=customer)
    seats = ApprovalSeat.objects.filter(approver_id__lte=people, verdict="", step__request__state="open")
    waiting = ApprovalRequest.objects.filter(pk__in=seats.values("step__request_id"))
    counted = [
        Line(_("客户"), own.filter(Q(owner_id__lte=people) | Q(account_manager_id__lte=people)).count()),
        Line(_("线索"), Lead.objects.open().filter(pk__gt=sample.mark(Lead), owner_id__lte=people).count()),
        Line(_("商机"), Opportunity.objects.open().filter(customer_id__gt=customer, owner_id__lte=people).count()),
        Line(_("报价"), Quote.objects.open().filter(customer_id__gt=customer, owner_id__lte=people).count()),
        Line(_("待审批"), waiting.exclude(pk__in=rows(sample, ApprovalRequest).values("pk")).count()),
    ]
    return [line for line in counted if line.number]


def used_products(sample: SampleData) -> int:
    """Products of the sample that stay, because a quote or a price list of our own has them."""
    lines = QuoteLine.objects.filter(quote__customer_id__gt=sample.mark(Customer))
    items = PriceListItem.objects.filter(price_list_id__gt=sample.mark(PriceList))
    used = Q(pk__in=lines.values("product_id")) | Q(pk__in=items.values("product_id"))
    return Product.objects.filter(used, pk__lte=sample.mark(Product)).count()


def renamed_units() -> models.QuerySet[Any]:
    """Ids of units somebody changed since they were made."""
    return apps.get_model("org", "UnitEvent").objects.filter(pgh_label="update").values_list("id", flat=True)


def used_units(sample: SampleData) -> set[int]:
    """Units of the sample that stay: our people work or worked there, units of our own hang below, or we renamed them."""
    units = dict(Unit.objects.values_list("pk", "parent_id"))
    mark, people = sample.mark(Unit), sample.mark(User)
    held = {
        *User.objects.filter(pk__gt=people, unit__isnull=False).values_list("unit_id", flat=True),
        *Posting.objects.filter(user_id__gt=people).values_list("unit_id", flat=True),
        *renamed_units(),
        *(pk for pk in units if pk > mark),
    }
    found: set[int] = set()
    for unit in held:
        above: int | None = unit
        while above in units and above not in found:
            found.add(above)
            above = units[above]
    return {pk for pk in found if pk <= mark}


def colleagues(user: User) -> UserQuerySet:
    """Those of one's own who work here besides oneself."""
    sample = standing()
    found = own_people(sample) if sample else User.objects.active()
    return found.exclude(pk=user.pk)


def own_people(sample: SampleData) -> UserQuerySet:
    """Those who work here and are not of the sample."""
    found: UserQuerySet = User.objects.active().filter(pk__gt=sample.mark(User))
    return found


def own_administrators(sample: SampleData) -> UserQuerySet:
    found: UserQuerySet = own_people(sample).with_capability("org.manage").filter(pk__gt=sample.mark(User))
    return found
