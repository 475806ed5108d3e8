"""What quotes tell people."""

from django.utils.translation import gettext_lazy as _

from core.notices import Kind, register

register(
    Kind("quote.stamped", _("我的报价用印了"), _("%(person)s 给 %(number)s 用了印，可以发出")),
    Kind("quote.expiring", _("我的报价快到期"), _("%(number)s %(title)s 还有 %(days)s 天到期"), ("mail",)),
)
