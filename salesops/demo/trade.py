"""What happens in the demo company: customers are found and visited, quotes written, decided, stamped and sent."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core import clock
from customers import services as customers
from customers.choices import ContactRole, CustomerClass, Outcome, VisitKind
from customers.models import Contact, Customer, Opportunity
from org.models import User
from quotes import services as quotes
from quotes.choices import SentBy
from quotes.models import Product, Quote
from quotes.models.quotes import KIND
from quotes.pricing import LineInput
from salesops.demo import answers, catalog, deals, names
from salesops.demo.story import Story
from workflow import services as workflow
from workflow.models import ApprovalSeat

CUSTOMERS = 300
ONCE = {CustomerClass.POTENTIAL: 520, CustomerClass.NORMAL: 320, CustomerClass.FOCUS: 180, CustomerClass.KEY: 100}
"""Days between visits as they used to be."""

LATELY = {CustomerClass.POTENTIAL: 56, CustomerClass.NORMAL: 29, CustomerClass.FOCUS: 14, CustomerClass.KEY: 7}
"""Days between visits since the company lives by its rules: just about what its policy asks."""

RULES_SINCE = 28
"""Days since it does."""

PURPOSES = [
    "确认技术方案和预算",
    "送样本和选型资料",
    "了解二期进度",
    "回访设备运行情况",
    "谈付款节点",
    "答疑：柜体尺寸和进线方式",
]
TALK = {
    Outcome.PROGRESS: ["方案认可，预算基本落实，等立项", "同意三期付款，质保要两年", "技术协议谈妥，转采购部比价"],
    Outcome.STEADY: ["项目推迟到下季度，保持联系", "还在做可研，先留资料", "设备运行正常，暂时没有新需求"],
    Outcome.OBJECTION: ["嫌交期长，要求 8 周以内", "对价格有意见，另一家便宜 6%", "要求增加一路备用回路"],
    Outcome.NOT_MET: ["临时出差，改约下周", "在开会，没见上"],
    Outcome.REFUSED: ["今年已定别家，明年再看"],
}
NEXT = ["送技术协议", "报价", "再访", "约总工见面", "发对比表"]
RETURN_REASONS = ["第 2 行交货期和技术部答复不一致", "付款节点写成 10/80/10，和谈判纪要不符", "折让没有说明理由"]
YES_WORDS = ["", "", "", "同意，付款节点守住", "同意，按流程走", "可以，注意交期"]


def open_business(story: Story) -> None:
    """Put on the agenda how each customer is found; the rest follows from there."""
    reps = _territories(story)
    used: set[str] = set()
    for index in range(CUSTOMERS):
        name, trade, division, area = names.company(story.random, used)
        if index == CUSTOMERS // 2:
            name, trade, division, area = names.LONGEST, "能源化工", "150602", "0477"
        south = division in names.SOUTH
        owner = story.random.choice(reps["south" if south else "east"])
        found = story.work_time(story.start + timedelta(days=story.random.triangular(0, 715, 120)))
        story.at(found, find_customer, owner, name, trade, division, area)


def find_customer(story: Story, moment: datetime, owner: User, name: str, trade: str, division: str, area: str) -> None:
    random = story.random
    customer = customers.create_customer(
        actor=owner,
        facts={
            "name": name,
            "short_name": names.short(name),
            "uscc": names.credit_code(random, division) if random.random() < 0.85 else "",
            "industry": trade,
            "division": division,
            "address": f"{random.choice(names.STREETS)}{random.choice(names.ROADS)} {random.randrange(1, 999)} 号",
            "phone": f"{area}-{random.randrange(2, 9)}{random.randrange(10**6):06d}" if random.random() < 0.9 else "",
        },
        customer_class=CustomerClass.POTENTIAL,
        accept_duplicates=True,
    )
    contacts = [_meet(story, owner, customer, first=number == 0) for number in range(random.choice([1, 1, 2, 3]))]
    weights = {CustomerClass.POTENTIAL: 30, CustomerClass.NORMAL: 45, CustomerClass.FOCUS: 19, CustomerClass.KEY: 6}
    kind = random.choices(list(weights), list(weights.values()))[0]
    if kind != CustomerClass.POTENTIAL:
        story.at(story.work_time(moment, 40), classify, customer.pk, owner, kind)
    story.at(story.work_time(moment, 3), visit, customer.pk, owner, [c.pk for c in contacts], kind)
    for _quote in range(random.choices([0, 1, 2], [64, 30, 6])[0]):
        left = (story.now - moment).days
        later = int(random.triangular(min(7, left), left, left))
        if later > deals.LEAD_DAYS + 4 and random.random() < 0.6:
            begun = moment + timedelta(days=later - deals.LEAD_DAYS)
            story.at(story.work_time(begun), deals.begin, customer.pk, owner, contacts[0].pk)
        else:
            story.at(story.work_time(moment + timedelta(days=later)), write_quote, customer.pk, owner, contacts[0].pk)


def classify(story: Story, moment: datetime, customer_id: int, owner: User, kind: str) -> None:
    assert owner.unit is not None
    customers.classify_customer(
        actor=story.people["head" if owner.unit.name == "华东一组" else "director"],
        customer_id=customer_id,
        customer_class=kind,
        account_manager=story.people["account"] if kind == CustomerClass.KEY else None,
        reason="年采购额和合作意愿达到标准",
    )


CONFIRMED_AT_EVERY = 8
"""Every so many visits somebody looks whether the file still holds."""


def visit(story: Story, moment: datetime, customer_id: int, owner: User, contact_ids: list[int], kind: str) -> None:
    random = story.random
    outcome = random.choices(list(TALK), [38, 30, 16, 12, 4])[0]
    pause = _pause(story, moment, kind)
    again = story.work_time(moment + timedelta(days=pause))
    next_on = again.date() + timedelta(days=random.randrange(0, 3)) if pause < 45 and random.random() < 0.6 else None
    customers.log_visit(
        actor=owner,
        customer_id=customer_id,
        occurred_at=moment - timedelta(minutes=random.randrange(5, 90)),
        outcome=outcome,
        kind=random.choices([VisitKind.VISIT, VisitKind.PHONE, VisitKind.RETURN, VisitKind.ONLINE], [55, 25, 14, 6])[0],
        contact_ids=[random.choice(contact_ids)] if outcome != Outcome.NOT_MET else [],
        purpose=random.choice(PURPOSES),
        summary=random.choice(TALK[outcome]),
        next_step=random.choice(NEXT) if next_on else "",
        next_on=next_on,
    )
    if (moment.toordinal() + customer_id) % CONFIRMED_AT_EVERY == 0:
        customers.confirm_customer(actor=owner, customer_id=customer_id)
    story.at(again, visit, customer_id, owner, contact_ids, kind)


def write_quote(
    story: Story, moment: datetime, customer_id: int, owner: User, contact_id: int, deal_id: int = 0
) -> None:
    random = story.random
    deal = Opportunity.objects.get(pk=deal_id) if deal_id else None
    if deal is not None and not deal.is_open:
        return
    cut = Decimal(str(random.choices([0, 0.03, 0.06, 0.09, 0.12, 0.17, 0.22], [18, 22, 22, 16, 12, 7, 3])[0]))
    products = random.sample(story.products, random.choice([1, 2, 3, 4, 5]))
    quote = quotes.create_quote(
        actor=owner,
        customer_id=customer_id,
        contact_id=contact_id,
        facts={
            "title": deal.title if deal else random.choice(catalog.PROJECTS),
            "opportunity": deal,
            "payment_terms": random.choices(
                ["30/60/10", "30/60/10（电汇）", "10/80/10", "月结 60 天"], [60, 22, 12, 6]
            )[0],
            "delivery_terms": "买方项目现场，车板交货",
            "freight_terms": "含运费",
            "warranty_months": random.choice([12, 12, 18, 24]),
        },
        lines=[line(story, product, cut) for product in products],
    )
    if deal is not None:
        deals.quoted(quote, owner)
    if story.is_past(moment, 9) or random.random() < 0.8:
        story.at(story.soon(moment, (0.1, 3)), submit, quote, owner)


def submit(story: Story, moment: datetime, quote: Quote, owner: User) -> None:
    if quote.quoted_on.year != moment.year:  # there is a new price list by now
        quote = _save(quote.pk, owner, rise=Decimal(1))
    quote = quotes.submit_quote(actor=owner, quote_id=quote.pk, version=quote.version)
    story.at(story.soon(moment, (0.3, 9)), decide, quote.pk, owner)


def asked(story: Story, quote_id: int) -> dict[str, Any]:
    """Who has to say something to the quote, to which step and content."""
    seats = ApprovalSeat.objects.filter(verdict="", step__state="open", step__request__kind=KIND)
    seat = (
        seats.filter(step__request__subject_id=quote_id)
        .order_by("pk")
        .values_list("approver_id", "step_id", "step__request__digest")
    )
    approver_id, step_id, digest = seat[0]
    return {"actor": story.person(approver_id), "step_id": step_id, "digest": digest}


def decide(story: Story, moment: datetime, quote_id: int, owner: User) -> None:
    draw = story.random.random()
    if draw < 0.07:
        workflow.return_step(**asked(story, quote_id), comment=story.random.choice(RETURN_REASONS))
        story.at(story.soon(moment, (2, 40)), mend, quote_id, owner)
    elif draw < 0.10:
        workflow.reject_step(**asked(story, quote_id), comment="毛利太低，客户信用也不够，不做")
    else:
        workflow.approve_step(**asked(story, quote_id), comment=story.random.choice(YES_WORDS))
        if Quote.objects.filter(pk=quote_id, state="approved").exists():
            story.at(story.soon(moment, (0.5, 8)), stamp, quote_id, owner)
        else:
            story.at(story.soon(moment, (0.3, 9)), decide, quote_id, owner)


def mend(story: Story, moment: datetime, quote_id: int, owner: User) -> None:
    quote = _save(quote_id, owner, rise=Decimal("1.03"), payment_terms="30/60/10")
    story.at(story.soon(moment, (0.2, 6)), submit, quote, owner)


def _save(quote_id: int, owner: User, *, rise: Decimal, **facts: str) -> Quote:
    quote = Quote.objects.get(pk=quote_id)
    lines = [
        LineInput(
            qty=line.qty,
            product_id=line.product_id,
            unit_price=(line.unit_price * rise).quantize(Decimal("0.01")),
        )
        for line in quote.lines.all()
    ]
    return quotes.edit_quote(
        actor=owner, quote_id=quote_id, version=quote.version, contact_id=quote.contact_id, facts=facts, lines=lines
    )


def stamp(story: Story, moment: datetime, quote_id: int, owner: User) -> None:
    quotes.stamp_quote(actor=story.people["inside"], quote_id=quote_id, copies=2)
    if story.is_past(moment, 6) or story.random.random() < 0.6:
        story.at(story.soon(moment, (0.2, 10)), send, quote_id, owner)


def send(story: Story, moment: datetime, quote_id: int, owner: User) -> None:
    quote = (
        Quote.objects.select_related("contact").only("valid_until", "opportunity_id", "contact__name").get(pk=quote_id)
    )
    if quote.valid_until >= clock.today():
        to = quote.contact.name if quote.contact else "采购部"
        quotes.send_quote(actor=owner, quote_id=quote_id, way=story.random.choice(SentBy.values), to=to)
        answers.await_answer(story, moment, quote_id, owner)
        if quote.opportunity_id:
            deals.sent(story, moment, quote.opportunity_id, owner)


def _pause(story: Story, moment: datetime, kind: str) -> int:
    """Days to the next visit. A long pause ends when the rules come into force."""
    change = story.now - timedelta(days=RULES_SINCE)
    if moment >= change:
        return max(1, round(LATELY[CustomerClass(kind)] * story.random.uniform(0.7, 1.15)))
    pause = round(ONCE[CustomerClass(kind)] * story.random.uniform(0.6, 1.3))
    until_change = (change - moment).days + story.random.randrange(LATELY[CustomerClass(kind)])
    return max(1, min(pause, until_change))


def _territories(story: Story) -> dict[str, list[User]]:
    """The named reps get more customers, since visitors look at their pages."""
    by = story.people
    east = [by[login] for login in ("rep", "rep", "rep2", "li.na", "wang.hao", "ouyang.jing", "ke.li", "ding.min")]
    return {"east": east, "south": [by[login] for login in ("rep_south", "rep_south", "he.jun", "meng.rui")]}


def _meet(story: Story, owner: User, customer: Customer, *, first: bool) -> Contact:
    random = story.random
    return customers.create_contact(
        actor=owner,
        customer_id=customer.pk,
        facts={
            "name": names.person(random),
            "title": random.choice(names.TITLES),
            "phone": names.mobile(random),
            "role": random.choice(ContactRole.values),
            "is_primary": first,
        },
    )


def line(story: Story, product: Product, cut: Decimal) -> LineInput:
    qty = Decimal(story.random.choice([1, 1, 2, 2, 3, 4, 6])) * (100 if product.unit == "米" else 1)
    price = story.prices[product.pk] * (1 - cut)
    return LineInput(qty=qty, product_id=product.pk, unit_price=price.quantize(Decimal("0.01")))


def stock_catalog(story: Story) -> None:
    """Products and two price lists: last year's, and this year's three percent dearer."""
    from quotes.models import ProductLine, SellerProfile
    from salesops.demo.seller import SELLER

    SellerProfile.objects.create(valid_from=story.start.date(), **SELLER)
    lines = {code: ProductLine.objects.create(code=code, name=name) for code, name in catalog.LINES}
    listed: list[tuple[Product, Decimal]] = []
    for line, name, model, spec, unit, price, tax, weeks in catalog.PRODUCTS:
        product = quotes.create_product(
            actor=story.people["engineer"],
            facts={
                "line": lines[line],
                "name": name,
                "model": model,
                "spec": spec,
                "unit": unit,
                "tax_code": tax,
                "lead_weeks": weeks,
            },
        )
        listed.append((product, Decimal(price)))
    years = [
        (story.start.year, Decimal("0.94")),
        (story.start.year + 1, Decimal("0.97")),
        (story.start.year + 2, Decimal(1)),
    ]
    for year, share in years:
        first = (
            story.start.date() if year == story.start.year else story.start.date().replace(year=year, month=1, day=1)
        )
        if first <= story.now.date():
            quotes.create_price_list(
                actor=story.people["vp"],
                name=f"{year} 年目录价",
                valid_from=first,
                valid_until=None,
                prices=[_price(product, price * share) for product, price in listed],
            )
    story.products = [product for product, _price_ in listed]
    story.prices = {product.pk: price for product, price in listed}


def _price(product: Product, price: Decimal) -> tuple[Product, Decimal, Decimal]:
    cent = Decimal("0.01")
    return product, price.quantize(cent), (price * catalog.FLOOR).quantize(cent)
