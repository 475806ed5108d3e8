from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("基础")

    def ready(self) -> None:
        from core import admin, audit_names, default_rates, history, navigation, notice_kinds, tasks  # noqa: F401  (register themselves)
        from core.pages import forms  # noqa: F401  (its words for faults come before any form is made)

        # Django's admin has looked for windows by now: its app stands before ours.
        admin.close_other_windows()
        connection_created.connect(history.attribute_writes, dispatch_uid="core.history")
