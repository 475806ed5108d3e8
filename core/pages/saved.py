"""What a person keeps of a list: columns, the view it opens with, views of one's own and views shared.

Columns and the opening view lie in `User.lists`, which every request has read already. A view is an address with a name: it
holds conditions, never rows, and shows each reader what that reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from core.choices import Audience
from core.errors import Forbidden, Invalid
from core.models import SavedView
from core.pages import toasts
from core.pages.listing import ListPage

MOST_QUERY = 1000
MOST_VIEWS = 20
PASSING = ("cursor", "view", "filters")
"""Parameters that say where one is, not what one looks at."""
SHARE = "views.share"


def kept(user: Any, page: ListPage) -> dict[str, Any]:
    lists = getattr(user, "lists", None) or {}
    return dict(lists.get(page.code, {}))


def keep(*, user: Any, page: ListPage, **changes: Any) -> None:
    """Write down columns (`cols`) or the opening view (`view`); an empty value forgets it."""
    with transaction.atomic():
        row = get_user_model()._default_manager.select_for_update().only("pk", "lists").get(pk=user.pk)
        mine = {name: value for name, value in {**kept(row, page), **changes}.items() if value}
        row.lists = {code: value for code, value in {**row.lists, page.code: mine}.items() if value}
        row.save(update_fields=["lists"])
    user.lists = row.lists


def views(user: Any, page: ListPage) -> list[SavedView]:
    """One's own first, then what colleagues share."""
    rows = SavedView.objects.visible_to(user).filter(page=page.code).select_related("user").order_by("name", "pk")
    return sorted(rows, key=lambda view: view.user_id != user.pk)[:MOST_VIEWS]


def opened(request: HttpRequest, page: ListPage) -> SavedView | None:
    """The view this address came from; None when it is gone or shared no more."""
    number = _number(request.GET.get("view", ""))
    if not number:
        return None
    return SavedView.objects.visible_to(request.user).filter(page=page.code, pk=number).select_related("user").first()


def address(view: SavedView) -> str:
    return f"?view={view.pk}&{view.query}" if view.query else f"?view={view.pk}"


def opening(request: HttpRequest, page: ListPage) -> HttpResponse | None:
    """From the bare address to the view the person wants first. It is an address: back, reload and sharing stay honest."""
    if request.GET or request.headers.get("HX-Target"):
        return None
    number = kept(request.user, page).get("view")
    view = SavedView.objects.visible_to(request.user).filter(page=page.code, pk=number).first() if number else None
    return HttpResponseRedirect(f"{request.path}{address(view)}") if view else None


def without(parameters: QueryDict, names: Sequence[str]) -> str:
    state = parameters.copy()
    for name in names:
        state.pop(name, None)
    return state.urlencode()


def differs(request: HttpRequest, view: SavedView) -> bool:
    def said(parameters: QueryDict) -> list[tuple[str, list[str]]]:
        return sorted((name, sorted(some)) for name, values in parameters.lists() if (some := [v for v in values if v]))

    return said(QueryDict(without(request.GET, PASSING))) != said(QueryDict(view.query))


def answer(request: HttpRequest, page: ListPage, stale: Sequence[str], columns: str) -> HttpResponse | None:
    """What the forms of a list post about columns and views; None when the post is about something else."""
    post = request.POST
    if "keep_columns" in post or "reset_columns" in post:
        return _keep_columns(request, page)
    if "save_view" in post:
        return _save(request, page, stale, columns)
    if "open_with" in post:
        view = opened(request, page) if post["open_with"] else None
        keep(user=request.user, page=page, view=view.pk if view else None)
        toasts.say(request, _("以后打开先看“%(name)s”") % {"name": view.name} if view else _("打开时不再先看视图"))
        return HttpResponseRedirect(request.get_full_path())
    for verb, act in (("update_view", _update), ("edit_view", _edit), ("drop_view", _drop)):
        if verb in post:
            view = SavedView.objects.filter(user_id=request.user.pk, page=page.code, pk=_number(post[verb])).first()
            if view is None:
                raise Http404
            return act(request, view, stale)
    return None


