from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from core.addresses import address_of
from core.history import track
from core.models import Record
from core.scope import ALL, NONE, SUBTREE, ScopedQuerySet, Viewer
from org.models import Unit
from performance.models.reports import WorkReport


class WeeklyReviewQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        """Those of one's own unit; who reads the reports of others sees those of the units below."""
        scope = user.access.scope(WorkReport.objects.all().domain)
        if scope == NONE:
            return self.none()
        if scope == ALL:
            return self.all()
        units = user.access.unit_ids if scope == SUBTREE else [user.access.user.unit_id]
        return self._in_sight(Q(unit_id__in=units), user)


@track()
class WeeklyReview(Record):
    """The minutes of a unit's weekly review (C10); `week` is the Monday of the week it looks at.

    The issues are tasks of the unit (`customers.Task`): what was open when the week began is carried on by itself.
    """

    unit = models.ForeignKey(
        Unit, verbose_name=_("哪个部门的"), on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    week = models.DateField(_("哪一周"), editable=False)
    minutes = models.TextField(_("纪要"), max_length=4000)

    objects = WeeklyReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("周会")
        verbose_name_plural = _("周会")
        constraints = [
            models.UniqueConstraint(fields=["unit", "week"], name="review_one_a_week"),
            models.CheckConstraint(name="review_week_is_monday", condition=Q(week__iso_week_day=1)),
        ]

    def __str__(self) -> str:
        return _now("%(unit)s 第 %(week)s 周") % {"unit": self.unit, "week": self.week.isocalendar().week}

    def get_absolute_url(self) -> str:
        return f"{address_of('performance:review_week')}?unit={self.unit_id}&on={self.week}"
