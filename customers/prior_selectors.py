"""Reads for the screens of 事前请示、事后汇报."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import search
from core.pages import words
from core.pages.timeline import Entry
from core.templatetags import ui
from customers.choices import PriorState
from customers.models import PriorApproval
from customers.models.prior import PriorQuerySet
from org.models import User

LADDER = (PriorState.REPORTED, PriorState.GRANTED, PriorState.TOLD, PriorState.CLOSED)


def prior_list(user: User) -> PriorQuerySet:
    return PriorApproval.objects.select_related("customer", "owner").defer("search_key").visible_to(user)


def prior_record() -> PriorQuerySet:
    return PriorApproval.objects.select_related("customer", "owner", "closed_by", "approval")


def find_priors(user: User, text: str, limit: int) -> list[PriorApproval]:
    """By number, by part of what was asked or of the customer's name; the newest first."""
    rows: Any = search.search(prior_list(user), text)
    return list(rows.order_by("-pk")[:limit])


def entry(prior: PriorApproval) -> Entry:
    """A request as one line of the customer's timeline, where it was asked; what became of it stands beside."""
    said = format_html('{} <a class="q" href="{}">{}</a>', _("写了请示"), prior.get_absolute_url(), prior.subject)
    return Entry(
        prior.created_at,
        str(prior.owner),
        said,
        tag=str(prior.get_state_display()),
        quote=prior.report,
        source="prior",
        pk=prior.pk,
    )


def steps(prior: PriorApproval) -> list[dict[str, Any]]:
    """The step bar. What was refused or withdrawn ends there."""
    if prior.state not in LADDER:
        asked = {"label": PriorState.REPORTED.label, "note": words.day_text(prior.created_at), "state": "done"}
        return [
            asked,
            {"label": PriorState(prior.state).label, "note": words.day_text(prior.updated_at), "state": "now"},
        ]
    here = LADDER.index(PriorState(prior.state))
    last = prior.state == PriorState.CLOSED
    notes = {
        PriorState.REPORTED: words.day_text(prior.created_at),
        PriorState.GRANTED: _("%(day)s 前") % {"day": words.day_text(prior.report_by)} if prior.report_by else "",
        PriorState.TOLD: words.day_text(prior.reported_at) if prior.reported_at else "",
        PriorState.CLOSED: words.day_text(prior.closed_at) if prior.closed_at else "",
    }
    return [
        {
            "label": state.label,
            "note": notes[state] if place <= here else "",
            "state": "done" if place < here or last else "now" if place == here else "",
        }
        for place, state in enumerate(LADDER)
    ]


def facts(prior: PriorApproval, user: User) -> list[dict[str, Any]]:
    """The facts under the title."""
    rows: list[dict[str, Any]] = [
        {"label": _("预计金额"), "value": ui.money(prior.amount) if prior.amount else _("不花钱"), "big": True},
        {"label": _("哪天办"), "value": words.day_text(prior.act_on)},
        {"label": _("类别"), "value": prior.get_kind_display()},
        {"label": _("请示人"), "value": prior.owner},
    ]
    if prior.customer:
        rows.append({"label": pgettext("one", "客户"), "value": prior.customer.name, "url": _customer_url(user, prior)})
    return rows


def _customer_url(user: User, prior: PriorApproval) -> str:
    """A link for who sees the customer; the name was told with the request."""
    customer = prior.customer
    seen = customer is not None and type(customer).objects.visible_to(user).filter(pk=customer.pk).exists()
    return customer.get_absolute_url() if seen and customer is not None else ""
