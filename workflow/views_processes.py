"""How things go here: every process with its picture, open to everybody, as the written rules are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from workflow import process_pages, processes

MOST_DIGITS = 19


@require_GET
def process_list(request: HttpRequest) -> HttpResponse:
    context = {"page_title": _("流程"), "machines": processes.machines()}
    return render(request, "workflow/process_list.html", context)


@require_GET
def process_detail(request: HttpRequest, code: str) -> HttpResponse:
    """`?of=` is a record of the kind; out of sight is as if it did not exist."""
    machine = processes.find(code)
    number = request.GET.get("of", "")
    if machine is None or (number and not (number.isdecimal() and len(number) < MOST_DIGITS)):
        raise Http404
    page = process_pages.page(request.user, machine, int(number) if number else None)
    crumbs = [{"label": _("流程"), "url": reverse("processes:process_list")}]
    if page.standing and page.standing.url:
        crumbs.append({"label": str(page.standing.record), "url": page.standing.url})
    context = {"page_title": _("%(name)s怎么走") % {"name": machine.title}, "page": page, "crumbs": crumbs}
    return render(request, "workflow/process_detail.html", context)
