"""Customers, contacts and visits over the API."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.once import once
from core.api.resources import Readable, verb, versioned
from customers import services
from customers.filters import ContactFilter
from customers.lists import CUSTOMERS, VISITS
from customers.models import Contact, Customer, Visit
from customers.serializers import (
    AmendInput,
    ClassifyInput,
    ContactFacts,
    ContactInput,
    ContactOutput,
    CustomerFacts,
    CustomerInput,
    CustomerOutput,
    PersonInput,
    TransferInput,
    VisitInput,
    VisitOutput,
)


class CustomerResource(Readable):
    """Customers in sight: own, shared, of the team, or all, as one's roles say."""

    model = Customer
    related = ("owner__unit", "account_manager")
    serializer_class = CustomerOutput
    listing = CUSTOMERS

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

    @verb(TransferInput)
    def transfer(self, request: Request, pk: str) -> Response:
        """Give the customer to another of one's people."""
        services.transfer_customer(actor=self.user, customer_id=self.pk, **self.body(TransferInput))
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
