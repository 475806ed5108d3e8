from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("审批")

    def ready(self) -> None:
        from core.pages.navigation import Item, register
        from workflow import handover, notices, places, selectors, subscribers, tasks, timeline, today  # noqa: F401  (register themselves)

        register(
            Item(
                "workflow.inbox",
                _("审批"),
                "i-appr",
                "workflow:inbox",
                count=selectors.awaiting_count,
                hot=True,
                order=2,
                tab=3,
            ),
            Item(
                "workflow.routes",
                _("审批路线"),
                "i-appr",
                "workflow:route_list",
                group="company",
                capability="approvals.routes",
            ),
        )
