"""The quotation as paper: what the template needs, and which mark it must carry."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import clock, money, papers
from core.errors import Conflict
from quotes import payment, pricing
from quotes.choices import RELEASED, QuoteState
from quotes.models import Quote, QuoteLine, SellerProfile

SEAL_MARK = "none"


def mark_of(quote: Quote) -> str:
    """The watermark: none only for exactly the approved content within its validity."""
    if quote.state == QuoteState.VOID:
        return "void"
    if quote.state not in RELEASED or not quote.is_as_approved():
        return "draft" if quote.state == QuoteState.DRAFT else "unapproved"
    return "expired" if quote.is_expired(clock.today()) else SEAL_MARK


def data_of(quote: Quote) -> dict[str, Any]:
    """The quotation's data. Raises Conflict while the company's own facts are not set up."""
    seller = SellerProfile.objects.in_force(quote.quoted_on).first()
    if seller is None:
        raise Conflict("quote.no_seller", _("还没有填本公司资料，找系统管理员补上"))
    # The paper is the company's, in its language, whoever prints it.
    with override(settings.LANGUAGE_CODE):
        lines = list(quote.lines.order_by("position"))
        mark = mark_of(quote)
        stamped = mark == SEAL_MARK and quote.stamps.filter(digest=quote.approved_digest).exists()
        return {
            "lang": settings.LANGUAGE_CODE,
            "mark": mark,
            "brand": {"color": seller.color, "logo": seller.logo or None},
            "number": quote.number,
            "version": str(quote.revision),
            "date": quote.quoted_on.isoformat(),
            "valid_until": quote.valid_until.isoformat(),
            "currency": quote.currency,
            "subject": quote.title,
            "seller": _seller(seller, quote),
            "buyer": quote.buyer,
            "sections": [{"title": "", "lines": [_line(line) for line in lines]}],
            "total": money.plain(quote.total),
            "net": money.plain(quote.net_total),
            "tax_total": money.plain(quote.tax_total),
            "tax": [
                {
                    "rate": money.rate_text(rate),
                    "net": money.plain(split.net),
                    "tax": money.plain(split.tax),
                    "gross": money.plain(split.gross),
                }
                for rate, split in pricing.tax_summary(lines)
            ],
            "total_words": money.capital(quote.total),
            "payment": payment.shown(quote.payment_plan, quote.total),
            "terms": _terms(quote),
            "prepared_by": "　".join(filter(None, [quote.presenter.get("name"), quote.presenter.get("phone")])),
            "approved_by": _approver(quote),
            "seal": (seller.seal if stamped else "") or None,
        }


def render_quote(data: dict[str, Any]) -> bytes:
    """The PDF. Raises PaperError naming characters the font cannot print."""
    return papers.render("quotation", data)


def _seller(seller: SellerProfile, quote: Quote) -> dict[str, str]:
    return {
        "name": seller.name,
        "name_alt": seller.name_alt,
        "uscc": seller.uscc,
        "address": seller.address,
        "phone": seller.phone,
        "email": seller.email,
        "web": seller.web,
        "contact": quote.presenter.get("name", ""),
        "contact_title": quote.presenter.get("title", ""),
        "contact_phone": quote.presenter.get("phone") or seller.phone,
        "contact_email": quote.presenter.get("email", ""),
        "bank": seller.bank,
        "account": seller.account,
        "bank_code": seller.bank_code,
    }


def _line(line: QuoteLine) -> dict[str, str]:
    return {
        "no": str(line.position),
        "product": line.name,
        "model": line.model,
        "spec": line.spec,
        "unit": line.unit,
        "qty": money.plain_number(line.qty),
        "price": money.plain(line.unit_price),
        "amount": money.plain(line.amount),
        "rate": money.rate_text(line.tax_rate),
        "delivery": line.delivery,
        "remark": line.remark,
    }


def _terms(quote: Quote) -> list[dict[str, str]]:
    terms = [
        (_("付款方式"), quote.payment_terms),
        (_("交货地点"), quote.delivery_terms),
        (_("运费"), quote.freight_terms),
        (_("质量保证"), _("验收合格之日起 %(months)s 个月") % {"months": quote.warranty_months}),
        (_("备注"), quote.remarks),
    ]
    return [{"label": label, "text": text} for label, text in terms if text]


def _approver(quote: Quote) -> str:
    """Who gave the last yes, once it is approved."""
    if quote.approval is None or quote.state not in RELEASED:
        return ""
    step = quote.approval.steps.filter(state="approved").order_by("-position").first()
    seat = step.seats.exclude(verdict="").select_related("decided_by").first() if step else None
    if seat is None or seat.decided_by is None:
        return ""
    return f"{seat.decided_by}（{seat.decided_by.title}）" if seat.decided_by.title else str(seat.decided_by)
