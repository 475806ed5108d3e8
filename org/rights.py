"""Which right a refusal rests on, rule by rule, so that it can name the roles that may (principle "say why").

`tests/architecture/test_refusals.py` holds this beside the policies: every rule stands in one of the two lists, and a
right named here is one that its policy asks for.
"""

from collections.abc import Sequence

from core import rights
from core.errors import Forbidden
from org.models import Role, User

NEEDS: dict[str, tuple[str, ...]] = {
    "account_plan.name": ("customers.assign",),
    "audit.read_only": ("audit.read",),
    "comment.not_yours": ("audit.read",),
    "competitor.edit": ("competitors.edit",),
    "contact.create": ("customers.edit",),
    "contact.edit": ("customers.edit",),
    "customer.claim": ("customers.claim",),
    "customer.classify": ("customers.edit", "customers.assign"),
    "customer.create": ("customers.create",),
    "customer.credit": ("customers.credit",),
    "customer.edit": ("customers.edit",),
    "customer.export": ("customers.export",),
    "customer.import": ("customers.import",),
    "customer.key_class": ("customers.assign",),
    "customer.merge": ("customers.merge",),
    "customer.release": ("customers.assign",),
    "customer.request": ("customers.edit",),
    "customer.share": ("customers.assign",),
    "customer.transfer": ("customers.assign",),
    "feed.issue": ("visits.log",),
    "focus.confirm": ("visits.confirm_list",),
    "intelligence.export": ("intelligence.export",),
    "intelligence.lower": ("intelligence.lower",),
    "intelligence.record": ("intelligence.record",),
    "job.run_only": ("system.jobs",),
    "job.see_only": ("system.jobs",),
    "lead.assign": ("leads.assign",),
    "lead.convert_own": ("leads.work", "customers.create"),
    "lead.create": ("leads.enter",),
    "lead.edit": ("leads.assign",),
    "lead.export": ("leads.export",),
    "lead.import": ("leads.import",),
    "lead.own": ("leads.work", "leads.assign"),
    "lead.reject": ("leads.assign",),
    "notice.rule_only": ("system.settings",),
    "numbering.edit_only": ("system.settings",),
    "opportunity.create": ("opportunities.edit",),
    "opportunity.edit_own": ("opportunities.edit", "customers.assign"),
    "opportunity.export": ("opportunities.export",),
    "org.handover_only": ("org.handover",),
    "org.manage_only": ("org.manage",),
    "org.stand_in_own": ("org.manage",),
    "outbox.retry_only": ("system.jobs",),
    "policy.edit_only": ("policy.edit",),
    "prior.ask": ("visits.log",),
    "price_list.edit": ("pricelists.edit",),
    "price_list.see": ("products.see_cost",),
    "product.edit": ("products.edit",),
    "product.export": ("products.export",),
    "quote.create": ("quotes.create",),
    "quote.edit_own": ("quotes.create",),
    "quote.export": ("quotes.export",),
    "quote.feedback": ("quotes.send", "quotes.stamp"),
    "quote.send": ("quotes.send", "quotes.stamp"),
    "quote.stamp": ("quotes.stamp",),
    "review.see": ("reviews.attend",),
    "sample.manage_only": ("org.manage",),
    "task.create": ("tasks.create",),
    "task.export": ("visits.export",),
    "task.issue": ("reviews.attend",),
    "timeline.not_yours": ("audit.read",),
    "view.share": ("views.share",),
    "visit.export": ("visits.export",),
    "visit.log": ("visits.log",),
    "workflow.routes_only": ("approvals.routes",),
}
"""By the refusal's code. With several rights the first that the person lacks is what stopped them."""

NO_ROLE = {
    "account_plan.write", "analysis.scope", "attachment.change_only", "auth.second_factor", "csrf.failed", "customer.extend",
    "customer.transfer_reach", "focus.own", "focus.submit", "intelligence.change",
    "intelligence.raise", "lead.assign_to", "org.mfa_required", "org.own_role",
    "org.own_roles", "org.own_second_factor", "org.stand_in_for_oneself", "org.temporary_password", "plan.create",
    "plan.drop", "plan.edit", "plan.skip", "prior.close", "prior.report", "report.own", "report.superior",
    "review.minutes", "sample.own_account", "task.change", "visit.amend", "visit.no_consent", "visit.positions_off",
    "workflow.copy", "workflow.not_yours", "workflow.own_document", "workflow.own_route",
    "workflow.remind_own", "workflow.withdraw_own",
}  # fmt: skip
"""Rules about whose a record is, where one stands or what one did: no role is let past them."""

FROM_WHAT_WAS_ASKED = {"forbidden", "import.only", "list.bulk", "list.export"}
"""Rules of the kernel for any list: the refusal carries the right of the list that was asked."""


@rights.register
def who_may(viewer: User, refused: Forbidden) -> Sequence[rights.Role]:
    """Roles with at least one person at work, in the order of the roles' page. One query, and only of who lacks a right."""
    lacking = [right for right in refused.needs or NEEDS.get(refused.code, ()) if not viewer.can(right)]
    if not lacking:
        return []
    roles = Role.objects.visible_to(viewer).in_use().filter(capabilities__contains=lacking[:1])
    return [rights.Role(role.label, role.get_absolute_url()) for role in roles.order_by("position", "pk")]
