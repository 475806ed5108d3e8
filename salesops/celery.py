"""The Celery application. `celery -A salesops` finds it."""

import os

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salesops.settings")

app = Celery("salesops")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
# In every thread, not only in the one that imported us: requests are served by threads.
app.set_default()

# The doorbell. A ring nobody answered in time is dropped, because the next one says the same.
app.conf.beat_schedule = {
    "plan-jobs": {"task": "core.tasks.tick", "schedule": 15.0, "options": {"expires": 30}},
    "write-exports": {"task": "core.tasks.write_exports", "schedule": 3.0, "options": {"expires": 6}},
    "run-bulks": {"task": "core.tasks.run_bulks", "schedule": 3.0, "options": {"expires": 6}},
    "run-imports": {"task": "core.tasks.run_imports", "schedule": 3.0, "options": {"expires": 6}},
    "remove-samples": {"task": "salesops.tasks.remove_samples", "schedule": 3.0, "options": {"expires": 6}},
    "send-outbox": {"task": "core.tasks.sweep_outbox", "schedule": 5.0, "options": {"expires": 15}},
}


@setup_logging.connect
def keep_our_logging(**_kwargs: object) -> None:
    """Connected, this stops Celery from replacing the JSON log of the settings."""
