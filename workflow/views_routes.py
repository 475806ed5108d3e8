"""Routes: which are in force, how they came to be, a new version, and what would happen if."""

from typing import Any

from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import Conflict, Forbidden, Refusal
from core.pages import toasts
from core.pages.text import told
from workflow import adapters, forms, policies, routes, selectors

MOST_STEPS = 12


@require_GET
def route_list(request: HttpRequest) -> HttpResponse:
    _gate(request)
    context = {"page_title": _("审批路线"), "entries": selectors.routes_in_force(request.user)}
    return render(request, "workflow/route_list.html", context)


@require_GET
def route_detail(request: HttpRequest, kind: str) -> HttpResponse:
    _gate(request)
    adapter = _adapter(kind)
    versions = selectors.route_versions(request.user, kind)
    number = request.GET.get("version", "")
    shown = next((route for route in versions if str(route.version) == number), versions[0] if versions else None)
    context = {
        "page_title": told(shown.name) if shown else adapter.label,
        "adapter": adapter,
        "versions": versions,
        "shown": shown,
        "steps": selectors.route_steps(shown, adapter) if shown else [],
        "crumbs": [{"label": _("审批路线"), "url": reverse("workflow:route_list")}],
    }
    return render(request, "workflow/route_detail.html", context)


@require_http_methods(["GET", "POST"])
def route_revise(request: HttpRequest, kind: str) -> HttpResponse:
    """A new version, starting from the one in force. Empty steps at the end are left out; a ticked one is removed."""
    _gate(request)
    adapter = _adapter(kind)
    versions = selectors.route_versions(request.user, kind)
    current = versions[0] if versions else None
    formset_class = formset_factory(
        forms.RouteStepForm, extra=1 if current else 2, can_delete=True, can_order=True, max_num=MOST_STEPS
    )
    data = request.POST if request.method == "POST" else None
    form = forms.RouteForm(data, initial={"name": current.name if current else ""})
    formset = formset_class(
        data, initial=selectors.route_initial(current, adapter), form_kwargs={"kind": kind}, prefix="steps"
    )
    status = 200
    if data is not None:
        status = 400
        if form.is_valid() and formset.is_valid():
            try:
                route = routes.revise_route(actor=request.user, kind=kind, steps=_steps(formset), **form.cleaned_data)
            except Refusal as refusal:
                status = refusal.status
                form.add_error(None, str(refusal))
            else:
                toasts.say(request, _("%(route)s 已生效，正在走的审批按原路线走完") % {"route": route})
                return HttpResponseRedirect(reverse("workflow:route_detail", args=[kind]))
    context = {
        "page_title": _("改审批路线"),
        "adapter": adapter,
        "form": form,
        "formset": formset,
        "submit_label": _("启用新版本"),
        "cancel_url": reverse("workflow:route_detail", args=[kind]),
        "crumbs": [{"label": adapter.label, "url": reverse("workflow:route_detail", args=[kind])}],
    }
    return render(request, "workflow/route_form.html", context, status=status)


@require_GET
def route_try(request: HttpRequest) -> HttpResponse:
    """A case typed in, and who would have to sign it and why. Nothing is written."""
    _gate(request)
    kinds = adapters.all_adapters()
    kind = request.GET.get("kind", "") or (kinds[0].kind if kinds else "")
    adapter = _adapter(kind)
    asked = "submitter" in request.GET
    form = forms.TryForm(request.GET if asked else None, kind=kind)
    trial = None
    refusal = None
    if asked and form.is_valid():
        try:
            trial = selectors.try_route(kind, form.facts(), form.cleaned_data["submitter"])
        except Conflict as conflict:
            refusal = conflict
    context = {
        "page_title": _("试走一遍"),
        "adapter": adapter,
        "kinds": kinds,
        "form": form,
        "trial": trial,
        "refusal": refusal,
        "submitter": form.cleaned_data.get("submitter") if asked and form.is_valid() else None,
        "crumbs": [{"label": _("审批路线"), "url": reverse("workflow:route_list")}],
    }
    return render(request, "workflow/route_try.html", context)


def _gate(request: HttpRequest) -> None:
    if not policies.may_edit_routes(request.user):
        raise Forbidden("workflow.routes_only", _("只有系统管理员能看和改审批路线"))


def _adapter(kind: str) -> Any:
    try:
        return adapters.get(kind)
    except KeyError as error:
        raise Http404 from error


def _steps(formset: Any) -> list[dict[str, Any]]:
    kept = [form for form in formset.ordered_forms if form.has_changed() or form.initial]
    return [form.step() for form in kept]
