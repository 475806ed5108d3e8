"""Shape and wording of what people enter about leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.pages.forms import PickerField, offer, ruled
from customers import lead_assignment
from customers.choices import RejectReason
from customers.deal_forms import DATE, VERSION, Facts
from customers.fields import CustomerField
from customers.forms import DivisionField, of
from customers.models import Customer, Lead, LeadTouch, Opportunity
from customers.policy import LEAD_ASSIGN_DAYS, LEAD_SCREENING, LEAD_TOUCH_DAYS, LEAD_WAYS
from org.models import User

TEL: dict[str, Any] = {"widget": forms.TextInput(attrs={"inputmode": "tel"})}
MOMENT: dict[str, Any] = {
    "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    "input_formats": ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
}


class LeadForm(Facts):
    company = of(Lead, "company")
    source = ruled(of(Lead, "source", widget=forms.RadioSelect), LEAD_ASSIGN_DAYS)
    source_detail = of(Lead, "source_detail", help_text=gettext_lazy("例如 2026 上海水展，或谁介绍的"))
    contact = of(Lead, "contact")
    phone = of(Lead, "phone", **TEL)
    wechat = of(Lead, "wechat")
    email = of(Lead, "email")
    division = DivisionField()
    wants = of(Lead, "wants", widget=forms.Textarea(attrs={"rows": 3}))
    received_at = of(Lead, "received_at", required=False, help_text=gettext_lazy("空着就是现在"), **MOMENT)
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["source"]
        source.choices = [choice for choice in source.choices if choice[0]]

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        if not found.get("received_at"):
            found.pop("received_at", None)
        return found


class AssignForm(forms.Form):
    to = ruled(
        PickerField(queryset=User.objects.none(), finder="customers.lead_owner", label=gettext_lazy("分给")), LEAD_WAYS
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("改派时要写，第一次分可以空着"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", lead_assignment.possible_owners(user))


class AssignOneForm(AssignForm):
    """The page of one lead. In bulk each row has a version of its own."""

    version = forms.IntegerField(**VERSION)


class TouchForm(Facts):
    channel = of(LeadTouch, "channel", widget=forms.RadioSelect)
    outcome = of(LeadTouch, "outcome", widget=forms.RadioSelect)
    person = of(LeadTouch, "person")
    note = of(LeadTouch, "note", widget=forms.Textarea(attrs={"rows": 3}))
    next_step = of(LeadTouch, "next_step")
    next_on = of(LeadTouch, "next_on", **DATE)
    at = ruled(of(LeadTouch, "at", required=False, **MOMENT), LEAD_TOUCH_DAYS)
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("channel", "outcome"):
            field: Any = self.fields[name]
            field.choices = [choice for choice in field.choices if choice[0]]


class ScreenForm(Facts):
    """Only what the policy asks for stops a conversion; the rest may stay empty."""

    need = ruled(of(Lead, "need", widget=forms.Textarea(attrs={"rows": 3})), LEAD_SCREENING)
    budget = of(Lead, "budget")
    timing = of(Lead, "timing")
    potential = of(Lead, "potential")
    version = forms.IntegerField(**VERSION)


class ConvertForm(forms.Form):
    """A new customer, or one that is there; with a deal when it has a name."""

    customer = CustomerField(
        label=gettext_lazy("已有的客户"),
        required=False,
        help_text=gettext_lazy("本来就是我们的客户就选它，空着新建"),
        shown=0,
    )
    name = of(Customer, "name", required=False, label=gettext_lazy("新客户的名称"))
    uscc = of(Customer, "uscc", max_length=40, help_text=gettext_lazy("18 位，开票也用它"))
    phone = of(Customer, "phone", label=gettext_lazy("公司电话"))
    division = DivisionField()
    title = of(
        Opportunity,
        "title",
        required=False,
        label=gettext_lazy("新商机的名称"),
        help_text=gettext_lazy("写了就一起登记商机"),
    )
    amount = of(Opportunity, "amount", required=False, min_value=0)
    expected_on = of(Opportunity, "expected_on", required=False, **DATE)
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", Customer.objects.visible_to(user))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("customer") and not (data.get("name") or "").strip() and "name" not in self.errors:
            self.add_error("name", gettext_lazy("写新客户的名称，或选已有的客户"))
        if (data.get("title") or "").strip():
            for name in ("amount", "expected_on"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, gettext_lazy("登记商机要填"))
        return data

    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        data = self.cleaned_data
        deal = {name: data[name] for name in ("title", "amount", "expected_on")} if data["title"].strip() else None
        facts = {name: data[name] for name in ("name", "uscc", "phone", "division")}
        return {"customer": data["customer"], "facts": facts, "opportunity": deal}


class RejectForm(forms.Form):
    reason = forms.ChoiceField(label=gettext_lazy("退掉的原因"), choices=RejectReason.choices, widget=forms.RadioSelect)
    note = of(Lead, "reject_note", required=False, label=gettext_lazy("说明"), widget=forms.Textarea(attrs={"rows": 2}))


class RejectOneForm(RejectForm):
    version = forms.IntegerField(**VERSION)
