"""Pages of the customer archive."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock, policy
from core.errors import Forbidden, Gone, Invalid, Refusal
from core.pages import neighbours, rendering, toasts, words
from core.pages.acting import form_page
from core.pages.forms import show_refusal
from core.pages.views import back_to
from core.scope import visible_or_404
from customers import (
    account_selectors,
    filters,
    forms,
    lead_selectors,
    lists,
    places,
    policies,
    pool,
    selectors,
    services,
    tabs,
    transfer_selectors,
)
from customers.models import Address, Contact, Customer
from customers.policy import EXTENSION_DAYS
from customers.services.customers import DuplicateCustomer
from customers.views.transfers import KEYS, AnyDuplicate, with_ask_address
from org.lines import region_of
from org.models import Unit, User

ACCEPT = "duplicates"
NEW_DRAFT = "customer-new"


def customer_list(request: HttpRequest) -> HttpResponse:
    return rendering.render_list(request, lists.CUSTOMERS)


@require_GET
def customer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        customer = selectors.find_customer(request.user, pk, selectors.customer_record())
    except Gone as merged:
        toasts.say(request, str(merged))
        return redirect(merged.url)
    shown = tabs.open_to(request.user)
    current = next((tab for tab in shown if tab.code == request.GET.get("tab")), shown[0])
    address = customer.get_absolute_url()
    counts = tabs.counts(shown, request.user, customer)
    return render(
        request,
        "customers/customer_detail.html",
        {
            "page_title": customer.name,
            "customer": customer,
            "crumbs": [{"label": _("客户"), "url": reverse("customers:customer_list")}],
            "place": neighbours.place(request, lists.CUSTOMERS, customer),
            "facts": _facts(customer, request),
            "tabs": [
                {
                    "label": tab.label,
                    "url": f"{address}?tab={tab.code}{neighbours.kept(request)}",
                    "on": tab is current,
                    "count": counts.get(tab.code),
                }
                for tab in shown
            ],
            "tab_template": current.template,
            "contacts_rail": selectors.contacts_of(customer),
            "sharing": selectors.sharing_of(customer),
            "wanted": transfer_selectors.waiting_requests(request.user, customer),
            "actions": policies.customer_actions(request.user, customer),
            "starts": tabs.starts_for(request.user, customer),
            **current.context(request.user, customer),
        },
    )


def _facts(customer: Customer, request: HttpRequest) -> list[dict[str, Any]]:
    last = customer.last_contact_at
    due = lists.visit_clock(customer)
    rows: list[dict[str, Any]] = [
        {"label": _("最近联系"), "value": lists.ui.near_day(last) if last else _("还没有")},
        {"label": _("下次拜访"), "value": due},
        {"label": _("负责人"), "value": lists.ui.person(customer.owner) if customer.owner else customer.holder},
        {"label": _("公海"), "value": _pool_fact(customer)},
        {"label": _("资料"), "value": lists.complete(customer)},
    ]
    if customer.account_manager:
        rows.append({"label": _("客户经理"), "value": lists.ui.person(customer.account_manager)})
        rows.append(_account_fact(customer, request.user))
    region = region_of(customer.owner.unit) if customer.owner else customer.pool
    if region:
        rows.append({"label": _("大区"), "value": _region(region, request)})
    if customer.place:
        rows.append({"label": _("地区"), "value": customer.place})
    lead, url = lead_selectors.lead_of(request.user, customer)
    if lead is not None:
        rows.append({"label": _("来自线索"), "value": lead_selectors.source_words(lead), "url": url})
    return rows


def _account_fact(customer: Customer, user: User) -> dict[str, Any]:
    """How this year's plan serves a key customer, or that it is on no list yet."""
    plan = account_selectors.plan_of(user, customer)
    if plan is not None:
        value = _("%(year)s 年%(state)s") % {"year": plan.year, "state": plan.get_state_display()}
        return {"label": _("服务计划"), "value": value, "url": plan.get_absolute_url()}
    naming = f"{reverse('customers:account_name')}?customer={customer.pk}"
    url = naming if policies.may_name_account(user, customer) else ""
    return {"label": _("服务计划"), "value": _("没列入名单"), "url": url}


