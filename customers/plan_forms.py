"""What people enter about planned visits and the Saturday list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.pages.forms import offer, ruled
from customers.fields import CustomerField
from customers.forms import of
from customers.models import Customer, VisitPlan
from customers.policy import LIST_HOUR, VISIT_DAYS
from org.models import User


def _day() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PlanForm(forms.Form):
    customer = ruled(
        CustomerField(),
        *VISIT_DAYS.values(),
    )
    day = _day()
    kind = of(VisitPlan, "kind")
    purpose = of(VisitPlan, "purpose", help_text=gettext_lazy("去谈什么，带什么，例如 谈第 2 期货款，带对账单"))
    focus = ruled(forms.BooleanField(label=gettext_lazy("列为这一周的拜访重点"), required=False), LIST_HOUR)
    reason = forms.CharField(
        label=gettext_lazy("为什么改"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("这一周的重点已经确认，改动要写原因，大家看得到"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, user: User, frozen: bool = False, plan: VisitPlan | None = None, **kwargs: Any
    ) -> None:
        """`frozen`: a confirmed list may be touched, so the reason is asked."""
        super().__init__(*args, **kwargs)
        if plan is not None:
            del self.fields["customer"]
        else:
            offer(self, "customer", Customer.objects.visible_to(user))
            del self.fields["version"]
        if not frozen:
            self.fields["reason"].widget = forms.HiddenInput()
        self.fields["kind"].required = False

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("day", "kind", "purpose")}

    def ask_reason(self) -> None:
        self.fields["reason"].widget = forms.TextInput()


class SkipForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么没去成"),
        max_length=100,
        help_text=gettext_lazy("例如 对方出差，改约下周"),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DropForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么拿掉"),
        max_length=100,
        help_text=gettext_lazy("这一周的重点已经确认，改动要写原因，大家看得到"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么退回"), max_length=200, help_text=gettext_lazy("对方照着改，例如 大客户一家都没有")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
