"""What lists of intelligence can be narrowed by."""

from typing import Any

import django_filters as df
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.pages.filters import ChipsFilter, PickerFilter
from customers.choices import IntelligenceKind, IntelligenceSource, Reliability, Secrecy
from customers.deal_filters import competitors
from customers.filters import colleagues, customers_in_sight
from customers.models import Intelligence
from customers.models.intelligence import sees_competitors


class IntelligenceFilter(df.FilterSet):
    kind = ChipsFilter(label=_("哪一类"), choices=IntelligenceKind.choices)
    level = ChipsFilter(label=_("密级"), choices=Secrecy.choices)
    customer = PickerFilter(
        label=pgettext_lazy("one", "客户"), queryset=customers_in_sight, finder="customers.customer"
    )
    competitor = PickerFilter(label=_("竞争对手"), queryset=competitors, finder="customers.competitor")
    author = PickerFilter(label=_("谁记的"), queryset=colleagues, finder="customers.colleague")
    source = ChipsFilter(label=_("怎么知道的"), choices=IntelligenceSource.choices)
    reliability = ChipsFilter(label=_("可靠程度"), choices=Reliability.choices)
    learned_on = df.DateFromToRangeFilter(label=_("哪天知道的"))

    class Meta:
        model = Intelligence
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None and not sees_competitors(self.request.user):
            del self.filters["competitor"]
