"""Shape and wording of key customers and their service plans."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.pages.forms import ruled
from customers import account_selectors
from customers.choices import Satisfaction
from customers.deal_forms import DATE, VERSION, YUAN
from customers.forms import of
from customers.models import AccountPlan, AccountReview, Customer
from customers.policy import ACCOUNT_PLAN_DAYS, ACCOUNT_REVIEW_DAYS
from org.models import User

ROWS = 6
"""Days of reviews one can give at once, besides those there are."""


class NamingForm(forms.Form):
    """Which key customers come on the list of a year."""

    customers = ruled(
        forms.ModelMultipleChoiceField(
            Customer.objects.none(),
            label=gettext_lazy("哪些大客户"),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": gettext_lazy("至少选一家")},
        ),
        ACCOUNT_PLAN_DAYS,
    )

    def __init__(self, *args: Any, user: User, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["customers"]
        chosen.queryset = account_selectors.unlisted(user, year)
        chosen.label_from_instance = lambda customer: (
            _("%(name)s（%(manager)s）")
            % {
                "name": customer.name,
                "manager": customer.account_manager or _("没有客户经理"),
            }
        )


class AccountPlanForm(forms.Form):
    goals = of(
        AccountPlan,
        "goals",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("今年要谈成什么：框架、份额、新项目"),
    )
    target = of(AccountPlan, "target", min_value=0, help_text=YUAN)
    measures = of(
        AccountPlan,
        "measures",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("谁、多久一次、做什么：拜访、培训、巡检、备件"),
    )
    version = forms.IntegerField(**VERSION)

    def __init__(self, *args: Any, plan: AccountPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviews = account_selectors.reviews_of(plan)
        days = [review.due_on for review in reviews if review.held_on is None]
        if not reviews and not plan.goals:
            days = account_selectors.usual_reviews(plan.year, clock.today())
        for place in range(max(ROWS, len(days) + 1)):
            day = days[place] if place < len(days) else None
            label = _("第 %(n)s 次") % {"n": place + 1}
            self.fields[f"review_{place}"] = forms.DateField(label=label, required=False, initial=day, **_date())
        self.year = plan.year

    @property
    def review_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("review_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, day in list(data.items()):
            if name.startswith("review_") and isinstance(day, date) and day.year != self.year:
                self.add_error(name, _("要在 %(year)s 年") % {"year": self.year})
        return data

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("goals", "target", "measures")}

    def reviews(self) -> list[date]:
        days = (self.cleaned_data.get(name) for name in self.fields if name.startswith("review_"))
        return [day for day in days if day]


class ReviewForm(forms.Form):
    held_on = ruled(of(AccountReview, "held_on", required=True, **DATE), ACCOUNT_REVIEW_DAYS)
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("客户满意吗"), choices=Satisfaction.choices, widget=forms.RadioSelect
    )
    summary = of(
        AccountReview,
        "summary",
        required=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("和谁谈的、目标到哪一步、他们要什么、下一步"),
    )
    version = forms.IntegerField(**VERSION)


def _date() -> dict[str, Any]:
    return {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
