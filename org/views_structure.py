"""Pages about the company's shape: the tree of units, and the roles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import refusals
from core.errors import Refusal
from core.pages import toasts
from core.scope import visible_or_404
from org import policies, selectors, structure
from org.forms import MoveUnitForm, NewRoleForm, NewUnitForm, RoleForm, UnitForm
from org.models import Role, Unit
from org.views import EITHER, require_manager, show_form


def _units() -> list[dict[str, str]]:
    return [{"label": _("部门"), "url": reverse("org:unit_list")}]


def _roles(role: Role | None = None) -> list[dict[str, str]]:
    crumbs = [{"label": _("角色"), "url": reverse("org:role_list")}]
    return [*crumbs, {"label": role.label, "url": role.get_absolute_url()}] if role else crumbs


@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree at the left, the chosen unit's people beside it."""
    tree = selectors.unit_tree()
    wanted = request.GET.get("unit", "")
    chosen = next((node for node in tree if str(node.unit.pk) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    chosen = chosen or (tree[0] if tree else None)
    context = {
        "page_title": _("部门"),
        "tree": tree,
        "chosen": chosen,
        "asked": bool(wanted),
        "staff": selectors.staff_of(chosen.unit, request.user) if chosen else [],
        "manages": policies.may_manage_org(request.user),
    }
    return render(request, "org/unit_list.html", context)


@require_http_methods(EITHER)
def unit_create(request: HttpRequest) -> HttpResponse:
    require_manager(request.user)
    form = NewUnitForm(request.POST or None, initial={"parent": request.GET.get("parent"), "kind": "team"})
    form.fields["parent"].indent(selectors.unit_tree())  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            unit = structure.create_unit(actor=request.user, **form.cleaned_data)
            return redirect(unit)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(request, form, page_title=_("新建部门"), crumbs=_units(), cancel_url=reverse("org:unit_list"))


@require_http_methods(EITHER)
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require_manager(request.user)
    unit = visible_or_404(Unit.objects, request.user, pk=pk)
    initial = {"name": unit.name, "kind": unit.kind, "position": unit.position}
    form = UnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            structure.edit_unit(actor=request.user, unit_id=pk, facts=form.cleaned_data)
            return redirect(unit)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(request, form, page_title=_("改部门"), crumbs=_units(), cancel_url=unit.get_absolute_url())


@require_http_methods(EITHER)
def unit_move(request: HttpRequest, pk: int) -> HttpResponse:
    require_manager(request.user)
    unit = visible_or_404(Unit.objects, request.user, pk=pk)
    form = MoveUnitForm(request.POST or None, initial={"parent": unit.parent_id})
    form.fields["parent"].indent(selectors.unit_tree())  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            structure.move_unit(actor=request.user, unit_id=pk, parent=form.cleaned_data["parent"])
            return redirect(unit)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(
        request,
        form,
        page_title=_("移动%(unit)s") % {"unit": unit},
        crumbs=_units(),
        cancel_url=unit.get_absolute_url(),
        submit_label=_("移动"),
        save_note=_("里面的人和下级部门一起走，可见范围和审批人马上跟着变"),
    )


@require_POST
def unit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    unit = visible_or_404(Unit.objects, request.user, pk=pk)
    structure.remove_unit(actor=request.user, unit_id=pk)
    toasts.say(request, _("部门「%(unit)s」已删除") % {"unit": unit})
    return redirect("org:unit_list")


@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    context = {
        "page_title": _("角色"),
        "roles": selectors.roles_with_holders(),
        "mine": {role.pk for role in request.user.access.roles},
        "manages": policies.may_manage_org(request.user),
    }
    return render(request, "org/role_list.html", context)


@require_GET
def role_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A post's written duties, and what the product lets it do (A13)."""
    role = visible_or_404(Role.objects, request.user, code=code)
    context = {
        "page_title": role.label,
        "crumbs": _roles(),
        "role": role,
        "rights": selectors.rights_of(role),
        "sight": selectors.sight_of(role),
        "screens": selectors.screens_of(role, request.user),
        "holders": selectors.people(request.user).active().filter(roles=role).order_by("sort_key", "pk"),
        "manages": policies.may_manage_org(request.user),
    }
    return render(request, "org/role_detail.html", context)


@require_http_methods(EITHER)
def role_create(request: HttpRequest) -> HttpResponse:
    require_manager(request.user)
    form = NewRoleForm(request.POST or None, initial={"like": request.GET.get("like")})
    if request.method == "POST" and form.is_valid():
        try:
            role = structure.create_role(actor=request.user, **form.cleaned_data)
            return redirect("org:role_edit", code=role.code)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    return show_form(
        request,
        form,
        page_title=_("新建角色"),
        crumbs=_roles(),
        cancel_url=reverse("org:role_list"),
        submit_label=_("下一步"),
    )


@require_http_methods(EITHER)
def role_edit(request: HttpRequest, code: str) -> HttpResponse:
    require_manager(request.user)
    role = visible_or_404(Role.objects, request.user, code=code)
    form = RoleForm(request.POST or None, instance=role)
    if request.method == "POST" and form.is_valid():
        try:
            structure.edit_role(actor=request.user, role_id=role.pk, facts=form.facts())
            toasts.say(request, _("角色已改，从大家的下一次操作起生效"))
            return redirect(role)
        except Refusal as refusal:
            refusals.onto_form(form, refusal)
    chosen = set(form["capabilities"].value() or [])
    groups = [
        (label, [(right.code, right.label, right.code in chosen) for right in rights])
        for label, rights in selectors.rights_of(role)
    ]
    return show_form(
        request,
        form,
        "org/role_form.html",
        page_title=_("改角色"),
        crumbs=_roles(role),
        cancel_url=role.get_absolute_url(),
        right_groups=groups,
        holders=role.grants.filter(user__is_active=True).count(),
    )


@require_POST
def role_remove(request: HttpRequest, code: str) -> HttpResponse:
    role = visible_or_404(Role.objects, request.user, code=code)
    structure.remove_role(actor=request.user, role_id=role.pk)
    toasts.say(request, _("角色「%(role)s」已删除") % {"role": role.name})
    return redirect("org:role_list")
