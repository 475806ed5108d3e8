"""The steps every verb shares: lock, ask, compare versions, clean, save."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.errors import Conflict, from_validation
from core.scope import visible_or_404
from org.models import User
from quotes.models import Quote


def lock_quote(actor: User, quote_id: int, *related: str) -> Quote:
    """The quote, locked, if the actor may see it; Http404 otherwise. `related` rows the verb needs come along."""
    rows = Quote.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related(*related) if related else rows
    quote: Quote = visible_or_404(rows, actor, pk=quote_id)
    return quote


def require_state(quote: Quote, states: tuple[str, ...], message: str) -> None:
    if quote.state not in states:
        raise Conflict(
            "quote.state",
            _("%(message)s（现在是%(state)s）") % {"message": message, "state": quote.get_state_display()},
        )


def write(row: Any) -> None:
    """Clean, then save with a new version; ValidationErrors become a refusal field by field.

    Relations were fetched through their doors, and constraints are the database's: neither is asked twice.
    """
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.full_clean(exclude=relations | {"state"}, validate_constraints=False)
    except ValidationError as error:
        raise from_validation(error, f"{row._meta.model_name}.invalid") from error
    row.touch()
    row.save()
