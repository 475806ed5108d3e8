"""The front door's own work in the background."""

from typing import Any

from celery import shared_task

from salesops.samples import removal


@shared_task
def remove_samples(**later: Any) -> None:
    """Hand an ordered removal of the sample data to a worker."""
    for sample_id in removal.due():
        remove_sample.delay(sample_id=sample_id)


@shared_task
def remove_sample(*, sample_id: int, **later: Any) -> None:
    removal.work_later(sample_id)
