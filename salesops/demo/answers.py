"""What customers say of the quotes they have."""

from datetime import datetime, timedelta
from random import Random

from core import clock
from customers.choices import LostReason, Stage
from customers.models import Competitor
from org.models import User
from quotes import services as quotes
from quotes.choices import AWAITED, FeedbackOutcome
from quotes.models import Quote
from salesops.demo.story import Story

TALKS = [
    "总价再让 3%，下周给答复",
    "交期要 6 周，付款同意 30/60/10",
    "技术没问题，采购在比另外两家",
    "等集团批预算，月底前有结果",
]
YES = ["价格和交期都接受，走合同", "同意报价，合同发法务看", ""]
NO = {
    LostReason.PRICE: "另一家低 7%，采购部定的",
    LostReason.DELIVERY: "我们要 10 周，他们等不了",
    LostReason.CANCELLED: "项目停了，明年再说",
}


def await_answer(story: Story, moment: datetime, quote_id: int, owner: User) -> None:
    """Most are asked within two weeks; the rest are what the reminder is for."""
    chance = Random(quote_id)  # noqa: S311  (a story of its own: the others stay as they are)
    if chance.random() < 0.85:
        story.at(moment + timedelta(days=chance.randint(3, 14)), answer, quote_id, owner)


def answer(story: Story, moment: datetime, quote_id: int, owner: User) -> None:
    quote = Quote.objects.select_related("opportunity", "contact").get(pk=quote_id)
    if quote.state not in AWAITED or quote.valid_until < clock.today():
        return
    chance = Random(f"{quote_id} {moment.date()}")  # noqa: S311  (as above)
    outcome = _outcome(quote, chance)
    facts: dict[str, object] = {"said": chance.choice(TALKS)}
    if outcome == FeedbackOutcome.NEGOTIATING:
        story.at(moment + timedelta(days=chance.randint(5, 12)), answer, quote_id, owner)
    elif outcome == FeedbackOutcome.ACCEPTED:
        facts = {"said": chance.choice(YES)}
    else:
        facts = _loss(quote, chance)
    quotes.record_feedback(actor=owner, quote_id=quote_id, outcome=outcome, contact=quote.contact, **facts)  # type: ignore[arg-type]


def _outcome(quote: Quote, chance: Random) -> FeedbackOutcome:
    """As its deal went, where it has one."""
    if quote.opportunity and quote.opportunity.state == Stage.WON:
        return FeedbackOutcome.ACCEPTED
    if quote.opportunity and quote.opportunity.state == Stage.LOST:
        return FeedbackOutcome.LOST
    if quote.opportunity:
        return FeedbackOutcome.NEGOTIATING
    return chance.choices([*FeedbackOutcome], [45, 30, 25])[0]


def _loss(quote: Quote, chance: Random) -> dict[str, object]:
    deal = quote.opportunity
    if deal and deal.state == Stage.LOST:
        return {"reason": deal.lost_reason, "competitor": deal.lost_to, "said": deal.lost_note}
    reason, said = chance.choice(list(NO.items()))
    return {"reason": reason, "competitor": chance.choice(list(Competitor.objects.order_by("pk"))), "said": said}
