"""How one notes what the customer said of a quote."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.pages.forms import PickerField, offer, ruled
from customers.deal_selectors import lost_reasons
from customers.models import Competitor, Contact
from customers.policy import LOST_REASONS
from org.models import User
from quotes.choices import FeedbackOutcome
from quotes.models import Quote


class FeedbackForm(forms.Form):
    """Reason and winner belong to a loss; the page shows them with it (static/css/app.css)."""

    outcome = forms.ChoiceField(label=_("客户怎么说"), choices=FeedbackOutcome.choices, widget=forms.RadioSelect)
    reason = ruled(forms.ChoiceField(label=_("丢单原因"), widget=forms.RadioSelect, required=False), LOST_REASONS)
    competitor = PickerField(
        queryset=Competitor.objects.none(),
        finder="customers.competitor",
        label=_("输给谁"),
        required=False,
        help_text=_("项目取消、没有预算不用选"),
    )
    said = forms.CharField(
        label=_("原话或要点"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如 总价要再让 3%，交期 6 周可以"),
    )
    contact = forms.ModelChoiceField(
        label=_("谁说的"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("没说是谁"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, quote: Quote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = lost_reasons()
        contact: Any = self.fields["contact"]
        contact.queryset = Contact.objects.visible_to(user).filter(customer_id=quote.customer_id).present()
        offer(self, "competitor", Competitor.objects.visible_to(user).order_by("name"))

    def facts(self) -> dict[str, Any]:
        """What `record_feedback` takes. What belongs to a loss is left out of anything else."""
        given = dict(self.cleaned_data)
        if given["outcome"] != FeedbackOutcome.LOST:
            given |= {"reason": "", "competitor": None}
        return given
