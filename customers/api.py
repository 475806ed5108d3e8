"""Customers, contacts and visits over the API."""

from http import HTTPStatus
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, tag, verb, versioned
from core.errors import Gone
from customers import selectors, services
from customers.filters import AddressFilter, ContactFilter
from customers.lists import CUSTOMERS, POOL, VISITS
from customers.merge_serializers import MergeInput, MergeOutput
from customers.models import Address, Contact, Customer, Visit
from customers.serializers import (
    AddressFacts,
    AddressInput,
    AddressOutput,
    AmendInput,
    ClassifyInput,
    ContactFacts,
    ContactInput,
    ContactOutput,
    CreditInput,
    CustomerFacts,
    CustomerInput,
    CustomerOutput,
    ExtensionInput,
    PersonInput,
    PoolOutput,
    ReleaseInput,
    TransferInput,
    VisitInput,
    VisitOutput,
)
from org.models import naming


class CustomerResource(Readable):
    """Customers in sight: own, shared, of the team, or all, as one's roles say."""

    model = Customer
    related = ("owner__unit", "account_manager", "pool", "parent")
    shown = (
        *CustomerOutput.columns(),
        *naming("owner", "account_manager"),
        *(f"{one}__name" for one in ("owner__unit", "pool", "parent")),
    )
    serializer_class = CustomerOutput
    listing = CUSTOMERS

    def handle_exception(self, exc: Exception) -> Response:
        """Whoever asks for a customer that was merged into one they see is told which."""
        if isinstance(exc, Http404) and "pk" in self.kwargs:
            try:
                selectors.find_customer(self.user, self.pk)
            except (Gone, Http404) as told:
                exc = told
        return super().handle_exception(exc)

    @extend_schema(request=CustomerInput, responses={201: CustomerOutput})
    def create(self, request: Request) -> Response:
        """Open a customer's file. 409 names the owner of a customer we have already."""
        facts = self.body(CustomerInput)
        customer = services.create_customer(
            actor=self.user,
            customer_class=facts.pop("customer_class"),
            account_manager=facts.pop("account_manager"),
            accept_duplicates=facts.pop("accept_duplicates"),
            facts=facts,
        )
        return self.answer(customer.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=CustomerFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is known of a customer."""
        facts = self.body(CustomerFacts, partial=True)
        accepted = bool(facts.pop("accept_duplicates", False))
        services.edit_customer(
            actor=self.user,
            customer_id=self.pk,
            facts=facts,
            version=self.required_version(),
            accept_duplicates=accepted,
        )
        return self.answer(self.pk)

    @versioned
    @verb(ClassifyInput)
    def classify(self, request: Request, pk: str) -> Response:
        """Put the customer into a class. 大客户 needs its account manager."""
        given = self.body(ClassifyInput)
        services.classify_customer(actor=self.user, customer_id=self.pk, version=self.required_version(), **given)
        return self.answer(self.pk)

    @versioned
    @verb(MergeInput, answers=MergeOutput)
    def merge(self, request: Request, pk: str) -> Response:
        """Merge another customer into this one, with all that hangs on it; the answer says how it is undone."""
        given = self.body(MergeInput)
        record = services.merge_customers(
            actor=self.user,
            survivor_id=self.pk,
            merged_id=given["other"].pk,
            choices=given["choices"],
            join=[contact.pk for contact in given["join"]],
            reason=given["reason"],
            survivor_version=self.required_version(),
        )
        return Response(MergeOutput(record, context=self.get_serializer_context()).data)

    @verb(TransferInput)
    def transfer(self, request: Request, pk: str) -> Response:
        """Give the customer to another of one's people."""
        services.transfer_customer(actor=self.user, customer_id=self.pk, **self.body(TransferInput))
        return self.answer(self.pk)

    @versioned
    @verb()
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that what we know is still right."""
        services.confirm_customer(actor=self.user, customer_id=self.pk, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb(CreditInput)
    def credit(self, request: Request, pk: str) -> Response:
        """Write down what the customer may owe and for how long."""
        facts = self.body(CreditInput)
        services.set_credit(actor=self.user, customer_id=self.pk, facts=facts, version=self.required_version())
        return self.answer(self.pk)

    @versioned
    @verb(ReleaseInput)
    def release(self, request: Request, pk: str) -> Response:
        """Put the customer into 公海. 404 from then on for who sees only their own."""
        services.release_customer(
            actor=self.user, customer_id=self.pk, version=self.required_version(), **self.body(ReleaseInput)
        )
        return self.answer(self.pk)

    @verb(ExtensionInput)
    def extend(self, request: Request, pk: str) -> Response:
        """Ask one's superior to keep the customer out of 公海 until a day."""
        services.ask_extension(actor=self.user, customer_id=self.pk, **self.body(ExtensionInput))
        return self.answer(self.pk)

    @verb(PersonInput)
    def share(self, request: Request, pk: str) -> Response:
        """Let a colleague work on the customer."""
        services.add_collaborator(actor=self.user, customer_id=self.pk, **self.body(PersonInput))
        return self.answer(self.pk)

    @verb(PersonInput)
    def unshare(self, request: Request, pk: str) -> Response:
        """End a colleague's work on the customer, or one's own."""
        services.remove_collaborator(actor=self.user, customer_id=self.pk, **self.body(PersonInput))
        return self.answer(self.pk)


class PoolResource(Readable):
    """公海: nobody's customers that the person may claim or at least sees, without what one would call them by."""

    model = Customer
    related = ("pool",)
    serializer_class = PoolOutput
    listing = POOL

    def get_queryset(self) -> Any:
        """Not through `visible_to`: what lies in 公海 is nobody's record yet."""
        fake = getattr(self, "swagger_fake_view", False)
        return self.rows().none() if fake else selectors.pool_list(self.user)

    def get_object(self) -> Any:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    @verb(answers=CustomerOutput)
    def claim(self, request: Request, pk: str) -> Response:
        """Take the customer over. 409 names the limit, or says that a colleague was faster."""
        customer = services.claim_customer(actor=self.user, customer_id=self.pk)
        return Response(CustomerOutput(customer, context=self.get_serializer_context()).data, headers=tag(customer))


class AddressResource(Readable):
    """Where goods, invoices and engineers go, of the customers in sight."""

    model = Address
    related = ("customer",)
    serializer_class = AddressOutput
    filterset_class = AddressFilter

    @extend_schema(request=AddressInput, responses={201: AddressOutput})
    def create(self, request: Request) -> Response:
        """Note an address of a customer."""
        facts = self.body(AddressInput)
        customer = facts.pop("customer")
        address = services.create_address(actor=self.user, customer_id=customer.pk, facts=facts)
        return self.answer(address.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=AddressFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change an address."""
        facts = self.body(AddressFacts, partial=True)
        services.edit_address(actor=self.user, address_id=self.pk, facts=facts, version=self.required_version())
        return self.answer(self.pk)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take an address off."""
        services.remove_address(actor=self.user, address_id=self.pk)
        return Response(status=HTTPStatus.NO_CONTENT)


class ContactResource(Readable):
    """People at the customers in sight."""

    model = Contact
    related = ("customer",)
    serializer_class = ContactOutput
    filterset_class = ContactFilter
    searched = "search_key"

    @extend_schema(request=ContactInput, responses={201: ContactOutput})
    def create(self, request: Request) -> Response:
        """Note a person at a customer."""
        facts = self.body(ContactInput)
        customer = facts.pop("customer")
        contact = services.create_contact(actor=self.user, customer_id=customer.pk, facts=facts)
        return self.answer(contact.pk, HTTPStatus.CREATED)

    @versioned
    @extend_schema(request=ContactFacts)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what is known of a person."""
        facts = self.body(ContactFacts, partial=True)
        services.edit_contact(actor=self.user, contact_id=self.pk, facts=facts, version=self.required_version())
        return self.answer(self.pk)


class VisitResource(Readable):
    """What happened at the customers in sight."""

    model = Visit
    related = ("customer", "visitor")
    prefetched = ("met",)
    serializer_class = VisitOutput
    listing = VISITS

    @extend_schema(request=VisitInput, responses={201: VisitOutput})
    @once
    def create(self, request: Request) -> Response:
        """Write down a visit. The same client_key again answers with the visit already there."""
        given = self.body(VisitInput)
        contacts = given.pop("contacts")
        visit = services.log_visit(
            actor=self.user,
            customer_id=given.pop("customer").pk,
            contact_ids=[contact.pk for contact in contacts],
            **given,
        )
        return self.answer(visit.pk, HTTPStatus.CREATED)

    @versioned
    @verb(AmendInput)
    def amend(self, request: Request, pk: str) -> Response:
        """Correct one's visit, with a reason."""
        facts = self.body(AmendInput, partial=True)
        contacts = facts.pop("contacts", None)
        services.amend_visit(
            actor=self.user,
            visit_id=self.pk,
            reason=facts.pop("reason", ""),
            contact_ids=None if contacts is None else [contact.pk for contact in contacts],
            version=self.required_version(),
            facts=facts,
        )
        return self.answer(self.pk)
