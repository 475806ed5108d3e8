"""Pages of 事前请示、事后汇报: list, record, asking, reporting, settling."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import timeline
from core.errors import Forbidden
from core.pages import neighbours, rendering, toasts
from core.pages.acting import form_page
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import deal_forms, policies, prior_forms, prior_lists, prior_selectors, services
from customers.models import Customer, PriorApproval
from customers.models.prior import KIND
from org.models import User
from workflow import process_pages
from workflow import selectors as approvals


@require_GET
def prior_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, prior_lists.PRIORS)


@require_http_methods(["GET", "POST"])
def prior_ask(request: HttpRequest) -> HttpResponse:
    """`?customer=` chooses the customer, `?again=` begins with what was asked before."""
    if not policies.may_ask_prior(request.user):
        raise Forbidden("prior.ask", _("你没有请示的权限"))
    form = prior_forms.PriorForm(request.POST or None, user=request.user, initial=_begin_with(request))
    made: list[PriorApproval] = []

    def act() -> str:
        customer = form.cleaned_data["customer"]
        made.append(
            services.ask_prior(actor=request.user, facts=form.facts(), customer_id=customer.pk if customer else None)
        )
        return _("请示已交上级，同意了再办")

    return form_page(
        request,
        form,
        title=_("写请示"),
        submit=_("提交请示"),
        act=act,
        crumb=_("请示"),
        url=reverse("customers:prior_list"),
        after=lambda: made[0].get_absolute_url(),
    )


def _begin_with(request: HttpRequest) -> dict[str, Any]:
    again, chosen = request.GET.get("again", ""), request.GET.get("customer", "")
    if again.isdecimal():
        before = visible_or_404(prior_selectors.prior_record(), request.user, pk=again)
        return {name: getattr(before, name) for name in ("subject", "kind", "customer", "amount", "content")}
    if chosen.isdecimal() and len(chosen) < 19:
        return {"customer": Customer.objects.visible_to(request.user).filter(pk=int(chosen)).first()}
    return {}


@require_GET
def prior_detail(request: HttpRequest, pk: int) -> HttpResponse:
    prior: PriorApproval = visible_or_404(prior_selectors.prior_record(), request.user, pk=pk)
    panel = approvals.panel(request.user, KIND, prior.pk)
    return render(
        request,
        "customers/prior_detail.html",
        {
            "page_title": prior.subject,
            "top_title": prior.number,
            "subtitle": prior.number,
            "prior": prior,
            "state": prior,
            "crumbs": [{"label": _("请示"), "url": reverse("customers:prior_list")}],
            "place": neighbours.place(request, prior_lists.PRIORS, prior),
            "steps": prior_selectors.steps(prior),
            "process_url": process_pages.address(prior),
            "facts": prior_selectors.facts(prior, request.user),
            "actions": policies.prior_actions(request.user, prior),
            "panel": panel,
            "entries": timeline.of(request.user, prior),
            "overspent": prior.spent is not None and prior.spent > (prior.amount or 0),
            "here": prior.get_absolute_url(),
        },
    )


@require_http_methods(["GET", "POST"])
def prior_report(request: HttpRequest, pk: int) -> HttpResponse:
    prior: PriorApproval = visible_or_404(prior_selectors.prior_record(), request.user, pk=pk)
    if not policies.may_report_prior(request.user, prior):
        raise Forbidden("prior.report", _("请示人自己汇报"))
    before = {name: getattr(prior, name) for name in ("outcome", "report", "spent", "version")}
    form = prior_forms.ReportForm(request.POST or None, initial=before)

    def act() -> str:
        data = form.cleaned_data
        services.report_prior(
            actor=request.user,
            prior_id=pk,
            outcome=data["outcome"],
            report=data["report"],
            spent=data["spent"],
            version=data["version"] or 0,
        )
        return _("汇报已交上级")

    return form_page(
        request,
        form,
        title=_("汇报"),
        submit=_("交汇报"),
        act=act,
        crumb=prior.subject,
        url=prior.get_absolute_url(),
        template="customers/prior_report.html",
        prior=prior,
    )


@require_http_methods(["GET", "POST"])
def prior_return(request: HttpRequest, pk: int) -> HttpResponse:
    prior: PriorApproval = visible_or_404(prior_selectors.prior_record(), request.user, pk=pk)
    _require_superior(request.user, prior)
    form = deal_forms.ReasonForm(request.POST or None, initial={"version": prior.version})

    def act() -> str:
        services.return_prior(
            actor=request.user,
            prior_id=pk,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or 0,
        )
        return _("汇报已退回")

    return form_page(
        request, form, title=_("退回汇报"), submit=_("退回"), act=act, crumb=prior.subject, url=prior.get_absolute_url()
    )


@require_POST
def prior_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The button carries the version it was drawn with."""
    seen = request.POST.get("version", "")
    prior = services.close_prior(
        actor=request.user, prior_id=pk, version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    )
    toasts.say(request, _("%(subject)s 已了结") % {"subject": prior.subject})
    return redirect(back_to(request, prior.get_absolute_url()))


def _require_superior(user: User, prior: PriorApproval) -> None:
    if not policies.may_close_prior(user, prior):
        raise Forbidden("prior.close", _("请示人的上级才能了结"))
