"""What people choose when two customers become one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages.forms import PickerField, offer
from customers import sides
from customers.models import Contact, Customer
from org.models import User


class OtherForm(forms.Form):
    """Which one it is the same as."""

    other = PickerField(
        queryset=Customer.objects.none(), finder="customers.customer", label=gettext_lazy("和哪家是同一家")
    )

    def __init__(self, *args: Any, user: User, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "other", Customer.objects.visible_to(user).exclude(pk=customer.pk).latest_first())


class MergeForm(forms.Form):
    """Group by group which value stays; what is alike in both is not asked."""

    join = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如 改了名，老档案是同一家"),
    )
    survivor_version = forms.IntegerField(widget=forms.HiddenInput)
    merged_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        survivor: Customer,
        merged: Customer,
        asked: Sequence[sides.Side],
        twins: Sequence[tuple[Contact, Contact]],
    ) -> None:
        versions = {"survivor_version": survivor.version, "merged_version": merged.version}
        super().__init__(data, initial=versions | {side.group.code: side.proposed for side in asked})
        self.fields["join"].choices = [(str(theirs.pk), str(theirs)) for theirs, _ours in twins]  # type: ignore[attr-defined]
        for side in asked:
            choices = [(sides.SURVIVOR, side.survivor), (sides.MERGED, side.merged)]
            if side.joins:
                choices.append((sides.BOTH, _("两边都留")))
            self.fields[side.group.code] = forms.ChoiceField(label=str(side.group.label), choices=choices)

    def choices(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in sides.GROUPS if code in self.fields}
