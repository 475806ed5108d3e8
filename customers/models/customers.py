from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock, divisions
from core.addresses import address_of
from core.history import track
from core.models import Record
from core.scope import ALL, NONE, SUBTREE, OwnedQuerySet, ScopedQuerySet, Viewer
from core.uscc import validate_uscc
from customers.choices import AddressKind, ContactRole, CreditRating, CustomerClass
from customers.scope import DOMAIN, shared_customer_ids, through_customer
from org.lines import region_of
from org.models import Unit, User

MOST_TAGS = 10
LONGEST_TAG = 20


def validate_division(code: str) -> None:
    if not divisions.exists(code):
        raise ValidationError(_("没有这个行政区划代码"), code="division")


class CustomerQuerySet(OwnedQuerySet):
    domain = DOMAIN

    def shared_with(self, user: Viewer) -> Q | None:
        shared = shared_customer_ids(user)
        return Q(pk__in=shared) if shared else None

    def owned_by(self, user: Viewer) -> Self:
        return self.personal(user)

    def joined_by(self, user: Viewer) -> Self:
        """Customers of others that the person works on."""
        return self.filter(pk__in=shared_customer_ids(user)).exclude(owner_id=user.pk)

    def of_team(self, user: Viewer) -> Self:
        """Customers of the people below."""
        return self.filter(owner_id__in=user.access.people(SUBTREE)).exclude(owner_id=user.pk)

    def in_pool_of(self, user: User) -> Self:
        """What the person finds in 公海: nobody's customers of their sales region, of all regions for who works outside them.

        A door of its own beside `visible_to`: what is shown there is less than a record (customers.pool).
        """
        pooled = self.filter(owner=None)
        if user.access.scope(DOMAIN) == ALL:
            return pooled
        if not user.can("customers.claim"):
            return self.none()
        region = region_of(user.unit)
        return pooled.filter(Q(pool=region) | Q(pool=None)) if region else pooled

    def needs_visit(self, on: date, days: dict[str, int]) -> Self:
        """Not contacted for longer than the days of their class (B05); `days` is class → days.

        Somebody never contacted counts from the day they were entered.
        """
        return self.filter(overdue(on, days))

    def stale(self, on: date, days: dict[str, int]) -> Self:
        """Neither changed nor confirmed for longer than the days of their class (B03); `days` is class → days."""
        old = Q(pk__in=[])
        for kind, allowed in days.items():
            old |= Q(customer_class=kind, confirmed_at__lt=clock.day_start(on - timedelta(days=allowed)))
        return self.filter(old)

    def latest_first(self) -> Self:
        """Recently contacted first, those never contacted last; steady enough for keyset pages."""
        return self.order_by(models.F("last_contact_at").desc(nulls_last=True), "-id")


TEXTS, MOMENTS = ArrayField(models.TextField()), ArrayField(models.DateTimeField())


class ByClass(models.Func):
    """The moment that belongs to the class of each row, none where the class has none.

    One expression, whatever the classes: an OR or a CASE of them took Django longer to write than PostgreSQL to answer.
    """

    output_field = models.DateTimeField()

    def __init__(self, moments: Mapping[str, datetime]) -> None:
        super().__init__(
            models.Value([str(kind) for kind in moments], TEXTS),
            models.F("customer_class"),
            models.Value(list(moments.values()), MOMENTS),
        )

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        (kinds, known), (kind, row), (moments, given) = map(compiler.compile, self.get_source_expressions())
        sql = f"({moments}::timestamptz[])[array_position({kinds}::text[], {kind}::text)]"
        return sql, (*given, *known, *row)


def overdue(on: date, days: Mapping[str, int]) -> Q:
    """What `needs_visit` asks, as a condition."""
    before = {kind: clock.day_start(on - timedelta(days=allowed)) for kind, allowed in days.items()}
    return Q(LessThan(Coalesce("last_contact_at", "created_at"), ByClass(before)))


