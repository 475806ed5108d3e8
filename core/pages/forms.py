"""How forms look: Django's own renderer with our templates, chips for small choices, pickers for large ones.

settings: FORM_RENDERER = "core.pages.forms.Renderer" and "django.forms" in INSTALLED_APPS.
Templates write `{{ form.customer.as_field_group }}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.errors import Refusal

MOST_CHIPS = 6
CHOICE_WIDGETS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
CHECKED, SELECTED = SafeString(" checked"), SafeString(" selected")
REQUIRED, DISABLED = SafeString(" required"), SafeString(" disabled")
BLANK_LABELS = ("", "---------")


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class PickerSelect(forms.Select):
    """A select that static/js/picker.js turns into a box with server search.

    Without scripts it stays a select of the first choices; `pages:pick` is the search page.
    """

    def __init__(self, finder: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.finder = finder


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the field `name` of a form choose among `rows`, which must already be what the user may see."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class PickerField(forms.ModelChoiceField):
    """Choose one row out of thousands. `queryset` must already be what the user may see.

        customer = PickerField(queryset=Customer.objects.none(), finder="customers.customer", label=_("客户"))
        offer(form, "customer", Customer.objects.visible_to(user))

    Only the chosen row and the first `shown` rows are rendered; any visible row is accepted.
    """

    def __init__(self, *args: Any, finder: str, shown: int = 20, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PickerSelect(finder))
        kwargs.setdefault("empty_label", "")
        super().__init__(*args, **kwargs)
        self.finder = finder
        self.shown = shown


F = TypeVar("F", bound=forms.Field)


def ruled(field: F, *keys: str) -> F:
    """A field about which written rules decide: they are shown below it (components/rules.html)."""
    field.rules = keys  # type: ignore[attr-defined]
    return field


def control_kind(bound: BoundField) -> str:
    """hidden, check, chips, picker or plain: what components/field.html builds around."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(bound.field, PickerField):
        return "picker"
    if isinstance(widget, CHOICE_WIDGETS):
        return "chips"
    if isinstance(widget, (forms.Select, forms.SelectMultiple)) and _few(bound):
        return "chips"
    return "plain"


def _few(bound: BoundField) -> bool:
    if isinstance(bound.field, forms.ModelChoiceField) or bound.field.widget.attrs.get("data-plain"):
        return False
    choices = _choices(bound)
    if any(isinstance(label, (list, tuple)) for _value, label in choices):
        return False
    return 0 < len([value for value, _label in choices if value not in (None, "")]) <= MOST_CHIPS


def render_control(bound: BoundField) -> SafeString:
    """The control alone, with our classes, described by its help and errors."""
    kind = control_kind(bound)
    if kind == "chips":
        return _chips(bound)
    if kind == "picker":
        return _picker(bound)
    if isinstance(bound.field, forms.ModelChoiceField) and bound.field.empty_label in BLANK_LABELS:
        bound.field.empty_label = ""
    attrs = _described(bound)
    if kind == "check":
        attrs["class"] = "form-check-input"
    elif kind == "plain":
        css = "form-select" if isinstance(bound.field.widget, forms.Select) else "form-control"
        attrs["class"] = f"{bound.field.widget.attrs.get('class', '')} {css}".strip()
        if isinstance(bound.field, (forms.DecimalField, forms.IntegerField)):
            attrs.setdefault("inputmode", "decimal")
    return bound.as_widget(attrs=attrs)


def _described(bound: BoundField) -> dict[str, Any]:
    attrs: dict[str, Any] = {}
    if bound.help_text or bound.errors:
        attrs["aria-describedby"] = f"h-{bound.html_name}"
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _choices(bound: BoundField) -> list[tuple[Any, Any]]:
    assert isinstance(bound.field, forms.ChoiceField)
    choices: Any = bound.field.choices
    return list(choices)


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    values: Iterable[Any] = value if isinstance(value, (list, tuple, set)) else [value]
    return {"" if item is None else str(getattr(item, "value", item)) for item in values}


def _chips(bound: BoundField) -> SafeString:
    several = isinstance(bound.field.widget, (forms.CheckboxSelectMultiple, forms.SelectMultiple))
    chosen = _chosen(bound)
    required = bound.field.required and not several
    options = []
    for index, (value, label) in enumerate(_choices(bound)):
        text = "" if value is None else str(value)
        if not text and (several or required or str(label) in BLANK_LABELS):
            continue
        options.append(
            (
                "checkbox" if several else "radio",
                bound.html_name,
                text,
                f"{bound.auto_id}_{index}",
                CHECKED if text in chosen else "",
                REQUIRED if required else "",
                DISABLED if bound.field.disabled else "",
                label,
            )
        )
    inside = format_html_join(
        "", '<label class="opt"><input type="{}" name="{}" value="{}" id="{}"{}{}{}>{}</label>', options
    )
    return format_html('<div class="opts">{}</div>', inside)


def _picker(bound: BoundField) -> SafeString:
    from django.urls import reverse

    field: Any = bound.field
    chosen = [value for value in _chosen(bound) if value.isdecimal()]
    rows = list(field.queryset.filter(pk__in=chosen)) if chosen else []
    first = field.queryset.exclude(pk__in=chosen)[: field.shown]
    options: list[tuple[Any, Any, Any]] = [("", "", "")]
    options += [(row.pk, SELECTED, field.label_from_instance(row)) for row in rows]
    options += [(row.pk, "", field.label_from_instance(row)) for row in first]
    attrs = format_html_join("", ' {}="{}"', [*_described(bound).items(), *field.widget.attrs.items()])
    return format_html(
        '<div class="pk" data-picker="{}"><select class="form-select" name="{}" id="{}"{}{}{}>{}</select></div>',
        reverse("pages:pick", args=[field.finder]),
        bound.html_name,
        bound.id_for_label,
        REQUIRED if field.required else "",
        DISABLED if field.disabled else "",
        attrs,
        format_html_join("", '<option value="{}"{}>{}</option>', options),
    )


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put what a service said on the form: field by field where the form has the field, the rest on top."""
    told = False
    for name, messages in refusal.errors.items():
        if name in form.fields:
            form.add_error(name, messages)
            told = True
    if not told:
        form.add_error(None, str(refusal))
