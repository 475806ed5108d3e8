"""What of the quotes a leaver would hand over: those still in play."""

from django.utils.translation import gettext_lazy as _

from org.handover import Line, Part, Pile, register
from org.models import User
from quotes.models import Quote

SHOWN = 8


def gather(*, leaver: User, viewer: User) -> Pile:
    seen = Quote.objects.visible_to(viewer).open().filter(owner=leaver).order_by("-id")[:SHOWN]
    lines = [Line(f"{quote} {quote.title}", quote.get_absolute_url()) for quote in seen]
    return Pile(Quote.objects.open().filter(owner=leaver).count(), lines)


register(Part("quotes.quotes", _("报价"), "i-quote", gather, order=20))
