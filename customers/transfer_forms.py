"""The form of who asks for a colleague's customer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.choices import TransferWish


class TransferRequestForm(forms.Form):
    wish = forms.ChoiceField(label=_("想要"), choices=TransferWish.choices)
    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("上级凭它裁定：和谁接触过、哪天、谈到哪一步。对方也看得到"),
    )
