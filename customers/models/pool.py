from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.history import track
from core.scope import ScopedQuerySet, Viewer
from customers.choices import PoolStep
from customers.models.customers import Customer


class PoolMoveQuerySet(ScopedQuerySet):
    def visible_to(self, user: Viewer) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(user))


@track()
class PoolMove(models.Model):
    """One way into 公海 or out of it. `person` is who lost the customer or has it now; the limits of claims count these."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="pool_moves", db_index=False)
    step = models.CharField(_("动作"), max_length=10, choices=PoolStep.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("谁"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(_("时间"), default=clock.now)

    objects = PoolMoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("公海进出")
        verbose_name_plural = _("公海进出")
        indexes = [
            models.Index(fields=["customer", "-at"], name="pool_move_customer"),
            models.Index(fields=["person", "-at"], name="pool_move_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} #{self.customer_id}"
