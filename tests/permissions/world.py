"""What the table is about: rep's records in each state, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from core import attachments, clock, notices
from core.imports import running
from core.models import (
    Attachment,
    AuditEntry,
    BulkRow,
    BulkRun,
    ImportRow,
    ImportRun,
    ListExport,
    Notification,
    OutboxMessage,
)
from core.pages import exporting
from customers import services as customers
from customers.models import (
    AccountPlan,
    Address,
    Competitor,
    Contact,
    Customer,
    FocusList,
    Intelligence,
    Lead,
    MergeRecord,
    Opportunity,
    PriorApproval,
    Rival,
    Task,
    TransferRequest,
    Visit,
    VisitPlan,
)
from org import services as people
from org import tokens
from org.models import ApiToken, StandIn
from performance import services as reports
from performance.models import WorkReport
from quotes.models import PriceList, Product, Quote
from tests.cast import Cast
from tests.customers import deals, leads
from tests.permissions.planted import log, plant_canary
from tests.quotes import world as trade

LEARNED = {"kind": "purchase", "text": "12 月挂网招标", "source": "customer"}


@dataclass
class World:
    """Things by name. `arguments` and `body` know which of them a row of the table means."""

    cast: Cast
    customer: Customer
    contact: Contact
    visit: Visit
    draft: Quote
    reported: Quote
    approved: Quote
    stamped: Quote
    issued: Quote
    product: Product
    price_list: PriceList
    notice: Notification
    entry: AuditEntry
    token: ApiToken
    stand_in: StandIn
    attachment: Attachment
    export: ListExport
    bulk: BulkRun
    import_run: ImportRun
    import_row: ImportRow
    foreign: Customer
    pooled: Customer
    address: Address
    plan: VisitPlan
    focus: FocusList
    opportunity: Opportunity
    lead: Lead
    rival: Rival
    competitor: Competitor
    merge: MergeRecord
    twin: Customer
    transfer: TransferRequest
    prior: PriorApproval
    served: Customer
    account_plan: AccountPlan
    task: Task
    report: WorkReport
    intelligence: Intelligence
    quotes: dict[str, Quote] = field(default_factory=dict)

    @cached_property
    def step_id(self) -> int:
        """The step of the reported quote that waits for head."""
        return int(self.reported.approval.steps.get(state="open").pk)

    def arguments(self, row: Any, login: str) -> dict[str, Any]:
        """The URL's arguments for a row."""
        found = {}
        for name in _arguments_of(row.route):
            found[name] = self._argument(row, name)
        return found

    def _argument(self, row: Any, name: str) -> Any:
        thing = row.thing.lstrip("@")
        by_name = {
            "request_id": self.reported.approval_id,
            "step_id": self.step_id,
            "user_id": self.cast.ids["account"],
            "rival_id": self.rival.pk,
        }
        if name in by_name:
            return by_name[name]
        if name == "kind":
            return "quotes.quote" if row.route.startswith("workflow:") else "customers.customer"
        if name == "key":
            return "quotes.major_amount"
        if name == "code":
            return self._code(row)
        if thing:
            return getattr(self, thing).pk
        return self._by_object(row)

    def _code(self, row: Any) -> str:
        if row.route == "pages:pick":
            return "org.person"
        if row.route.startswith("processes:"):
            return "quotes-quote"
        return "rep" if row.route.startswith("org:role") else "core.seal_audit"

    def _by_object(self, row: Any) -> int:
        """The record a route is about when the row does not say: the word before the verb."""
        # A contact is made below its customer: the address carries the customer's id.
        if row.route in ("customers:contact_create", "customers:address_create"):
            return self.customer.pk
        if row.route.startswith("api:import_row"):
            return int(self.import_row.pk)
        if row.route.startswith("customers:") and row.route.split(":")[1].startswith(("need_", "solution_", "rival_")):
            return self.opportunity.pk
        word = row.route.split(":")[1].replace("-", "_").replace("price_list", "pricelist").split("_")[0]
        known = {
            "customer": self.customer, "contact": self.contact, "address": self.address, "visit": self.visit, "quote": self.draft,
            "product": self.product, "pricelist": self.price_list, "token": self.token, "notice": self.notice,
            "notification": self.notice, "audit": self.entry, "timeline": self.customer, "comment": self.customer,
            "opportunity": self.opportunity, "lead": self.lead, "competitor": self.competitor, "plan": self.plan, "focus": self.focus,
            "export": self.export, "bulk": self.bulk, "import": self.import_run, "merge": self.merge,
            "transfer": self.transfer, "prior": self.prior, "account": self.account_plan, "task": self.task, "report": self.report, "work": self.report, "intelligence": self.intelligence,
        }  # fmt: skip
        if word in ("person", "user"):
            return self.cast.ids["rep"]
        if word == "unit":
            return self.cast.unit_ids["east1"]
        if word == "attachment":
            return self.customer.pk if row.route.endswith("list") else self.attachment.pk
        if word == "approval":
            return self.step_id if "step" in row.route else self.reported.approval_id
        if word == "stand":
            return self.stand_in.pk if row.route.endswith("cancel") else self.cast.ids["rep"]
        if word == "outbox":
            return OutboxMessage.objects.order_by("pk").first().pk
        return known[word].pk if word in known else 0

    def body(self, row: Any, login: str) -> dict[str, Any]:
        """What is sent: enough for the gate to be the only thing in the way of an API verb; nothing to a page."""
        if row.method == "GET":
            return {}
        bodies = self._bodies() | self._forms()
        return dict(bodies.get(f"{row.method} {row.route}", {}))

    def _forms(self) -> dict[str, dict[str, Any]]:
        """Forms of pages that ask for something before they ask who may."""
        verdict = {"digest": self.reported.approval.digest, "comment": "看过了"}
        return {
            "POST workflow:request_copy": {"person": self.cast.ids["logistics"]},
            "POST workflow:step_add_signer": {"person": self.cast.ids["engineer"], "comment": "你看"},
            "POST workflow:step_approve": verdict,
            "POST workflow:step_reject": verdict,
            "POST workflow:step_return": verdict,
            "POST workflow:step_transfer": {"to": self.cast.ids["region"], "comment": "你看"},
            "POST core:comment_add": {"text": "看这里"},
            "POST core:attachment_list": {"files": SimpleUploadedFile("说明.txt", "看这里".encode())},
            "POST core:import_create": {"file": SimpleUploadedFile("客户.csv", "名称\n新的\n".encode())},
            "POST core:import_check": {"column-0": "name"},
            "POST quotes:quote_submit": {"version": self.draft.version, "note": ""},
            "POST quotes:quote_void": {"reason": "不要了"},
            "POST quotes:quote_stamp": {"copies": 1},
            "POST quotes:quote_send": {"way": "mail", "to": "刘建平"},
            "POST quotes:quote_feedback": {"outcome": "accepted", "version": self.issued.version},
        }

    def _bodies(self) -> dict[str, dict[str, Any]]:
        digest = {"digest": self.reported.approval.digest}
        quote = {"title": "成套设备", "payment_terms": "30/60/10", "lines": [{"product": self.product.pk, "qty": "1"}]}
        product = {"line": self.product.line_id, "name": "闸阀", "model": "Z41H", "unit": "台"}
        prices = [{"product": self.product.pk, "list_price": "9.00", "floor_price": "8.00"}]
        seen = {"If-Match": Opportunity.objects.get(pk=self.opportunity.pk).version}
        hour_ago = (clock.now() - timedelta(hours=1)).isoformat()
        return {
            "POST api:comments": {
                "subject_kind": "customers.customer",
                "subject_id": self.customer.pk,
                "text": "看这里",
            },
            "POST api:attachment-list": {
                "subject_kind": "customers.customer",
                "subject_id": self.customer.pk,
                "file": SimpleUploadedFile("说明.txt", "看这里".encode()),
            },
            "POST api:import-list": {
                "page": "customers.customers",
                "file": SimpleUploadedFile("客户.csv", "名称\n新的\n".encode()),
            },
            "POST api:approval_request-copy": {"people": [self.cast.ids["logistics"]]},
            "POST api:approval_step-add-signer": {"person": self.cast.ids["engineer"]},
            "POST api:approval_step-approve": digest,
            "POST api:approval_step-reject": {**digest, "comment": "不做"},
            "POST api:approval_step-return": {**digest, "comment": "改价"},
            "POST api:approval_step-transfer": {"to": self.cast.ids["region"], "comment": "你看"},
            "POST api:contact-list": {"customer": self.customer.pk, "name": "王工"},
            "PATCH api:contact-detail": {"title": "科长", "If-Match": self.contact.version},
            "POST api:customer-list": {"name": "温州泽川阀门有限公司"},
            "PATCH api:customer-detail": {"remarks": "记一笔", "If-Match": self.customer.version},
            "POST api:customer-classify": {"customer_class": "focus", "If-Match": self.customer.version},
            "POST api:address-list": {
                "customer": self.customer.pk,
                "kind": "site",
                "division": "510107",
                "line": "科华北路 58 号",
            },
            "PATCH api:address-detail": {"receiver": "王工", "If-Match": self.address.version},
            "POST api:customer-confirm": {"If-Match": self.customer.version},
            "POST api:customer-credit": {"credit_days": 60, "If-Match": self.customer.version},
            "POST api:customer-extend": {"until": "2026-12-01", "reason": "等招标"},
            "POST api:customer-merge": {"other": self.twin.pk, "If-Match": self.customer.version},
            "POST api:customer-release": {"reason": "跑不过来", "If-Match": self.customer.version},
            "POST api:customer-share": {"person": self.cast.ids["account"]},
            "POST api:customer-unshare": {"person": self.cast.ids["account"]},
            "POST api:customer-transfer": {"to": self.cast.ids["rep2"]},
            "POST api:competitor-list": {"name": "华能自控设备有限公司"},
            "PATCH api:competitor-detail": {"pricing": "低 5%", "If-Match": self.competitor.version},
            "POST api:opportunity-list": {
                "customer": self.customer.pk,
                "title": "循环泵改造",
                "amount": "9.00",
                "expected_on": "2099-01-01",
            },
            "PATCH api:opportunity-detail": {"chance": 20, **seen},
            "POST api:opportunity-advance": seen,
            "POST api:opportunity-add-solution": {"title": "双泵方案", **seen},
            "POST api:opportunity-lose": {"reason": "cancelled", **seen},
            "POST api:opportunity-drop-rival": {"rival": self.rival.pk, **seen},
            "POST api:opportunity-name-rival": {"competitor": self.competitor.pk, **seen},
            "POST api:opportunity-record-need": {"need": "三台", **seen},
            "POST api:opportunity-reopen": {"reason": "又启动了", **seen},
            "POST api:opportunity-step-back": {"reason": "改配置", **seen},
            "POST api:opportunity-win": {"amount": "9.00", "signed_on": "2026-01-01", **seen},
            "POST api:lead-list": {"company": "温州泽川阀门有限公司", "source": "web"},
            "PATCH api:lead-detail": {"contact": "王工", "If-Match": self.lead.version},
            "POST api:lead-assign": {
                "to": self.cast.ids["rep"],
                "reason": "他跑那片",
                "If-Match": self.lead.version,
            },
            "POST api:lead-touch": {"channel": "phone", "outcome": "later", "If-Match": self.lead.version},
            "POST api:lead-screen": {"need": "两台", "If-Match": self.lead.version},
            "POST api:lead-convert": {"If-Match": self.lead.version},
            "POST api:lead-reject": {"reason": "no_need", "If-Match": self.lead.version},
            "POST api:lead-reopen": {"reason": "又来电话", "If-Match": self.lead.version},
            "POST api:transfer_request-list": {"name": self.twin.name, "wish": "own", "reason": "展会上见过"},
            "POST api:intelligence-list": {**LEARNED, "customer": self.customer.pk},
            "PATCH api:intelligence-detail": {"source_note": "前台", "If-Match": self.intelligence.version},
            "POST api:intelligence-regrade": {"level": "secret", "If-Match": self.intelligence.version},
            "POST api:intelligence-withdraw": {"reason": "听错了", "If-Match": self.intelligence.version},
            "POST api:work_report-list": {"kind": "day", "day": str(clock.today() - timedelta(days=3))},
            "PATCH api:work_report-detail": {"ahead": "送样", "If-Match": self.report.version},
            "POST api:work_report-submit": {"If-Match": self.report.version},
            "POST api:work_report-withdraw": {"If-Match": self.report.version},
            "POST api:work_report-read": {"If-Match": self.report.version},
            "POST api:task-list": {
                "customer": self.customer.pk,
                "subject": "寄样本",
                "due_on": "2099-01-01",
            },
            "POST api:task-issues": {
                "unit": self.cast.head.unit_id,
                "kind": "business",
                "subject": "交期太长",
                "due_on": "2099-01-01",
            },
            "PATCH api:task-detail": {"details": "两份", "If-Match": self.task.version},
            "POST api:task-finish": {"If-Match": self.task.version},
            "POST api:task-drop": {"reason": "不要了", "If-Match": self.task.version},
            "POST api:task-reopen": {"If-Match": self.task.version},
            "POST api:account_plan-list": {"customer": self.served.pk, "year": self.account_plan.year + 1},
            "POST api:account_plan-write": {"goals": "份额六成", "If-Match": self.account_plan.version},
            "POST api:account_plan-report": {"If-Match": self.account_plan.version},
            "POST api:account_plan-revise": {"If-Match": self.account_plan.version},
            "POST api:account_plan-drop": {"reason": "不做了", "If-Match": self.account_plan.version},
            "POST api:account_plan-review": {
                "held_on": str(clock.today()),
                "summary": "谈了框架",
                "satisfaction": "content",
            },
            "POST api:prior_approval-list": {
                "subject": "请吃饭",
                "kind": "hosting",
                "content": "谈框架",
                "act_on": "2099-01-01",
            },
            "POST api:prior_approval-report": {"outcome": "done", "report": "谈了", "If-Match": self.prior.version},
            "POST api:prior_approval-return": {"reason": "写细一点", "If-Match": self.prior.version},
            "POST api:prior_approval-close": {"If-Match": self.prior.version},
            "POST api:price_list-list": {"name": "新", "valid_from": "2099-01-01", "prices": prices},
            "POST api:product-list": product,
            "PATCH api:product-detail": {"unit": "只", "If-Match": self.product.version},
            "POST api:quote-list": {**quote, "customer": self.customer.pk},
            "PUT api:quote-detail": {**quote, "If-Match": self.draft.version},
            "POST api:quote-send": {"way": "mail", "to": "刘建平"},
            "POST api:quote-feedback": {"outcome": "accepted", "If-Match": self.issued.version},
            "POST api:quote-stamp": {"copies": 1},
            "POST api:quote-submit": {"If-Match": self.draft.version},
            "POST api:quote-void": {"reason": "不要了"},
            "POST api:visit_plan-list": {"customer": self.customer.pk, "day": str(self.plan.day + timedelta(days=1))},
            "PATCH api:visit_plan-detail": {"purpose": "送样本", "If-Match": self.plan.version},
            "POST api:visit_plan-move": {"day": str(self.plan.day), "If-Match": self.plan.version},
            "POST api:visit_plan-skip": {"reason": "对方出差"},
            "POST api:focus_list-list": {"week": str(self.plan.day)},
            "POST api:focus_list-confirm": {"If-Match": self.focus.version},
            "POST api:focus_list-return": {"reason": "少一家大客户", "If-Match": self.focus.version},
            "POST api:visit-list": {"customer": self.customer.pk, "occurred_at": hour_ago, "outcome": "progress"},
            "POST api:visit-amend": {"summary": "改", "reason": "记错", "If-Match": self.visit.version},
        }


