"""Shape and wording of what administrators and people set."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock, policy


class QuietHoursForm(forms.Form):
    starts = forms.TimeField(label=_("从"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=_("到"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    workdays_only = forms.BooleanField(label=_("休息日整天安静"), required=False)


HINTS: dict[str, Any] = {
    policy.MONEY: _("元"),
    policy.PERCENT: _("百分数，15 就是 15%"),
    policy.NUMBER: "",
    policy.DAYS: _("天"),
    policy.TEXT: "",
}


class PolicyForm(forms.Form):
    """A new version of one rule. Percent is typed as people say it, 15 for 15 %."""

    value = forms.CharField(label=_("取值"), max_length=200)
    clause = forms.CharField(
        label=_("条文"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("{value} 会换成取值，决定时引用这一句")
    )
    valid_from = forms.DateField(
        label=_("生效日"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("今天或以后；过去的决定不变")
    )
    note = forms.CharField(label=_("修订说明"), max_length=200, required=False)

    def __init__(self, *args: Any, rule: policy.Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule
        if rule.kind == policy.SWITCH:
            self.fields["value"] = forms.ChoiceField(
                label=_("取值"), choices=[("true", _("是")), ("false", _("否"))], widget=forms.RadioSelect
            )
        elif rule.kind == policy.SET:
            self.fields["value"] = forms.MultipleChoiceField(
                label=_("取值"),
                choices=rule.options,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        else:
            self.fields["value"].help_text = HINTS[rule.kind]
        self.order_fields(["value", "clause", "valid_from", "note"])

    @staticmethod
    def initial_for(current: policy.InForce, clause: str) -> dict[str, Any]:
        value: Any = current.value
        if current.rule.kind == policy.PERCENT:
            value = f"{(current.value * 100).normalize():f}"
        elif current.rule.kind == policy.SWITCH:
            value = "true" if current.value else "false"
        elif current.rule.kind == policy.SET:
            value = list(current.value)
        return {"value": value, "clause": clause, "valid_from": clock.today().isoformat()}

    def clean_value(self) -> Any:
        """As the service takes it: a fraction for percent; what is no number is for the service to refuse."""
        if self.rule.kind == policy.SET:
            return self.cleaned_data["value"]
        typed = str(self.cleaned_data["value"]).replace(",", "").replace("%", "").strip()
        if self.rule.kind == policy.TEXT:
            return str(self.cleaned_data["value"])
        if self.rule.kind == policy.PERCENT:
            try:
                return str(Decimal(typed) / 100)
            except ArithmeticError:
                return typed
        return typed
