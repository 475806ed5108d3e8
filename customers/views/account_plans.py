"""Pages of key customers: the year's list, who comes on it, the service plan and its reviews."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, timeline
from core.errors import Forbidden
from core.pages import neighbours, rendering, toasts
from core.pages.acting import form_page
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import account_forms, account_lists, account_selectors, deal_forms, policies, services
from customers.models import AccountPlan, AccountReview
from customers.models.account_plans import KIND
from customers.services.account_plans import missing, years
from workflow import process_pages
from workflow import selectors as approvals


@require_GET
def account_plan_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, account_lists.ACCOUNT_PLANS)


@require_http_methods(["GET", "POST"])
def account_name(request: HttpRequest) -> HttpResponse:
    """Put key customers on the list of `?year=` (this one); `?customer=` ticks one of them."""
    if not policies.may_name_accounts(request.user):
        raise Forbidden("account_plan.name", _("销售经理以上的人才能列大客户名单"))
    year = _year(request)
    ticked = request.GET.get("customer", "")
    form = account_forms.NamingForm(
        request.POST or None,
        user=request.user,
        year=year,
        initial={"customers": [ticked] if ticked.isdecimal() else []},
    )

    def act() -> str:
        chosen = [customer.pk for customer in form.cleaned_data["customers"]]
        named = services.name_accounts(actor=request.user, customer_ids=chosen, year=year)
        said = ngettext(
            "%(n)s 家列入 %(year)s 年名单，客户经理收到了通知",
            "%(n)s 家列入 %(year)s 年名单，客户经理收到了通知",
            len(named),
        )
        return said % {"n": len(named), "year": year}

    here = reverse("customers:account_name")
    return form_page(
        request,
        form,
        title=_("列入大客户名单"),
        submit=_("列入名单"),
        act=act,
        crumb=_("大客户名单"),
        url=reverse("customers:account_plan_list"),
        template="customers/account_name.html",
        year=year,
        years=[(one, f"{here}?year={one}", one == year) for one in years()],
    )


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in years() else years()[0]


@require_GET
def account_plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan: AccountPlan = visible_or_404(account_selectors.account_plan_record(), request.user, pk=pk)
    reviews = account_selectors.reviews_of(plan)
    actions = policies.account_plan_actions(request.user, plan)
    return render(
        request,
        "customers/account_plan_detail.html",
        {
            "page_title": plan.customer.name,
            "subtitle": _("%(year)s 年服务计划") % {"year": plan.year},
            "plan": plan,
            "state": plan,
            "crumbs": [{"label": _("大客户名单"), "url": reverse("customers:account_plan_list")}],
            "place": neighbours.place(request, account_lists.ACCOUNT_PLANS, plan),
            "steps": account_selectors.steps(plan),
            "process_url": process_pages.address(plan),
            "facts": account_selectors.facts(plan, reviews, request.user),
            "reviews": reviews,
            "missing": missing(plan) if "report" in actions else [],
            "actions": actions,
            "panel": approvals.panel(request.user, KIND, plan.pk),
            "entries": timeline.of(request.user, plan),
            "here": plan.get_absolute_url(),
        },
    )


@require_http_methods(["GET", "POST"])
def account_plan_write(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan_to_write(request, pk)
    before = {name: getattr(plan, name) for name in ("goals", "target", "measures", "version")}
    form = account_forms.AccountPlanForm(request.POST or None, plan=plan, initial=before)

    def act() -> str:
        services.write_account_plan(
            actor=request.user,
            plan_id=pk,
            facts=form.facts(),
            reviews=form.reviews(),
            version=form.cleaned_data["version"] or 0,
        )
        return _("服务计划存好了，上报之后才批")

    return form_page(
        request,
        form,
        title=_("写服务计划"),
        submit=_("保存"),
        act=act,
        crumb=plan.customer.name,
        url=plan.get_absolute_url(),
        template="customers/account_plan_form.html",
        plan=plan,
    )


@require_POST
def account_plan_report(request: HttpRequest, pk: int) -> HttpResponse:
    plan = services.report_account_plan(actor=request.user, plan_id=pk, version=_version(request))
    toasts.say(request, _("服务计划已上报"))
    return redirect(back_to(request, plan.get_absolute_url()))


@require_POST
def account_plan_revise(request: HttpRequest, pk: int) -> HttpResponse:
    plan = services.revise_account_plan(actor=request.user, plan_id=pk, version=_version(request))
    toasts.say(request, _("可以改了，改完重新上报"))
    return redirect("customers:account_plan_write", plan.pk)


@require_http_methods(["GET", "POST"])
def account_plan_drop(request: HttpRequest, pk: int) -> HttpResponse:
    plan: AccountPlan = visible_or_404(account_selectors.account_plan_record(), request.user, pk=pk)
    if not policies.may_name_account(request.user, plan.customer):
        raise Forbidden("account_plan.name", _("销售经理以上的人才能列大客户名单"))
    form = deal_forms.ReasonForm(request.POST or None, initial={"version": plan.version})

    def act() -> str:
        services.drop_account(
            actor=request.user,
            plan_id=pk,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"] or 0,
        )
        return _("%(name)s 移出 %(year)s 年名单") % {"name": plan.customer.name, "year": plan.year}

    return form_page(
        request,
        form,
        title=_("移出名单"),
        submit=_("移出名单"),
        act=act,
        crumb=plan.customer.name,
        url=plan.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
def account_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a review: the planned one of `?review=`, or one held besides."""
    plan = _plan_to_write(request, pk)
    review = _review(request, plan)
    initial: dict[str, Any] = {"held_on": clock.today(), "version": review.version if review else 0}
    form = account_forms.ReviewForm(request.POST or None, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        services.hold_review(
            actor=request.user,
            plan_id=pk,
            review_id=review.pk if review else None,
            held_on=data["held_on"],
            summary=data["summary"],
            satisfaction=data["satisfaction"],
            version=(data["version"] or 0) if review else None,
        )
        return _("回顾记下了")

    return form_page(
        request,
        form,
        title=_("记回顾"),
        submit=_("记下"),
        act=act,
        crumb=plan.customer.name,
        url=plan.get_absolute_url(),
        template="customers/account_review.html",
        plan=plan,
        review=review,
    )


def _plan_to_write(request: HttpRequest, pk: int) -> AccountPlan:
    plan: AccountPlan = visible_or_404(account_selectors.account_plan_record(), request.user, pk=pk)
    if not policies.may_write_account_plan(request.user, plan):
        raise Forbidden("account_plan.write", _("客户经理或其上级才能写服务计划"))
    return plan


def _review(request: HttpRequest, plan: AccountPlan) -> AccountReview | None:
    asked = request.GET.get("review", "")
    if not asked:
        return None
    found = plan.reviews.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest) -> int:
    """The button carries the version it was drawn with."""
    seen = request.POST.get("version", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
