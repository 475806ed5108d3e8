from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "customers"
    verbose_name = _("客户")

    def ready(self) -> None:
        # each of them registers itself
        from customers import (  # noqa: F401
            account_navigation,
            approvals,
            bootstrap,
            comments,
            deal_navigation,
            deal_tabs,
            files,
            handover,
            imports,
            intel_navigation,
            intel_tabs,
            lead_imports,
            lead_navigation,
            merging,
            navigation,
            notices,
            plan_today,
            policy,
            prior_navigation,
            record_tabs,
            subscribers,
            task_navigation,
            task_tabs,
            tasks,
            timeline,
        )
