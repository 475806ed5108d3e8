"""What quotes tell people."""

from django.utils.translation import gettext_lazy as _

from core.notices import Kind, register

register(
    Kind("quote.stamped", _("我的报价用印了"), _("%(person)s 给 %(number)s 用了印，可以发出")),
    Kind("quote.accepted", _("客户接受了报价"), _("%(customer)s 接受了 %(person)s 的报价 %(number)s"), ("mail",)),
    Kind("quote.lost", _("报价丢单"), _("%(customer)s 没接受 %(person)s 的报价 %(number)s")),
    Kind("quote.unanswered", _("报价该问反馈了"), _("%(number)s 发给 %(customer)s %(days)s 天了，还没有反馈")),
    Kind("quote.expiring", _("我的报价快到期"), _("%(number)s %(title)s 还有 %(days)s 天到期"), ("mail",)),
)
