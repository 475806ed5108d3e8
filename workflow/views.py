"""The inbox, one approval, and the verbs. Every page works plain; htmx swaps #inbox of the same URL."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import Refusal
from core.pages import toasts, words
from core.pages.views import back_to
from workflow import adapters, forms, people, rows, selectors, services

MOST_AT_ONCE = 200
MOST_DIGITS = 19


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    return _inbox(request, request.GET)


@require_GET
def request_detail(request: HttpRequest, request_id: int) -> HttpResponse:
    return _detail(request, request_id)


@require_POST
def step_approve(request: HttpRequest, step_id: int) -> HttpResponse:
    return _decide(request, step_id, services.approve_step, _("已同意"))


@require_POST
def step_return(request: HttpRequest, step_id: int) -> HttpResponse:
    return _decide(request, step_id, services.return_step, _("已退回"))


@require_POST
def step_reject(request: HttpRequest, step_id: int) -> HttpResponse:
    return _decide(request, step_id, services.reject_step, _("已驳回"))


@require_POST
def steps_approve(request: HttpRequest) -> HttpResponse:
    """Everything ticked, each with the digest it was shown with."""
    items = [_item(text) for text in request.POST.getlist("item")[:MOST_AT_ONCE]]
    results = services.approve_many(actor=request.user, items=[item for item in items if item])
    done = [result for result in results if result.ok]
    if done:
        text = ngettext("已同意 %(n)s 份", "已同意 %(n)s 份", len(done)) % {"n": len(done)}
        toasts.say(request, text, undo_url=_undo_url([result.step_id for result in done]))
    for result in results:
        if not result.ok:
            toasts.say(request, f"{result.number} {result.message}".strip(), tone="warn")
    if not results:
        toasts.say(request, _("先勾选要同意的"), tone="warn")
    return HttpResponseRedirect(_inbox_url(request.POST))


@require_POST
def verdict_undo(request: HttpRequest) -> HttpResponse:
    """Take back what the toast spoke of. Without scripts the toast's button is a plain form."""
    steps = [
        int(text) for text in request.GET.getlist("step")[:MOST_AT_ONCE] if text.isdecimal() and len(text) < MOST_DIGITS
    ]
    undone = []
    for step_id in steps:
        try:
            undone.append(services.undo_verdict(actor=request.user, step_id=step_id))
        except Refusal as refusal:
            if len(steps) == 1:
                found = selectors.seen_step(request.user, step_id)
                return _detail(request, found.request_id, refusal=refusal)
            toasts.say(request, str(refusal), tone="warn")
    if undone:
        toasts.say(request, _("已撤销，单据回到等你审批"))
    parameters = {"id": str(undone[0].request_id)} if len(undone) == 1 else {}
    return HttpResponseRedirect(_inbox_url(parameters))


@require_http_methods(["GET", "POST"])
def step_transfer(request: HttpRequest, step_id: int) -> HttpResponse:
    found = selectors.seen_step(request.user, step_id)
    form = forms.TransferForm(request.POST or None, people=selectors.transfer_candidates(request.user, found))
    return _dialog(
        request,
        found.request,
        form,
        title=_("转交"),
        submit=_("转交"),
        act=lambda data: people.transfer_step(actor=request.user, step_id=step_id, **data),
        said=lambda data: _("已转交给 %(person)s") % {"person": data["to"]},
        leads_to=reverse("workflow:inbox"),
    )


@require_http_methods(["GET", "POST"])
def step_add_signer(request: HttpRequest, step_id: int) -> HttpResponse:
    found = selectors.seen_step(request.user, step_id)
    form = forms.SignerForm(request.POST or None, request=found.request)
    return _dialog(
        request,
        found.request,
        form,
        title=_("加签"),
        submit=_("加签"),
        act=lambda data: people.add_signer(
            actor=request.user, step_id=step_id, **data | {"before": bool(data["before"])}
        ),
        said=lambda data: (
            (_("先轮到 %(person)s，再轮到你") if data["before"] else _("你同意之后轮到 %(person)s"))
            % {"person": data["person"]}
        ),
    )