def _arguments_of(route: str) -> list[str]:
    namespace, _, name = route.rpartition(":")
    resolver = get_resolver()
    for part in filter(None, namespace.split(":")):
        resolver = resolver.namespace_dict[part][1]
    entries = resolver.reverse_dict.getlist(name)
    return list(entries[0][0][0][1]) if entries else []


def build(cast: Cast) -> World:
    products = trade.make_products(cast)
    trade.make_seller()
    customer = customers.create_customer(actor=cast.rep, facts={"name": "成都锐恒自动化设备有限公司"})
    former, twin = (
        customers.create_customer(actor=cast.rep, facts={"name": name}) for name in ("锐恒自动化", "成都锐恒设备")
    )
    merge = customers.merge_customers(actor=cast.head, survivor_id=customer.pk, merged_id=former.pk)
    customer.refresh_from_db()
    contact = customers.create_contact(actor=cast.rep, customer_id=customer.pk, facts={"name": "刘建平"})
    visit = log(cast.rep, customer)
    stamped = trade.approved(cast, customer, products[0])
    from quotes import services

    services.stamp_quote(actor=cast.inside, quote_id=stamped.pk)
    issued = trade.sent(cast, customer, products[0])
    reported = trade.submit(trade.make_quote(cast.rep, customer, products[0]), cast.rep)
    approved = trade.approved(cast, customer, products[0])
    notices.send(code="approval.waiting", recipients=[cast.rep], dedupe_key="table", params={})
    token, _key = tokens.issue_token(actor=cast.rep, name="脚本", days=5)
    today = clock.today()
    week = today + timedelta(days=14)
    plan = customers.create_plan(actor=cast.rep, customer_id=customer.pk, day=week, purpose="谈付款", focus=True)
    focus = customers.submit_focus(actor=cast.rep, week=week)
    stand_in = people.set_stand_in(
        actor=cast.rep, principal=cast.rep, substitute=cast.rep2, starts=today + timedelta(days=5), ends=None
    )
    return World(
        cast=cast,
        customer=customer,
        contact=contact,
        visit=visit,
        merge=merge,
        transfer=customers.request_transfer(actor=cast.rep_south, name=customer.name, wish="own", reason="展会上见过"),
        intelligence=customers.record_intelligence(actor=cast.rep, facts=LEARNED, customer_id=customer.pk),
        report=reports.submit_report(actor=cast.rep, kind="day", day=today, texts={"done": "整理投标资料"}),
        task=customers.create_task(
            actor=cast.rep, customer_id=customer.pk, facts={"subject": "寄样本", "due_on": today}
        ),
        prior=customers.ask_prior(
            actor=cast.rep,
            facts={"subject": "请吃饭", "kind": "hosting", "content": "谈框架", "act_on": today},
            customer_id=customer.pk,
        ),
        served=(served := serve(cast)),
        account_plan=customers.name_account(actor=cast.head, customer_id=served.pk, year=today.year),
        twin=twin,
        draft=trade.make_quote(cast.rep, customer, products[0]),
        reported=trade.fresh(reported),
        approved=approved,
        stamped=trade.fresh(stamped),
        issued=issued,
        product=products[0],
        price_list=PriceList.objects.get(),
        notice=Notification.objects.filter(recipient=cast.rep).latest("pk"),
        entry=AuditEntry.objects.latest("pk"),
        token=token,
        stand_in=stand_in,
        attachment=attachments.add(
            actor=cast.rep,
            kind="customers.customer",
            subject_id=customer.pk,
            file=SimpleUploadedFile("名片.txt", "刘建平".encode()),
            name="名片.txt",
        ),
        export=write_export(cast),
        bulk=choose_customer(cast, customer),
        import_run=(run := check_file(cast)),
        import_row=run.rows.get(),
        foreign=plant_canary(cast, products[0]),
        pooled=give_up(cast),
        opportunity=(deal := deals.with_need(cast.rep, customer)),
        lead=leads.given_lead(cast.marketing, cast.rep),
        competitor=(competitor := deals.make_competitor(cast.rep)),
        rival=customers.name_rival(actor=cast.rep, opportunity_id=deal.pk, competitor=competitor),
        address=customers.create_address(
            actor=cast.rep,
            customer_id=customer.pk,
            facts={"kind": "shipping", "division": "510107", "line": "武科东三路 9 号"},
        ),
        plan=plan,
        focus=focus,
    )


