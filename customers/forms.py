"""Shape and wording of what people enter about customers, contacts and visits."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Field as ModelField
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import clock, divisions
from core.pages.forms import PickerField, offer, ruled
from customers import places, selectors
from customers.choices import OPEN_STAGES, CustomerClass, Outcome, Satisfaction, VisitKind
from customers.fields import CustomerField
from customers.models import Address, Contact, Customer, Opportunity, Task, Visit
from customers.models.customers import LONGEST_TAG, MOST_TAGS
from customers.policy import EXTENSION_DAYS, FEEDBACK_DAYS, LATE_DAYS, VISIT_DAYS
from customers.services import Position
from customers.services.tasks import MOST_FEEDBACK
from org.models import User


def of(model: type[Model], name: str, **more: Any) -> forms.Field:
    """The form field a model field asks for, so that lengths and labels are said once."""
    field = model._meta.get_field(name)
    assert isinstance(field, ModelField)
    made = field.formfield(**more)
    assert made is not None
    return made


class DivisionField(forms.CharField):
    """A place by name ("成都市武侯区", "武侯区"); gives its code."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("地区"),
            required=False,
            max_length=60,
            help_text=gettext_lazy("写到市或区县，例如 成都市武侯区"),
            widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off", "data-suggest": "places"}),
        )

    def prepare_value(self, value: Any) -> Any:
        return divisions.full_name(value) or value if value else value

    def clean(self, value: Any) -> str:
        try:
            return places.resolve(super().clean(value))
        except places.Unclear as unclear:
            if unclear.candidates:
                raise forms.ValidationError(
                    _("说的是哪里：%(places)s") % {"places": _("、").join(unclear.candidates)}
                ) from unclear
            raise forms.ValidationError(_("没有这个地方")) from unclear


class TagsField(forms.CharField):
    """Words with commas or blanks between them; gives a list."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("标签"),
            required=False,
            max_length=250,
            help_text=gettext_lazy("用逗号分开，最多 10 个，例如 总包、老客户介绍"),
        )

    def prepare_value(self, value: Any) -> Any:
        return _("、").join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [word for word in re.split(r"[\s,，、;；]+", super().clean(value)) if word]
        if len(words) > MOST_TAGS:
            raise forms.ValidationError(_("最多 %(most)d 个标签") % {"most": MOST_TAGS})
        if long := next((word for word in words if len(word) > LONGEST_TAG), None):
            raise forms.ValidationError(
                _("“%(tag)s” 太长，一个标签最多 %(most)d 字") % {"tag": long, "most": LONGEST_TAG}
            )
        return words


class CustomerForm(forms.Form):
    name = of(Customer, "name")
    short_name = of(Customer, "short_name")
    uscc = of(Customer, "uscc", max_length=40, help_text=gettext_lazy("18 位，开票也用它"))
    phone = of(Customer, "phone")
    industry = of(Customer, "industry")
    division = DivisionField()
    address = of(Customer, "address")
    website = of(Customer, "website", assume_scheme="https")
    parent = PickerField(
        queryset=Customer.objects.none(),
        finder="customers.customer",
        label=gettext_lazy("上级公司"),
        required=False,
        help_text=gettext_lazy("同一集团的总公司，先给它建档"),
        shown=0,
    )
    tags = TagsField()
    remarks = of(Customer, "remarks", widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = (
            Customer.objects.filter(pk=parent.pk) if (parent := self.initial.get("parent")) else Customer.objects.none()
        )
        offer(self, "parent", Customer.objects.visible_to(user) | kept)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NewCustomerForm(CustomerForm):
    """Creation also asks for the class; 大客户 is made by classifying."""

    customer_class = ruled(
        forms.ChoiceField(
            label=gettext_lazy("类别"),
            choices=[choice for choice in CustomerClass.choices if choice[0] != CustomerClass.KEY],
            initial=CustomerClass.POTENTIAL,
        ),
        *VISIT_DAYS.values(),
    )
    field_order = ["name", "customer_class", "short_name"]

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "customer_class"}


class ClassifyForm(forms.Form):
    customer_class = ruled(
        forms.ChoiceField(label=gettext_lazy("类别"), choices=CustomerClass.choices), *VISIT_DAYS.values()
    )
    account_manager = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("客户经理"),
        required=False,
        help_text=gettext_lazy("大客户必须有一位客户经理，其他类别不设"),
    )
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers: Any = self.fields["account_manager"]
        managers.queryset = User.objects.with_capability("customers.own_key").order_by("sort_key")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("customer_class") == CustomerClass.KEY and not found.get("account_manager"):
            self.add_error("account_manager", _("选一位客户经理"))
        return found


class ClassifyOneForm(ClassifyForm):
    """The page of one customer. In bulk each row has a version of its own."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TransferForm(forms.Form):
    to = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("转给"))
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = people


