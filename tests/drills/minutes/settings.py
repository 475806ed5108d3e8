"""The product with those jobs."""

from salesops.settings import *  # noqa: F403
from salesops.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.drills.minutes"]
