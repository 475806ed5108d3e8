"""A quote may belong to a deal of its customer: then it names the solution version it prices (D03).

The contract stage of a deal asks for a quote that has gone out, and submitting asks for a complete need analysis (B11).
"""

from django.utils.translation import gettext as _

from core.errors import Invalid
from customers import stages
from customers.choices import Stage
from customers.models import Opportunity, Solution
from quotes.choices import SENT
from quotes.models import Quote


def attach(quote: Quote, opportunity: Opportunity | None, solution: Solution | None) -> None:
    """Let the quote belong to a deal, and to its newest solution unless another of it is named."""
    if opportunity is None:
        quote.opportunity = quote.solution = None
        return
    if opportunity.customer_id != quote.customer_id:
        raise Invalid("quote.opportunity", _("商机不是这家客户的"), errors={"opportunity": [_("选这家客户的商机")]})
    if opportunity.pk != quote.opportunity_id and not opportunity.is_open:
        raise Invalid("quote.opportunity", _("商机已经了结"), errors={"opportunity": [_("选还在谈的商机")]})
    if solution is not None and solution.opportunity_id != opportunity.pk:
        raise Invalid("quote.solution", _("方案不是这个商机的"), errors={"solution": [_("选这个商机的方案")]})
    quote.opportunity = opportunity
    quote.solution = solution or stages.latest_solution(opportunity)


@stages.register_for(Stage.CONTRACT)
def quote_has_gone_out(opportunity: Opportunity) -> list[stages.Gap]:
    sent = Quote.objects.filter(opportunity=opportunity, state__in=SENT).exists()
    return [] if sent else [stages.Gap(_("一份已发出的报价"))]
