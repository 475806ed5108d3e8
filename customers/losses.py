"""Why an order went elsewhere, and to whom (D04): asked alike of a deal and of a quote."""

from django.utils.translation import gettext as _

from core import policy
from core.errors import Invalid
from customers.choices import WITHOUT_WINNER, LostReason
from customers.models import Competitor
from customers.policy import LOST_REASONS


def agreed(reason: str, competitor: Competitor | None) -> tuple[LostReason, Competitor | None]:
    """The reason, and who got the order if anybody did. Raises Invalid for a reason the policy does not list, or no winner."""
    rule = policy.in_force(LOST_REASONS)
    if reason not in rule.value:
        raise Invalid(
            "opportunity.lost_reason", _("选一个丢单原因"), errors={"reason": [_("选一个")]}, clause=rule.clause
        )
    if reason in WITHOUT_WINNER:
        return LostReason(reason), None
    if competitor is None:
        raise Invalid(
            "opportunity.lost_to",
            _("写明输给哪个对手"),
            errors={"competitor": [_("选一个对手，没有就先建")]},
            clause=rule.clause,
        )
    return LostReason(reason), competitor