@track(exclude=("search_key", "sort_key", "name_key", "last_contact_at", "completeness"))
class Customer(Record):
    """A company we sell to, or want to (B01). Owned by one person, shared with collaborators.

    A key customer has exactly one account manager (A06). `last_contact_at` is kept by the visit services.
    Nobody's customers are in 公海 (customers.pool): those of `pool`, a sales region, or of the whole company.
    """

    CLASSES = CustomerClass

    number = models.CharField(_("编号"), max_length=30, unique=True, editable=False)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, validators=[validate_uscc])
    customer_class = models.CharField(
        _("类别"), max_length=12, choices=CustomerClass.choices, default=CustomerClass.POTENTIAL
    )
    classified_at = models.DateTimeField(_("定类时间"), default=clock.now, editable=False)
    classified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("定类人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    division = models.CharField(_("地区"), max_length=9, blank=True, validators=[validate_division])
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    website = models.URLField(_("网站"), max_length=200, blank=True)
    remarks = models.TextField(_("备注"), blank=True, max_length=2000)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级公司"),
        on_delete=models.SET_NULL,
        related_name="subsidiaries",
        null=True,
        blank=True,
    )
    tags = ArrayField(
        models.CharField(max_length=LONGEST_TAG), verbose_name=_("标签"), default=list, blank=True, size=MOST_TAGS
    )
    credit_rating = models.CharField(_("信用等级"), max_length=1, choices=CreditRating.choices, blank=True)
    credit_limit = models.DecimalField(_("信用额度"), max_digits=18, decimal_places=2, null=True, blank=True)
    credit_days = models.PositiveSmallIntegerField(_("账期（天）"), null=True, blank=True)
    credit_note = models.CharField(_("信用说明"), max_length=200, blank=True)
    completeness = models.PositiveSmallIntegerField(_("资料完整度"), default=0, editable=False)
    confirmed_at = models.DateTimeField(_("资料确认时间"), default=clock.now, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("负责人"),
        on_delete=models.PROTECT,
        related_name="customers",
        null=True,
        db_index=False,
    )
    owned_since = models.DateTimeField(_("负责起"), default=clock.now, editable=False)
    kept_until = models.DateField(_("延期到"), null=True, editable=False)
    pooled_at = models.DateTimeField(_("进公海时间"), null=True, editable=False)
    pool = models.ForeignKey(
        Unit, verbose_name=_("公海"), on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("客户经理"),
        on_delete=models.PROTECT,
        related_name="managed_customers",
        null=True,
        blank=True,
    )
    collaborators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("协作人"),
        through="Collaborator",
        through_fields=("customer", "user"),
        related_name="shared_customers",
        blank=True,
    )
    last_contact_at = models.DateTimeField(_("最近联系"), null=True, editable=False)
    name_key = models.CharField(max_length=120, editable=False)
    phone_key = models.CharField(max_length=40, editable=False, blank=True)
    search_key = models.TextField(editable=False, default="", blank=True)
    sort_key = models.CharField(max_length=400, editable=False, default="", blank=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("客户")
        verbose_name_plural = _("客户")
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"],
                name="customer_uscc_once",
                condition=~Q(uscc=""),
                violation_error_message=_("这个统一社会信用代码已有客户"),
            ),
            models.CheckConstraint(
                name="customer_key_has_manager",
                condition=~Q(customer_class=CustomerClass.KEY) | Q(account_manager__isnull=False),
                violation_error_message=_("大客户必须有一位客户经理"),
            ),
            models.CheckConstraint(
                name="customer_manager_only_key",
                condition=Q(customer_class=CustomerClass.KEY) | Q(account_manager__isnull=True),
                violation_error_message=_("只有大客户设客户经理"),
            ),
            models.CheckConstraint(
                name="customer_not_its_own_parent",
                condition=~Q(parent=models.F("id")),
                violation_error_message=_("公司不能是自己的上级公司"),
            ),
            models.CheckConstraint(name="customer_percent", condition=Q(completeness__lte=100)),
            models.CheckConstraint(
                name="customer_credit_positive", condition=Q(credit_limit=None) | Q(credit_limit__gte=0)
            ),
            models.CheckConstraint(name="customer_has_name", condition=~Q(name="") & ~Q(number="")),
            models.CheckConstraint(
                name="customer_owned_or_pooled",
                condition=Q(owner__isnull=False, pooled_at=None, pool=None) | Q(owner=None, pooled_at__isnull=False),
                violation_error_message=_("客户要么有负责人，要么在公海"),
            ),
            models.CheckConstraint(
                name="customer_key_never_pooled",
                condition=~Q(customer_class=CustomerClass.KEY) | Q(pooled_at=None),
                violation_error_message=_("大客户不进公海"),
            ),
        ]
        indexes = [
            models.Index(
                models.F("owner_id"),
                models.F("last_contact_at").desc(nulls_last=True),
                models.F("id").desc(),
                # What `needs_visit` reads besides, so that counting what is due opens no row.
                include=["customer_class", "created_at"],
                name="customer_owner_contact",
            ),
            models.Index(
                models.F("last_contact_at").desc(nulls_last=True), models.F("id").desc(), name="customer_contact"
            ),
            models.Index(fields=["customer_class", "last_contact_at"], name="customer_class_contact"),
            models.Index(fields=["sort_key", "id"], name="customer_sort"),
            models.Index(fields=["-pooled_at", "-id"], name="customer_pooled", condition=Q(owner=None)),
            models.Index(fields=["name_key"], name="customer_name_key"),
            GinIndex(fields=["name_key"], name="customer_name_like", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["phone_key"], name="customer_phone_key", condition=~Q(phone_key="")),
            models.Index(
                fields=["division"],
                # What a place is mostly narrowed by besides, so that counting opens no row.
                include=["customer_class", "industry"],
                name="customer_division",
                opclasses=["varchar_pattern_ops"],
            ),
            models.Index(fields=["completeness", "id"], name="customer_complete"),
            GinIndex(fields=["search_key"], name="customer_search", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["tags"], name="customer_tags"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("customers:customer_detail", self.pk)

    @property
    def holder(self) -> str:
        """Who has the customer, or that nobody has."""
        return str(self.owner) if self.owner else gettext("公海")

    @property
    def place(self) -> str:
        return divisions.full_name(self.division)

    @property
    def full_address(self) -> str:
        return f"{self.place}{self.address}" if not self.address.startswith(self.place) else self.address


class CollaboratorQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(user))


@track()
class Collaborator(models.Model):
    """A colleague who works on a customer of somebody else: sees it and everything below it."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="sharing", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("协作人"), on_delete=models.PROTECT, related_name="sharing"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("添加人"), on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(_("添加时间"), default=clock.now)

    objects = CollaboratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("协作人")
        verbose_name_plural = _("协作人")
        constraints = [models.UniqueConstraint(fields=["customer", "user"], name="collaborator_once")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.user_id}"


class AddressQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Addresses of the customers in sight."""
        scope = user.access.scope(DOMAIN)
        if scope == ALL:
            return self.all()
        return self.none() if scope == NONE else self.filter(through_customer(user, scope))


@track()
class Address(Record):
    """Where goods, invoices or engineers go. The first of a kind is the one papers take."""

    customer = models.ForeignKey(
        Customer, verbose_name=_("客户"), on_delete=models.CASCADE, related_name="addresses", db_index=False
    )
    kind = models.CharField(_("用途"), max_length=12, choices=AddressKind.choices)
    division = models.CharField(_("地区"), max_length=9, validators=[validate_division])
    line = models.CharField(_("详细地址"), max_length=200)
    receiver = models.CharField(_("收件人"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    is_default = models.BooleanField(_("默认"), default=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("地址")
        verbose_name_plural = _("地址")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"], name="address_one_default", condition=Q(is_default=True)
            ),
            models.CheckConstraint(name="address_has_line", condition=~Q(line="")),
        ]
        indexes = [models.Index(fields=["customer", "kind"], name="address_customer")]

    def __str__(self) -> str:
        place = divisions.full_name(self.division)
        return self.line if self.line.startswith(place) else f"{place}{self.line}"

    def get_absolute_url(self) -> str:
        return f"{address_of('customers:customer_detail', self.customer_id)}?tab=profile"


class ContactQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Contacts of the customers in sight."""
        scope = user.access.scope(DOMAIN)
        if scope == ALL:
            return self.all()
        return self.none() if scope == NONE else self.filter(through_customer(user, scope))

    def of(self, customer: "Customer") -> Self:
        """The people at a customer the reader was let in to: who sees a customer sees its contacts."""
        return self.filter(customer=customer)

    def present(self) -> Self:
        """Those who still work there, the first to call on top."""
        return self.filter(left=False).order_by("-is_primary", "id")


@track(exclude=("search_key",))
class Contact(Record):
    """A person at a customer."""

    customer = models.ForeignKey(Customer, verbose_name=_("客户"), on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("姓名"), max_length=40)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    wechat = models.CharField(_("微信"), max_length=40, blank=True)
    role = models.CharField(_("角色"), max_length=12, choices=ContactRole.choices, blank=True)
    is_primary = models.BooleanField(_("首要联系人"), default=False)
    left = models.BooleanField(_("已离职"), default=False)
    remarks = models.CharField(_("备注"), max_length=200, blank=True)
    phone_key = models.CharField(max_length=40, editable=False, blank=True)
    search_key = models.TextField(editable=False, default="", blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("联系人")
        verbose_name_plural = _("联系人")
        constraints = [
            models.UniqueConstraint(fields=["customer"], name="contact_one_primary", condition=Q(is_primary=True)),
            models.CheckConstraint(
                name="contact_primary_is_there",
                condition=Q(is_primary=False) | Q(left=False),
                violation_error_message=_("离职的人不能是首要联系人"),
            ),
        ]
        indexes = [
            models.Index(fields=["phone_key"], name="contact_phone_key", condition=~Q(phone_key="")),
            GinIndex(fields=["search_key"], name="contact_search", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{address_of('customers:customer_detail', self.customer_id)}?tab=contacts"

    @property
    def initial(self) -> str:
        return self.name[:1]
