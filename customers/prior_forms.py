"""Shape and wording of what people ask beforehand and report afterwards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.pages.forms import offer, ruled
from customers.choices import PriorKind, PriorOutcome
from customers.deal_forms import DATE, VERSION, YUAN, Facts
from customers.fields import CustomerField
from customers.forms import of
from customers.models import Customer, PriorApproval
from customers.policy import REPORT_BACK_DAYS
from org.models import User


class PriorForm(Facts):
    subject = of(PriorApproval, "subject", help_text=gettext_lazy("例如 请华能采购部两人吃饭，谈年度框架"))
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=PriorKind.choices, widget=forms.RadioSelect)
    customer = CustomerField(
        required=False,
        help_text=gettext_lazy("和客户有关就选上"),
    )
    amount = of(PriorApproval, "amount", min_value=0, help_text=YUAN)
    act_on = ruled(of(PriorApproval, "act_on", **DATE), REPORT_BACK_DAYS)
    content = of(PriorApproval, "content", widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", Customer.objects.visible_to(user))


class ReportForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("办成没有"), choices=PriorOutcome.choices, widget=forms.RadioSelect)
    report = of(
        PriorApproval,
        "report",
        required=True,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("见了谁、谈了什么、结果怎样；没办也写明为什么"),
    )
    spent = of(PriorApproval, "spent", min_value=0, help_text=YUAN)
    version = forms.IntegerField(**VERSION)
