"""The company's written rules: everybody reads them, those with the right revise them."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import clock, policy
from core.errors import Forbidden, Refusal
from core.forms import PolicyForm
from core.models import PolicyVersion
from core.pages import toasts
from core.pages.forms import show_refusal


@require_GET
def policy_list(request: HttpRequest) -> HttpResponse:
    """All rules by room, with the clause in force today and what is already decided for later."""
    rules = policy.rules()
    current = policy.many(rule.key for rule in rules)
    today = clock.today()
    coming: dict[str, PolicyVersion] = {}
    versions = PolicyVersion.objects.visible_to(request.user)
    for version in versions.filter(valid_from__gt=today).order_by("-valid_from", "-number"):
        coming[version.key] = version
    grouped = groupby(sorted(rules, key=policy.group), key=policy.group)
    rooms = [
        (
            label,
            [{"rule": rule, "now": current[rule.key], "coming": coming.get(rule.key)} for rule in members],
        )
        for label, members in grouped
    ]
    return render(
        request,
        "core/policy_list.html",
        {"page_title": _("制度"), "rooms": rooms},
    )


@require_http_methods(["GET", "POST"])
def policy_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One rule: what holds, all versions, and the form for the next."""
    rule = policy.find(key)
    if rule is None:
        raise Http404
    may_revise = request.user.can("policy.edit")
    if request.method == "POST" and not may_revise:
        raise Forbidden("policy.edit_only", _("你没有修订制度条款的权限"))
    current = policy.in_force(key)
    versions = list(
        PolicyVersion.objects.visible_to(request.user).filter(key=key).select_related("created_by").order_by("-number")
    )
    in_force = next((version for version in versions if version.number == current.number), None)
    clause = str(in_force.clause if in_force else rule.clause)
    form = PolicyForm(request.POST or None, rule=rule, initial=PolicyForm.initial_for(current, clause))
    effects: list[policy.Effect] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if "foresee" in request.POST and policy.can_foresee(key):
                effects = policy.foresee(key, data["value"], data["valid_from"])
            else:
                version = policy.revise(
                    actor=request.user,
                    key=key,
                    raw=data["value"],
                    clause=data["clause"],
                    valid_from=data["valid_from"],
                    note=data["note"],
                )
                toasts.say(request, _("第 %(number)s 版从 %(day)s 起生效") % _version_words(version))
                return redirect("core:policy_detail", key)
        except Refusal as refusal:
            show_refusal(form, refusal)
    return render(
        request,
        "core/policy_detail.html",
        {
            "page_title": rule.label,
            "rule": rule,
            "current": current,
            "versions": [_shown(rule, version, current.number) for version in versions],
            "form": form,
            "may_revise": may_revise,
            "foreseeable": policy.can_foresee(key),
            "effects": effects,
            "crumbs": [{"label": _("制度"), "url": reverse("core:policy_list")}],
        },
        status=400 if form.errors else 200,
    )


def _version_words(version: PolicyVersion) -> dict[str, object]:
    return {"number": version.number, "day": version.valid_from.isoformat()}


def _shown(rule: policy.Rule, version: PolicyVersion, current: int) -> dict[str, object]:
    value = policy.show(rule, policy.parse(rule, version.value))
    return {
        "row": version,
        "value": value,
        "clause": version.clause.replace("{value}", value),
        "state": "now" if version.number == current else "coming" if version.valid_from > clock.today() else "past",
    }
