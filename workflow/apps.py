from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "workflow"
    verbose_name = _("审批")

    def ready(self) -> None:
        from workflow import notices, subscribers, tasks  # noqa: F401  (register themselves)
