"""Who a quote is to and from, copied as text: somebody renamed or replaced later does not change an approved paper."""

from customers.models import Contact, Customer
from org.models import User


def buyer_of(customer: Customer, contact: Contact | None) -> dict[str, str]:
    """The customer's and the contact's facts as the paper prints them. Keys are the template's."""
    return {
        "name": customer.name,
        "uscc": customer.uscc,
        "address": customer.full_address,
        "phone": customer.phone,
        "contact": contact.name if contact else "",
        "contact_title": contact.title if contact else "",
        "contact_phone": contact.phone if contact else "",
        "contact_email": contact.email if contact else "",
    }


def presenter_of(owner: User) -> dict[str, str]:
    """Our person as the paper prints them."""
    return {"name": str(owner), "title": owner.title, "phone": owner.phone, "email": owner.email}
