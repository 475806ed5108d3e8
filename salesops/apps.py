from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesOpsConfig(AppConfig):
    name = "salesops"
    verbose_name = "SalesOps"

    def ready(self) -> None:
        from core.pages import navigation
        from salesops import celery, checks, onboarding  # noqa: F401  (the broker's application; the system checks; first steps)

        navigation.register(
            navigation.Item("home", _("今天"), "i-home", "home", order=1, tab=1),
            navigation.Item(
                "sample_data",
                _("样例数据"),
                "i-trash",
                "sample_data",
                group="company",
                capability="org.manage",
                listed=False,
            ),
        )
