import hashlib
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField, transition

from core.addresses import address_of
from core.history import track
from core.models import Record
from core.process import Act
from core.scope import ScopedQuerySet, Viewer
from customers.choices import TransferState, TransferWish
from customers.models.customers import Customer
from org.models import User
from workflow.models import ApprovalRequest

KIND = "customers.transferrequest"


class TransferQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """To who asked, to who sees the customer, and to those who take part in the decision."""
        taking_part = ApprovalRequest.objects.visible_to(user).filter(kind=KIND).values("pk")
        seen = Customer.objects.visible_to(user)
        return self.filter(Q(created_by_id=user.pk) | Q(customer__in=seen) | Q(approval__in=taking_part))

    def waiting(self) -> Self:
        return self.filter(state=TransferState.REPORTED)


def _has_passed(request: Any) -> bool:
    return bool(request.has_passed())


GRANT = Act(_("同意"), route=True)
REFUSE = Act(_("驳回"), route=True)
WITHDRAW = Act(_("撤回"), people=("approval.submitter",))
LAPSE = Act(_("客户换了负责人"), who=_("自动"))
REOPEN = Act(_("10 秒内撤销"), who=_("刚下结论的人"), undo=True)


@track(exclude=("before",))
class TransferRequest(ConcurrentTransitionMixin, Record):
    """Somebody met a customer that is a colleague's (撞单) and asks for it; the superior of both decides.

    `called` is the customer as the applicant wrote it: all they learn of its name unless they see it. `owner` is whose it was
    when they asked, `before` what a yes changed, so that it can be undone.
    """

    STATES = TransferState

    state = FSMField(_("状态"), choices=TransferState.choices, default=TransferState.REPORTED, protected=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="transfer_requests")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("负责人"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    called = models.CharField(_("客户"), max_length=120, blank=True)
    matched = models.CharField(_("凭什么查到"), max_length=6)
    wish = models.CharField(_("想要"), max_length=6, choices=TransferWish.choices)
    reason = models.CharField(_("理由"), max_length=500)
    approval = models.ForeignKey(
        ApprovalRequest, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    before = models.JSONField(default=dict, blank=True, editable=False)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("撞单申请")
        verbose_name_plural = _("撞单申请")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "created_by"],
                condition=Q(state=TransferState.REPORTED),
                name="transfer_one_at_a_time",
            ),
            models.CheckConstraint(
                name="transfer_granted_with_approval",
                condition=~Q(state=TransferState.GRANTED) | Q(approval__isnull=False),
            ),
            models.CheckConstraint(name="transfer_of_a_colleagues", condition=~Q(owner=F("created_by"))),
        ]

    def __str__(self) -> str:
        return self.called or _now("没写名称的客户")

    def get_absolute_url(self) -> str:
        return address_of("customers:transfer_detail", self.pk)

    @transition(
        state,
        source=TransferState.REPORTED,
        target=TransferState.GRANTED,
        conditions=[_has_passed],
        custom={"act": GRANT},
    )
    def grant(self) -> None:
        """Only with its request approved."""

    @transition(state, source=TransferState.REPORTED, target=TransferState.REFUSED, custom={"act": REFUSE})
    def refuse(self) -> None:
        """Returned or rejected: either way the customer stays where it is."""

    @transition(state, source=TransferState.REPORTED, target=TransferState.WITHDRAWN, custom={"act": WITHDRAW})
    def withdraw(self) -> None:
        """Taken back by who asked."""

    @transition(state, source=TransferState.REPORTED, target=TransferState.LAPSED, custom={"act": LAPSE})
    def lapse(self) -> None:
        """The customer is somebody else's now, or nobody's: there is nothing left to decide."""

    @transition(
        state,
        source=[TransferState.GRANTED, TransferState.REFUSED],
        target=TransferState.REPORTED,
        custom={"act": REOPEN},
    )
    def reopen(self) -> None:
        """The verdict was undone within its ten seconds."""

    @property
    def applicant(self) -> User:
        assert self.created_by is not None, "somebody asked"
        return self.created_by

    @property
    def digest(self) -> str:
        """The fingerprint of what is asked for."""
        return hashlib.sha256(f"{self.customer_id}\n{self.owner_id}\n{self.wish}\n{self.reason}".encode()).hexdigest()

    def has_passed(self) -> bool:
        request = self.approval
        return request is not None and request.state == "approved" and request.digest == self.digest
