"""Products, price lists and quotes over the API."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, verb, versioned
from core.errors import Forbidden
from quotes import catalog, policies, services
from quotes.lists import PRICE_LISTS, PRODUCTS, QUOTES
from quotes.models import PriceList, Product, Quote
from quotes.serializers import (
    NoteInput,
    PriceListInput,
    PriceListOutput,
    ProductInput,
    ProductOutput,
    QuoteFacts,
    QuoteFeedbackInput,
    QuoteInput,
    QuoteOutput,
    SendInput,
    StampInput,
    VoidInput,
    WithdrawInput,
)


class ProductResource(Readable):
    """The catalogue."""

    model = Product
    serializer_class = ProductOutput
    listing = PRODUCTS

    def rows(self) -> Any:
        return catalog.product_list(self.user)

    @extend_schema(request=ProductInput, responses={201: ProductOutput})
    def create(self, request: Request) -> Response:
        """Add a product. It can be quoted once a price list names it."""
        product = services.create_product(actor=self.user, facts=self.body(ProductInput))
        return self.answer(product.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=ProductInput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a product."""
        product = self.get_object()
        services.edit_product(
            actor=self.user,
            product_id=product.pk,
            version=self.required_version(),
            facts=self.body(ProductInput, partial=True),
        )
        return self.answer(product.pk)


class PriceListResource(Readable):
    """Prices from one day to another, floors included: for those who decide or keep them."""

    model = PriceList
    prefetched = ("items__product",)
    serializer_class = PriceListOutput
    listing = PRICE_LISTS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not policies.may_see_price_lists(self.user):
            raise Forbidden("price_list.see", _("价格表里有底价，只给审批和维护价格的人看"))

    @extend_schema(request=PriceListInput, responses={201: PriceListOutput})
    def create(self, request: Request) -> Response:
        """Put a price list in force. The open-ended one before it ends on the day before."""
        given = self.body(PriceListInput)
        price_list = services.create_price_list(actor=self.user, valid_until=given.pop("valid_until", None), **given)
        return self.answer(price_list.pk, HTTPStatus.CREATED)


class QuoteResource(Readable):
    """Quotes in sight: report, approve, stamp, issue."""

    model = Quote
    related = ("customer", "contact", "opportunity", "solution", "owner")
    prefetched = ("lines", "feedback__contact", "feedback__competitor", "feedback__recorded_by")
    serializer_class = QuoteOutput
    listing = QUOTES

    @extend_schema(request=QuoteInput, responses={201: QuoteOutput})
    @once
    def create(self, request: Request) -> Response:
        """Start a quote as a draft under its own number."""
        given = self.body(QuoteInput)
        customer = given.pop("customer")
        quote = services.create_quote(actor=self.user, customer_id=customer.pk, **_content(given))
        return self.answer(quote.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=QuoteFacts)
    def update(self, request: Request, pk: str) -> Response:
        """Change a draft or returned quote; its lines are replaced as a whole."""
        services.edit_quote(
            actor=self.user, quote_id=self.pk, version=self.required_version(), **_content(self.body(QuoteFacts))
        )
        return self.answer(self.pk)

    @versioned
    @verb(NoteInput)
    def submit(self, request: Request, pk: str) -> Response:
        """Report it for approval as it stands."""
        services.submit_quote(
            actor=self.user, quote_id=self.pk, version=self.required_version(), **self.body(NoteInput)
        )
        return self.answer(self.pk)

    @verb(WithdrawInput)
    def withdraw(self, request: Request, pk: str) -> Response:
        """Take it back from approval."""
        services.withdraw_quote(actor=self.user, quote_id=self.pk, **self.body(WithdrawInput))
        return self.answer(self.pk)

    @verb(answers={201: QuoteOutput})
    def revise(self, request: Request, pk: str) -> Response:
        """The next revision under the same number, as a draft."""
        revision = services.revise_quote(actor=self.user, quote_id=self.pk)
        return self.answer(revision.pk, HTTPStatus.CREATED)

    @verb(answers={201: QuoteOutput})
    def duplicate(self, request: Request, pk: str) -> Response:
        """A new draft with a new number and the same content."""
        copy = services.duplicate_quote(actor=self.user, quote_id=self.pk)
        return self.answer(copy.pk, HTTPStatus.CREATED)

    @verb(StampInput)
    def stamp(self, request: Request, pk: str) -> Response:
        """Enter the stamp on exactly the approved content into the register."""
        services.stamp_quote(actor=self.user, quote_id=self.pk, **self.body(StampInput))
        return self.answer(self.pk)

    @verb(SendInput)
    def send(self, request: Request, pk: str) -> Response:
        """Note that it went to the customer."""
        services.send_quote(actor=self.user, quote_id=self.pk, **self.body(SendInput))
        return self.answer(self.pk)

    @versioned
    @verb(QuoteFeedbackInput)
    def feedback(self, request: Request, pk: str) -> Response:
        """Note what the customer said of the quote they have."""
        services.record_feedback(
            actor=self.user, quote_id=self.pk, version=self.required_version(), **self.body(QuoteFeedbackInput)
        )
        return self.answer(self.pk)

    @verb(VoidInput)
    def void(self, request: Request, pk: str) -> Response:
        """Give up a draft or returned quote, with a reason."""
        services.void_quote(actor=self.user, quote_id=self.pk, **self.body(VoidInput))
        return self.answer(self.pk)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def pdf(self, request: Request, pk: str) -> HttpResponse:
        """The paper. Marked unless approved; each print is logged."""
        quote, content = services.print_quote(actor=self.user, quote_id=self.pk)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, f"{quote}.pdf") or "attachment"
        return response


def _content(given: dict[str, Any]) -> dict[str, Any]:
    """What both drafting verbs take, from what was sent."""
    contact, lines = given.pop("contact"), given.pop("lines")
    return {"contact_id": contact.pk if contact else None, "lines": lines, "facts": given}
