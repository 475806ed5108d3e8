import hashlib
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ScopedQuerySet, Viewer
from customers.choices import ExtensionState
from customers.models.customers import Customer
from customers.policy import EXTENSION_DAYS
from workflow.models import ApprovalRequest

KIND = "customers.poolextension"


class PoolExtensionQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(user))

    def waiting(self) -> Self:
        return self.filter(state=ExtensionState.REPORTED)


def _has_passed(extension: Any) -> bool:
    return bool(extension.has_passed())


GRANT = Act(_("同意"), route=True, rules=(EXTENSION_DAYS,))
REFUSE = Act(_("驳回"), route=True)
WITHDRAW = Act(_("撤回"), people=("approval.submitter",))
REOPEN = Act(_("10 秒内撤销"), who=_("刚下结论的人"), undo=True)


@track()
class PoolExtension(ConcurrentTransitionMixin, Record):
    """The owner of a customer asks to keep it until a day. While the question waits, the customer stays."""

    STATES = ExtensionState

    state = FSMField(_("状态"), choices=ExtensionState.choices, default=ExtensionState.REPORTED, protected=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateField(_("延期到"))
    before = models.DateField(_("原来延期到"), null=True, editable=False)
    reason = models.CharField(_("理由"), max_length=100)
    approval = models.ForeignKey(
        ApprovalRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    objects = PoolExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("公海延期")
        verbose_name_plural = _("公海延期")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(state=ExtensionState.REPORTED), name="extension_one_at_a_time"
            ),
            models.CheckConstraint(
                name="extension_granted_with_approval",
                condition=~Q(state=ExtensionState.GRANTED) | Q(approval__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.until}"

    def get_absolute_url(self) -> str:
        return self.customer.get_absolute_url()

    def clean(self) -> None:
        if not self.reason.strip():
            raise ValidationError({"reason": _("写明为什么要延期")})

    @transition(
        state,
        source=ExtensionState.REPORTED,
        target=ExtensionState.GRANTED,
        conditions=[_has_passed],
        custom={"act": GRANT},
    )
    def grant(self) -> None:
        """Only with its request approved."""

    @transition(state, source=ExtensionState.REPORTED, target=ExtensionState.REFUSED, custom={"act": REFUSE})
    def refuse(self) -> None:
        """Returned or rejected: either way the owner asks anew, with other words."""

    @transition(state, source=ExtensionState.REPORTED, target=ExtensionState.WITHDRAWN, custom={"act": WITHDRAW})
    def withdraw(self) -> None:
        """Taken back by who asked."""

    @transition(
        state,
        source=[ExtensionState.GRANTED, ExtensionState.REFUSED],
        target=ExtensionState.REPORTED,
        custom={"act": REOPEN},
    )
    def reopen(self) -> None:
        """The verdict was undone within its ten seconds."""

    @property
    def digest(self) -> str:
        """The fingerprint of what is asked for."""
        return hashlib.sha256(f"{self.customer_id}\n{self.until}\n{self.reason}".encode()).hexdigest()

    def has_passed(self) -> bool:
        request = self.approval
        return request is not None and request.state == "approved" and request.digest == self.digest
