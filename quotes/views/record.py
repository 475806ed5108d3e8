"""The record page of a quote, its paper, and its verbs: gate → form → one service call → answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import money
from core import timeline as history
from core.errors import Forbidden
from core.pages import boards, neighbours, rendering, toasts
from core.pages.acting import form_page
from core.pages.views import back_to
from core.process import Act
from core.scope import visible_or_404
from quotes import board, lists, payment, policies, selectors, services
from quotes.choices import AWAITED, RELEASED, SENT
from quotes.feedback_forms import FeedbackForm
from quotes.forms import NoteForm, ReasonForm, SendForm, StampForm
from quotes.models import Quote
from quotes.models.quotes import ISSUE, KIND, REPORT, STAMP, stamp_required
from quotes.services.doors import require_state
from workflow import process_pages
from workflow import selectors as approvals

TABS = ("lines", "terms", "versions", "files", "timeline")


def quote_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, lists.QUOTES)


def quote_board(request: HttpRequest) -> HttpResponse:
    return boards.render_board(request, board.BOARD)


@require_GET
def quote_detail(request: HttpRequest, pk: int) -> HttpResponse:
    quote = visible_or_404(selectors.whole_quote(request.user), request.user, pk=pk)
    tab = request.GET.get("tab", "lines")
    tab = tab if tab in TABS else "lines"
    actions = policies.available_actions(request.user, quote)
    context = {
        "quote": quote,
        "page_title": quote.title,
        "top_title": str(quote),
        "subtitle": _subtitle(quote),
        "crumbs": _crumbs(quote),
        "place": neighbours.place(request, lists.QUOTES, quote),
        "state": quote,
        "steps": selectors.steps(quote),
        "steps_first": True,
        "process_url": process_pages.address(quote),
        "facts": selectors.facts(quote, request.user),
        "tab": tab,
        "tabs": _tabs(request, quote, tab),
        "actions": actions,
        "capital": money.capital(quote.total),
        "lines": selectors.lines(quote, request.user) if tab == "lines" else (),
        "discount": selectors.discount_amount(quote),
        "payments": payment.shown(quote.payment_plan, quote.total) if tab == "terms" else (),
        "revisions": selectors.revisions(request.user, quote) if tab == "versions" else (),
        "timeline": history.of(request.user, quote) if tab == "timeline" else (),
        "forms": _forms(quote, actions),
        "feedback": selectors.feedback_of(quote),
        "panel": approvals.panel(request.user, KIND, quote.pk),
        "here": quote.get_absolute_url(),
        "rule_keys": REPORT.rules if "submit" in actions else (),
        "released": quote.state in RELEASED,
        "awaited": quote.state in AWAITED,
        "to_stamp": quote.state == "approved" and not quote.stamps.all() and stamp_required(),
    }
    return render(request, "quotes/quote_detail.html", context)


@require_GET
def quote_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper. Marked unless approved; each look is logged."""
    quote, pdf = services.print_quote(actor=request.user, quote_id=pk)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{quote}.pdf") or "inline"
    return response