def write_export(cast: Cast) -> ListExport:
    """A list that head took out."""
    export = ListExport.objects.create(user_id=cast.head.pk, page="customers.customers", form="csv", name="客户.csv")
    exporting.work(export.pk)
    return export


def choose_customer(cast: Cast, customer: Customer) -> BulkRun:
    """What rep chose and did not confirm yet."""
    run = BulkRun.objects.create(user_id=cast.rep.pk, page="customers.customers", action="classify", total=1)
    BulkRow.objects.create(run=run, subject_id=customer.pk)
    return run


def give_up(cast: Cast) -> Customer:
    """A customer rep put into 公海 of the East."""
    customer = customers.create_customer(actor=cast.rep, facts={"name": "扬州广陵制冷设备有限公司"})
    return customers.release_customer(actor=cast.rep, customer_id=customer.pk, reason="跑不过来")


def serve(cast: Cast) -> Customer:
    """A key customer of rep's, which account serves."""
    customer = customers.create_customer(actor=cast.rep, facts={"name": "淮安洪泽电站设备有限公司"})
    return customers.classify_customer(
        actor=cast.head, customer_id=customer.pk, customer_class="key", account_manager=cast.account
    )


def check_file(cast: Cast) -> ImportRun:
    """What head handed in and had checked."""
    file = SimpleUploadedFile("客户.csv", "名称\n温州泽川阀门有限公司\n".encode())
    run = running.order_import(actor=cast.head, page="customers.customers", file=file, name="客户.csv")
    return running.check_import(actor=cast.head, run_id=run.pk, wanted=run.mapping)
