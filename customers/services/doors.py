"""How the services of this room fetch, lock and write rows."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from core.errors import Conflict, Invalid, Refusal, from_validation
from core.models import Record
from core.scope import visible_or_404
from customers.models import Customer
from org.models import User

R = TypeVar("R", bound=Record)


def lock_customer(user: User, customer_id: int) -> Customer:
    """The customer, if the user sees it (else Http404), locked against other writers."""
    customer: Customer = visible_or_404(Customer.objects.select_for_update(no_key=True), user, pk=customer_id)
    return customer


def assign(row: models.Model, facts: dict[str, Any], allowed: Iterable[str]) -> dict[str, list[str]]:
    """Set the given fields and return what changed as field → [before, after]. Invalid for a field not in `allowed`."""
    foreign = set(facts) - set(allowed)
    if foreign:
        raise Invalid("record.field", _("这些字段不能这样改：%(fields)s") % {"fields": ", ".join(sorted(foreign))})
    changed = {}
    for name, value in facts.items():
        before = getattr(row, name)
        value = value.strip() if isinstance(value, str) else value
        if before != value:
            changed[name] = [str(before), str(value)]
            setattr(row, name, value)
    return changed


def write(row: R, *, exclude: Iterable[str] = ()) -> R:
    """Clean and save. Fields that cannot be right and broken checks are Invalid; what somebody else has is Conflict.

    Relations were fetched through their doors, and constraints are the database's: neither is asked twice.
    """
    try:
        cleaned(row, exclude=exclude)
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise from_validation(error, f"{row._meta.model_name}.invalid") from error
    except IntegrityError as error:
        raise _refused(row, error) from error
    return row


def cleaned(row: R, *, exclude: Iterable[str] = ()) -> R:
    """The row with its fields cleaned, as `write` does before it saves. Raises ValidationError."""
    relations = {field.name for field in row._meta.fields if field.is_relation}
    row.full_clean(exclude=relations | set(exclude), validate_unique=False, validate_constraints=False)
    return row


def _refused(row: Record, error: IntegrityError) -> Refusal:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for check in row._meta.constraints:
        if isinstance(check, models.CheckConstraint) and check.name == name:
            return Invalid(f"{row._meta.model_name}.invalid", str(check.get_violation_error_message()))
    return Conflict(f"{row._meta.model_name}.taken", _("刚刚有人存了同样的内容，刷新看一下"))
