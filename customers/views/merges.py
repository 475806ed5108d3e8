"""Pages about two files of one company: side by side, what the merge did, and its undoing."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, policy
from core.errors import Conflict, Forbidden, Invalid, Stale
from core.journal import Journal
from core.pages import toasts
from core.pages.forms import show_refusal
from core.scope import visible_or_404
from customers import merge_forms, merging, policies, selectors, services, sides
from customers.models import Customer, MergeRecord
from customers.policy import MERGE_UNDO_DAYS
from customers.services.merges import undo_until


@require_http_methods(["GET", "POST"])
def customer_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """`?other=` is the customer that goes into this one; without it one chooses."""
    survivor = selectors.find_customer(request.user, pk, selectors.merge_candidate())
    if not policies.may_merge(request.user, survivor):
        raise Forbidden("customer.merge", _("两家客户都归你管，才能合并"))
    asked = request.GET.get("other", "")
    if not asked.isdecimal():
        return _choose(request, survivor)
    merged = selectors.find_customer(request.user, int(asked), selectors.merge_candidate())
    if merged == survivor:
        return _choose(request, survivor)
    if not policies.may_merge(request.user, merged):
        raise Forbidden("customer.merge", _("两家客户都归你管，才能合并"))
    return _side_by_side(request, survivor, merged)


def _choose(request: HttpRequest, survivor: Customer) -> HttpResponse:
    form = merge_forms.OtherForm(request.POST or None, user=request.user, customer=survivor)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(_address(survivor, form.cleaned_data["other"]))
    keys = {"name": survivor.name, "uscc": survivor.uscc, "phone": survivor.phone}
    found = selectors.find_duplicates(user=request.user, besides=survivor.pk, **keys)
    ids = [row.url.rstrip("/").rsplit("/", 1)[-1] for row in found if row.url]
    alike = list(Customer.objects.visible_to(request.user).filter(pk__in=ids).select_related("owner"))
    return render(
        request,
        "customers/merge_choose.html",
        {
            "page_title": _("合并重复客户"),
            "form": form,
            "customer": survivor,
            "alike": [(one, _address(survivor, one)) for one in alike if policies.may_merge(request.user, one)],
            "crumbs": [{"label": survivor.name, "url": survivor.get_absolute_url()}],
            "cancel_url": survivor.get_absolute_url(),
            "submit_label": _("并排看"),
        },
    )


def _side_by_side(request: HttpRequest, survivor: Customer, merged: Customer) -> HttpResponse:
    compared = sides.compare(survivor, merged)
    asked = [side for side in compared if side.differs and _may_choose(request, side)]
    twins = merging.twins(survivor, merged)
    form = merge_forms.MergeForm(request.POST or None, survivor=survivor, merged=merged, asked=asked, twins=twins)
    stale = ""
    if request.method == "POST" and form.is_valid():
        try:
            record = services.merge_customers(
                actor=request.user,
                survivor_id=survivor.pk,
                merged_id=merged.pk,
                choices=form.choices(),
                join=[int(text) for text in form.cleaned_data["join"]],
                reason=form.cleaned_data["reason"],
                survivor_version=form.cleaned_data["survivor_version"],
                merged_version=form.cleaned_data["merged_version"],
            )
        except Stale as refusal:
            stale = str(refusal)
        except (Invalid, Conflict) as refusal:
            show_refusal(form, refusal)
        else:
            told = {"name": record.merged_label, "customer": record.survivor_label}
            toasts.say(
                request,
                _("%(name)s 已并入 %(customer)s") % told,
                undo_url=reverse("customers:merge_undo", args=[record.pk]),
            )
            return redirect(survivor)
    return render(
        request,
        "customers/merge_form.html",
        {
            "page_title": _("合并两家客户"),
            "form": form,
            "stale": stale,
            "survivor": survivor,
            "merged": merged,
            "rows": [_row(form, side) for side in asked],
            "alike": [side for side in compared if not side.differs],
            "moves": merging.counted(merged.pk),
            "waiting": merging.blocked(merged.pk),
            "twins": twins,
            "joined": set(form["join"].value() or ()),
            "swap_url": _address(merged, survivor),
            "crumbs": [{"label": survivor.name, "url": survivor.get_absolute_url()}],
            "cancel_url": survivor.get_absolute_url(),
            "submit_label": _("合并"),
            "rule_keys": [MERGE_UNDO_DAYS],
        },
        status=412 if stale else 200,
    )


def _may_choose(request: HttpRequest, side: sides.Side) -> bool:
    return side.group.code != "credit" or policies.may_set_credit(request.user)


def _row(form: merge_forms.MergeForm, side: sides.Side) -> dict[str, Any]:
    bound = form[side.group.code]
    return {
        "label": side.group.label,
        "name": bound.html_name,
        "chosen": bound.value(),
        "errors": bound.errors,
        "options": [(sides.SURVIVOR, side.survivor), (sides.MERGED, side.merged)],
        "both": side.joins,
    }


def _address(survivor: Customer, merged: Customer) -> str:
    return f"{reverse('customers:customer_merge', args=[survivor.pk])}?other={merged.pk}"


@require_GET
def merge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a merge did, until when it can be undone, and what could not be put back."""
    record: MergeRecord = visible_or_404(selectors.merge_record(), request.user, pk=pk)
    undo = getattr(record, "undo", None)
    until = undo_until(record, policy.value(MERGE_UNDO_DAYS))
    now = selectors.merged_into(request.user, record)
    may = undo is None and now is not None and policies.may_merge(request.user, now) and clock.now() <= until
    facts = [
        {"label": _("合并人"), "value": record.actor},
        {"label": _("合并于"), "value": f"{clock.local(record.at):%Y-%m-%d %H:%M}"},
        {"label": _("撤销人"), "value": undo.actor}
        if undo
        else {"label": _("可以撤销到"), "value": f"{clock.local(until):%Y-%m-%d}"},
    ]
    return render(
        request,
        "customers/merge_detail.html",
        {
            "page_title": _("%(merged)s 并入 %(survivor)s")
            % {"merged": record.merged_label, "survivor": record.survivor_label},
            "record": record,
            "undo": undo,
            "may_undo": may,
            "facts": facts,
            "changes": _changes(record),
            "moved": _moved(record),
            "left": [(merging.label_of(kind), number) for kind, number in (undo.left if undo else {}).items()],
            "snapshot": _snapshot(record),
            "crumbs": [{"label": now.name, "url": now.get_absolute_url()}] if now else [],
            "rule_key": MERGE_UNDO_DAYS,
        },
    )


def _changes(record: MergeRecord) -> Sequence[tuple[Any, str, str]]:
    """Group of facts, before and after, as far as a person reads them."""
    return [
        (sides.GROUPS[code].label, sides.said(code, kept["was"]), sides.said(code, kept["became"]))
        for code, kept in record.fields.items()
        if code in sides.GROUPS
    ]


def _moved(record: MergeRecord) -> list[tuple[str, int]]:
    return [(merging.label_of(kind), number) for kind, number in Journal(record.steps).counts().items()]


def _snapshot(record: MergeRecord) -> list[tuple[Any, str]]:
    told = ((sides.GROUPS[code].label, sides.said(code, record.merged)) for code in sides.GROUPS)
    return [(_("编号"), record.merged_number), *((label, text) for label, text in told if text)]


@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    undo = services.undo_merge(actor=request.user, merge_id=pk)
    record = undo.merge
    if undo.left:
        toasts.say(request, _("合并已撤销，有的没能放回，看下面"))
        return redirect(record)
    toasts.say(request, _("合并已撤销，%(name)s 又是一家") % {"name": record.merged_label})
    back = Customer.objects.visible_to(request.user).filter(pk=record.merged_id).first()
    return redirect(back or record)
