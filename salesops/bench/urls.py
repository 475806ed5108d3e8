"""The product's pages, and below /bench/ what they are compared with."""

from django.urls import path

from salesops.bench import floors, stage
from salesops.urls import handler400, handler403, handler404, handler500
from salesops.urls import urlpatterns as pages

urlpatterns = [
    path("bench/facts/", stage.facts),
    path("bench/gather/", stage.gather),
    path("bench/submit/", stage.submit),
    path("bench/floor/today/", floors.today),
    path("bench/floor/customers/", floors.customers),
    path("bench/floor/record/", floors.record),
    path("bench/floor/past/", floors.past),
    path("bench/floor/saturday/", floors.saturday),
    path("bench/floor/inbox/", floors.inbox),
    path("bench/floor/api/", floors.api),
    *pages,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
