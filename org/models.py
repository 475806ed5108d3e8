"""People, the team tree, roles, stand-ins and tokens."""

from functools import cached_property
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock, search
from core.addresses import address_of
from core.history import track
from core.models.settings import PublicQuerySet
from core.pages.text import told
from core.scope import ScopedQuerySet, Viewer
from org.access import Access
from org.capabilities import ALL, DOMAINS
from org.choices import Language, Scope, Theme, UnitKind


@track()
class Unit(models.Model):
    """A node of the company tree: company → region → team, and the departments (A01, A15)."""

    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("类型"), max_length=12, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
    )
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("部门")
        verbose_name_plural = _("部门")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="unit_not_its_own_parent",
                violation_error_message=_("部门不能是自己的上级"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('org:unit_list')}?unit={self.pk}"


class RoleQuerySet(PublicQuerySet):
    def in_use(self) -> Self:
        """Those that somebody at work holds."""
        return self.filter(Exists(RoleGrant.objects.filter(role=OuterRef("pk"), user__is_active=True)))


@track()
class Role(models.Model):
    """A post: its duties, what it may do and how far it sees (A13). The name is data, capabilities are code."""

    code = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=40)
    duties = models.TextField(_("职责"), blank=True)
    capabilities = ArrayField(models.CharField(max_length=40), verbose_name=_("权限"), default=list, blank=True)
    scopes = models.JSONField(_("可见范围"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    # Which of our rights and domains the role was given or could have been; none for what stood before we kept it.
    offered = ArrayField(models.CharField(max_length=40), null=True, blank=True, editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("角色")
        verbose_name_plural = _("角色")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("org:role_detail", args=[self.code])

    @property
    def label(self) -> str:
        """The name as its reader reads it: our own roles are said in three languages, a company's stay as written."""
        return told(self.name)

    @property
    def duties_told(self) -> str:
        return told(self.duties)

    def clean(self) -> None:
        """Raises ValidationError for a capability, domain or scope the code does not know."""
        unknown = sorted(set(self.capabilities) - set(ALL))
        if unknown:
            raise ValidationError({"capabilities": _("没有这项权限：%(codes)s") % {"codes": ", ".join(unknown)}})
        wrong = [domain for domain, scope in self.scopes.items() if domain not in DOMAINS or scope not in Scope.values]
        if wrong:
            raise ValidationError({"scopes": _("可见范围填错了：%(domains)s") % {"domains": ", ".join(wrong)}})


class UserQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Colleagues' names are known to all who work here; a page shows no more than its rules allow.

        People of a sample that was removed stay for the log alone.
        """
        return self.filter(is_hidden=False) if user.is_active else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_capability(self, capability: str) -> Self:
        grants = RoleGrant.objects.filter(role__capabilities__contains=[capability])
        return self.active().filter(pk__in=grants.values("user_id"))

    def find(self, text: str) -> Self:
        """Those whose name, pinyin, initials, login or phone contain what was typed."""
        return search.search(self, text)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "User":
        """An administrator: the account `createsuperuser` makes, with the administrator role."""
        user = self.create_user(username, password, **fields)
        user.roles.add(*Role.objects.filter(code="admin"))
        return user


def naming(*people: str) -> list[str]:
    """The columns that `str(person)` reads, for `only()` and `values()`: of the owner, `naming("owner")`."""
    return [f"{person}__{name}" for person in people for name in ("display_name", "username")]


@track(exclude=("password", "last_login", "search_key", "sort_key", "lists", "is_hidden"))
class User(AbstractBaseUser):
    """Somebody who signs in. Rights come from roles, sight from the unit; there are no other switches."""

    username = models.CharField(_("登录名"), max_length=40, unique=True)
    display_name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("邮箱"), blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    title = models.CharField(_("职务"), max_length=40, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("部门"), on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    roles = models.ManyToManyField(Role, verbose_name=_("角色"), through="RoleGrant", blank=True, related_name="users")
    is_active = models.BooleanField(_("在职"), default=True)
    left_on = models.DateField(_("离职日"), null=True, blank=True, editable=False)
    is_hidden = models.BooleanField(default=False, editable=False)
    password_is_temporary = models.BooleanField(_("要先改密码"), default=False, editable=False)
    language = models.CharField(_("语言"), max_length=8, choices=Language.choices, default=Language.HANS)
    theme = models.CharField(_("主题"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    lists = models.JSONField(default=dict, blank=True, editable=False)  # core.pages.saved
    search_key = models.TextField(editable=False, default="", blank=True)
    sort_key = models.CharField(max_length=160, editable=False, default="", blank=True)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        constraints = [
            models.CheckConstraint(
                name="user_left_is_inactive", condition=Q(left_on__isnull=True) | Q(is_active=False)
            ),
            models.CheckConstraint(name="user_hidden_is_inactive", condition=Q(is_hidden=False) | Q(is_active=False)),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_absolute_url(self) -> str:
        return address_of("org:person_detail", self.pk)

    @cached_property
    def access(self) -> Access:
        return Access(self)

    def can(self, capability: str) -> bool:
        return capability in self.access.capabilities

    @property
    def initial(self) -> str:
        return (self.display_name or self.username)[:1]

    @property
    def is_staff(self) -> bool:
        """Opens the Django admin."""
        return self.is_active and self.can("system.settings")

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """What the Django admin asks. Its windows narrow this further: no transition by the back door."""
        return self.is_staff

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


@track()
class RoleGrant(models.Model):
    """That a person holds a role. Its row history says since when, and who had it before."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants", db_index=False)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("任命")
        verbose_name_plural = _("任命")
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_grant_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id}"


class PostingQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """One's own, and those of the people one's roles show."""
        if user.can("org.manage") or user.access.scope("people") == Scope.ALL:
            return self.all()
        return self.filter(user_id__in=user.access.people(user.access.scope("people")))


@track()
class Posting(models.Model):
    """Where a person worked from when to when, so that history keeps the old line (A01)."""

    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="postings")
    unit = models.ForeignKey(Unit, verbose_name=_("部门"), on_delete=models.PROTECT, related_name="postings")
    starts = models.DateField(_("自"))
    ends = models.DateField(_("至"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            ExclusionConstraint(
                name="posting_one_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("starts"), F("ends"), Value("[)"), function="DATERANGE", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.unit} {self.starts}"


class StandInQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """The two people concerned, and their superiors."""
        if user.can("org.manage") or user.access.scope("people") == Scope.ALL:
            return self.all()
        seen = user.access.people(user.access.scope("people"))
        return self.filter(Q(principal_id__in=seen) | Q(substitute_id=user.pk))

    def live(self, on: object) -> Self:
        return self.filter(Q(ends=None) | Q(ends__gte=on), starts__lte=on, cancelled_at=None)


@track()
class StandIn(models.Model):
    """Somebody decides in another's place from one day to another. Never for the substitute's own documents."""

    principal = models.ForeignKey(User, verbose_name=_("本人"), on_delete=models.PROTECT, related_name="stand_ins")
    substitute = models.ForeignKey(
        User, verbose_name=_("代理人"), on_delete=models.PROTECT, related_name="stands_in_for"
    )
    starts = models.DateField(_("从"))
    ends = models.DateField(_("到"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=100, blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, editable=False)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("代理")
        verbose_name_plural = _("代理")
        constraints = [
            models.CheckConstraint(
                condition=~Q(principal=F("substitute")),
                name="stand_in_is_somebody_else",
                violation_error_message=_("代理人要是别人"),
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="stand_in_ends_after_start",
                violation_error_message=_("代理的结束不能早于开始"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} → {self.principal}"


class TokenQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(user_id=user.pk)

    def live(self, now: object = None) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now or clock.now(), user__is_active=True)


@track(exclude=("digest", "last_used_at"))
class ApiToken(models.Model):
    """A key to the API. Only its hash is kept; the key itself is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("用途"), max_length=60)
    prefix = models.CharField(_("开头"), max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("创建时间"), default=clock.now)
    expires_at = models.DateTimeField(_("到期"))
    last_used_at = models.DateTimeField(_("上次使用"), null=True)
    revoked_at = models.DateTimeField(_("吊销时间"), null=True)
    second_factor = models.BooleanField(_("两步验证后生成"), default=False, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API 令牌")
        verbose_name_plural = _("API 令牌")

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}…"

    @property
    def state(self) -> str:
        """live, expired or revoked, as of now."""
        if self.revoked_at is not None:
            return "revoked"
        return "live" if self.expires_at > clock.now() else "expired"


class LoginGuess(models.Model):
    """How often a password was tried by one client in the running window. Rows are counters, not records.

    `key` is a hash over client and user name (org.lockout), so that the table lists neither.
    """

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("登录尝试")
        verbose_name_plural = _("登录尝试")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
