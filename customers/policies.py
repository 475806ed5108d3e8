"""Who may do what to customers, contacts and visits. Pure questions about records already in sight."""

from core.scope import ALL, SUBTREE
from customers.choices import (
    OPEN_STAGES,
    AccountPlanState,
    CustomerClass,
    FocusState,
    LeadState,
    PlanState,
    PriorState,
    Secrecy,
    Stage,
)
from customers.models import (
    AccountPlan,
    Customer,
    FocusList,
    Intelligence,
    Lead,
    Opportunity,
    PriorApproval,
    Task,
    Visit,
    VisitPlan,
)
from customers.models.leads import ASSIGN_RIGHT
from customers.models.plans import CONFIRM, principals
from org.choices import SELLING
from org.lines import is_above
from org.models import Unit, User


def may_create_customer(user: User) -> bool:
    return user.can("customers.create")


def may_edit_customer(user: User, customer: Customer) -> bool:
    return user.can("customers.edit")


def may_classify(user: User, customer: Customer, to: str) -> bool:
    """Who edits may classify; into or out of 大客户 only who assigns customers."""
    if CustomerClass.KEY in (customer.customer_class, to):
        return user.can("customers.assign")
    return may_edit_customer(user, customer)


def may_transfer(user: User, customer: Customer) -> bool:
    """Heads and above, for customers of the people below them; sharing alone gives no such right."""
    return user.can("customers.assign") and is_over(user, customer.owner_id)


def may_merge(user: User, *customers: Customer) -> bool:
    """Who leads the owners of all of them, or sees every customer of the company."""
    everywhere = user.access.scope("customers") == ALL
    return user.can("customers.merge") and all(everywhere or is_over(user, one.owner_id) for one in customers)


def may_claim(user: User) -> bool:
    return user.can("customers.claim")


def may_set_credit(user: User) -> bool:
    return user.can("customers.credit")


def may_release(user: User, customer: Customer) -> bool:
    """Its owner, or who is above the owner. 大客户 change hands, they are never nobody's."""
    return (
        customer.owner_id is not None
        and customer.customer_class != CustomerClass.KEY
        and (customer.owner_id == user.pk or may_transfer(user, customer))
    )


def may_ask_extension(user: User, customer: Customer) -> bool:
    return customer.owner_id == user.pk and customer.customer_class != CustomerClass.KEY


def may_give(user: User, to: User) -> bool:
    """Whom one may enter or hand customers to: oneself, and who assigns, those one answers for."""
    return to.pk == user.pk or (user.can("customers.assign") and is_over(user, to.pk))


def may_own(person: User) -> bool:
    """Who may be given customers."""
    return person.is_active and person.can("customers.edit")


def may_request(user: User, customer: Customer) -> bool:
    """Ask for a colleague's customer: whoever may own customers."""
    return may_own(user) and customer.owner_id not in (None, user.pk)


def may_share(user: User, customer: Customer) -> bool:
    return user.pk in (customer.owner_id, customer.account_manager_id) or may_transfer(user, customer)


def may_import(user: User) -> bool:
    return user.can("customers.import")


def may_export(user: User) -> bool:
    return user.can("customers.export")


def may_export_visits(user: User) -> bool:
    return user.can("visits.export")


def may_log_visit(user: User) -> bool:
    return user.can("visits.log")


def may_amend_visit(user: User, visit: Visit) -> bool:
    """Only who was there."""
    return visit.visitor_id == user.pk and may_log_visit(user)


def may_plan_for(user: User, person: User) -> bool:
    """One's own visits, and those of the people one leads: some report by phone."""
    return may_log_visit(person) and (user.pk == person.pk or is_above(user, person))


def may_submit_focus(user: User, person: User) -> bool:
    return person.can("visits.submit_list") and may_plan_for(user, person)


def focus_confirmer(user: User, focus: FocusList) -> User | None:
    """As whom the user may confirm or return a list: as oneself, or as somebody they stand in for today."""
    if user.pk in focus.authors:
        return None
    for person in (user, *principals(user)):
        if person.pk not in focus.authors and person.can(CONFIRM) and is_above(person, focus.person):
            return person
    return None


def may_create_opportunity(user: User) -> bool:
    return user.can("opportunities.edit")


def may_edit_opportunity(user: User, opportunity: Opportunity) -> bool:
    """Its owner, or who leads and sees it."""
    return may_create_opportunity(user) and (user.pk == opportunity.owner_id or user.can("customers.assign"))


