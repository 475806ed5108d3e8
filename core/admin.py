"""The administrators' windows, and the base every app's windows rest on.

No back door: rows are the ones `visible_to` shows, a change goes through a service where there is one and leaves an
audit entry in any case, facts are read-only, and states and evidence are never editable here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline

from core import audit, clock, numbering
from core.errors import Refusal
from core.models import CompanyBot, Holiday, NumberPattern, TaxRate


class HouseAdmin(ModelAdmin):
    """Base of all our admin pages.

    `capability` is who may change rows here; others may not even look. `read_only` closes a window to looking;
    append-only models are so by themselves. `frozen` names fields that no window may change (states, owners, evidence);
    FSM fields and what is not editable are always among them. `event` is the stem of the audit code ("holiday" gives
    holiday.edited and holiday.removed), `unlogged` the fields of which it says only that they changed. `save_through(actor=, row=, facts=)` hands a change of an existing row to a service.
    """

    capability = "system.settings"
    read_only = False
    removable = False
    frozen: Sequence[str] = ()
    event = ""
    unlogged: Sequence[str] = ()
    save_through: Callable[..., Any] | None = None
    list_per_page = 50
    show_full_result_count = False
    compressed_fields = True
    warn_unsaved_form = True

    # --- who ---

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_active", False)) and bool(request.user.can(self.capability))

    has_module_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not self.is_closed() and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not self.is_closed() and self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.removable and not self.is_closed() and self.has_view_permission(request, obj)

    def is_closed(self) -> bool:
        return self.read_only or getattr(self.model, "append_only", False)

    # --- what ---

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = self.model._default_manager.all().visible_to(request.user)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        locked = {*super().get_readonly_fields(request, obj), *self.frozen}
        locked |= {field.name for field in self.model._meta.fields if getattr(field, "protected", False)}
        return [name for name in self._field_names() if name in locked] + [n for n in locked if not self._is_field(n)]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A choice of related rows shows no more than the reader sees."""
        rows = db_field.remote_field.model._default_manager.all()
        if hasattr(rows, "visible_to"):
            kwargs["queryset"] = rows.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No bulk deletion: it would go past `delete_model`, and nobody deletes fifty rows on purpose."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    # --- how ---

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if self.is_closed():
            raise PermissionDenied
        facts = {name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data}
        if not facts and change:
            return
        if change and self.save_through is not None:
            self.save_through(actor=request.user, row=obj, facts=facts)
            return
        with transaction.atomic():
            before = self._before(obj, facts) if change else {}
            obj.save()
            data = {name: [before[name], str(value)] if change else str(value) for name, value in facts.items()}
            data |= dict.fromkeys(data.keys() & set(self.unlogged), "***")
            audit.record(actor=request.user, code=f"{self._event()}.edited", subject=obj, data=data)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            audit.record(actor=request.user, code=f"{self._event()}.removed", subject=obj, reason=str(obj))
            obj.delete()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A refusal of a service comes back as a message, not as an error page."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """The history of a row is its audit, not Django's own log."""
        kind = self.model._meta.label_lower
        return HttpResponseRedirect(f"{reverse('core:audit_list')}?kind={kind}&number={object_id}&scene=all")

    def log_addition(self, *args: Any, **kwargs: Any) -> None:
        """Django's own admin log stays empty: the audit log tells it all."""

    log_change = log_addition
    log_deletions = log_addition

    def _event(self) -> str:
        return self.event or str(self.model._meta.model_name)

    def _before(self, obj: Any, facts: dict[str, Any]) -> dict[str, str]:
        old = self.model._default_manager.get(pk=obj.pk)
        return {name: str(getattr(old, name, "")) for name in facts}

    def _field_names(self) -> list[str]:
        return [field.name for field in self.model._meta.get_fields() if not field.auto_created]

    def _is_field(self, name: str) -> bool:
        return name in self._field_names()


class HouseInline(TabularInline):
    """Rows of a record inside its window, for looking."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_authenticated)


@admin.register(Holiday)
class HolidayAdmin(HouseAdmin):
    event = "holiday"
    removable = True
    list_display = ("date", "name", "is_workday")
    list_filter = ("is_workday",)
    search_fields = ("name",)
    ordering = ("-date",)
    date_hierarchy = "date"

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        clock.forget_overrides()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        clock.forget_overrides()


@admin.register(TaxRate)
class TaxRateAdmin(HouseAdmin):
    """A rate that was used is ended by its last day and followed by a new row, never rewritten."""

    event = "tax_rate"
    list_display = ("label", "code", "rate", "valid_from", "valid_until")
    ordering = ("-rate", "code", "-valid_from")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        begun = obj is not None and obj.valid_from <= clock.today()
        return ["code", "label", "rate", "valid_from"] if begun else []


@admin.register(NumberPattern)
class NumberPatternAdmin(HouseAdmin):
    list_display = ("kind", "sample", "prefix", "date_format", "width", "reset")
    ordering = ("kind",)

    @admin.display(description=gettext_lazy("样子"))
    def sample(self, row: NumberPattern) -> str:
        return numbering.render(row, clock.today(), 1)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["kind"] if obj else []

    def save_through(self, *, actor: Any, row: NumberPattern, facts: dict[str, Any]) -> None:
        numbering.revise_pattern(actor=actor, pattern_id=row.pk, facts=facts)


@admin.register(CompanyBot)
class CompanyBotAdmin(HouseAdmin):
    event = "bot"
    list_display = ("channel", "active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["channel"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        """The address holds the bot's secret, so the log says that it changed and not what it is."""
        if not form.changed_data:
            return
        with transaction.atomic():
            obj.save()
            changed = {name: "***" if name == "url" else str(getattr(obj, name)) for name in form.changed_data}
            audit.record(actor=request.user, code="bot.edited", subject=obj, data=changed)


def close_other_windows() -> None:
    """Take down what other packages put up: accounts, second factors and lock-outs have services of ours."""
    for model, window in list(admin.site._registry.items()):
        if not isinstance(window, HouseAdmin):
            admin.site.unregister(model)
