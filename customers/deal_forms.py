"""Shape and wording of what people enter about deals and competitors."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.pages.forms import PickerField, offer, ruled
from customers import deal_selectors
from customers.choices import OPEN_STAGES
from customers.fields import CustomerField
from customers.forms import of
from customers.models import Competitor, Customer, NeedAnalysis, Opportunity, Rival, Solution
from customers.policy import CHANCE, LOST_REASONS, NEED_REQUIRED, REOPEN_DAYS
from org.models import User

DATE: dict[str, Any] = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
VERSION: dict[str, Any] = {"widget": forms.HiddenInput, "required": False}
YUAN = pgettext_lazy("unit of a field", "元")


class Facts(forms.Form):
    """A form whose fields are facts of a service, besides the version it was opened with."""

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "customer")}


class OpportunityForm(Facts):
    title = of(Opportunity, "title", help_text=gettext_lazy("客户的项目，例如 眉山基地恒压供水改造"))
    amount = of(Opportunity, "amount", min_value=0, help_text=YUAN)
    expected_on = of(Opportunity, "expected_on", **DATE)
    chance = ruled(
        forms.IntegerField(
            label=gettext_lazy("赢率（%）"),
            min_value=0,
            max_value=100,
            required=False,
            help_text=gettext_lazy("空着按阶段的赢率"),
        ),
        *(CHANCE[stage] for stage in OPEN_STAGES),
    )
    products = of(Opportunity, "products", help_text=gettext_lazy("例如 恒压供水机组 2 套"))
    source = of(Opportunity, "source", required=False)
    version = forms.IntegerField(**VERSION)


class NewOpportunityForm(OpportunityForm):
    customer = CustomerField()
    field_order = ["customer"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", Customer.objects.visible_to(user))


class NeedForm(Facts):
    """Only what the policy asks for stops a deal; the rest may stay empty."""

    need = ruled(of(NeedAnalysis, "need", widget=forms.Textarea(attrs={"rows": 4})), NEED_REQUIRED)
    budget = of(NeedAnalysis, "budget", min_value=0, help_text=gettext_lazy("元，不知道就空着"))
    purchase_plan = of(NeedAnalysis, "purchase_plan", widget=forms.Textarea(attrs={"rows": 2}))
    background = of(NeedAnalysis, "background", widget=forms.Textarea(attrs={"rows": 3}))
    deciders = of(NeedAnalysis, "deciders")
    version = forms.IntegerField(**VERSION)


class SolutionForm(forms.Form):
    title = of(Solution, "title")
    summary = of(Solution, "summary", widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(**VERSION)


class RivalForm(forms.Form):
    competitor = PickerField(
        queryset=Competitor.objects.none(),
        finder="customers.competitor",
        label=gettext_lazy("竞争对手"),
        required=False,
    )
    new_name = forms.CharField(
        label=gettext_lazy("没有就写名称"), max_length=120, required=False, help_text=gettext_lazy("会建一份对手档案")
    )
    price = of(Rival, "price", help_text=YUAN)
    note = of(Rival, "note")
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "competitor", Competitor.objects.visible_to(user).order_by("name"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("competitor") and not (data.get("new_name") or "").strip():
            self.add_error("competitor", gettext_lazy("选一个对手，或写一个新的"))
        return data


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(**VERSION)


class ReopenForm(ReasonForm):
    reason = ruled(
        forms.CharField(label=gettext_lazy("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})),
        REOPEN_DAYS,
    )


class WinForm(forms.Form):
    amount = of(Opportunity, "amount", label=gettext_lazy("成交金额"), help_text=YUAN)
    signed_on = forms.DateField(label=gettext_lazy("签约日期"), **DATE)
    version = forms.IntegerField(**VERSION)


class LoseForm(forms.Form):
    reason = ruled(forms.ChoiceField(label=gettext_lazy("丢单原因"), widget=forms.RadioSelect), LOST_REASONS)
    competitor = PickerField(
        queryset=Competitor.objects.none(),
        finder="customers.competitor",
        label=gettext_lazy("输给谁"),
        required=False,
        help_text=gettext_lazy("项目取消、没有预算不用选"),
    )
    note = of(Opportunity, "lost_note", widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = deal_selectors.lost_reasons()
        offer(self, "competitor", Competitor.objects.visible_to(user).order_by("name"))


class CompetitorForm(Facts):
    name = of(Competitor, "name")
    website = of(Competitor, "website", assume_scheme="https")
    pricing = of(Competitor, "pricing", help_text=gettext_lazy("例如 比我们低 5% 到 8%，投标压得更低"))
    strengths = of(Competitor, "strengths", widget=forms.Textarea(attrs={"rows": 3}))
    weaknesses = of(Competitor, "weaknesses", widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(**VERSION)
