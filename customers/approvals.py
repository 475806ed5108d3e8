"""What the approval engine must know of 公海 extensions, and what follows a verdict."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, policy
from core.errors import Conflict
from core.pages import words
from customers.choices import CustomerClass
from customers.models import Customer, PoolExtension
from customers.models.extensions import KIND
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


adapters.register(ExtensionAdapter())
