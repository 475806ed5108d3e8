"""Shape and wording of what people enter about intelligence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.pages.forms import PickerField, offer
from customers.choices import IntelligenceKind, IntelligenceSource, Reliability, Secrecy
from customers.deal_forms import DATE, VERSION, Facts
from customers.fields import CustomerField
from customers.forms import of
from customers.models import Competitor, Customer, Intelligence
from customers.models.intelligence import sees_competitors
from org.models import User

LEVELS = gettext_lazy(
    "公开：看得到这家客户的人，只写对手时看得到对手档案的人；内部：客户自己的人和他们的上级，只写对手时跟商机的人；"
    "机密：只有记的人、他的上级和有权看机密的人"
)


def chips(name: str, choices: Any, **more: Any) -> Any:
    """A choice as chips, however many there are: a thumb finds them faster than a select."""
    label = Intelligence._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


class IntelligenceForm(Facts):
    text = of(
        Intelligence,
        "text",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("例如 12 月挂网招标，预算 480 万，刘总工退了，新来的周工看技术"),
    )
    kind = chips("kind", IntelligenceKind.choices)
    source = chips("source", IntelligenceSource.choices)
    source_note = of(Intelligence, "source_note", help_text=gettext_lazy("谁说的、哪个网站、哪份公告"))
    reliability = chips("reliability", Reliability.choices, initial=Reliability.UNSURE)
    learned_on = of(Intelligence, "learned_on", **DATE)
    version = forms.IntegerField(**VERSION)


class NewIntelligenceForm(IntelligenceForm):
    """About a customer, a competitor, or both. The competitors only to who knows them."""

    customer = CustomerField(required=False)
    competitor = PickerField(
        queryset=Competitor.objects.none(),
        finder="customers.competitor",
        label=gettext_lazy("竞争对手"),
        required=False,
        help_text=gettext_lazy("客户和对手至少选一个；两个都选，就按这家客户定谁看得到"),
    )
    level = chips("level", Secrecy.choices, initial=Secrecy.INTERNAL, help_text=LEVELS)
    field_order = ["customer", "competitor", "text", "kind"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", Customer.objects.visible_to(user))
        if sees_competitors(user):
            offer(self, "competitor", Competitor.objects.visible_to(user).order_by("name"))
        else:
            del self.fields["competitor"]
            self.fields["customer"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("customer") and not data.get("competitor") and "competitor" in self.fields:
            self.add_error("customer", gettext_lazy("选客户或竞争对手，至少一个"))
        return data

    def facts(self) -> dict[str, Any]:
        apart = ("competitor", "level")
        return {name: value for name, value in super().facts().items() if name not in apart}

    def whom(self) -> dict[str, int | None]:
        chosen = {name: self.cleaned_data.get(name) for name in ("customer", "competitor")}
        return {f"{name}_id": row.pk if row else None for name, row in chosen.items()}


class RegradeForm(forms.Form):
    level = chips("level", Secrecy.choices, help_text=LEVELS)
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("降低密级要写"),
    )
    version = forms.IntegerField(**VERSION)
