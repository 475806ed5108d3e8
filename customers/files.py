"""Which records of this room carry files, and who adds to them."""

from core import attachments
from customers import policies

attachments.accept("customers.customer", may_change=policies.may_edit_customer)
attachments.accept("customers.visit", may_change=policies.may_amend_visit)
