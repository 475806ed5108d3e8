"""Settings of the test suite: embedded servers in a state directory of their own."""

import os
from pathlib import Path

from salesops import embedded

# The suite never touches a database somebody points at.
for _name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL", "SENTRY_DSN"):
    os.environ.pop(_name, None)
os.environ["SALESOPS_STATE"] = os.environ.get("SALESOPS_TEST_STATE") or str(
    Path(__file__).resolve().parent.parent / "var" / "test"
)
os.environ["SALESOPS_DEMO"] = "0"
os.environ["SECRET_KEY"] = "test-key-that-guards-nothing-but-has-fifty-characters"  # noqa: S105
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
os.environ["LOG_LEVEL"] = "WARNING"
# Playwright's synchronous API keeps an event loop in the main thread until the run ends; Django takes every query made
# there for a mistake, in all tests that follow.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
embedded.prepare(os.environ["SALESOPS_STATE"])

from salesops.settings import *  # noqa: E402, F403
from salesops.settings import CACHES, STORAGES  # noqa: E402

PUBLIC = SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# A manifest would need collectstatic before every run.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Files are looked up when asked for: each test's client would list all 800 of them beforehand, a tenth of a second.
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A machine that halts for half a second is not a broker that is away: what is counted here has to stay counted.
CACHES["default"] = {**CACHES["default"], "OPTIONS": {"socket_timeout": 20, "socket_connect_timeout": 20}}
