"""What the approval engine must know of quotes, and what follows a verdict."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import audit, policy
from core.errors import Conflict
from org.models import User
from quotes import comparison, submission
from quotes.choices import SUPERSEDED, QuoteState
from quotes.comparison import Snapshot
from quotes.digest import digest_of
from quotes.models import Quote
from quotes.models.quotes import KIND
from workflow import adapters
from workflow.adapters import Difference, Fact


class QuoteAdapter:
    """Carries verdicts into quotes. The engine calls it with the quote locked."""

    kind = KIND
    label = pgettext_lazy("one", "报价")
    preview_template = "quotes/_approval_preview.html"
    facts = (
        Fact("amount", gettext_lazy("价税合计"), policy.MONEY),
        Fact("discount", gettext_lazy("整单折让"), policy.PERCENT),
        Fact("over_head", gettext_lazy("折让超过销售经理权限"), policy.SWITCH, derived=True),
        Fact("over_region", gettext_lazy("折让超过区域经理权限"), policy.SWITCH, derived=True),
        Fact("below_floor", gettext_lazy("有低于底价的行"), policy.SWITCH),
        Fact("hand_priced", gettext_lazy("有手工定价的行"), policy.SWITCH),
        Fact("nonstandard_payment", gettext_lazy("付款方式不标准"), policy.SWITCH),
        Fact("major", gettext_lazy("重大报价"), policy.SWITCH, tag=gettext_lazy("重大"), derived=True),
    )

    def derive(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        return submission.follow(facts.get("amount"), facts.get("discount"), policy.many(submission.USED))

    def lock(self, subject_id: int) -> Quote:
        return Quote.objects.select_for_update(no_key=True, of=("self",)).select_related("approval").get(pk=subject_id)

    def digest(self, subject: Quote) -> str:
        return digest_of(subject)

    def authors(self, subject: Quote) -> set[int]:
        """Whoever answers for it or drafted it, also when a colleague reported it before it came to them."""
        return {pk for pk in (subject.owner_id, subject.created_by_id) if pk is not None}

    def predecessors(self, subject_id: int, data: Snapshot) -> list[int]:
        """Earlier revisions under the same number. The first revision has none, and asks nothing."""
        revision = data.get("revision", 1)
        if revision == 1:
            return []
        number = Quote.objects.filter(pk=subject_id).values("number")
        older = Quote.objects.filter(number__in=number, revision__lt=revision).order_by("-revision")
        return list(older.values_list("pk", flat=True))

    def summary(self, data: Snapshot) -> list[dict[str, Any]]:
        return comparison.summary(data)

    def differences(self, before: Snapshot, after: Snapshot) -> list[Difference]:
        return comparison.differences(before, after)

    def on_approved(self, subject: Quote, *, actor: User, request_id: int) -> None:
        """The newer revision passes, the older ones under the same number are void."""
        assert subject.approval is not None
        subject.approval.refresh_from_db(fields=["state"])
        subject.approve()
        self._save(subject, actor, "quote.approved", QuoteState.REPORTED)
        if subject.revision == 1:
            return
        older = Quote.objects.filter(number=subject.number, revision__lt=subject.revision)
        for quote in older.filter(state__in=SUPERSEDED).select_for_update(no_key=True):
            was = quote.state
            quote.void()
            self._save(quote, actor, "quote.superseded", was)

    def on_returned(self, subject: Quote, *, actor: User, reason: str) -> None:
        subject.send_back()
        self._save(subject, actor, "quote.returned", QuoteState.REPORTED, reason)

    def on_rejected(self, subject: Quote, *, actor: User, reason: str) -> None:
        subject.reject()
        self._save(subject, actor, "quote.rejected", QuoteState.REPORTED, reason)

    def on_withdrawn(self, subject: Quote, *, actor: User, reason: str) -> None:
        subject.withdraw()
        self._save(subject, actor, "quote.withdrawn", QuoteState.REPORTED, reason)

    def on_undone(self, subject: Quote, *, actor: User) -> None:
        """Back to reported, unless somebody has stamped or changed it, or it replaced an older revision."""
        if subject.state not in (QuoteState.APPROVED, QuoteState.RETURNED, QuoteState.REJECTED):
            raise Conflict("quote.moved_on", _("报价已经往下走了，不能撤销"))
        assert subject.approval is not None
        if subject.stamps.exists() or digest_of(subject) != subject.approval.digest:
            raise Conflict("quote.moved_on", _("报价已经往下走了，不能撤销"))
        if Quote.objects.filter(number=subject.number, revision__lt=subject.revision, state=QuoteState.VOID).exists():
            raise Conflict("quote.superseded", _("旧版本已经作废，不能撤销"))
        was = subject.state
        subject.reopen()
        self._save(subject, actor, "quote.reopened", was)

    def _save(self, quote: Quote, actor: User, code: str, was: str, reason: str = "") -> None:
        quote.touch()
        quote.save()
        audit.record(actor=actor, code=code, subject=quote, from_state=was, to_state=quote.state, reason=reason)


adapters.register(QuoteAdapter())