def quote_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the form for browsers without dialogs; so do the other verbs that ask for something."""
    quote = visible_or_404(Quote.objects.all(), request.user, pk=pk)
    _require(policies.may_edit(request.user, quote), "quote.edit_own", _("只有负责人能提交这份报价"))
    form = NoteForm(request.POST or None, initial={"version": quote.version})
    if request.method == "POST" and form.is_valid():
        services.submit_quote(
            actor=request.user, quote_id=pk, version=form.cleaned_data["version"], note=form.cleaned_data["note"]
        )
        return _done(request, quote, _("已提交审批"))
    return _form_page(request, quote, form, _("提交审批"), _("提交审批"), REPORT)


@require_POST
def quote_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    quote = services.withdraw_quote(actor=request.user, quote_id=pk, reason=request.POST.get("reason", "")[:500])
    return _done(request, quote, _("已撤回，改好再提交"))


@require_POST
def quote_revise(request: HttpRequest, pk: int) -> HttpResponse:
    quote = services.revise_quote(actor=request.user, quote_id=pk)
    return _done(request, quote, _("V%(revision)s 已建好，旧版在它通过前仍有效") % {"revision": quote.revision})


@require_POST
def quote_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, services.duplicate_quote(actor=request.user, quote_id=pk), _("已复制成新的草稿"))


def quote_void(request: HttpRequest, pk: int) -> HttpResponse:
    quote = visible_or_404(Quote.objects.all(), request.user, pk=pk)
    _require(policies.may_edit(request.user, quote), "quote.edit_own", _("只有负责人能作废这份报价"))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.void_quote(actor=request.user, quote_id=pk, reason=form.cleaned_data["reason"])
        return _done(request, quote, _("已作废"))
    return _form_page(request, quote, form, _("作废这份报价"), _("作废"))


def quote_stamp(request: HttpRequest, pk: int) -> HttpResponse:
    quote = visible_or_404(Quote.objects.all(), request.user, pk=pk)
    _require(policies.may_stamp(request.user), "quote.stamp", _("只有管印章的人能用印"))
    form = StampForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.stamp_quote(actor=request.user, quote_id=pk, copies=form.cleaned_data["copies"])
        return _done(request, quote, _("已用印并登记"))
    return _form_page(request, quote, form, _("用印"), _("登记用印"), STAMP)


def quote_send(request: HttpRequest, pk: int) -> HttpResponse:
    quote = visible_or_404(Quote.objects.select_related("contact"), request.user, pk=pk)
    _require(policies.may_send(request.user, quote), "quote.send", _("只有负责人和销售内勤能发出报价"))
    form = SendForm(request.POST or None, initial={"to": quote.contact.name if quote.contact else ""})
    if request.method == "POST" and form.is_valid():
        services.send_quote(actor=request.user, quote_id=pk, way=form.cleaned_data["way"], to=form.cleaned_data["to"])
        return _done(request, quote, _("已发出"))
    return _form_page(request, quote, form, _("发出报价"), _("登记发出"), ISSUE)


@require_http_methods(["GET", "POST"])
def quote_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """What the customer said; `?outcome=` chooses it."""
    quote = visible_or_404(Quote.objects.select_related("customer"), request.user, pk=pk)
    _require(policies.may_send(request.user, quote), "quote.feedback", _("只有负责人和销售内勤能记客户反馈"))
    require_state(quote, SENT, _("发给客户的报价才有反馈"))
    initial = {"version": quote.version, "contact": quote.contact_id, "outcome": request.GET.get("outcome", "")}
    form = FeedbackForm(request.POST or None, user=request.user, quote=quote, initial=initial)

    def act() -> str:
        services.record_feedback(actor=request.user, quote_id=pk, **form.facts())
        return _("客户反馈已记下")

    return form_page(
        request,
        form,
        title=_("记客户反馈"),
        submit=_("记下"),
        act=act,
        crumb=str(quote),
        url=quote.get_absolute_url(),
        template="quotes/feedback_form.html",
    )


def _require(allowed: bool, code: str, message: str) -> None:
    """The form is shown to who may send it off; the service asks again."""
    if not allowed:
        raise Forbidden(code, message)


def _done(request: HttpRequest, quote: Quote, words: str) -> HttpResponse:
    toasts.say(request, words)
    return redirect(back_to(request, quote.get_absolute_url()))


def _form_page(
    request: HttpRequest, quote: Quote, form: object, title: str, submit: str, act: Act | None = None
) -> HttpResponse:
    """With the rules that decide about the act."""
    context = {
        "page_title": title,
        "crumbs": [{"label": str(quote), "url": quote.get_absolute_url()}],
        "form": form,
        "submit_label": submit,
        "cancel_url": back_to(request, quote.get_absolute_url()),
        "rule_keys": act.rules if act else (),
    }
    return render(request, "pages/form.html", context)


def _subtitle(quote: Quote) -> str:
    return " · ".join([quote.number, f"V{quote.revision}", str(quote.owner)])


def _crumbs(quote: Quote) -> list[dict[str, str]]:
    return [
        {"label": _("报价"), "url": reverse("quotes:quote_list")},
        {"label": quote.customer.name, "url": quote.customer.get_absolute_url()},
    ]


def _tabs(request: HttpRequest, quote: Quote, tab: str) -> list[dict[str, object]]:
    labels = {"lines": _("明细"), "terms": _("条款"), "versions": _("版本"), "files": _("附件"), "timeline": _("动态")}
    counts = {"lines": len(quote.lines.all()), "versions": quote.revision}
    return [
        {
            "label": labels[code],
            "url": f"{quote.get_absolute_url()}?tab={code}{neighbours.kept(request)}",
            "count": counts.get(code),
            "on": code == tab,
        }
        for code in TABS
    ]


def _forms(quote: Quote, actions: list[str]) -> dict[str, object]:
    """The small forms of the page's dialogs; only those this person may use."""
    forms: dict[str, object] = {}
    if "submit" in actions:
        forms["submit"] = NoteForm(initial={"version": quote.version})
    if "void" in actions:
        forms["void"] = ReasonForm()
    return forms