@require_http_methods(["GET", "POST"])
def request_copy(request: HttpRequest, request_id: int) -> HttpResponse:
    found = selectors.seen_request(request.user, request_id)
    form = forms.CopyForm(request.POST or None, request=found)
    return _dialog(
        request,
        found,
        form,
        title=_("抄送"),
        submit=_("抄送"),
        act=lambda data: people.copy_request(actor=request.user, request_id=request_id, people=[data["person"]]),
        said=lambda data: _("已抄送给 %(person)s") % {"person": data["person"]},
    )


@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    found = selectors.seen_request(request.user, request_id)
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None)
    return _dialog(
        request,
        found,
        form,
        title=_("撤回"),
        submit=_("撤回审批"),
        act=lambda data: services.withdraw_request(actor=request.user, request_id=request_id, **data),
        said=lambda data: _("已撤回，单据回到草稿"),
    )


@require_POST
def request_remind(request: HttpRequest, request_id: int) -> HttpResponse:
    try:
        people.remind_step(actor=request.user, request_id=request_id)
    except Refusal as refusal:
        return _detail(request, request_id, refusal=refusal)
    toasts.say(request, _("已催办"))
    return HttpResponseRedirect(back_to(request, reverse("workflow:request_detail", args=[request_id])))


# --- answers -----------------------------------------------------------------------------------


def _inbox(request: HttpRequest, asked: Any, refusal: Refusal | None = None) -> HttpResponse:
    """The list and, beside it, the approval that is open. A refusal is told above the approval it concerns."""
    tab = asked.get("tab", selectors.TODO)
    tab = tab if tab in selectors.TABS else selectors.TODO
    kind = asked.get("kind", "")
    kind = kind if any(adapter.kind == kind for adapter in adapters.all_adapters()) else ""
    user = request.user
    listing = selectors.inbox(user, tab=tab, kind=kind, cursor=asked.get("cursor", ""))
    picked = asked.get("id", "")
    wanted = int(picked) if picked.isdecimal() and len(picked) < MOST_DIGITS else None
    panel = selectors.open_panel(user, listing, wanted)
    shown = panel.request.pk if panel else None
    list_url = _inbox_url({"tab": tab, "kind": kind})
    if tab == selectors.COPIED and wanted and panel:
        services.mark_read(actor=user, request_id=panel.request.pk)
    context = {
        "page_title": _("审批"),
        "tab": tab,
        "kind": kind,
        "tabs": _tabs(tab, kind, selectors.counts(user)),
        "kinds": _kinds(tab, kind),
        "listing": listing,
        "lines": rows.draw(listing.rows, tab=tab, shown=shown, list_url=list_url),
        "after": _after(listing, shown),
        "panel": panel,
        "picked": bool(panel and panel.request.pk == wanted),
        "refusal": refusal,
        "comment": request.POST.get("comment", ""),
        "unit": 1_000 if words.in_english() else 10_000,
        "substitutes": user.access.substitutes,
        "list_url": list_url,
    }
    response = render(request, "workflow/inbox.html", context, status=refusal.status if refusal else 200)
    if getattr(request, "htmx", False) and request.method == "GET":
        response["HX-Push-Url"] = request.get_full_path()
    return response


def _detail(request: HttpRequest, request_id: int, refusal: Refusal | None = None) -> HttpResponse:
    panel = selectors.request_panel(request.user, request_id)
    if panel is None:
        raise Http404
    services.mark_read(actor=request.user, request_id=request_id)
    context = {
        "page_title": panel.request.title,
        "panel": panel,
        "refusal": refusal,
        "comment": request.POST.get("comment", ""),
        "crumbs": [{"label": _("审批"), "url": reverse("workflow:inbox")}],
        "here": panel.request.get_absolute_url(),
    }
    return render(request, "workflow/request_detail.html", context, status=refusal.status if refusal else 200)


