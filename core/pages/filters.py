"""Filters of list pages that need a box of their own."""

from typing import Any, TypeVar

import django_filters as df
from django import forms as django_forms

from core.pages import forms
from core.pages.forms import PickerField

F = TypeVar("F", bound=df.Filter)


def ruled(narrow: F, *keys: str) -> F:
    """A filter that finds by written rules: they are shown below its field (core.pages.forms.ruled)."""
    forms.ruled(narrow.field, *keys)
    return narrow


class PickerFilter(df.ModelChoiceFilter):
    """Narrow by one row out of hundreds: a box with search, where a select would draw every one of them on each page.

    owner = PickerFilter(label=_("负责人"), queryset=colleagues, finder="customers.colleague")
    """

    field_class = PickerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "")
        super().__init__(*args, **kwargs)


class ChipsFilter(df.MultipleChoiceFilter):
    """Narrow by any of a few values of the row's own column.

    Without the DISTINCT it would come with: nothing is joined, and PostgreSQL would gather all rows before it could
    give the first.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, distinct=False, widget=django_forms.CheckboxSelectMultiple, **kwargs)
