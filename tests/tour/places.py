"""Every page of the table of rights, and who opens it on the tour, or why nobody does.

A line is: the person who uses the page, the route, and what its address names: a model, whose newest record that opens for the
person is taken, or one word as it stands; `me` is the person, `pool` a customer in their 公海. Whoever adds a page adds a
line; test_places.py fails until then.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import reverse

from customers import selectors
from org.models import User

SEEN = """
rep         home
rep         start
admin       sample_data
rep         pages:search
rep         pages:create
rep         pages:apart
rep         workflow:inbox
head        workflow:request_detail           workflow.ApprovalRequest
rep         workflow:request_withdraw         workflow.ApprovalRequest
head        workflow:request_copy             workflow.ApprovalRequest
head        workflow:step_transfer            workflow.ApprovalStep
head        workflow:step_add_signer          workflow.ApprovalStep
admin       workflow:route_list
admin       workflow:route_try
admin       workflow:route_detail             quotes.quote
admin       workflow:route_revise             quotes.quote
rep         processes:process_list
rep         processes:process_detail          customers-lead
rep         core:notice_list
rep         core:notice_settings
admin       core:notice_rules
admin       core:audit_list
admin       core:audit_detail                 core.AuditEntry
admin       core:policy_list
admin       core:policy_detail                quotes.valid_days
admin       core:job_list
rep         core:import_list
inside      core:import_create
rep         customers:customer_list
rep         customers:customer_create
head        customers:customer_analysis
rep         customers:customer_detail         customers.Customer
rep         customers:customer_edit           customers.Customer
head        customers:customer_classify       customers.Customer
head        customers:customer_merge          customers.Customer
head        customers:merge_detail            customers.MergeRecord
rep2        customers:transfer_request
head        customers:transfer_detail         customers.TransferRequest
head        customers:customer_transfer       customers.Customer
finance     customers:customer_credit         customers.Customer
rep         customers:customer_extend         customers.Customer
rep         customers:address_create          customers.Customer
rep         customers:customer_release        customers.Customer
rep         customers:customer_share          customers.Customer
rep         customers:contact_create          customers.Customer
rep         customers:contact_edit            customers.Contact
rep         customers:opportunity_list
rep         customers:opportunity_board
head        customers:opportunity_analysis
rep         customers:opportunity_create
rep         customers:opportunity_detail      customers.Opportunity
rep         customers:opportunity_edit        customers.Opportunity
rep         customers:opportunity_step_back   customers.Opportunity
rep         customers:opportunity_win         customers.Opportunity
rep         customers:opportunity_lose        customers.Opportunity
head        customers:opportunity_reopen      customers.Opportunity
rep         customers:need_record             customers.Opportunity
rep         customers:solution_add            customers.Opportunity
rep         customers:rival_name              customers.Opportunity
marketing   customers:lead_list
head        customers:lead_analysis
marketing   customers:lead_create
rep         customers:lead_detail             customers.Lead
marketing   customers:lead_edit               customers.Lead
head        customers:lead_assign             customers.Lead
rep         customers:lead_touch              customers.Lead
rep         customers:lead_screen             customers.Lead
rep         customers:lead_convert            customers.Lead
rep         customers:lead_reject             customers.Lead
head        customers:lead_reopen             customers.Lead
rep         customers:competitor_list
rep         customers:competitor_create
rep         customers:competitor_detail       customers.Competitor
rep         customers:competitor_edit         customers.Competitor
rep         customers:pool_list
rep         customers:pool_detail             pool
rep         customers:plan_calendar
rep         customers:plan_list
rep         customers:plan_feed
rep         customers:plan_create
rep         customers:plan_edit               customers.VisitPlan
rep         customers:plan_skip               customers.VisitPlan
rep         customers:plan_drop               customers.VisitPlan
rep         performance:report_list
rep         performance:report_write
head        performance:report_team
head        performance:review_week
rep         performance:issue_raise
head        performance:report_detail         performance.WorkReport
rep         customers:intelligence_list
rep         customers:intelligence_create
director    customers:intelligence_detail     customers.Intelligence
director    customers:intelligence_edit       customers.Intelligence
director    customers:intelligence_regrade    customers.Intelligence
director    customers:intelligence_withdraw   customers.Intelligence
rep         customers:task_list
rep         customers:task_create
rep         customers:task_detail             customers.Task
rep         customers:task_edit               customers.Task
rep         customers:task_finish             customers.Task
rep         customers:task_drop               customers.Task
head        customers:account_plan_list
head        customers:account_name
account     customers:account_plan_detail     customers.AccountPlan
account     customers:account_plan_write      customers.AccountPlan
head        customers:account_plan_drop       customers.AccountPlan
account     customers:account_review          customers.AccountPlan
rep         customers:prior_list
rep         customers:prior_ask
rep         customers:prior_detail            customers.PriorApproval
rep         customers:prior_report            customers.PriorApproval
head        customers:prior_return            customers.PriorApproval
head        customers:focus_week
head        customers:focus_meeting
head        customers:focus_print
rep         customers:focus_own
vp          customers:focus_return            customers.FocusList
rep         customers:visit_list
rep         customers:visit_log
rep         customers:visit_detail            customers.Visit
rep         customers:visit_amend             customers.Visit
rep         quotes:quote_board
head        quotes:quote_analysis
rep         quotes:quote_list
rep         quotes:quote_create
rep         quotes:quote_edit                 quotes.Quote
rep         quotes:quote_detail               quotes.Quote
rep         quotes:quote_submit               quotes.Quote
rep         quotes:quote_void                 quotes.Quote
inside      quotes:quote_stamp                quotes.Quote
rep         quotes:quote_send                 quotes.Quote
rep         quotes:quote_feedback             quotes.Quote
engineer    quotes:product_list
engineer    quotes:product_create
engineer    quotes:product_detail             quotes.Product
engineer    quotes:product_edit               quotes.Product
vp          quotes:price_list_list
vp          quotes:price_list_create
vp          quotes:price_list_detail          quotes.PriceList
rep         org:me
rep         org:token_list
hr          org:person_list
admin       org:person_appoint
admin       org:person_detail                 org.User
admin       org:person_edit                   org.User
admin       org:person_move                   org.User
admin       org:person_grant                  org.User
admin       org:person_reset_password         org.User
admin       org:person_reset_second_factor    org.User
rep         org:stand_in_set              me
admin       org:handover
hr          org:unit_list
admin       org:unit_create
admin       org:unit_edit                     org.Unit
admin       org:unit_move                     org.Unit
admin       org:role_list
admin       org:role_create
admin       org:role_detail                   rep
admin       org:role_edit                     rep
"""

UNSEEN = {
    "it answers machines": """
        healthz readyz metrics set_language pages:counts pages:worker core:notice_count customers:plan_ics
    """,
    "it is a piece of a page that the tour opens": """
        home_later pages:pick core:timeline core:comment_add core:attachment_list
        customers:customer_duplicates customers:lead_duplicates customers:place_suggest
    """,
    "its form is that of address_create, and nobody in the demo has an address yet": "customers:address_edit",
    "it is a file": """
        core:export_download core:import_template core:import_errors core:attachment_download quotes:quote_pdf
    """,
    "the tour makes what it shows (test_work_under_way)": "core:bulk_detail core:export_detail",
    "the import's own test walks it (tests/flows/test_import.py)": "core:import_detail",
    "its own test holds it (tests/flows, the living page)": """
        pages:design pages:design_list pages:design_record pages:design_form
    """,
}

MOST = 300


def lines() -> Mapping[str, list[tuple[str, str]]]:
    """Login → (route, what its address names)."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in SEEN.strip().splitlines():
        login, route, named = [*line.split(), ""][:3]
        found[login].append((route, named))
    return found


def address(person: User, route: str, named: str) -> str:
    """The page of the route that opens for the person. Raises LookupError when none does."""
    client = Client()
    client.force_login(person)
    for key in _keys(person, named) if named else [None]:
        found = reverse(route, args=[] if key is None else [key])
        if client.get(found).status_code == 200:
            return found
    raise LookupError(f"{person.username} opens no {route} of {named}")


def _keys(person: User, named: str) -> Iterable[Any]:
    if named == "me":
        return [person.pk]
    if named == "pool":
        return selectors.pool_list(person).values_list("pk", flat=True)[:1]
    if named.partition(".")[2][:1].isupper():
        rows: Any = apps.get_model(named)._default_manager
        return rows.visible_to(person).order_by("-pk").values_list("pk", flat=True)[:MOST]
    return [named]
