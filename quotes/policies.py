"""Who may do what to a quote. Pure questions; services, pages and API ask the same ones."""

from org.models import User
from quotes.choices import EDITABLE, REVISABLE, SENT, QuoteState
from quotes.models import Quote


def may_create(user: User) -> bool:
    return user.can("quotes.create")


def may_edit(user: User, quote: Quote) -> bool:
    """Its owner, or whoever drafted it for them (inside sales)."""
    return may_create(user) and user.pk in (quote.owner_id, quote.created_by_id)


def may_attach(user: User, quote: Quote) -> bool:
    """Whoever may edit or send it keeps its papers together, also after approval: files are no part of the content."""
    return may_edit(user, quote) or may_send(user, quote)


def may_stamp(user: User) -> bool:
    return user.can("quotes.stamp")


def may_send(user: User, quote: Quote) -> bool:
    """Its owner, or inside sales who keep the papers."""
    return user.can("quotes.send") and (user.pk == quote.owner_id or may_stamp(user))


def may_export(user: User) -> bool:
    return user.can("quotes.export")


def may_export_products(user: User) -> bool:
    return user.can("products.export")


def may_edit_products(user: User) -> bool:
    return user.can("products.edit")


def may_edit_prices(user: User) -> bool:
    return user.can("pricelists.edit")


def may_see_cost(user: User) -> bool:
    return user.can("products.see_cost")


def may_see_floor(user: User) -> bool:
    """Floor prices are for those who decide; the author is only told that a line lies below."""
    return user.can("products.see_cost")


def may_see_price_lists(user: User) -> bool:
    """Whole price lists carry floor prices: they are for those who decide or keep them."""
    return may_see_floor(user) or may_edit_prices(user)


def available_actions(user: User, quote: Quote) -> list[str]:
    """The verbs this user may use now, in the order of the record page. Asks no database."""
    actions = []
    if may_edit(user, quote):
        if quote.state in EDITABLE:
            actions += ["edit", "submit", "void"]
        if quote.state == QuoteState.REPORTED:
            actions.append("withdraw")
        if quote.state in REVISABLE:
            actions.append("revise")
    if may_create(user):
        actions.append("duplicate")
    if may_stamp(user) and quote.state == QuoteState.APPROVED:
        actions.append("stamp")
    if may_send(user, quote) and quote.state == QuoteState.APPROVED:
        actions.append("send")
    if may_send(user, quote) and quote.state in SENT:
        actions.append("feedback")
    return actions
