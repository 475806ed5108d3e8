"""Pages about people: the list, the record, and one page for each verb."""

from typing import Any

from django.forms import BaseForm, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import refusals
from core.errors import Refusal
from core.guards import require
from core.models import AuditEntry
from core.pages import neighbours, toasts
from core.pages.rendering import render_list
from core.scope import visible_or_404
from org import handover as registry
from org import policies, selectors, services
from org.forms import AppointForm, FactsForm, GrantForm, LeaverForm, MoveForm, ReasonForm, StandInForm
from org.lists import PEOPLE
from org.models import StandIn, User

EITHER = ["GET", "POST"]


def require_manager(user: User) -> None:
    require(policies.may_manage_org(user), "org.manage_only", _("只有管理员能维护人员、部门和角色"))


def crumbs_to(person: User | None = None) -> list[dict[str, Any]]:
    crumbs = [{"label": _("人员"), "url": "/org/people/"}]
    if person is not None:
        crumbs.append({"label": str(person), "url": person.get_absolute_url()})
    return crumbs


def show_form(request: HttpRequest, form: BaseForm, template: str = "org/form.html", **context: Any) -> HttpResponse:
    """A form page; 400 when what was sent is shown again with its errors."""
    return render(request, template, {"form": form, **context}, status=400 if form.errors else 200)


@require_http_methods(EITHER)
def person_list(request: HttpRequest) -> HttpResponse:
    return render_list(request, PEOPLE)


@require_GET
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The record: what all may know; line, history and stand-ins as far as the viewer's roles show them."""
    person = visible_or_404(selectors.people(request.user), request.user, pk=pk)
    manages = policies.may_manage_org(request.user)
    return render(
        request,
        "org/person_detail.html",
        {
            "page_title": str(person),
            "crumbs": crumbs_to(),
            "place": neighbours.place(request, PEOPLE, person),
            "person": person,
            "roles": person.access.roles,
            "superiors": selectors.superiors_of(person),
            "team_size": selectors.team_size(person),
            "postings": selectors.postings_of(person, request.user),
            "stand_ins": selectors.stand_ins_of(person, request.user),
            "manages": manages,
            "factors": sum(selectors.second_factors_of(person).values()) if manages else 0,
            "failures": selectors.failed_sign_ins(person) if manages else [],
            "is_me": person.pk == request.user.pk,
            "may_stand_in": person.is_active and policies.may_set_stand_in(request.user, person),
            "may_hand_over": person.is_active and policies.may_hand_over(request.user),
            "history": AuditEntry.objects.visible_to(request.user).about("org.user", person.pk)[:20],
        },
    )


@require_http_methods(EITHER)
def person_appoint(request: HttpRequest) -> HttpResponse:
    """Open an account. The temporary password is shown once, to be handed over by word of mouth."""
    require_manager(request.user)
    form = AppointForm(request.POST or None)
    form.fields["unit"].indent(selectors.unit_tree())  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        password = services.temporary_password()
        try:
            person = services.appoint_person(
                actor=request.user, password=password, password_is_temporary=True, **_appointed(form)
            )
            return _hand_out(request, person, password, _("账号开好了"))
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(
        request,
        form,
        page_title=_("开账号"),
        crumbs=crumbs_to(),
        cancel_url="/org/people/",
        submit_label=_("开账号"),
        save_note=_("下一页给出临时密码，首次登录要改"),
        wide="unit roles",
    )


@require_http_methods(EITHER)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require_manager(request.user)
    person = visible_or_404(User.objects, request.user, pk=pk)
    form = FactsForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_person(actor=request.user, user_id=pk, facts=form.cleaned_data)
            return redirect(person)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(
        request, form, page_title=_("改资料"), crumbs=crumbs_to(person), cancel_url=person.get_absolute_url()
    )


@require_http_methods(EITHER)
def person_move(request: HttpRequest, pk: int) -> HttpResponse:
    require_manager(request.user)
    person = visible_or_404(User.objects, request.user, pk=pk)
    form = MoveForm(request.POST or None, initial={"unit": person.unit_id})
    form.fields["unit"].indent(selectors.unit_tree())  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            services.move_person(actor=request.user, user_id=pk, **form.cleaned_data)
            toasts.say(request, _("%(person)s 已调到%(unit)s") % {"person": person, "unit": form.cleaned_data["unit"]})
            return redirect(person)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(
        request,
        form,
        page_title=_("调动"),
        crumbs=crumbs_to(person),
        cancel_url=person.get_absolute_url(),
        submit_label=_("调动"),
        save_note=_("可见范围和审批人马上跟着变，以前的记录仍归原来的部门"),
    )


@require_http_methods(EITHER)
def person_grant(request: HttpRequest, pk: int) -> HttpResponse:
    require_manager(request.user)
    person = visible_or_404(User.objects, request.user, pk=pk)
    form = GrantForm(request.POST or None, initial={"roles": person.roles.all()})
    if request.method == "POST" and form.is_valid():
        try:
            services.grant_roles(
                actor=request.user,
                user_id=pk,
                roles=list(form.cleaned_data["roles"]),
                reason=form.cleaned_data["reason"],
            )
            toasts.say(request, _("角色已改，从下一次操作起生效"))
            return redirect(person)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(
        request,
        form,
        page_title=_("改角色"),
        crumbs=crumbs_to(person),
        cancel_url=person.get_absolute_url(),
        save_note=_("从对方的下一次操作起生效"),
    )