def may_export_opportunities(user: User) -> bool:
    return user.can("opportunities.export")


def may_edit_competitors(user: User) -> bool:
    return user.can("competitors.edit")


def may_record_intelligence(user: User) -> bool:
    return user.can("intelligence.record")


def may_change_intelligence(user: User, entry: Intelligence) -> bool:
    """Who wrote it, and who leads them: edit, raise its level, withdraw, add files."""
    return entry.author_id == user.pk or is_above(user, entry.author)


def may_lower_secrecy(user: User) -> bool:
    """Of entries in sight, one's own too: who wrote it does not alone let more people know."""
    return user.can("intelligence.lower")


def may_regrade_intelligence(user: User, entry: Intelligence, to: Secrecy) -> bool:
    raised = to.rank > Secrecy(entry.level).rank
    return may_change_intelligence(user, entry) if raised else may_lower_secrecy(user)


def may_export_intelligence(user: User) -> bool:
    return user.can("intelligence.export")


def may_enter_leads(user: User) -> bool:
    return user.can("leads.enter")


def may_import_leads(user: User) -> bool:
    return user.can("leads.import")


def may_export_leads(user: User) -> bool:
    return user.can("leads.export")


def may_assign_lead(user: User) -> bool:
    return user.can(ASSIGN_RIGHT)


def may_work_lead(user: User, lead: Lead) -> bool:
    """Its owner, or who leads and sees it."""
    return user.can("leads.work") and (lead.owner_id == user.pk or user.can(ASSIGN_RIGHT))


def may_edit_lead(user: User, lead: Lead) -> bool:
    return may_work_lead(user, lead) or may_assign_lead(user) or lead.created_by_id == user.pk


def may_convert_lead(user: User, lead: Lead) -> bool:
    """Only its owner: the customer becomes theirs."""
    return lead.owner_id == user.pk and user.can("leads.work") and may_create_customer(user)


def may_reject_lead(user: User, lead: Lead) -> bool:
    return may_work_lead(user, lead) or may_assign_lead(user)


def is_over(user: User, person_id: int | None) -> bool:
    """Whether a colleague, or oneself, is within the people one answers for. Nobody is that of who answers for all."""
    scope = user.access.scope("people")
    return scope == ALL or (scope == SUBTREE and person_id in user.access.team_ids) or person_id == user.pk


def customer_actions(user: User, customer: Customer) -> list[str]:
    """The verbs this user may use on a customer in sight."""
    may_edit = may_edit_customer(user, customer)
    allowed = {
        "edit": may_edit,
        "confirm": may_edit,
        "set_credit": may_set_credit(user),
        "classify": may_edit or user.can("customers.assign"),
        "transfer": may_transfer(user, customer),
        "extend": may_ask_extension(user, customer),
        "release": may_release(user, customer),
        "merge": may_merge(user, customer),
        "share": may_share(user, customer),
        "create_contact": may_edit,
        "log_visit": may_log_visit(user),
    }
    return [verb for verb, yes in allowed.items() if yes]


def visit_actions(user: User, visit: Visit) -> list[str]:
    return ["amend"] if may_amend_visit(user, visit) else []


def may_create_task(user: User) -> bool:
    return user.can("tasks.create")


def may_change_task(user: User, task: Task) -> bool:
    """Who does it, who gave it, and who leads who does it: edit, finish, drop, reopen."""
    return user.pk in (task.owner_id, task.created_by_id) or is_above(user, task.owner)


def may_raise_issue(user: User, unit: Unit) -> bool:
    """Who attends reviews: of their own unit, or of one that they lead."""
    if not user.can("reviews.attend") or unit.kind not in SELLING:
        return False
    return user.unit_id == unit.pk or leads_unit(user, unit)


def leads_unit(user: User, unit: Unit) -> bool:
    scope = user.access.scope("people")
    return scope == ALL or (scope == SUBTREE and unit.pk in user.access.unit_ids)


def may_export_tasks(user: User) -> bool:
    return user.can("visits.export")


def task_actions(user: User, task: Task) -> list[str]:
    """The verbs this user may use on a task in sight."""
    if not may_change_task(user, task):
        return []
    return ["finish", "edit", "drop"] if task.is_open else ["reopen"]


def may_ask_prior(user: User) -> bool:
    return user.can("visits.log")


