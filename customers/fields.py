"""How forms ask for a customer."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import pgettext_lazy

from core.pages.forms import PickerField
from customers.models import Customer, FormerCustomer


class CustomerField(PickerField):
    """One of the customers in sight. For one that was merged since the page was opened it takes the one it went into."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Customer.objects.none())
        kwargs.setdefault("label", pgettext_lazy("one", "客户"))
        super().__init__(finder="customers.customer", **kwargs)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            if not str(value).isdecimal() or len(str(value)) > 18:
                raise
            offered: Any = self.queryset
            seen = FormerCustomer.objects.filter(pk=value, customer__in=offered.order_by())
            former = seen.select_related("customer").first()
            if former is None:
                raise
            return former.customer
