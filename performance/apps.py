from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PerformanceConfig(AppConfig):
    name = "performance"
    verbose_name = _("目标与考核")

    def ready(self) -> None:
        # each of them registers itself
        from performance import comments, navigation, notices, policy, tasks, timeline, today  # noqa: F401
