"""What runs by itself, and what could not be sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from core import clock, jobs, outbox
from core.choices import JobState, OutboxState
from core.errors import Forbidden
from core.models import JobRun, OutboxMessage
from core.pages import toasts
from core.scope import visible_or_404

MOST_DEAD = 100

RESULTS = {
    "rows": gettext_lazy("加封"),
    "messages": gettext_lazy("清掉消息"),
    "runs": gettext_lazy("清掉运行"),
    "exports": gettext_lazy("清掉导出"),
    "answers": gettext_lazy("清掉答复"),
    "bulks": gettext_lazy("清掉批量操作"),
    "imports": gettext_lazy("清掉导入"),
    "customers": gettext_lazy("客户"),
    "leads": gettext_lazy("线索"),
    "people": gettext_lazy("人员"),
    "account_plans": gettext_lazy("服务计划"),
    "priors": gettext_lazy("请示"),
    "tasks": gettext_lazy("任务"),
    "positions": gettext_lazy("删掉位置"),
    "sessions": gettext_lazy("清掉登录"),
    "guesses": gettext_lazy("清掉试错"),
    "failures": gettext_lazy("清掉失败"),
    "told": gettext_lazy("提醒"),
}
"""What a job's figures are called; one without words shows its own name."""


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """Every job with its last run, its result and the next time; messages nobody could deliver below."""
    if not request.user.can("system.jobs"):
        raise Forbidden("job.see_only", _("你没有看定时任务的权限"))
    runs = JobRun.objects.visible_to(request.user)
    last = {run.job: run for run in runs.order_by("job", "-planned_for").distinct("job")}
    failed = runs.filter(state=JobState.FAILED).order_by("-planned_for")
    messages = OutboxMessage.objects.visible_to(request.user)
    dead = messages.filter(state=OutboxState.DEAD).select_related("notification__recipient").order_by("-created_at")
    now = clock.now()
    return render(
        request,
        "core/job_list.html",
        {
            "page_title": _("定时任务"),
            "jobs": [
                {
                    "job": item,
                    "run": last.get(item.code),
                    "next": item.schedule.following(item.schedule.latest(now)),
                    "result": _result(last.get(item.code)),
                }
                for item in jobs.all_jobs()
            ],
            "failed": failed[:10],
            "labels": {item.code: item.label for item in jobs.all_jobs()},
            "dead": dead[:MOST_DEAD],
            "dead_count": dead.count(),
            "waiting": messages.filter(state__in=OutboxState.UNSENT).count(),
        },
    )


def _result(run: JobRun | None) -> str:
    if run is None:
        return ""
    if run.error:
        return run.error.strip().rsplit("\n", 1)[-1][:200]
    if run.state == JobState.DONE and run.result and not any(run.result.values()):
        return _("没有要办的")
    return _("，").join(f"{RESULTS.get(name, name)} {value}" for name, value in run.result.items() if value)


@require_POST
def job_run(request: HttpRequest, code: str) -> HttpResponse:
    try:
        jobs.run_now(actor=request.user, code=code)
    except KeyError as error:
        raise Http404 from error
    toasts.say(request, _("已安排，几秒后开始"))
    return redirect("core:job_list")


@require_POST
def outbox_retry(request: HttpRequest, pk: int) -> HttpResponse:
    message = visible_or_404(OutboxMessage.objects.all(), request.user, pk=pk)
    outbox.retry(actor=request.user, message_id=message.pk)
    toasts.say(request, _("已放回待发"))
    return redirect("core:job_list")