def _pool_fact(customer: Customer) -> Any:
    """How long until the customer comes into 公海, what keeps it out, or since when it is there."""
    today = clock.today()
    if customer.pooled_at:
        return _("%(day)s 起") % {"day": words.relative_day(customer.pooled_at)}
    remaining = pool.left(customer, pool.days_today(), today)
    if remaining is None:
        return _("不进公海")
    held = pool.reasons(customer, today)
    return _("、").join(held) if held else lists.pool_words(remaining)


def _region(region: Unit, request: HttpRequest) -> Any:
    """The region's name, which opens its customers for who sees more than their own."""
    if not filters.sees_others(request, "customers"):
        return region
    address = f"{reverse('customers:customer_list')}?scene=all&unit={region.pk}"
    return format_html('<a class="q" href="{}">{}</a>', address, region)


@require_http_methods(["GET", "POST"])
def customer_create(request: HttpRequest) -> HttpResponse:
    if not policies.may_create_customer(request.user):
        raise Forbidden("customer.create", _("你没有新建客户的权限"))
    form = forms.NewCustomerForm(request.POST or None, user=request.user)
    warnings: list[dict[str, str]] = []
    duplicates: list[tuple[AnyDuplicate, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            customer = services.create_customer(
                actor=request.user,
                facts=form.facts(),
                customer_class=form.cleaned_data["customer_class"],
                accept_duplicates=ACCEPT in request.POST.getlist("ack"),
            )
        except DuplicateCustomer as refusal:
            warnings = _tell_duplicates(form, refusal)
            duplicates = with_ask_address(refusal.found, _typed(form))
        except Invalid as refusal:
            show_refusal(form, refusal)
        else:
            toasts.say(request, _("%(name)s 已建档") % {"name": customer.name}, drafts=[NEW_DRAFT])
            return redirect(customer)
    return render(
        request,
        "customers/customer_form.html",
        {
            "page_title": _("新建客户"),
            "form": form,
            "warnings": warnings,
            "duplicates": duplicates,
            "crumbs": [{"label": _("客户"), "url": reverse("customers:customer_list")}],
            "cancel_url": reverse("customers:customer_list"),
            "submit_label": _("建档"),
            "draft_key": NEW_DRAFT,
        },
    )


@require_http_methods(["GET", "POST"])
def customer_edit(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_edit_customer(request.user, customer):
        raise Forbidden("customer.edit", _("你没有修改客户资料的权限"))
    initial = {name: getattr(customer, name) for name in forms.CustomerForm.base_fields}
    form = forms.CustomerForm(request.POST or None, initial=initial, user=request.user)

    def act() -> str:
        services.edit_customer(
            actor=request.user,
            customer_id=customer.pk,
            facts=form.facts(),
            version=form.cleaned_data["version"] or 0,
            accept_duplicates=ACCEPT in request.POST.getlist("ack"),
        )
        return _("资料已更新")

    def told(refusal: Refusal) -> list[dict[str, str]] | None:
        return _tell_duplicates(form, refusal) if isinstance(refusal, DuplicateCustomer) else None

    return form_page(
        request,
        form,
        title=_("修改资料"),
        submit=_("保存"),
        act=act,
        crumb=customer.name,
        url=customer.get_absolute_url(),
        told=told,
        template="customers/customer_form.html",
        customer=customer,
    )


def _typed(form: forms.CustomerForm) -> dict[str, str]:
    return {key: str(form.cleaned_data.get(key) or "")[:length] for key, length in KEYS.items()}


def _tell_duplicates(form: forms.CustomerForm, refusal: DuplicateCustomer) -> list[dict[str, str]]:
    """A certain duplicate is an error; a likely one is a warning to tick past."""
    lines = [selectors.describe_duplicate(duplicate) for duplicate in refusal.found]
    if refusal.certain:
        form.add_error("uscc", lines)
        return []
    return [{"code": ACCEPT, "text": "；".join(lines) + _("。不是同一家，继续建档")}]


@require_GET
def customer_duplicates(request: HttpRequest) -> HttpResponse:
    """The warning while typing, as a fragment of the form."""
    if not policies.may_create_customer(request.user):
        raise Forbidden("customer.create", _("你没有新建客户的权限"))
    given = request.GET.get("besides", "")
    besides = int(given) if given.isdecimal() and len(given) < 19 else None
    asked = {key: request.GET.get(key, "")[:length] for key, length in KEYS.items()}
    found = selectors.find_duplicates(
        user=request.user, name=asked["name"], uscc=asked["uscc"], phone=asked["phone"], besides=besides
    ) or selectors.find_similar(user=request.user, name=asked["name"], besides=besides)
    return render(request, "customers/duplicates.html", {"duplicates": with_ask_address(found, asked)})


@require_GET
def place_suggest(request: HttpRequest) -> HttpResponse:
    """Names of places for the datalist under 地区."""
    return render(request, "customers/places.html", {"places": places.suggest(request.GET.get("division", "")[:30])})


def _small_form(
    request: HttpRequest, customer: Customer, form: Any, *, title: str, submit: str, act: Callable[[], str]
) -> HttpResponse:
    """Back to the customer, or to the list where one does not see it any more."""

    def after() -> str:
        seen = _still_seen(request.user, customer)
        return customer.get_absolute_url() if seen else reverse("customers:customer_list")

    return form_page(
        request,
        form,
        title=title,
        submit=submit,
        act=act,
        crumb=customer.name,
        url=customer.get_absolute_url(),
        after=after,
    )


def _still_seen(user: Any, customer: Customer) -> bool:
    fresh = visible_or_404(User.objects.all(), user, pk=user.pk)
    return Customer.objects.visible_to(fresh).filter(pk=customer.pk).exists()


@require_http_methods(["GET", "POST"])
def customer_classify(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if "classify" not in policies.customer_actions(request.user, customer):
        raise Forbidden("customer.classify", _("你没有改客户类别的权限"))
    initial = {name: getattr(customer, name) for name in ("customer_class", "account_manager", "version")}
    form = forms.ClassifyOneForm(request.POST or None, initial=initial)

    def act() -> str:
        services.classify_customer(actor=request.user, customer_id=customer.pk, **form.cleaned_data)
        return _("类别已更新")

    return _small_form(request, customer, form, title=_("改类别"), submit=_("改类别"), act=act)


@require_POST
def customer_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    customer = services.confirm_customer(actor=request.user, customer_id=pk)
    toasts.say(request, _("%(name)s 的资料已确认") % {"name": customer.name})
    return redirect(back_to(request, customer.get_absolute_url()))


@require_http_methods(["GET", "POST"])
def customer_credit(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_set_credit(request.user):
        raise Forbidden("customer.credit", _("你没有改客户信用的权限"))
    initial = {name: getattr(customer, name) for name in forms.CreditForm.base_fields}
    form = forms.CreditForm(request.POST or None, initial=initial)

    def act() -> str:
        version = form.cleaned_data["version"] or 0
        services.set_credit(actor=request.user, customer_id=customer.pk, facts=form.facts(), version=version)
        return _("信用已更新")

    return _small_form(request, customer, form, title=_("客户信用"), submit=_("保存"), act=act)


@require_http_methods(["GET", "POST"])
def address_create(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_edit_customer(request.user, customer):
        raise Forbidden("customer.edit", _("你没有修改客户资料的权限"))
    form = forms.AddressForm(request.POST or None)

    def act() -> str:
        services.create_address(actor=request.user, customer_id=customer.pk, facts=form.facts())
        return _("地址已添加")

    return _small_form(request, customer, form, title=_("新地址"), submit=_("添加"), act=act)


@require_http_methods(["GET", "POST"])
def address_edit(request: HttpRequest, pk: int) -> HttpResponse:
    address = visible_or_404(Address.objects.select_related("customer"), request.user, pk=pk)
    if not policies.may_edit_customer(request.user, address.customer):
        raise Forbidden("customer.edit", _("你没有修改客户资料的权限"))
    initial = {name: getattr(address, name) for name in forms.AddressForm.base_fields}
    form = forms.AddressForm(request.POST or None, initial=initial)

    def act() -> str:
        version = form.cleaned_data["version"] or 0
        services.edit_address(actor=request.user, address_id=address.pk, facts=form.facts(), version=version)
        return _("地址已更新")

    return _small_form(request, address.customer, form, title=_("改地址"), submit=_("保存"), act=act)


@require_POST
def address_remove(request: HttpRequest, pk: int) -> HttpResponse:
    address = visible_or_404(Address.objects.select_related("customer"), request.user, pk=pk)
    services.remove_address(actor=request.user, address_id=address.pk)
    toasts.say(request, _("地址已删除"))
    return redirect(address.get_absolute_url())


@require_http_methods(["GET", "POST"])
def customer_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_transfer(request.user, customer):
        raise Forbidden("customer.transfer", _("上级才能转移客户"))
    form = forms.TransferForm(request.POST or None, people=forms.transfer_people(request.user, customer))

    def act() -> str:
        services.transfer_customer(actor=request.user, customer_id=customer.pk, **form.cleaned_data)
        to = form.cleaned_data["to"]
        return _("%(name)s 已转给 %(to)s") % {"name": customer.name, "to": to}

    return _small_form(request, customer, form, title=_("转移客户"), submit=_("转移"), act=act)


@require_http_methods(["GET", "POST"])
def customer_release(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_release(request.user, customer):
        raise Forbidden("customer.release", _("负责人或上级才能放回公海，大客户不能放"))
    form = forms.ReleaseForm(request.POST or None)

    def act() -> str:
        services.release_customer(actor=request.user, customer_id=customer.pk, **form.cleaned_data)
        return _("%(name)s 已放回公海") % {"name": customer.name}

    return _small_form(request, customer, form, title=_("放回公海"), submit=_("放回"), act=act)


@require_http_methods(["GET", "POST"])
def customer_extend(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_ask_extension(request.user, customer):
        raise Forbidden("customer.extend", _("负责人才能申请公海延期"))
    today = clock.today()
    left = pool.left(customer, pool.days_of(today), today)
    form = forms.ExtensionForm(
        request.POST or None,
        stays=today + timedelta(days=max(left, 0)) if left is not None else None,
        latest=today + timedelta(days=policy.in_force(EXTENSION_DAYS).value),
    )

    def act() -> str:
        services.ask_extension(actor=request.user, customer_id=customer.pk, **form.cleaned_data)
        return _("延期申请已交给上级，批下来之前客户不会回公海")

    return _small_form(request, customer, form, title=_("申请公海延期"), submit=_("提交申请"), act=act)


@require_http_methods(["GET", "POST"])
def customer_share(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_share(request.user, customer):
        raise Forbidden("customer.share", _("负责人、客户经理或上级才能加协作人"))
    form = forms.ShareForm(request.POST or None)

    def act() -> str:
        person = form.cleaned_data["person"]
        services.add_collaborator(actor=request.user, customer_id=customer.pk, person=person)
        return _("%(person)s 现在能看到这家客户") % {"person": person}

    return _small_form(request, customer, form, title=_("加协作人"), submit=_("共享"), act=act)


@require_POST
def customer_unshare(request: HttpRequest, pk: int, user_id: int) -> HttpResponse:
    person = visible_or_404(User.objects.all(), request.user, pk=user_id)
    services.remove_collaborator(actor=request.user, customer_id=pk, person=person)
    toasts.say(request, _("已移除 %(person)s") % {"person": person})
    return redirect(
        "customers:customer_list"
        if person == request.user
        else f"{reverse('customers:customer_detail', args=[pk])}?tab=profile"
    )


@require_http_methods(["GET", "POST"])
def contact_create(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.find_customer(request.user, pk)
    if not policies.may_edit_customer(request.user, customer):
        raise Forbidden("contact.create", _("你没有修改客户资料的权限"))
    form = forms.ContactForm(request.POST or None)

    def act() -> str:
        contact = services.create_contact(actor=request.user, customer_id=customer.pk, facts=form.facts())
        return _("已添加 %(name)s") % {"name": contact.name}

    return _small_form(request, customer, form, title=_("新联系人"), submit=_("添加"), act=act)


@require_http_methods(["GET", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible_or_404(Contact.objects.select_related("customer"), request.user, pk=pk)
    if not policies.may_edit_customer(request.user, contact.customer):
        raise Forbidden("contact.edit", _("你没有修改客户资料的权限"))
    initial = {name: getattr(contact, name) for name in forms.ContactForm.base_fields}
    form = forms.ContactForm(request.POST or None, initial=initial)

    def act() -> str:
        version = form.cleaned_data["version"] or 0
        services.edit_contact(actor=request.user, contact_id=contact.pk, facts=form.facts(), version=version)
        return _("已更新 %(name)s") % {"name": contact.name}

    return _small_form(request, contact.customer, form, title=contact.name, submit=_("保存"), act=act)