def may_report_prior(user: User, prior: PriorApproval) -> bool:
    """Who asked; of a leaver whoever is above them."""
    return prior.owner_id == user.pk or (not prior.owner.is_active and is_above(user, prior.owner))


def may_close_prior(user: User, prior: PriorApproval) -> bool:
    return is_above(user, prior.owner)


def prior_actions(user: User, prior: PriorApproval) -> list[str]:
    """The verbs this user may use on a request in sight, besides those of its approval."""
    if prior.state == PriorState.GRANTED and may_report_prior(user, prior):
        return ["report"]
    if prior.state == PriorState.TOLD and may_close_prior(user, prior):
        return ["close", "return"]
    if prior.state in (PriorState.REFUSED, PriorState.WITHDRAWN) and prior.owner_id == user.pk:
        return ["again"]
    return []


def may_name_accounts(user: User) -> bool:
    return user.can("customers.assign")


def may_name_account(user: User, customer: Customer) -> bool:
    """Heads and above, for customers of the people below them."""
    return may_name_accounts(user) and (is_over(user, customer.owner_id) or is_over(user, customer.account_manager_id))


def may_write_account_plan(user: User, plan: AccountPlan) -> bool:
    """The customer's account manager, and who may name it."""
    return plan.customer.account_manager_id == user.pk or may_name_account(user, plan.customer)


def account_plan_actions(user: User, plan: AccountPlan) -> list[str]:
    """The verbs this user may use on a service plan in sight, besides those of its approval."""
    writes, names = may_write_account_plan(user, plan), may_name_account(user, plan.customer)
    allowed = {
        AccountPlanState.NAMED: {"write": writes, "report": writes, "drop": names},
        AccountPlanState.APPROVED: {"review": writes, "revise": writes, "drop": names},
        AccountPlanState.DROPPED: {"name": names},
    }
    return [verb for verb, yes in allowed.get(AccountPlanState(plan.state), {}).items() if yes]


def plan_actions(user: User, plan: VisitPlan) -> list[str]:
    """The verbs this user may use on a planned visit in sight."""
    if plan.state != PlanState.PLANNED or not may_plan_for(user, plan.person):
        return []
    return ["edit", "move", "skip", "drop"]


def focus_actions(user: User, focus: FocusList) -> list[str]:
    """The verbs this user may use on a list in sight."""
    if focus.state == FocusState.DRAFT:
        return ["submit"] if may_submit_focus(user, focus.person) else []
    if focus.state == FocusState.SUBMITTED and focus_confirmer(user, focus):
        return ["confirm", "return"]
    return []


def opportunity_actions(user: User, opportunity: Opportunity) -> list[str]:
    """The verbs this user may use now. Asks no database: what a stage needs besides is said when it is tried."""
    if not may_edit_opportunity(user, opportunity):
        return []
    if opportunity.state == Stage.LOST:
        return ["reopen"]
    if opportunity.state not in OPEN_STAGES:
        return []
    onward = "win" if opportunity.state == Stage.CONTRACT else "advance"
    back = ["step_back"] if opportunity.state != Stage.NEED else []
    return [onward, *back, "lose", "edit", "record_need", "add_solution", "name_rival", "drop_rival"]


def intelligence_actions(user: User, entry: Intelligence) -> list[str]:
    """The verbs this user may use on an entry in sight. A withdrawn one stays as it is."""
    if not entry.is_standing:
        return []
    change = may_change_intelligence(user, entry)
    regrade = any(may_regrade_intelligence(user, entry, to) for to in Secrecy if to != entry.level)
    allowed = {"edit": change, "regrade": regrade, "withdraw": change}
    return [verb for verb, yes in allowed.items() if yes]


def lead_actions(user: User, lead: Lead) -> list[str]:
    """The verbs this user may use now. What a conversion lacks is said when it is tried."""
    if lead.state == LeadState.REJECTED:
        return ["reopen"] if may_reject_lead(user, lead) else []
    if not lead.is_open:
        return []
    at_work, given = may_work_lead(user, lead), lead.state != LeadState.NEW
    allowed = {
        "convert": lead.state == LeadState.WORKING and may_convert_lead(user, lead),
        "touch": at_work and given,
        "screen": at_work and given,
        "assign": may_assign_lead(user),
        "reject": may_reject_lead(user, lead),
        "edit": may_edit_lead(user, lead),
    }
    return [verb for verb, yes in allowed.items() if yes]
