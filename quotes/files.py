"""Which records of this room carry files, and who adds to them."""

from core import attachments
from quotes import policies

attachments.accept("quotes.quote", may_change=policies.may_attach)
