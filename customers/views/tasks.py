"""Pages of tasks: list, record, and their verbs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, timeline
from core.errors import Forbidden
from core.pages import neighbours, rendering, toasts
from core.pages.acting import form_page
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import deal_forms, policies, services, task_forms, task_lists, task_selectors
from customers.models import Customer, Task
from workflow import process_pages

USUAL_DAYS = 2
"""Work days until a task is due where nothing else is said."""


@require_GET
def task_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, task_lists.TASKS)


@require_GET
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    task: Task = visible_or_404(task_selectors.task_record(), request.user, pk=pk)
    origin, origin_url = task_selectors.origin(request.user, task)
    customer = task.customer and Customer.objects.visible_to(request.user).filter(pk=task.customer.pk).first()
    return render(
        request,
        "customers/task_detail.html",
        {
            "page_title": task.subject,
            "task": task,
            "state": task,
            "crumbs": [{"label": _("任务"), "url": reverse("customers:task_list")}],
            "place": neighbours.place(request, task_lists.TASKS, task),
            "subtitle": task.get_kind_display(),
            "process_url": process_pages.address(task),
            "customer_url": customer.get_absolute_url() if customer else "",
            "origin": origin,
            "origin_url": origin_url,
            "actions": policies.task_actions(request.user, task),
            "entries": timeline.of(request.user, task),
        },
    )


@require_http_methods(["GET", "POST"])
def task_create(request: HttpRequest) -> HttpResponse:
    """`?customer=` chooses the customer."""
    if not policies.may_create_task(request.user):
        raise Forbidden("task.create", _("你没有派任务的权限"))
    asked = request.GET.get("customer", "")
    pk = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    customer = Customer.objects.visible_to(request.user).filter(pk=pk).first()
    initial = {
        "customer": customer,
        "owner": request.user,
        "due_on": clock.add_workdays(clock.today(), USUAL_DAYS),
    }
    form = task_forms.NewTaskForm(request.POST or None, user=request.user, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        task = services.create_task(
            actor=request.user, customer_id=data["customer"].pk, facts=form.facts(), owner_id=data["owner"].pk
        )
        return _("任务已派给 %(person)s") % {"person": task.owner} if task.owner != request.user else _("任务已记下")

    return form_page(
        request,
        form,
        title=_("新建任务"),
        submit=_("建任务"),
        act=act,
        crumb=customer.name if customer else _("任务"),
        url=customer.get_absolute_url() if customer else reverse("customers:task_list"),
    )


@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    task = _to_change(request, pk)
    initial = {name: getattr(task, name) for name in ("subject", "due_on", "owner", "details", "version")}
    form = task_forms.TaskForm(request.POST or None, user=request.user, initial=initial)

    def act() -> str:
        services.edit_task(
            actor=request.user,
            task_id=pk,
            facts=form.facts(),
            owner_id=form.cleaned_data["owner"].pk,
            version=form.cleaned_data["version"] or 0,
        )
        return _("任务已更新")

    return _about(request, task, form, title=_("改任务"), submit=_("保存"), act=act)


@require_http_methods(["GET", "POST"])
def task_finish(request: HttpRequest, pk: int) -> HttpResponse:
    task = _to_change(request, pk)
    form = task_forms.FinishForm(request.POST or None, task=task, initial={"version": task.version})

    def act() -> str:
        services.finish_task(
            actor=request.user,
            task_id=pk,
            result=form.cleaned_data["result"],
            version=form.cleaned_data["version"] or 0,
        )
        return _("任务已办完")

    return _about(request, task, form, title=_("办完任务"), submit=_("办完"), act=act)


@require_http_methods(["GET", "POST"])
def task_drop(request: HttpRequest, pk: int) -> HttpResponse:
    task = _to_change(request, pk)
    form = deal_forms.ReasonForm(request.POST or None, initial={"version": task.version})

    def act() -> str:
        data = form.cleaned_data
        services.drop_task(actor=request.user, task_id=pk, reason=data["reason"], version=data["version"] or 0)
        return _("任务不办了")

    return _about(request, task, form, title=_("不办了"), submit=_("不办了"), act=act)


@require_POST
def task_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The button carries the version it was drawn with."""
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    task = services.reopen_task(actor=request.user, task_id=pk, version=version)
    toasts.say(request, _("任务重新打开了"))
    return redirect(back_to(request, task.get_absolute_url()))


def _to_change(request: HttpRequest, pk: int) -> Task:
    task: Task = visible_or_404(task_selectors.task_record(), request.user, pk=pk)
    if not policies.may_change_task(request.user, task):
        raise Forbidden("task.change", _("谁办、谁派的、办的人的上级才能改任务"))
    return task


def _about(request: HttpRequest, task: Task, form: Any, **more: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        crumb=task.subject,
        url=task.get_absolute_url(),
        template="customers/task_form.html",
        task=task,
        **more,
    )
