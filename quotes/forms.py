"""Shape and wording of what people type about quotes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from quotes.choices import SentBy


class StampForm(forms.Form):
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=99, initial=1)


class SendForm(forms.Form):
    way = forms.ChoiceField(label=_("怎么发出"), choices=SentBy.choices, initial=SentBy.MAIL)
    to = forms.CharField(label=_("发给谁"), max_length=120)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("给审批人的话"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