class CreditForm(forms.Form):
    credit_rating = of(Customer, "credit_rating")
    credit_limit = of(Customer, "credit_limit", help_text=gettext_lazy("元，含税；空着表示没有定过"))
    credit_days = of(Customer, "credit_days")
    credit_note = of(Customer, "credit_note")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AddressForm(forms.Form):
    kind = of(Address, "kind")
    division = DivisionField()
    line = of(Address, "line")
    receiver = of(Address, "receiver")
    phone = of(Address, "phone")
    is_default = of(Address, "is_default", help_text=gettext_lazy("单据先用它"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].required = True

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么放回"), max_length=200, help_text=gettext_lazy("下一个负责的人会看到")
    )


class ExtensionForm(forms.Form):
    until = ruled(
        forms.DateField(
            label=gettext_lazy("延期到"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        ),
        EXTENSION_DAYS,
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=100, help_text=gettext_lazy("上级凭它决定：在谈什么、等什么、下一步哪天")
    )

    def __init__(self, *args: Any, stays: date | None, latest: date, **kwargs: Any) -> None:
        """`stays` is until when the customer stays without."""
        super().__init__(*args, **kwargs)
        field = self.fields["until"]
        field.widget.attrs["max"] = latest.isoformat()
        words = _("最多延到 %(day)s") % {"day": f"{latest:%m-%d}"}
        if stays is not None:
            field.widget.attrs["min"] = (stays + timedelta(days=1)).isoformat()
            days = {"stays": f"{stays:%m-%d}", "latest": f"{latest:%m-%d}"}
            words = (
                _("不延期留到 %(stays)s，最多延到 %(latest)s") % days
                if stays < latest
                else _("不延期也留到 %(stays)s，今天最多延到 %(latest)s，快到期时再申请") % days
            )
        field.help_text = words


class ShareForm(forms.Form):
    person = PickerField(queryset=User.objects.none(), finder="customers.colleague", label=gettext_lazy("同事"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = User.objects.active().order_by("sort_key")


class ContactForm(forms.Form):
    name = of(Contact, "name")
    title = of(Contact, "title")
    phone = of(Contact, "phone", widget=forms.TextInput(attrs={"inputmode": "tel"}))
    wechat = of(Contact, "wechat")
    email = of(Contact, "email")
    role = of(Contact, "role")
    is_primary = of(Contact, "is_primary")
    left = of(Contact, "left")
    remarks = of(Contact, "remarks")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


NEXT_STEPS = [
    ("material", gettext_lazy("送资料")),
    ("quote", pgettext_lazy("one", "报价")),
    ("visit", gettext_lazy("再访")),
    ("", gettext_lazy("暂无")),
]


MATERIALS_HINT = gettext_lazy("演示必填：样机、样本、方案，例如 D280 样机和选型手册")
COMPANIONS_HINT = gettext_lazy("我方还有谁到场，例如 王工（技术部）")


class DealField(forms.ModelChoiceField):
    """The deal a visit was for: one of the chosen customer's."""

    def __init__(self) -> None:
        super().__init__(Opportunity.objects.none(), label=gettext_lazy("商机"), required=False)

    def offer(self, user: User, customer: Customer, kept: int | None = None) -> None:
        """The customer's open deals in sight, and the one the visit already has."""
        self.queryset = Opportunity.objects.at(customer, user).filter(Q(state__in=OPEN_STAGES) | Q(pk=kept))


class VisitForm(forms.Form):
    """The visit page: chips wherever a tap will do. The contacts offered are those of the chosen customer."""

    customer = CustomerField()
    kind = forms.ChoiceField(label=gettext_lazy("方式"), choices=VisitKind.choices, initial=VisitKind.VISIT)
    occurred_at = ruled(
        forms.DateTimeField(
            label=gettext_lazy("时间"),
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        ),
        LATE_DAYS,
    )
    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(), label=gettext_lazy("见了谁"), required=False, widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(label=gettext_lazy("结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    opportunity = DealField()
    purpose = of(Visit, "purpose")
    summary = of(Visit, "summary", widget=forms.Textarea(attrs={"rows": 3}))
    materials = of(Visit, "materials", help_text=MATERIALS_HINT)
    companions = of(Visit, "companions", help_text=COMPANIONS_HINT)
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("客户满意吗"), choices=Satisfaction.choices, required=False, widget=forms.RadioSelect
    )
    feedback = ruled(
        forms.CharField(
            label=gettext_lazy("客户提的事"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("一行一条，每条变成一个任务"),
        ),
        FEEDBACK_DAYS,
    )
    next_kind = forms.ChoiceField(
        label=gettext_lazy("下一步"), choices=NEXT_STEPS, required=False, widget=forms.RadioSelect
    )
    next_step = of(Visit, "next_step", label=gettext_lazy("下一步做什么"))
    next_day = forms.ChoiceField(label=gettext_lazy("什么时候"), required=False, widget=forms.RadioSelect)
    next_on = of(Visit, "next_on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    latitude = forms.DecimalField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.DecimalField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)
    client_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, user: User, customer: Customer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["customer"].queryset = Customer.objects.visible_to(user)
        fields["contacts"].queryset = (
            Contact.objects.visible_to(user).filter(customer=customer).present() if customer else Contact.objects.none()
        )
        if customer:
            fields["opportunity"].offer(user, customer)
        fields["next_day"].choices = day_choices(clock.today())

    def clean_feedback(self) -> list[str]:
        said = [line.strip() for line in self.cleaned_data["feedback"].splitlines() if line.strip()]
        longest = Task._meta.get_field("subject").max_length
        if len(said) > MOST_FEEDBACK or any(len(line) > longest for line in said):
            told = _("最多 %(lines)s 条，每条不超过 %(length)s 个字") % {"lines": MOST_FEEDBACK, "length": longest}
            raise forms.ValidationError(told)
        return said

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("next_day")
        if chosen and not data.get("next_on"):
            data["next_on"] = date.fromisoformat(chosen)
        if data.get("next_kind") and not data.get("next_step"):
            data["next_step"] = str(dict(NEXT_STEPS)[data["next_kind"]])
        return data

    def facts(self) -> dict[str, Any]:
        """What `log_visit` takes, besides customer and contacts."""
        names = (
            "kind", "occurred_at", "outcome", "purpose", "summary", "materials", "companions", "satisfaction", "feedback",
            "next_step", "next_on", "client_key",
        )  # fmt: skip
        deal = self.cleaned_data["opportunity"]
        return {**{name: self.cleaned_data[name] for name in names}, "opportunity_id": deal.pk if deal else None}

    def contact_ids(self) -> list[int]:
        return [contact.pk for contact in self.cleaned_data["contacts"]]

    def position(self) -> Position | None:
        data = self.cleaned_data
        if data.get("latitude") is None or data.get("longitude") is None:
            return None
        return Position(Decimal(data["latitude"]), Decimal(data["longitude"]), round(data.get("accuracy") or 0))


def day_choices(today: date) -> list[tuple[str, str]]:
    """明天, in three work days, next Monday: the days people mean most."""
    monday = today + timedelta(days=7 - today.weekday())
    days = [
        (clock.next_workday(today + timedelta(days=1)), ""),
        (clock.add_workdays(today, 3), ""),
        (monday, _("下周一")),
    ]
    labels: dict[str, str] = {}
    for day, label in days:
        tomorrow = _("明天") if day == today + timedelta(days=1) else f"{day:%m-%d}"
        labels.setdefault(day.isoformat(), label or tomorrow)
    return list(labels.items())


class AmendVisitForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("方式"), choices=VisitKind.choices)
    occurred_at = ruled(
        forms.DateTimeField(
            label=gettext_lazy("时间"),
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        ),
        LATE_DAYS,
    )
    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(), label=gettext_lazy("见了谁"), required=False, widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(label=gettext_lazy("结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    opportunity = DealField()
    purpose = of(Visit, "purpose")
    summary = of(Visit, "summary", widget=forms.Textarea(attrs={"rows": 4}))
    materials = of(Visit, "materials", help_text=MATERIALS_HINT)
    companions = of(Visit, "companions", help_text=COMPANIONS_HINT)
    satisfaction = forms.ChoiceField(
        label=gettext_lazy("客户满意吗"), choices=Satisfaction.choices, required=False, widget=forms.RadioSelect
    )
    next_step = of(Visit, "next_step")
    next_on = of(Visit, "next_on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=gettext_lazy("为什么更正"), max_length=200, help_text=gettext_lazy("更正前后都会留痕")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts: Any = self.fields["contacts"]
        contacts.queryset = Contact.objects.visible_to(user).filter(customer_id=visit.customer_id)
        deals: Any = self.fields["opportunity"]
        deals.offer(user, visit.customer, visit.opportunity_id)

    def facts(self) -> dict[str, Any]:
        """Times come in minutes: one that was not touched keeps its seconds."""
        kept = {"contacts", "opportunity", "reason", "version"}
        facts = {name: value for name, value in self.cleaned_data.items() if name not in kept}
        deal = self.cleaned_data["opportunity"]
        facts["opportunity_id"] = deal.pk if deal else None
        before: datetime = self.initial["occurred_at"]
        if facts["occurred_at"] == before.replace(second=0, microsecond=0):
            facts["occurred_at"] = before
        return facts


def initial_of(visit: Visit) -> dict[str, Any]:
    names = (
        "kind", "outcome", "purpose", "summary", "materials", "companions", "satisfaction", "next_step", "next_on",
        "version",
    )  # fmt: skip
    return {
        **{name: getattr(visit, name) for name in names},
        "opportunity": visit.opportunity_id,
        "occurred_at": clock.local(visit.occurred_at),
        "contacts": [row.contact_id for row in visit.met.all()],
    }


def transfer_people(user: User, customer: Customer) -> Any:
    """Whom the user may give the customer to."""
    people = selectors.possible_owners(user)
    return people.exclude(pk=customer.owner_id) if customer.owner_id else people
