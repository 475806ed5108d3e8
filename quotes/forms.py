"""Shape and wording of what people enter about quotes, products and prices."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Field as ModelField
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import clock, money
from core.errors import Invalid
from core.pages.forms import PickerField, ruled
from customers.fields import CustomerField
from customers.models import Contact, Customer, Opportunity, Solution
from org.models import User
from quotes import catalog, payment, pricing
from quotes import policy as rules
from quotes.choices import PayEvent, SentBy
from quotes.models import PriceList, PriceListItem, Product, Quote, QuoteLine
from quotes.pricing import LineInput

PAYMENT_TEMPLATES = ("30/60/10", "30/65/5", "10/80/10", "款到发货", "月结 30 天", "月结 60 天")
PAYMENT_ROWS = 5
DATE = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def of(model: type[Model], name: str, **more: Any) -> forms.Field:
    """The form field a model field asks for, so that lengths and labels are said once."""
    field = model._meta.get_field(name)
    assert isinstance(field, ModelField)
    made = field.formfield(**more)
    assert made is not None
    return made


class QuoteForm(forms.Form):
    """The head of a quote. The customer is chosen once; the contacts offered are that customer's."""

    title = of(Quote, "title", help_text=gettext_lazy("客户的项目或用途，例如 二期循环水泵站成套设备"))
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=gettext_lazy("收件人"), required=False, empty_label=gettext_lazy("不填")
    )
    opportunity = forms.ModelChoiceField(
        Opportunity.objects.none(), label=gettext_lazy("商机"), required=False, empty_label=gettext_lazy("不属于商机")
    )
    solution = forms.ModelChoiceField(
        Solution.objects.none(),
        label=gettext_lazy("按哪版方案"),
        required=False,
        empty_label=gettext_lazy("最新的一版"),
    )
    valid_until = ruled(
        of(Quote, "valid_until", required=False, help_text=gettext_lazy("空着按制度的有效期"), **DATE), rules.VALID_DAYS
    )
    payment_terms = ruled(
        of(
            Quote,
            "payment_terms",
            required=False,
            widget=forms.TextInput(attrs={"list": "payment-templates"}),
            help_text=gettext_lazy("30/60/10 是签约、发货前、质保期满三期；别的分法在下面写"),
        ),
        rules.PAYMENT_STANDARD,
    )
    delivery_terms = of(Quote, "delivery_terms")
    freight_terms = of(Quote, "freight_terms")
    warranty_months = of(Quote, "warranty_months", min_value=0, max_value=240)
    remarks = of(Quote, "remarks", widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: Any = self.fields["contact"]
        contact.queryset = Contact.objects.visible_to(user).filter(customer=customer).present()
        self._offer_deals(user, customer)

    def _offer_deals(self, user: User, customer: Customer) -> None:
        """The open deals of the customer, the one it has, and their solutions; without any, no question."""
        fields: dict[str, Any] = self.fields
        deals = Opportunity.objects.at(customer, user)
        deals = deals.open() | deals.filter(pk=self.initial.get("opportunity"))
        solutions = Solution.objects.filter(opportunity__in=deals).select_related("opportunity")
        fields["opportunity"].queryset, fields["solution"].queryset = deals, solutions.newest_first()
        fields["solution"].label_from_instance = lambda row: f"{row.opportunity.title} {row}"
        if not deals.exists():
            del fields["opportunity"], fields["solution"]
        elif not solutions.exists():
            del fields["solution"]

    def facts(self) -> dict[str, Any]:
        """What the services take as facts; an empty validity is theirs to fill."""
        kept = {"contact", "version"}
        facts = {name: value for name, value in self.cleaned_data.items() if name not in kept}
        return facts if facts["valid_until"] else {**facts, "valid_until": None}

    def contact_id(self) -> int | None:
        contact = self.cleaned_data["contact"]
        return contact.pk if contact else None


class LineForm(forms.Form):
    """One line: a product and a quantity are enough; price and words come from the catalogue unless written here."""

    product = PickerField(
        queryset=Product.objects.none(),
        finder="quotes.product",
        label=pgettext_lazy("one", "产品"),
        required=False,
        shown=0,
    )
    name = of(QuoteLine, "name", required=False)
    model = of(QuoteLine, "model", required=False)
    spec = of(QuoteLine, "spec", required=False)
    unit = of(QuoteLine, "unit", required=False)
    qty = forms.DecimalField(
        label=gettext_lazy("数量"), max_digits=12, decimal_places=3, min_value=Decimal("0.001"), required=False
    )
    unit_price = forms.DecimalField(
        label=gettext_lazy("含税单价"), max_digits=18, decimal_places=2, min_value=0, required=False
    )
    tax_code = forms.ChoiceField(label=gettext_lazy("税率"), required=False)
    delivery = of(QuoteLine, "delivery", required=False)
    remark = of(QuoteLine, "remark", required=False)

    def __init__(self, *args: Any, rates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["product"].queryset = Product.objects.on_sale()
        fields["tax_code"].choices = [("", _("按产品")), *rates]
        fields["tax_code"].widget.attrs["data-plain"] = "1"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("product") and data.get("model") and not data.get("name"):
            data["product"] = catalog.product_by_model(data["model"])
        return data

    def is_blank(self) -> bool:
        data = self.cleaned_data
        return not any(data.get(name) for name in ("product", "name", "model", "spec", "qty", "unit_price"))

    def as_input(self) -> LineInput:
        data = self.cleaned_data
        product = data.get("product")
        return LineInput(
            qty=data.get("qty") or Decimal(0),
            product_id=product.pk if product else None,
            unit_price=data.get("unit_price"),
            **{
                name: data.get(name) or ""
                for name in ("name", "model", "spec", "unit", "tax_code", "delivery", "remark")
            },
        )


class PaymentForm(forms.Form):
    """One row of the payment plan."""

    event = forms.ChoiceField(label=gettext_lazy("付款节点"), required=False, choices=[("", ""), *PayEvent.choices])
    percent = forms.DecimalField(label=gettext_lazy("比例 %"), max_digits=5, decimal_places=2, required=False)
    amount = forms.DecimalField(label=gettext_lazy("或金额"), max_digits=13, decimal_places=2, required=False)
    days = forms.IntegerField(label=gettext_lazy("几天内"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].widget.attrs["data-plain"] = "1"

    def row(self) -> dict[str, Any] | None:
        """The row as the services take it; None for an empty one."""
        data = {name: self.cleaned_data.get(name) or None for name in ("event", "percent", "amount")}
        data["days"] = self.cleaned_data.get("days")
        return data if any(value is not None for value in data.values()) else None


class PaymentRows:
    """The payment plan in the editor: empty while the words beside it say it all."""

    def __init__(self, data: Mapping[str, Any] | None, quote: Quote | None) -> None:
        kept = quote.payment_plan if quote and payment.parse(quote.payment_terms) != quote.payment_plan else []
        initial = [*kept, *[{}] * max(0, PAYMENT_ROWS - len(kept))]
        self.forms = [
            PaymentForm(data, prefix=f"pay{number}", initial=row, use_required_attribute=False)
            for number, row in enumerate(initial)
        ]

    @property
    def is_open(self) -> bool:
        return any(form.errors or any(form[name].value() for name in form.fields) for form in self.forms)

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def rows(self) -> list[dict[str, Any]]:
        return [row for row in (form.row() for form in self.forms) if row]

    def show(self, refusal: Invalid) -> bool:
        """Put errors keyed "payment_plan.1.percent" on their rows. True when one found its place."""
        filled = [form for form in self.forms if form.row()]
        told = False
        for key, messages in refusal.errors.items():
            parts = key.split(".")
            if parts[0] == "payment_plan" and len(parts) == 3 and int(parts[1]) < len(filled):
                filled[int(parts[1])].add_error(parts[2], messages)
                told = True
        return told


class Lines:
    """The rows of the editor: bound to what was posted, or filled from a quote. Never more than pricing allows.

    A row is added or taken away without saving: `changed` gives the same rows with one more or one less.
    """

    PREFIX = "line"

    def __init__(self, data: Mapping[str, Any] | None, initial: list[dict[str, Any]] | None = None) -> None:
        today = clock.today()
        self.rates = [(code, str(rate.label)) for code, rate in sorted(pricing.rates_on(today).items(), key=_by_rate)]
        if data is None:
            given = initial or [{}]
            self.forms = [self._form(number, None, row) for number, row in enumerate(given)]
        else:
            self.forms = [self._form(number, data, {}) for number in range(_row_count(data))]

    def _form(self, number: int, data: Mapping[str, Any] | None, initial: dict[str, Any]) -> LineForm:
        return LineForm(
            data, prefix=f"{self.PREFIX}{number}", initial=initial, rates=self.rates, use_required_attribute=False
        )

    @property
    def count(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        """Whether every row is; all of them are asked, so that all show their errors."""
        answers = [form.is_valid() for form in self.forms]
        return all(answers)

    def inputs(self) -> list[LineInput]:
        """The filled rows. Call after is_valid."""
        return [form.as_input() for form in self.filled()]

    def filled(self) -> list[LineForm]:
        return [form for form in self.forms if not form.is_blank()]

    def show(self, refusal: Invalid) -> bool:
        """Put errors keyed "lines.2.qty" on their rows. True when at least one found its place."""
        rows = self.filled()
        told = False
        for key, messages in refusal.errors.items():
            _lines, _dot, rest = key.partition(".")
            number, _dot, field = rest.partition(".")
            if _lines == "lines" and number.isdecimal() and int(number) < len(rows):
                row = rows[int(number)]
                row.add_error(field if field in row.fields else None, messages)
                told = True
        return told


def _by_rate(item: tuple[str, Any]) -> tuple[bool, Decimal]:
    code, rate = item
    return code == pricing.EXEMPT, -rate.rate


def _row_count(data: Mapping[str, Any]) -> int:
    text = str(data.get("rows", "1"))
    return max(1, min(int(text), pricing.MOST_LINES)) if text.isdecimal() and len(text) < 5 else 1


def changed(data: Any, *, add: bool = False, remove: int | None = None) -> Any:
    """Posted data with one row more, or without one; the rows after it move up."""
    count = _row_count(data)
    moved = data.copy()
    if remove is not None and 0 <= remove < count:
        for number in range(remove, count):
            for name in LineForm.base_fields:
                after = moved.getlist(f"{Lines.PREFIX}{number + 1}-{name}")
                moved.setlist(f"{Lines.PREFIX}{number}-{name}", after)
        count = max(1, count - 1)
    if add:
        count = min(count + 1, pricing.MOST_LINES)
    moved["rows"] = str(count)
    return moved


def rows_of(quote: Quote) -> list[dict[str, Any]]:
    """A quote's lines as the editor shows them."""
    names = ("name", "model", "spec", "unit", "unit_price", "tax_code", "delivery", "remark")
    return [
        {
            "product": line.product_id,
            "qty": money.plain_number(line.qty),
            **{name: getattr(line, name) for name in names},
        }
        for line in quote.lines.order_by("position")
    ]


class StampForm(forms.Form):
    copies = forms.IntegerField(label=gettext_lazy("份数"), min_value=1, max_value=99, initial=1)


class SendForm(forms.Form):
    way = forms.ChoiceField(label=gettext_lazy("怎么发出"), choices=SentBy.choices, initial=SentBy.MAIL)
    to = forms.CharField(label=gettext_lazy("发给谁"), max_length=120)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("给审批人的话"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ProductForm(forms.Form):
    line = of(Product, "line")
    name = of(Product, "name")
    model = of(Product, "model")
    spec = of(Product, "spec")
    unit = of(Product, "unit")
    tax_code = forms.ChoiceField(label=gettext_lazy("税率"))
    lead_weeks = of(Product, "lead_weeks", max_value=200)
    cost = of(Product, "cost", min_value=0)
    is_active = of(Product, "is_active", initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, may_see_cost: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rates = sorted(pricing.rates_on(clock.today()).items(), key=_by_rate)
        tax: Any = self.fields["tax_code"]
        tax.choices = [(code, str(rate.label)) for code, rate in rates]
        if not may_see_cost:
            del self.fields["cost"]

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PriceListForm(forms.Form):
    """A price list: its span, and one line per product, pasted from a sheet: model, list price, floor price."""

    name = of(PriceList, "name")
    valid_from = of(PriceList, "valid_from", **DATE)
    valid_until = of(PriceList, "valid_until", help_text=gettext_lazy("空着就是一直有效，到下一份价格表为止"), **DATE)
    prices = forms.CharField(
        label=gettext_lazy("价格"),
        widget=forms.Textarea(attrs={"rows": 12, "class": "mono", "spellcheck": "false"}),
        help_text=gettext_lazy("每行一个产品：型号、含税目录价、底价，用制表符或逗号隔开，可以从表格里整块粘贴"),
    )

    def clean_prices(self) -> list[tuple[Product, Decimal, Decimal]]:
        by_model = _products_by_model()
        rows, errors, seen = [], [], set()
        for number, text in enumerate(self.cleaned_data["prices"].splitlines(), start=1):
            if not text.strip():
                continue
            try:
                row = _price_row(text, by_model)
                if row[0].pk in seen:
                    raise ValueError(_("型号重复"))
                seen.add(row[0].pk)
                rows.append(row)
            except ValueError as error:
                errors.append(_("第 %(n)s 行：%(why)s") % {"n": number, "why": error})
        if errors:
            raise forms.ValidationError(errors[:20])
        return rows


def _products_by_model() -> dict[str, Product | None]:
    """Model → product; None where several products share a model."""
    found: dict[str, Product | None] = {}
    for product in Product.objects.all():
        key = product.model.casefold()
        found[key] = None if key in found else product
    return found


def _price_row(text: str, by_model: dict[str, Product | None]) -> tuple[Product, Decimal, Decimal]:
    """Raises ValueError that says what is wrong with the row."""
    parts = [part.strip() for part in (text.split("\t") if "\t" in text else text.replace("，", ",").split(","))]
    if len(parts) != 3:
        raise ValueError(_("要有型号、目录价、底价三项"))
    product = by_model.get(parts[0].casefold())
    if product is None:
        why = _("有几个产品都叫 %(model)s") if parts[0].casefold() in by_model else _("没有型号 %(model)s")
        raise ValueError(why % {"model": parts[0]})
    listed, floor = (_money(part) for part in parts[1:])
    if not listed > 0 or not 0 <= floor <= listed:
        raise ValueError(_("目录价要大于 0，底价不能高于目录价"))
    return product, listed, floor


def _money(text: str) -> Decimal:
    field = forms.DecimalField(max_digits=18, decimal_places=2)
    try:
        value = field.clean(text.replace(" ", "").replace(",", "").lstrip("¥"))
    except forms.ValidationError as error:
        raise ValueError(_("“%(text)s” 不是金额") % {"text": text}) from error
    assert isinstance(value, Decimal)
    return value


def pasted(items: list[PriceListItem]) -> str:
    """A price list as the form takes it, to start the next one from."""
    return "\n".join(f"{item.product.model}\t{item.list_price}\t{item.floor_price}" for item in items)


class ChooseCustomerForm(forms.Form):
    customer = CustomerField()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        customer: Any = self.fields["customer"]
        customer.queryset = Customer.objects.visible_to(user).latest_first()