def _decide(request: HttpRequest, step_id: int, verb: Callable[..., Any], said: str) -> HttpResponse:
    """One verdict, then the next in the list, or back to the page it was given on."""
    comes_from_list = request.POST.get("from") == "inbox"
    try:
        step = verb(
            actor=request.user,
            step_id=step_id,
            digest=request.POST.get("digest", ""),
            comment=request.POST.get("comment", ""),
        )
    except Refusal as refusal:
        if comes_from_list:
            return _inbox(request, request.POST, refusal=refusal)
        return _detail(request, selectors.seen_step(request.user, step_id).request_id, refusal=refusal)
    toasts.say(request, said, undo_url=_undo_url([step.pk]))
    if not comes_from_list:
        return HttpResponseRedirect(back_to(request, reverse("workflow:request_detail", args=[step.request_id])))
    parameters = request.POST.dict() | {"id": request.POST.get("after", "")}
    return HttpResponseRedirect(_inbox_url(parameters))


def _dialog(
    request: HttpRequest,
    approval: Any,
    form: django_forms.Form,
    *,
    title: str,
    submit: str,
    act: Callable[[dict[str, Any]], Any],
    said: Callable[[dict[str, Any]], str],
    leads_to: str = "",
) -> HttpResponse:
    """A small form about one approval, as a page of its own."""
    back = leads_to or approval.get_absolute_url()
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            status = refusal.status
            _onto(form, refusal)
        else:
            toasts.say(request, said(form.cleaned_data))
            return HttpResponseRedirect(back_to(request, back))
    elif request.method == "POST":
        status = 400
    context = {
        "page_title": title,
        "approval": approval,
        "form": form,
        "submit_label": submit,
        "cancel_url": back_to(request, approval.get_absolute_url()),
        "crumbs": [{"label": f"{approval.number} {approval.title}", "url": approval.get_absolute_url()}],
    }
    return render(request, "workflow/request_form.html", context, status=status)


def _onto(form: django_forms.Form, refusal: Refusal) -> None:
    known = {name: texts for name, texts in refusal.errors.items() if name in form.fields}
    for name, texts in known.items():
        form.add_error(name, list(texts))
    if not known:
        form.add_error(None, str(refusal))


def _tabs(tab: str, kind: str, counts: selectors.Counts) -> list[dict[str, Any]]:
    labels = [
        (selectors.TODO, _("待我审批"), counts.todo),
        (selectors.MINE, _("我发起的"), counts.mine),
        (selectors.COPIED, _("抄送我"), counts.copied),
        (selectors.DONE, _("已办"), None),
    ]
    return [
        {"label": label, "count": count or "", "on": code == tab, "url": _inbox_url({"tab": code, "kind": kind})}
        for code, label, count in labels
    ]


def _kinds(tab: str, kind: str) -> list[dict[str, Any]]:
    """One filter per kind of document; the one in force leads back to all."""
    return [
        {
            "label": adapter.label,
            "on": adapter.kind == kind,
            "url": _inbox_url({"tab": tab, "kind": "" if adapter.kind == kind else adapter.kind}),
        }
        for adapter in adapters.all_adapters()
    ]


def _after(listing: selectors.Listing, shown: int | None) -> int | str:
    """Which approval to show once this one is decided: the next below, else the one above."""
    ids = [row.request.pk for row in listing.rows]
    if shown not in ids:
        return ""
    at = ids.index(shown)
    rest = ids[at + 1 :] + ids[:at][::-1]
    return rest[0] if rest else ""


def _item(text: str) -> tuple[int, str] | None:
    number, _colon, digest = text.partition(":")
    return (int(number), digest) if number.isdecimal() and len(number) < MOST_DIGITS else None


def _undo_url(step_ids: list[int]) -> str:
    return reverse("workflow:verdict_undo") + "?" + urlencode({"step": step_ids}, doseq=True)


def _inbox_url(parameters: Any) -> str:
    kept = {name: parameters.get(name) for name in ("tab", "kind", "id") if parameters.get(name)}
    if kept.get("tab") == selectors.TODO:
        del kept["tab"]
    return reverse("workflow:inbox") + ("?" + urlencode(kept) if kept else "")