@require_POST
def person_reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    person = visible_or_404(User.objects, request.user, pk=pk)
    password = services.reinstate_person(actor=request.user, user_id=pk)
    return _hand_out(request, person, password, _("账号恢复了，还没有角色"))


@require_http_methods(EITHER)
def person_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """First what it does to the other person, then the temporary password, shown once."""
    require_manager(request.user)
    person = visible_or_404(User.objects, request.user, pk=pk)
    if request.method == "POST":
        password = services.reset_password(actor=request.user, user_id=pk)
        return _hand_out(request, person, password, _("密码已重设"))
    return show_form(
        request,
        Form(),
        page_title=_("重设 %(person)s 的密码") % {"person": person},
        crumbs=crumbs_to(person),
        cancel_url=person.get_absolute_url(),
        submit_label=_("重设密码"),
        help=_("旧密码马上作废，所有设备退出，API 令牌吊销。下一页给出临时密码，首次登录要改。"),
    )


@require_http_methods(EITHER)
def person_reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """For somebody whose phone and recovery codes are gone."""
    require_manager(request.user)
    person = visible_or_404(User.objects, request.user, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reset_second_factor(actor=request.user, user_id=pk, **form.cleaned_data)
            toasts.say(request, _("两步验证已取消，%(person)s 用密码登录后再设") % {"person": person})
            return redirect(person)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(
        request,
        form,
        page_title=_("取消 %(person)s 的两步验证") % {"person": person},
        crumbs=crumbs_to(person),
        cancel_url=person.get_absolute_url(),
        submit_label=_("取消两步验证"),
        help=_("手机和恢复码都丢了才用。先确认是本人，再取消；所有设备退出，API 令牌吊销。"),
    )


@require_http_methods(EITHER)
def stand_in_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who decides in somebody's place: for oneself, for one's people, or as administrator."""
    person = visible_or_404(User.objects, request.user, pk=pk)
    require(policies.may_set_stand_in(request.user, person), "org.stand_in_own", _("代理人由本人、上级或管理员设置"))
    form = StandInForm(request.POST or None, viewer=request.user, principal=person)
    if request.method == "POST" and form.is_valid():
        try:
            stand_in = services.set_stand_in(actor=request.user, principal=person, **form.cleaned_data)
            toasts.say(request, _("%(substitute)s 已是代理人") % {"substitute": stand_in.substitute})
            return redirect(_after_stand_in(request, person))
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    mine = person.pk == request.user.pk
    return show_form(
        request,
        form,
        page_title=_("设代理人") if mine else _("给 %(person)s 设代理人") % {"person": person},
        crumbs=[{"label": pgettext("page", "我的"), "url": "/org/me/"}] if mine else crumbs_to(person),
        cancel_url=_after_stand_in(request, person),
        submit_label=_("设代理人"),
        save_note=_("代理人能审你的待办，审不了自己提交的"),
    )


@require_POST
def stand_in_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    stand_in = visible_or_404(StandIn.objects, request.user, pk=pk)
    services.cancel_stand_in(actor=request.user, stand_in_id=pk)
    toasts.say(request, _("代理已取消"))
    return redirect(_after_stand_in(request, stand_in.principal))


@require_http_methods(EITHER)
def handover(request: HttpRequest) -> HttpResponse:
    """The leaver's hand-over: choose two people, see everything that moves, confirm once."""
    require(policies.may_hand_over(request.user), "org.handover_only", _("你没有办理离职交接的权限"))
    chosen = request.POST if request.method == "POST" else request.GET
    form = LeaverForm(chosen or None, viewer=request.user, initial=chosen.dict())
    # Reached from a record the successor is still open: that is no mistake to complain about.
    if set(request.GET) == {"leaver"}:
        form = LeaverForm(viewer=request.user, initial=chosen.dict())
    ready = form.is_bound and form.is_valid()
    context: dict[str, Any] = {"page_title": _("离职交接"), "crumbs": crumbs_to(), "back_url": "/org/people/"}
    if ready:
        leaver, successor = form.cleaned_data["leaver"], form.cleaned_data["successor"]
        if request.method == "POST":
            try:
                services.dismiss_person(
                    actor=request.user, user_id=leaver.pk, successor=successor, reason=request.POST.get("reason", "")
                )
                toasts.say(
                    request, _("%(leaver)s 的工作已交给 %(successor)s") % {"leaver": leaver, "successor": successor}
                )
                return redirect(leaver)
            except Refusal as refusal:
                context["refused"] = refusal
        context |= {
            "leaver": leaver,
            "successor": successor,
            "parts": registry.preview(leaver=leaver, viewer=request.user),
            "ends": selectors.ends_with(leaver),
            "missing_roles": selectors.missing_roles(leaver, successor),
        }
    status = 400 if form.errors else context["refused"].status if "refused" in context else 200
    return render(request, "org/handover.html", {"form": form, **context}, status=status)


def _appointed(form: AppointForm) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    return facts | {"roles": list(facts["roles"])}


def _hand_out(request: HttpRequest, person: User, password: str, title: str) -> HttpResponse:
    context = {"page_title": title, "crumbs": crumbs_to(person), "person": person, "password": password}
    return render(request, "org/password.html", context | {"back_url": person.get_absolute_url()})


def _after_stand_in(request: HttpRequest, person: User) -> str:
    return "/org/me/" if person.pk == request.user.pk else person.get_absolute_url()
