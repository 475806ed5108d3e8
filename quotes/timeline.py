"""What a quote's events say."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.models import AuditEntry
from core.pages.timeline import Entry, Place
from core.timeline import AUDIT, Sentence, contribute, entry, name_details, older, register
from customers.choices import LostReason
from customers.models import Customer
from org.models import User
from quotes import selectors
from quotes.models import Quote

register(
    {
        "quote.created": Sentence(_("建了草稿")),
        "quote.edited": Sentence(_("改了内容")),
        "quote.revised": Sentence(_("从 %(from)s 出了新版本")),
        "quote.duplicated": Sentence(_("从 %(from)s 复制")),
        "quote.submitted": Sentence(_("提交了审批"), "half", "act"),
        "quote.withdrawn": Sentence(_("撤回了审批"), "wd", "off"),
        "quote.approved": Sentence(_("审批通过"), "ok", "ok"),
        "quote.returned": Sentence(_("退回了"), "back", "w"),
        "quote.rejected": Sentence(_("驳回了"), "no", "bad"),
        "quote.reopened": Sentence(_("撤销了刚才的审批")),
        "quote.superseded": Sentence(_("被新版本取代"), "void", "off"),
        "quote.voided": Sentence(_("作废了报价"), "void", "off"),
        "quote.stamped": Sentence(_("用印 %(copies)s 份")),
        "quote.issued": Sentence(_("发给 %(to)s"), "ok", "ok"),
        "quote.negotiated": Sentence(_("记了客户反馈：在谈"), "half", "act"),
        "quote.accepted": Sentence(_("客户接受了"), "ok", "ok"),
        "quote.lost": Sentence(_("丢单了，原因是%(lost_reason)s"), "no", "bad", words=LostReason.choices),
        "quote.printed": Sentence(_("打印了报价单")),
        "quote.exported": Sentence(_("导出了 %(rows)s 份报价")),
        "product.exported": Sentence(_("导出了 %(rows)s 个产品")),
        "price_list.created": Sentence(_("建了价格表")),
        "product_line.edited": Sentence(_("改了产品线")),
        "seller.edited": Sentence(_("改了本公司资料")),
        "product.created": Sentence(_("建了产品")),
        "product.edited": Sentence(_("改了产品")),
        "quote.handed_over": Sentence(_("接手 %(from)s 的报价")),
    }
)
name_details(
    {
        "copies": _("份数"),
        "items": _("产品数"),
        "mark": _("水印"),
        "sealed": _("带章"),
        "way": _("方式"),
    }
)

TOLD_TO_CUSTOMER = (
    "quote.created",
    "quote.submitted",
    "quote.approved",
    "quote.returned",
    "quote.rejected",
    "quote.issued",
    "quote.negotiated",
    "quote.accepted",
    "quote.lost",
)


@contribute("customers.customer")
def quotes_of_customer(
    *, user: User, subject: Customer, before: Place | None, limit: int, **later: Any
) -> Sequence[Entry]:
    """What happened with a customer's quotes, to those who see them."""
    quotes = {quote.pk: quote for quote in selectors.quotes_of(user, subject)}
    rows = AuditEntry.objects.filter(subject_kind="quotes.quote", subject_id__in=quotes, code__in=TOLD_TO_CUSTOMER)
    shown = older(rows, before, source=AUDIT)[:limit]
    return [_with_link(entry(row), quotes[row.subject_id or 0]) for row in shown]


def _with_link(told: Entry, quote: Quote) -> Entry:
    told.text = format_html('<a class="q num" href="{}">{}</a> {}', quote.get_absolute_url(), quote, told.text)
    return told
