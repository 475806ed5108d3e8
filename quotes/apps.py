from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuotesConfig(AppConfig):
    name = "quotes"
    verbose_name = _("报价")

    def ready(self) -> None:
        from quotes import (  # noqa: F401  (each registers itself)
            approvals,
            bootstrap,
            comments,
            deals,
            files,
            handover,
            holds,
            merging,
            navigation,
            notices,
            policy,
            subscribers,
            tasks,
            timeline,
        )
