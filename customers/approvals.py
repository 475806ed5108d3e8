"""What the approval engine must know of 公海 extensions, 撞单, 事前请示 and service plans, and what follows a verdict."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from core import audit, clock, notices, policy
from core.errors import Conflict
from core.pages import words
from core.pages.text import keep
from core.templatetags import ui
from customers.choices import AccountPlanState, CustomerClass, PriorKind, PriorState, TransferState, TransferWish
from customers.models import (
    AccountPlan,
    Customer,
    PoolExtension,
    PriorApproval,
    TransferRequest,
    account_plans,
    prior,
    transfers,
)
from customers.models.extensions import KIND
from customers.policy import REPORT_BACK_DAYS
from customers.selectors import matched_labels
from customers.services.prior import report_day
from customers.services.transfers import carry_back_transfer, carry_out_transfer
from org.models import User
from workflow import adapters
from workflow.adapters import Fact


class ExtensionAdapter:
    """Carries verdicts into extensions. The engine calls it with the extension locked."""

    kind = KIND
    label = gettext_lazy("公海延期")
    preview_template = "customers/_extension_preview.html"
    facts = (Fact("days", gettext_lazy("延期天数"), policy.NUMBER),)

    def lock(self, subject_id: int) -> PoolExtension:
        """The customer first, as everybody who asks for one locks it."""
        Customer.objects.select_for_update(no_key=True, of=("self",)).get(extensions=subject_id)
        rows = PoolExtension.objects.select_for_update(no_key=True, of=("self",))
        return rows.select_related("approval", "customer").get(pk=subject_id)

    def digest(self, subject: PoolExtension) -> str:
        return subject.digest

    def authors(self, subject: PoolExtension) -> set[int]:
        return {pk for pk in (subject.created_by_id, subject.customer.owner_id) if pk is not None}

    def summary(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        last, until = parse_datetime(data["last_contact_at"] or ""), parse_date(data["until"])
        return [
            {"label": _("延期到"), "value": words.day_text(until) if until else "", "big": True},
            {"label": _("不延期还剩"), "value": _("%(n)s 天") % {"n": data["left"]}},
            {"label": _("类别"), "value": CustomerClass(data["customer_class"]).label},
            {"label": _("最近联系"), "value": words.day_text(last) if last else _("还没有")},
        ]

    def on_approved(self, subject: PoolExtension, *, actor: User, request_id: int) -> None:
        assert subject.approval is not None
        subject.approval.refresh_from_db(fields=["state"])
        subject.grant()
        self._keep(subject.customer, subject.until)
        self._save(subject, actor, "customer.extension_granted")

    def on_returned(self, subject: PoolExtension, *, actor: User, reason: str) -> None:
        self.on_rejected(subject, actor=actor, reason=reason)

    def on_rejected(self, subject: PoolExtension, *, actor: User, reason: str) -> None:
        subject.refuse()
        self._save(subject, actor, "customer.extension_refused", reason)

    def on_withdrawn(self, subject: PoolExtension, *, actor: User, reason: str) -> None:
        subject.withdraw()
        self._save(subject, actor, "customer.extension_withdrawn", reason)

    def on_undone(self, subject: PoolExtension, *, actor: User) -> None:
        """Back to waiting, unless the customer changed hands or somebody asked anew meanwhile."""
        asked = PoolExtension.objects.filter(customer=subject.customer, pk__gt=subject.pk).exists()
        if asked or subject.customer.owner_id != subject.created_by_id:
            raise Conflict("extension.moved_on", _("客户已经往下走了，不能撤销"))
        if subject.state == "granted":
            self._keep(subject.customer, subject.before)
        subject.reopen()
        self._save(subject, actor, "customer.extension_reopened")

    def _keep(self, customer: Customer, until: Any) -> None:
        if customer.owner_id is None:
            return
        customer.kept_until = until
        customer.touch()
        customer.save(update_fields=["kept_until", "version", "updated_at"])

    def _save(self, extension: PoolExtension, actor: User, code: str, reason: str = "") -> None:
        extension.touch()
        extension.save()
        audit.record(
            actor=actor,
            code=code,
            subject=extension.customer,
            reason=reason,
            data={"until": extension.until.isoformat()},
        )


class TransferAdapter:
    """Carries verdicts into requests for a colleague's customer. The engine calls it with the request locked."""

    kind = transfers.KIND
    label = gettext_lazy("撞单申请")
    preview_template = "customers/_transfer_preview.html"
    facts = (Fact("take_over", gettext_lazy("要求转给自己"), policy.SWITCH),)

    def lock(self, subject_id: int) -> TransferRequest:
        """The customer first, as everybody who asks for one locks it."""
        Customer.objects.select_for_update(no_key=True, of=("self",)).get(transfer_requests=subject_id)
        rows = TransferRequest.objects.select_for_update(no_key=True, of=("self",))
        return rows.select_related("approval", "customer__owner", "owner", "created_by").get(pk=subject_id)

    def digest(self, subject: TransferRequest) -> str:
        return subject.digest

    def authors(self, subject: TransferRequest) -> set[int]:
        """Neither of the two decides."""
        return {pk for pk in (subject.created_by_id, subject.owner_id) if pk is not None}

    def summary(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        last = parse_datetime(data["last_contact_at"] or "")
        return [
            {"label": _("想要"), "value": TransferWish(data["wish"]).label, "big": True},
            {"label": _("现负责人"), "value": data["owner"]},
            {"label": _("最近跟进"), "value": words.day_text(last) if last else _("还没有")},
            {"label": _("怎么撞上的"), "value": _("%(what)s相同") % {"what": matched_labels()[data["matched"]]}},
        ]

    def on_approved(self, subject: TransferRequest, *, actor: User, request_id: int) -> None:
        assert subject.approval is not None
        subject.approval.refresh_from_db(fields=["state"])
        subject.grant()
        # Saved before the customer moves: what is still open then lapses.
        self._save(subject, actor, "customer.transfer_granted")
        carry_out_transfer(actor=actor, request=subject)
        subject.save()
        self._tell_owner(subject, actor)

    def on_returned(self, subject: TransferRequest, *, actor: User, reason: str) -> None:
        self.on_rejected(subject, actor=actor, reason=reason)

    def on_rejected(self, subject: TransferRequest, *, actor: User, reason: str) -> None:
        subject.refuse()
        self._save(subject, actor, "customer.transfer_refused", reason)
        self._tell_owner(subject, actor)

    def on_withdrawn(self, subject: TransferRequest, *, actor: User, reason: str) -> None:
        subject.withdraw()
        self._save(subject, actor, "customer.transfer_withdrawn", reason)

    def on_undone(self, subject: TransferRequest, *, actor: User) -> None:
        """Back to waiting, with the customer where it was, unless it went on meanwhile."""
        granted = subject.state == TransferState.GRANTED
        if not granted and subject.customer.owner_id != subject.owner_id:
            raise Conflict("transfer.moved_on", _("客户已经往下走了，不能撤销"))
        if granted:
            carry_back_transfer(actor=actor, request=subject)
        notices.retract(dedupe_key=self._told_key(subject))
        subject.reopen()
        self._save(subject, actor, "customer.transfer_reopened")

    def _told_key(self, request: TransferRequest) -> str:
        return f"customer.request_decided:{request.approval_id}:{request.version}"

    def _tell_owner(self, request: TransferRequest, actor: User) -> None:
        """The applicant hears of it by the engine."""
        outcomes: dict[tuple[str, str], str] = {
            (TransferState.GRANTED, TransferWish.OWN): gettext_noop("客户转给对方"),
            (TransferState.GRANTED, TransferWish.SHARE): gettext_noop("客户还是你的，对方一起跟"),
        }
        outcome = outcomes.get((request.state, request.wish), gettext_noop("客户还是你的"))
        notices.send(
            code="customer.request_decided",
            recipients=[request.owner],
            subject=request,
            params={
                "person": str(actor),
                "applicant": str(request.created_by),
                "customer": request.customer.name,
                "outcome": keep(outcome),
            },
            dedupe_key=self._told_key(request),
        )

    def _save(self, request: TransferRequest, actor: User, code: str, reason: str = "") -> None:
        request.touch()
        request.save()
        data = {"applicant": str(request.created_by), "wish": request.wish}
        audit.record(actor=actor, code=code, subject=request.customer, reason=reason, data=data)


class PriorAdapter:
    """Carries verdicts into 事前请示. The engine calls it with the request locked."""

    kind = prior.KIND
    label = gettext_lazy("请示")
    preview_template = "customers/_prior_preview.html"
    facts = (Fact("amount", gettext_lazy("预计金额"), policy.MONEY),)

    def lock(self, subject_id: int) -> PriorApproval:
        rows = PriorApproval.objects.select_for_update(no_key=True, of=("self",))
        return rows.select_related("approval", "owner").get(pk=subject_id)

    def digest(self, subject: PriorApproval) -> str:
        return subject.digest

    def authors(self, subject: PriorApproval) -> set[int]:
        return {subject.owner_id}

    def summary(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        day = parse_date(data["act_on"])
        amount = ui.money(Decimal(data["amount"])) if data["amount"] else _("不花钱")
        rows: list[dict[str, Any]] = [
            {"label": _("预计金额"), "value": amount, "big": True},
            {"label": _("哪天办"), "value": words.day_text(day) if day else ""},
            {"label": _("类别"), "value": PriorKind(data["kind"]).label},
        ]
        return [*rows, {"label": pgettext("one", "客户"), "value": data["customer"]}] if data["customer"] else rows

    def on_approved(self, subject: PriorApproval, *, actor: User, request_id: int) -> None:
        assert subject.approval is not None
        subject.approval.refresh_from_db(fields=["state"])
        subject.report_by = report_day(subject.act_on)
        subject.grant()
        rule = policy.in_force(REPORT_BACK_DAYS)
        data = {"report_by": subject.report_by.isoformat(), "policies": policy.cite([rule])}
        self._save(subject, actor, "prior.granted", data=data)

    def on_returned(self, subject: PriorApproval, *, actor: User, reason: str) -> None:
        self.on_rejected(subject, actor=actor, reason=reason)

    def on_rejected(self, subject: PriorApproval, *, actor: User, reason: str) -> None:
        subject.refuse()
        self._save(subject, actor, "prior.refused", reason)

    def on_withdrawn(self, subject: PriorApproval, *, actor: User, reason: str) -> None:
        subject.withdraw()
        self._save(subject, actor, "prior.withdrawn", reason)

    def on_undone(self, subject: PriorApproval, *, actor: User) -> None:
        """Back to waiting, unless it was reported meanwhile."""
        if subject.state not in (PriorState.GRANTED, PriorState.REFUSED):
            raise Conflict("prior.moved_on", _("已经汇报了，不能撤销"))
        subject.report_by = None
        subject.reopen()
        self._save(subject, actor, "prior.reopened")

    def _save(
        self, subject: PriorApproval, actor: User, code: str, reason: str = "", data: dict[str, Any] | None = None
    ) -> None:
        subject.touch()
        subject.save()
        audit.record(actor=actor, code=code, subject=subject, to_state=subject.state, reason=reason, data=data or {})


class AccountPlanAdapter:
    """Carries verdicts into service plans. The engine calls it with the plan locked."""

    kind = account_plans.KIND
    label = gettext_lazy("服务计划")
    preview_template = "customers/_account_plan_preview.html"
    facts = (Fact("target", gettext_lazy("目标金额"), policy.MONEY),)

    def lock(self, subject_id: int) -> AccountPlan:
        rows = AccountPlan.objects.select_for_update(no_key=True, of=("self",))
        return rows.select_related("approval", "customer").get(pk=subject_id)

    def digest(self, subject: AccountPlan) -> str:
        return subject.digest

    def authors(self, subject: AccountPlan) -> set[int]:
        """Whoever reported it, and the account manager, whoever wrote it for them."""
        manager = subject.customer.account_manager_id
        return {manager} if manager is not None else set()

    def summary(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        target = ui.money(Decimal(data["target"])) if data["target"] else _("没有定")
        days = [day for day in map(parse_date, data["reviews"]) if day]
        return [
            {"label": _("目标金额"), "value": target, "big": True},
            {"label": _("年度"), "value": data["year"]},
            {"label": _("客户经理"), "value": data["manager"]},
            {"label": _("回顾"), "value": _("、").join(f"{day:%m-%d}" for day in days)},
        ]

    def on_approved(self, subject: AccountPlan, *, actor: User, request_id: int) -> None:
        assert subject.approval is not None
        subject.approval.refresh_from_db(fields=["state"])
        subject.approved_at = clock.now()
        subject.approve()
        self._save(subject, actor, "account_plan.approved")

    def on_returned(self, subject: AccountPlan, *, actor: User, reason: str) -> None:
        subject.returned_reason = reason[:500]
        subject.send_back()
        self._save(subject, actor, "account_plan.returned", reason)

    def on_rejected(self, subject: AccountPlan, *, actor: User, reason: str) -> None:
        self.on_returned(subject, actor=actor, reason=reason)

    def on_withdrawn(self, subject: AccountPlan, *, actor: User, reason: str) -> None:
        subject.withdraw()
        self._save(subject, actor, "account_plan.withdrawn", reason)

    def on_undone(self, subject: AccountPlan, *, actor: User) -> None:
        """Back to waiting, unless it was worked on meanwhile."""
        assert subject.approval is not None
        if subject.state == AccountPlanState.DROPPED or subject.approval.digest != subject.digest:
            raise Conflict("account_plan.moved_on", _("服务计划已经往下走了，不能撤销"))
        subject.approved_at, subject.returned_reason = None, ""
        subject.reopen()
        self._save(subject, actor, "account_plan.reopened")

    def _save(self, subject: AccountPlan, actor: User, code: str, reason: str = "") -> None:
        subject.touch()
        subject.save()
        audit.record(actor=actor, code=code, subject=subject, to_state=subject.state, reason=reason)


adapters.register(AccountPlanAdapter())
adapters.register(PriorAdapter())
adapters.register(ExtensionAdapter())
adapters.register(TransferAdapter())
