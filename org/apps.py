from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    name = "org"
    verbose_name = _("组织")

    def ready(self) -> None:
        from org import adapters, bootstrap, notices, places, policy, rights, services, tasks, timeline  # noqa: F401  (register themselves)
