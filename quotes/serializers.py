"""Products, prices and quotes as the API shows and takes them."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api import fields
from core.api.fields import DecimalString, LabelField, ReferenceField, StrictCharField, StrictIntegerField, VisibleField
from core.api.serializers import Input, Output, RowInput
from customers.choices import LostReason
from customers.models import Competitor, Contact, Customer, Opportunity, Solution
from quotes import payment, policies
from quotes.choices import FeedbackOutcome, PayEvent, SentBy
from quotes.models import PriceList, PriceListItem, Product, ProductLine, Quote, QuoteFeedback, QuoteLine
from quotes.pricing import MOST_LINES, LineInput

HIGHEST_PRICE = Decimal("99999999999.99")
MOST_PRICES = 5000


class CostlyOutput(Output):
    """Leaves out what the reader's role may not see, rather than showing it empty."""

    costly: tuple[str, ...] = ()

    def to_representation(self, row: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(row)
        if not policies.may_see_cost(self.context["request"].user):
            for name in self.costly:
                shown[name] = None
        return shown


class ProductOutput(CostlyOutput):
    """`cost` is null for roles that may not see it; `list_price` is today's, null without one."""

    costly = ("cost",)
    line = ReferenceField()
    list_price = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = [
            "id", "line", "name", "model", "spec", "unit", "tax_code", "list_price", "cost", "lead_weeks",
            "is_active", "version",
        ]  # fmt: skip

    def get_list_price(self, product: Any) -> str | None:
        return str(product.prices_today[0].list_price) if product.prices_today else None


class ProductInput(RowInput):
    line = VisibleField(model=ProductLine)
    cost = DecimalString(max_digits=13, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True)

    class Meta:
        model = Product
        fields = ["line", "name", "model", "spec", "unit", "tax_code", "cost", "lead_weeks", "is_active"]


class PriceOutput(Output):
    product = ReferenceField()

    class Meta:
        model = PriceListItem
        fields = ["product", "list_price", "floor_price"]


class PriceListOutput(Output):
    items = PriceOutput(many=True)

    class Meta:
        model = PriceList
        fields = ["id", "code", "name", "valid_from", "valid_until", "items", "version"]


class PriceInput(Input):
    product = VisibleField(model=Product)
    list_price = DecimalString(max_digits=13, decimal_places=2, min_value=Decimal("0.01"))
    floor_price = DecimalString(max_digits=13, decimal_places=2, min_value=Decimal(0))

    def to_internal_value(self, data: Any) -> tuple[Product, Decimal, Decimal]:
        price = super().to_internal_value(data)
        return price["product"], price["list_price"], price["floor_price"]


class PriceListInput(RowInput):
    code = StrictCharField(max_length=50, required=False, default=PriceList.STANDARD)
    prices = serializers.ListField(child=PriceInput(), min_length=1, max_length=MOST_PRICES)

    class Meta:
        model = PriceList
        fields = ["code", "name", "valid_from", "valid_until", "prices"]


class QuoteLineOutput(CostlyOutput):
    """A line. The author is told that it lies below the floor, the floor itself only who may see it."""

    costly = ("floor_price",)
    is_below_floor = serializers.SerializerMethodField()

    class Meta:
        model = QuoteLine
        fields = [
            "position", "product", "name", "model", "spec", "unit", "qty", "list_price", "floor_price",
            "is_below_floor", "unit_price", "tax_code", "tax_rate", "amount", "net", "tax", "delivery", "remark",
        ]  # fmt: skip

    def get_is_below_floor(self, line: QuoteLine) -> bool:
        return line.below_floor > 0


class PaymentOutput(serializers.Serializer[Any]):
    """A row of the payment plan with what falls due: the last row takes the cent."""

    event = serializers.ChoiceField(choices=PayEvent.choices)
    percent = serializers.CharField(allow_null=True)
    amount = serializers.CharField()
    days = serializers.IntegerField(allow_null=True)


class QuoteFeedbackOutput(Output):
    outcome_label = LabelField(of="outcome")
    contact = ReferenceField(allow_null=True)
    competitor = ReferenceField(allow_null=True)
    recorded_by = ReferenceField()

    class Meta:
        model = QuoteFeedback
        fields = [
            "outcome", "outcome_label", "said", "contact", "lost_reason", "competitor", "recorded_by", "recorded_at",
        ]  # fmt: skip


class QuoteOutput(Output):
    state_label = LabelField(of="state")
    customer = ReferenceField()
    contact = ReferenceField(allow_null=True)
    opportunity = ReferenceField(allow_null=True)
    solution = ReferenceField(allow_null=True)
    owner = ReferenceField()
    payment_plan = serializers.SerializerMethodField()
    lines = QuoteLineOutput(many=True)
    feedback = QuoteFeedbackOutput(many=True)
    available_actions = serializers.SerializerMethodField()

    class Meta:
        model = Quote
        fields = [
            "id", "number", "revision", "state", "state_label", "title", "customer", "contact", "opportunity", "solution", "owner", "currency",
            "quoted_on", "valid_until", "payment_terms", "payment_plan", "delivery_terms", "freight_terms",
            "warranty_months", "remarks", "list_total", "net_total", "tax_total", "total", "is_major", "reported_at", "approved_at",
            "issued_at", "approval", "lines", "feedback", "created_at", "updated_at", "version", "available_actions",
        ]  # fmt: skip

    def get_available_actions(self, quote: Quote) -> list[str]:
        return policies.available_actions(self.context["request"].user, quote)

    @extend_schema_field(PaymentOutput(many=True))
    def get_payment_plan(self, quote: Quote) -> list[dict[str, Any]]:
        due = payment.amounts(quote.payment_plan, quote.total)
        return [row | {"amount": str(amount)} for row, amount in zip(quote.payment_plan, due, strict=True)]


class PaymentFacts(Input):
    """A row of the payment plan: `percent` in all rows, making 100, or `amount` in all rows, making the total."""

    event = fields.StrictChoiceField(choices=PayEvent.choices)
    percent = DecimalString(max_digits=5, decimal_places=2, required=False, allow_null=True)
    amount = DecimalString(max_digits=13, decimal_places=2, required=False, allow_null=True)
    days = StrictIntegerField(required=False, allow_null=True, min_value=0, max_value=payment.LONGEST_DAYS)


class LineFacts(Input):
    """With a product, what is left out comes from the product and its price on the day of the quote."""

    product = StrictIntegerField(min_value=1, required=False, allow_null=True)
    name = StrictCharField(max_length=80, required=False, allow_blank=True)
    model = StrictCharField(max_length=80, required=False, allow_blank=True)
    spec = StrictCharField(max_length=300, required=False, allow_blank=True)
    unit = StrictCharField(max_length=8, required=False, allow_blank=True)
    qty = DecimalString(max_digits=12, decimal_places=3, min_value=Decimal("0.001"))
    unit_price = DecimalString(
        max_digits=13, decimal_places=2, min_value=Decimal(0), max_value=HIGHEST_PRICE, required=False, allow_null=True
    )
    tax_code = StrictCharField(max_length=12, required=False, allow_blank=True)
    delivery = StrictCharField(max_length=40, required=False, allow_blank=True)
    remark = StrictCharField(max_length=100, required=False, allow_blank=True)

    def to_internal_value(self, data: Any) -> LineInput:
        given = super().to_internal_value(data)
        return LineInput(product_id=given.pop("product", None), **given)


class QuoteFacts(RowInput):
    """`payment_terms` takes a shorthand (30/60/10, 款到发货, 月结 30 天), which makes the plan; or give `payment_plan`.

    With an `opportunity` the quote prices its newest solution unless another `solution` of it is named.
    """

    contact = VisibleField(model=Contact, required=False, allow_null=True, default=None)
    opportunity = VisibleField(model=Opportunity, required=False, allow_null=True, default=None)
    solution = VisibleField(model=Solution, required=False, allow_null=True, default=None)
    valid_until = serializers.DateField(required=False)
    payment_terms = StrictCharField(max_length=200, required=False, allow_blank=True, default="")
    payment_plan = serializers.ListField(child=PaymentFacts(), required=False, max_length=payment.MOST_ROWS)
    lines = serializers.ListField(child=LineFacts(), max_length=MOST_LINES)

    class Meta:
        model = Quote
        fields = [
            "contact", "opportunity", "solution", "title", "quoted_on", "valid_until", "payment_terms", "payment_plan", "delivery_terms",
            "freight_terms", "warranty_months", "remarks", "lines",
        ]  # fmt: skip


class QuoteInput(QuoteFacts):
    customer = VisibleField(model=Customer)

    class Meta(QuoteFacts.Meta):
        fields = ["customer", *QuoteFacts.Meta.fields]


class NoteInput(Input):
    note = StrictCharField(max_length=500, required=False, default="", allow_blank=True)


class WithdrawInput(Input):
    reason = StrictCharField(max_length=500, required=False, default="", allow_blank=True)


class VoidInput(Input):
    reason = StrictCharField(max_length=500)


class StampInput(Input):
    copies = StrictIntegerField(min_value=1, max_value=99, required=False, default=1)


class QuoteFeedbackInput(Input):
    outcome = fields.StrictChoiceField(choices=FeedbackOutcome.choices)
    said = StrictCharField(max_length=500, required=False, default="", allow_blank=True)
    contact = VisibleField(model=Contact, required=False, allow_null=True, default=None)
    reason = fields.StrictChoiceField(choices=LostReason.choices, required=False, default="", allow_blank=True)
    competitor = VisibleField(model=Competitor, required=False, allow_null=True, default=None)


class SendInput(Input):
    way = fields.StrictChoiceField(choices=SentBy.choices)
    to = StrictCharField(max_length=120)
