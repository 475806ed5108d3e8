from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.addresses import address_of
from core.history import track
from core.models import Record
from core.scope import ALL, NONE, OWN, SUBTREE, ScopedQuerySet, Viewer
from customers.choices import IntelligenceKind, IntelligenceSource, Reliability, Secrecy
from customers.models.customers import Customer
from customers.models.deals import Competitor
from customers.scope import DOMAIN, through_customer
from org.lines import LADDER

TRUSTED = "intelligence.see_secret"


def sees_competitors(user: Viewer) -> bool:
    """Whether the files of competitors are open to somebody: all of them, or none."""
    return user.access.scope("opportunities") != NONE or user.can("competitors.edit")


class IntelligenceQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """What one wrote oneself, what those one leads wrote, and of the rest what its level opens (`Intelligence`).

        No level opens more than the customer and the competitor it is about.
        """
        scope, rivals = user.access.scope(DOMAIN), sees_competitors(user)
        if scope == NONE and not rivals:
            return self.none()
        led = user.access.scope("people") if user.access.capabilities & set(LADDER) else OWN
        if led == ALL:
            return self.all()
        wrote = Q(author_id=user.pk)
        if led == SUBTREE:
            wrote |= Q(author_id__in=user.access.people(SUBTREE))
        known = _on_file(user, scope, rivals)
        if user.can(TRUSTED):
            return self.filter(wrote | known)
        close = _at_work_on(user, OWN if scope == OWN else led, scope, rivals)
        return self.filter(wrote | known & Q(level=Secrecy.OPEN) | close & Q(level=Secrecy.INTERNAL))

    def standing(self) -> Self:
        """Those nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def about(self, customer: Customer, user: Viewer) -> Self:
        """What the user sees of a customer they were let in to."""
        return self.visible_to(user).filter(customer=customer)

    def latest_first(self) -> Self:
        return self.order_by("-learned_on", "-id")


def _about_customers(through: Q, rivals: bool) -> Q:
    """Entries at these customers; those that name a competitor only to who knows competitors."""
    found = Q(customer__isnull=False) & through
    return found if rivals else found & Q(competitor=None)


def _on_file(user: Viewer, scope: str, rivals: bool) -> Q:
    """About customers in sight, or about a competitor alone, whose files the user may open."""
    found = Q(pk__in=[])
    if scope != NONE:
        found = _about_customers(Q() if scope == ALL else through_customer(user, scope), rivals)
    return found | Q(customer=None) if rivals else found


def _at_work_on(user: Viewer, led: str, scope: str, rivals: bool) -> Q:
    """About customers the user or somebody they lead works on; about a competitor alone, to whoever pursues deals."""
    found = Q(pk__in=[])
    if scope != NONE:
        found = _about_customers(through_customer(user, SUBTREE if led == SUBTREE else OWN), rivals)
    return found | Q(customer=None) if rivals and user.can("opportunities.edit") else found


@track(exclude=("search_key",))
class Intelligence(Record):
    """What somebody learned about a customer (M03) or a competitor (M02), how they know, and who may know it.

    `author` and whoever leads the author see it at every level. Besides them:

    - 公开 `open`: about a customer whoever sees that customer, about a competitor alone whoever sees competitors;
    - 内部 `internal`: about a customer its owner, account manager and collaborators and whoever leads the owner, about a
      competitor alone whoever pursues deals;
    - 机密 `secret`: nobody but holders of the right 看机密情报, among those who would see it if it were 公开.

    About both, the customer decides. Who sees a level is worked out anew each time: with the customer its 内部 entries come
    to the new owner, 机密 ones stay with the author's superiors. Its author and those above raise a level; lowering it takes
    a right of its own. Nothing is deleted: what proved wrong is withdrawn, with a reason.
    """

    customer = models.ForeignKey(
        Customer,
        verbose_name=pgettext_lazy("one", "客户"),
        on_delete=models.PROTECT,
        related_name="intelligence",
        null=True,
        blank=True,
        db_index=False,
    )
    competitor = models.ForeignKey(
        Competitor,
        verbose_name=_("竞争对手"),
        on_delete=models.PROTECT,
        related_name="intelligence",
        null=True,
        blank=True,
        db_index=False,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("谁记的"),
        on_delete=models.PROTECT,
        related_name="intelligence",
        db_index=False,
    )
    kind = models.CharField(_("哪一类"), max_length=10, choices=IntelligenceKind.choices)
    text = models.TextField(_("了解到什么"), max_length=2000)
    source = models.CharField(_("怎么知道的"), max_length=10, choices=IntelligenceSource.choices)
    source_note = models.CharField(_("来源补充"), max_length=120, blank=True)
    reliability = models.CharField(
        _("可靠程度"), max_length=10, choices=Reliability.choices, default=Reliability.UNSURE
    )
    learned_on = models.DateField(_("哪天知道的"))
    level = models.CharField(
        _("密级"), max_length=10, choices=Secrecy.choices, default=Secrecy.INTERNAL, editable=False
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("撤回人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    withdrawn_why = models.CharField(_("撤回原因"), max_length=500, blank=True, editable=False)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = IntelligenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("情报")
        verbose_name_plural = _("情报")
        constraints = [
            models.CheckConstraint(
                name="intelligence_about_somebody",
                condition=Q(customer__isnull=False) | Q(competitor__isnull=False),
                violation_error_message=_("选客户或竞争对手，至少一个"),
            ),
            models.CheckConstraint(name="intelligence_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="intelligence_level", condition=Q(level__in=Secrecy.values)),
            models.CheckConstraint(
                name="intelligence_withdrawn_says_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-learned_on", "-id"], name="intelligence_customer"),
            models.Index(fields=["competitor", "-learned_on", "-id"], name="intelligence_competitor"),
            models.Index(fields=["author", "-learned_on", "-id"], name="intelligence_author"),
            models.Index(fields=["-learned_on", "-id"], name="intelligence_latest"),
        ]

    def __str__(self) -> str:
        """Whom it is about and when, for notices and the log; never what it says."""
        return f"{self.about_whom} {self.learned_on:%m-%d}"

    def get_absolute_url(self) -> str:
        return address_of("customers:intelligence_detail", self.pk)

    @property
    def about_whom(self) -> Customer | Competitor:
        found = self.customer or self.competitor
        assert found is not None
        return found

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None

    @property
    def is_secret(self) -> bool:
        return self.level == Secrecy.SECRET
