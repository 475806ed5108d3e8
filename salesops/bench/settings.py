"""The product's own settings, and what a measurement adds: counted queries, and the floors."""

from salesops.settings import *  # noqa: F403
from salesops.settings import DEMO, LOGGING, MIDDLEWARE

if not DEMO:
    raise RuntimeError("The bench runs on its own embedded database only.")

MIDDLEWARE = ["salesops.bench.counting.count_queries", *MIDDLEWARE]
ROOT_URLCONF = "salesops.bench.urls"
# One line per request would measure the disk of the log.
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
