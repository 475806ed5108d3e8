"""Asking for a customer that is a colleague's (撞单), and what a verdict about it does (customers.approvals)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core import audit, notices
from core.errors import Conflict
from core.guards import require
from core.pages.text import keep
from customers import policies, selectors
from customers.choices import TransferWish
from customers.models import Collaborator, Customer, TransferRequest
from customers.models.transfers import KIND
from customers.services.doors import write
from customers.services.sharing import give
from org.models import User
from workflow import services as workflow
from workflow.adapters import Submission

OF_THE_OWNER = ("owned_since", "kept_until")


@transaction.atomic
def request_transfer(
    *, actor: User, wish: str, reason: str, which: str = "", name: str = "", uscc: str = "", phone: str = ""
) -> TransferRequest:
    """Ask for a customer one met that is a colleague's; the superior of both decides, and the owner is heard.

    `name`, `uscc` and `phone` are what one found it by, `which` says which of those found (`Duplicate.ask`) unless it is the
    only one: who does not see the customer can ask for it and learns no more of it. Raises Forbidden for who may own no customers; Conflict when it is not
    found like this any more, is the actor's own or nobody's, or when the actor waits for an answer already.
    """
    require(policies.may_own(actor), "customer.request", _("只有负责客户的人能申请"))
    found = selectors.found_duplicate(user=actor, which=which, name=name, uscc=uscc, phone=phone)
    if found is None:
        raise Conflict("customer.request_gone", _("按这些资料查不到那家客户了，回去再查一次"))
    pk, matched = found
    customer = Customer.objects.select_related("owner").select_for_update(no_key=True, of=("self",)).get(pk=pk)
    _check(actor, customer, wish)
    request = TransferRequest(
        customer=customer,
        owner=customer.owner,
        called=name.strip()[:120],
        matched=matched,
        wish=wish,
        reason=reason.strip(),
        created_by=actor,
    )
    write(request, exclude={"state"})
    request.approval = workflow.submit_for_approval(
        actor=actor, kind=KIND, subject=request, submission=_submission(request, customer)
    )
    request.save()
    audit.record(actor=actor, code="customer.transfer_requested", subject=customer, reason=reason, data={"wish": wish})
    notices.send(
        code="customer.requested",
        recipients=[request.owner],
        subject=request,
        params={"person": str(actor), "customer": customer.name},
        dedupe_key=f"customer.requested:{request.pk}",
    )
    return request


@transaction.atomic
def lapse_transfers(*, customer_id: int = 0, applicant: User | None = None) -> int:
    """End open requests that nothing is left to decide about: the customer changed hands, or the applicant left.

    Returns how many; applicants still here are told.
    """
    waiting = TransferRequest.objects.waiting().order_by("customer_id", "pk")
    rows = waiting.filter(created_by=applicant) if applicant else waiting.filter(customer_id=customer_id)
    asked = list(rows.values_list("pk", "customer_id"))
    for pk, of in asked:
        Customer.objects.select_for_update(no_key=True, of=("self",)).get(pk=of)
        _lapse(TransferRequest.objects.select_for_update(no_key=True).get(pk=pk), left=applicant is not None)
    return len(asked)


def carry_out_transfer(*, actor: User, request: TransferRequest) -> None:
    """Do what was granted: the applicant owns the customer now, or works on it. The adapter calls it, customer locked."""
    customer, applicant = request.customer, request.applicant
    if not policies.may_own(applicant):
        raise Conflict("customer.request_left", _("%(person)s 已不能负责客户，只能驳回") % {"person": applicant})
    sharing = Collaborator.objects.filter(customer=customer, user=applicant)
    request.before = {name: _plain(getattr(customer, name)) for name in OF_THE_OWNER} | {"shared": sharing.exists()}
    if request.wish == TransferWish.OWN:
        give(actor=actor, customer=customer, to=applicant, reason=request.reason)
    elif not request.before["shared"]:
        Collaborator.objects.create(customer=customer, user=applicant, added_by=actor)
        data = {"person": str(applicant)}
        audit.record(actor=actor, code="customer.collaborator_added", subject=customer, data=data)


def carry_back_transfer(*, actor: User, request: TransferRequest) -> None:
    """Undo `carry_out_transfer` within the ten seconds. Raises Conflict when the customer went on."""
    customer, applicant, before = request.customer, request.applicant, request.before
    owner = applicant if request.wish == TransferWish.OWN else request.owner
    if customer.owner_id != owner.pk or not policies.may_own(request.owner):
        raise Conflict("transfer.moved_on", _("客户已经往下走了，不能撤销"))
    if request.wish == TransferWish.OWN:
        give(actor=actor, customer=customer, to=request.owner, because=gettext_noop("裁定撤销了"))
        customer.owned_since = datetime.fromisoformat(before["owned_since"])
        customer.kept_until = parse_date(before["kept_until"]) if before["kept_until"] else None
        customer.save(update_fields=[*OF_THE_OWNER])
        if before["shared"]:
            Collaborator.objects.get_or_create(customer=customer, user=applicant, defaults={"added_by": actor})
    elif not before["shared"]:
        Collaborator.objects.filter(customer=customer, user=applicant).delete()
        data = {"person": str(applicant)}
        audit.record(actor=actor, code="customer.collaborator_removed", subject=customer, data=data)


def _check(actor: User, customer: Customer, wish: str) -> None:
    if customer.owner is None:
        raise Conflict("customer.request_pooled", _("这家客户在公海，直接去公海领"))
    if customer.owner == actor:
        raise Conflict("customer.request_own", _("这家客户就是你的"))
    if wish == TransferWish.SHARE and customer.sharing.filter(user=actor).exists():
        raise Conflict("customer.request_shared", _("你已经是这家客户的协作人"))
    if TransferRequest.objects.waiting().filter(customer=customer, created_by=actor).exists():
        raise Conflict("customer.request_waits", _("你的上一个申请还在裁定"))


def _lapse(request: TransferRequest, *, left: bool) -> None:
    because = keep(gettext_noop("申请人离职")) if left else keep(gettext_noop("客户换了负责人"))
    if request.approval_id:
        workflow.drop_request(request_id=request.approval_id, because=because)
    request.lapse()
    request.touch()
    request.save()
    if not left:
        notices.send(
            code="customer.request_lapsed",
            recipients=[request.applicant],
            subject=request,
            params={"customer": str(request)},
            dedupe_key=f"customer.request_lapsed:{request.pk}",
        )


def _submission(request: TransferRequest, customer: Customer) -> Submission:
    """What the applicant may read of it too: nothing of the customer but its holder and its last contact."""
    last = customer.last_contact_at
    return Submission(
        number="",
        title=request.reason[:200],
        party=str(request),
        url=request.get_absolute_url(),
        amount=None,
        currency="",
        digest=request.digest,
        facts={"take_over": request.wish == TransferWish.OWN},
        data={
            "called": request.called,
            "matched": request.matched,
            "wish": request.wish,
            "owner": str(request.owner),
            "last_contact_at": last.isoformat() if last else None,
            "reason": request.reason,
            "url": request.get_absolute_url(),
        },
        risks=[keep(gettext_noop("两个人争一家客户，听过双方再定"))],
    )


def _plain(value: datetime | Any) -> str | None:
    return value.isoformat() if value else None
