"""A form about a record: fill, act, back. What every verb with a form does around its one service call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import rights
from core.errors import Conflict, Forbidden, Invalid, Refusal, Stale, problem
from core.pages import toasts
from core.pages.forms import show_refusal
from core.pages.views import back_to

Warnings = Sequence[Mapping[str, Any]]


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str,
    submit: str,
    act: Callable[[], str],
    crumb: str,
    url: str,
    after: Callable[[], str] | None = None,
    told: Callable[[Refusal], Warnings | None] | None = None,
    template: str = "pages/form.html",
    **more: Any,
) -> HttpResponse:
    """Draw the form, and once it is filled in, act and lead back to where one came from, else to `url`.

    `act` calls the service and returns what to say; `after` gives the address where that may be another one by then. A
    refusal stands on the form, with what was typed and its own status: 403, 409, 412. `told` may take one itself and
    returns the warnings to tick past, none for what it put on the form, or None for a refusal it does not know.
    """
    stale, warnings, status = "", [], int(HTTPStatus.OK)
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except Stale as refusal:
            stale, status = str(refusal), int(refusal.status)
        except (Invalid, Forbidden, Conflict) as refusal:
            known = told(refusal) if told else None
            if known is not None:
                warnings = list(known)
            else:
                _show(request, form, refusal)
                status = int(HTTPStatus.OK if isinstance(refusal, Invalid) else refusal.status)
        else:
            toasts.say(request, said)
            return redirect(after() if after else back_to(request, url))
    back = back_to(request, url)
    context = {
        "page_title": title,
        "form": form,
        "stale": stale,
        "warnings": warnings,
        "crumbs": [{"label": crumb, "url": url}],
        "cancel_url": back,
        "submit_label": submit,
        **more,
    }
    return render(request, template, context, status=status)


def _show(request: HttpRequest, form: BaseForm, refusal: Refusal) -> None:
    """On the form as ever; one for want of a right names who has it."""
    roles = rights.who_may(request.user, refusal)
    if roles:
        form.add_error(None, rights.named(problem(refusal), roles)["detail"])
    else:
        show_refusal(form, refusal)
