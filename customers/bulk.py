"""What is done to many customers at once, each by the service that does it by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import notices
from core.choices import RowState
from core.models import BulkRun
from core.pages.listing import Bulk
from customers import forms, selectors, services
from customers.models import Customer
from org.models import User


def _classify(*, actor: User, row: Customer, data: dict[str, Any]) -> dict[str, Any] | None:
    changed = services.classify_customer(actor=actor, customer_id=row.pk, version=row.version, **data)
    if changed.version == row.version:
        return None
    return {"customer_class": row.customer_class, "account_manager": row.account_manager_id}


def _classify_back(*, actor: User, row: Customer, kept: Mapping[str, Any]) -> None:
    services.classify_customer(
        actor=actor,
        customer_id=row.pk,
        customer_class=kept["customer_class"],
        account_manager=User.objects.filter(pk=kept["account_manager"]).first(),
        version=row.version,
    )


def _transfer(*, actor: User, row: Customer, data: dict[str, Any]) -> dict[str, Any]:
    shared = row.sharing.filter(user=data["to"]).exists()
    services.transfer_customer(actor=actor, customer_id=row.pk, told=False, **data)
    return {"owner": row.owner_id, "to": data["to"].pk, "shared": data["to"].pk if shared else None}


def _transfer_back(*, actor: User, row: Customer, kept: Mapping[str, Any]) -> None:
    if kept["owner"] is None:
        services.release_customer(actor=actor, customer_id=row.pk, reason=gettext("撤销了分配"))
        return
    services.transfer_customer(actor=actor, customer_id=row.pk, to=User.objects.get(pk=kept["owner"]), told=False)
    if kept["shared"]:
        # Becoming the owner had ended it.
        services.add_collaborator(actor=actor, customer_id=row.pk, person=User.objects.get(pk=kept["shared"]))


def _tell_owners(*, run: BulkRun, done: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Each new owner once, however many customers it is."""
    received: dict[int, list[int]] = defaultdict(list)
    for customer_id, kept in done:
        received[kept["owner" if run.undoes_id else "to"]].append(customer_id)
    for person in User.objects.filter(pk__in=received):
        services.tell_owner(actor=run.user, to=person, customer_ids=received[person.pk], dedupe_key=_told(run.pk))
    if run.undoes and len(done) == run.undoes.numbers()[RowState.DONE]:
        notices.retract(dedupe_key=_told(run.undoes.pk))


def _told(run_id: int) -> str:
    return f"customer.received:bulk:{run_id}"


def _release(*, actor: User, row: Customer, data: dict[str, Any]) -> dict[str, Any]:
    services.release_customer(actor=actor, customer_id=row.pk, version=row.version, **data)
    return {}


def _claim(*, actor: User, row: Customer, data: dict[str, Any]) -> dict[str, Any]:
    services.claim_customer(actor=actor, customer_id=row.pk)
    return {}


CUSTOMERS = [
    Bulk(
        "classify",
        _("改类别"),
        "i-tag",
        _classify,
        capability="customers.edit",
        form=lambda posted, user: forms.ClassifyForm(posted),
        back=_classify_back,
        note=_("拜访间隔跟着类别变。大客户由销售经理以上的人来定。"),
    ),
    Bulk(
        "transfer",
        _("移交"),
        "i-swap",
        _transfer,
        capability="customers.assign",
        form=lambda posted, user: forms.TransferForm(posted, people=selectors.possible_owners(user)),
        back=_transfer_back,
        after=_tell_owners,
        note=_("原来的负责人从此看不到这些客户，除非再共享给他。"),
    ),
    Bulk(
        "release",
        _("放回公海"),
        "i-globe",
        _release,
        capability="customers.edit",
        form=lambda posted, user: forms.ReleaseForm(posted),
        danger=True,
        note=_("同大区的同事可以领走，协作人也一起退出。放了要再领回来，得等规定的天数。"),
    ),
]

POOL = [
    Bulk(
        "claim",
        _("领取"),
        "i-plus",
        _claim,
        capability="customers.claim",
        note=_("领了就归你负责。每天能领几家、名下最多几家，制度里有。"),
    ),
]
