"""Notices about customers."""

from django.utils.translation import gettext_lazy as _

from core import notices

notices.register(
    notices.Kind("customer.shared", _("加为协作人"), _("%(person)s 把 %(customer)s 共享给你")),
    notices.Kind("customer.received", _("接到客户"), _("%(person)s 把 %(customer)s 转给你负责"), channels=("mail",)),
)