def _keep_columns(request: HttpRequest, page: ListPage) -> HttpResponse:
    state = request.GET.copy()
    for name in ("cols", "filters"):
        state.pop(name, None)
    chosen = [] if "reset_columns" in request.POST else request.POST.getlist("cols")
    known = [column.code for column in page.columns if column.code in chosen or (chosen and column.link)]
    usual = [column.code for column in page.columns if column.shown]
    keep(user=request.user, page=page, cols="" if known == usual else ",".join(known))
    return HttpResponseRedirect(f"{request.path}?{state.urlencode()}" if state else request.path)


def _facts(request: HttpRequest, view: SavedView | None) -> dict[str, str]:
    """Name and audience as posted. Raises Invalid for the name, Forbidden for a share one may not make."""
    name = request.POST.get("name", "").strip()
    if not 1 <= len(name) <= 40:
        raise Invalid("view.name", _("视图名称要有 1 到 40 个字"), errors={"name": [_("1 到 40 个字")]})
    audience = request.POST.get("audience", Audience.OWN)
    if audience not in Audience.values:
        raise Invalid("view.audience", _("只能给自己、部门或全公司用"))
    grown = view is None or view.audience != audience
    if grown and audience == Audience.ALL and not request.user.can(SHARE):
        raise Forbidden("view.share", _("共享给全公司要由销售经理以上或管理员来办，你可以共享给部门"))
    return {"name": name, "audience": audience}


def _query(request: HttpRequest, stale: Sequence[str]) -> str:
    query = without(request.GET, (*PASSING, *stale))
    if len(query) > MOST_QUERY:
        raise Invalid("view.query", _("条件太多，存不下；少选几项再存"))
    return query


def _save(request: HttpRequest, page: ListPage, stale: Sequence[str], columns: str) -> HttpResponse:
    facts = _facts(request, None)
    query = _query(request, stale)
    if "with_columns" in request.POST and "cols" not in request.GET:
        query = f"{query}&cols={columns}".lstrip("&")
    mine = SavedView.objects.filter(user_id=request.user.pk, page=page.code)
    if not mine.filter(name=facts["name"]).exists() and mine.count() >= MOST_VIEWS:
        raise Invalid("view.most", _("一个列表最多存 %(n)s 个视图，先删一个") % {"n": MOST_VIEWS})
    view, _created = SavedView.objects.update_or_create(
        user_id=request.user.pk,
        page=page.code,
        name=facts["name"],
        defaults={"query": query, "audience": facts["audience"]},
    )
    toasts.say(request, _("已存为视图"))
    return HttpResponseRedirect(f"{request.path}{address(view)}")


def _update(request: HttpRequest, view: SavedView, stale: Sequence[str]) -> HttpResponse:
    view.query = _query(request, stale)
    view.save(update_fields=["query"])
    toasts.say(request, _("视图“%(name)s”改好了") % {"name": view.name})
    return HttpResponseRedirect(f"{request.path}{address(view)}")


def _edit(request: HttpRequest, view: SavedView, stale: Sequence[str]) -> HttpResponse:
    facts = _facts(request, view)
    if SavedView.objects.filter(user_id=view.user_id, page=view.page, name=facts["name"]).exclude(pk=view.pk).exists():
        raise Invalid("view.name", _("你已经有一个叫“%(name)s”的视图") % {"name": facts["name"]})
    view.name, view.audience = facts["name"], facts["audience"]
    view.save(update_fields=["name", "audience"])
    toasts.say(request, _("视图“%(name)s”改好了") % {"name": view.name})
    return HttpResponseRedirect(request.get_full_path())


def _drop(request: HttpRequest, view: SavedView, stale: Sequence[str]) -> HttpResponse:
    view.delete()
    toasts.say(request, _("视图已删除"))
    return HttpResponseRedirect(request.path)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
