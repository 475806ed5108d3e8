"""Settings read from the environment. docs/configuration.md lists every name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from salesops import embedded, environment

BASE_DIR = Path(__file__).resolve().parent.parent
environment.load_file(BASE_DIR / ".env")

# --- Where things are -------------------------------------------------------------------------
# Without DATABASE_URL or REDIS_URL the embedded server of that kind serves (salesops/embedded).
STATE_DIR = environment.directory("SALESOPS_STATE", BASE_DIR / "var")
EMBEDDED_DATABASE = not environment.text("DATABASE_URL")
EMBEDDED_BROKER = not environment.text("REDIS_URL")
_identity = embedded.read_identity(STATE_DIR) if EMBEDDED_DATABASE or EMBEDDED_BROKER else None

# --- Mode -------------------------------------------------------------------------------------
DEBUG = environment.flag("DEBUG", False)
# The demo company never appears on a foreign database.
DEMO = EMBEDDED_DATABASE and environment.flag("SALESOPS_DEMO", True)
INSECURE_SECRET_KEY = "insecure-development-key"  # noqa: S105 (salesops.E001 refuses it)
SECRET_KEY = environment.text("SECRET_KEY", _identity.secret_key if _identity else INSECURE_SECRET_KEY)
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", LOOPBACK_HOSTS)
CSRF_TRUSTED_ORIGINS = environment.addresses("CSRF_TRUSTED_ORIGINS")
# Read here, so that doctor says what is wrong with them before a server tries to start.
WEB_WORKERS = environment.number("WEB_WORKERS", 2, 1, 64)
WEB_THREADS = environment.number("WEB_THREADS", 4, 1, 64)
# What letters and bots put in front of a path.
PUBLIC_URL = environment.address("PUBLIC_URL", f"http://127.0.0.1:{environment.port()}")
# Reachable by others, hence HTTPS only.
_FOREIGN_HOSTS = [host for host in ALLOWED_HOSTS if host not in LOOPBACK_HOSTS]
# Probes of the container itself come under a loopback name.
ALLOWED_HOSTS = [*_FOREIGN_HOSTS, *LOOPBACK_HOSTS]
PUBLIC = not DEBUG and not DEMO and bool(_FOREIGN_HOSTS)

# --- Apps -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_filters",
    "django_fsm",
    "django_htmx",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "template_partials",
    "core",
    "org",
    "workflow",
    "customers",
    "quotes",
    "contracts",
    "delivery",
    "receivables",
    "aftersales",
    "performance",
    "salesops",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.no_store",
    "core.middleware.request_context",
    "salesops.health.answer_probes",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.middleware.BoundedBody",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.acting",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.Refusals",
    "core.middleware.whole_page_login",
    "core.pages.toasts.middleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "org.middleware.settle_first",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "salesops.urls"
WSGI_APPLICATION = "salesops.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

FORM_RENDERER = "core.pages.forms.Renderer"

# --- Database ---------------------------------------------------------------------------------
# The application connects as a role that owns nothing; `migrate` connects as the owner.
# Limits such as statement_timeout hang on the roles (see `migrate`), never on a session, so that
# PgBouncer in transaction mode works.
_CONNECTION = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": True,
}


def _database(name: str, role: str) -> dict[str, Any] | None:
    found = environment.database(name)
    if found is None and EMBEDDED_DATABASE and _identity:
        found = environment.parse_database(_identity.database_url(role), name)
    if found is not None:
        found |= _CONNECTION
        found["OPTIONS"] = {"connect_timeout": 3, **found.get("OPTIONS", {})}
    return found


DATABASES: dict[str, Any] = {
    "default": _database("DATABASE_URL", embedded.APP_ROLE)
    # Nothing runs and nothing is configured: commands that need no database still work.
    or environment.parse_database("postgres://salesops_app@127.0.0.1:1/salesops", "DATABASE_URL")
}
DATABASE_OWNER = _database("DATABASE_OWNER_URL", embedded.OWNER_ROLE)

# --- Cache and broker -------------------------------------------------------------------------
# The cache may forget at any moment and no correctness rests on it; salesops/cache.py answers
# "not cached" while the broker is away.
REDIS_URL = environment.broker("REDIS_URL") or (_identity.redis_url if _identity else "redis://127.0.0.1:1/0")
CACHES = {
    "default": {
        "BACKEND": "salesops.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "salesops",
        "OPTIONS": {
            "socket_timeout": 0.5,
            "socket_connect_timeout": 0.5,
            "retry": Retry(NoBackoff(), 0),
        },
    }
}
# In the database, so that login works while the broker is down.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# --- Jobs -------------------------------------------------------------------------------------
# PostgreSQL is the truth and Celery the doorbell: every option below prefers "late" over "lost",
# and none lets a request wait for the broker.
CELERY_BROKER_URL = environment.celery_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the hard limit, or a long task runs twice.
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "global_keyprefix": "salesops:",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "celerybeat-schedule")
CELERY_TASK_DEFAULT_QUEUE = "salesops"

# --- Login ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "org.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "org.backends.PasswordBackend",
]
PASSWORD_HASHERS = [
    "salesops.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "org.adapters.AccountAdapter"
MFA_ADAPTER = "org.adapters.MFAAdapter"
# Sign-ins are counted by org.lockout; what is left here guards the second factor and the mails.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SalesOps"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC
USERSESSIONS_TRACK_ACTIVITY = False

# axes keeps the list of failures for the administrator; the lock itself is org.lockout, which counts
# before the password is looked at and never by the user name alone.
AXES_LOCK_OUT_AT_FAILURE = False
AXES_LOCKOUT_CALLABLE = "org.lockout.answer"
AXES_CLIENT_IP_CALLABLE = "core.middleware.client_ip"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "org.lockout.name_for_record"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# How many proxies of our own stand in front; 0 means that forwarded headers are lies.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, 0, 9)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CSRF_FAILURE_VIEW = "core.refusals.csrf_failed"

# --- Headers ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", PUBLIC)
# The orchestrator asks these over plain HTTP inside its own network.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PUBLIC
SECURE_HSTS_PRELOAD = PUBLIC
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PUBLIC
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
# Ours first; then our words for what Django, the API framework and the login say by themselves.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "salesops" / "their_words"]
FORMAT_MODULE_PATH = ["salesops.formats"]
# Off, because it would also write record ids as 1,234; the money filters force the grouping.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = environment.zone("TZ", "Asia/Shanghai")
USE_TZ = True
CELERY_TIMEZONE = TIME_ZONE

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "core.static_storage.Storage"},
}
# Private: no URL leads here; views hand files out after asking who may see them.
MEDIA_ROOT = environment.directory("ATTACHMENTS_DIR", STATE_DIR / "attachments")
MEDIA_URL = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Mail -------------------------------------------------------------------------------------
# Unset, letters go into files, where a demo can show them.
EMAIL_URL = environment.text("EMAIL_URL")
if EMAIL_URL:
    vars().update(environment.mail("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STATE_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("MAIL_FROM", "salesops@localhost")

# --- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "org.authentication.BearerAuthentication",
        "org.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api.media.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.Schema",
    "EXCEPTION_HANDLER": "core.api.errors.handle",
    "COERCE_DECIMAL_TO_STRING": True,
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "SalesOps",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Enums stay where they are used: a shared one would need a new name with every room that has a `state`.
    "POSTPROCESSING_HOOKS": ["core.api.schema.add_problems"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# --- Admin ------------------------------------------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "SalesOps",
    "SITE_HEADER": _("系统管理"),
    "SITE_URL": "/",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "/static/favicon.svg"}],
    "COMMAND": {"search_models": False},
    "STYLES": ["/static/css/admin.css"],
    "SIDEBAR": {"navigation": "salesops.admin_places.groups"},
}

# --- Watching ---------------------------------------------------------------------------------
# Without a token /metrics answers this machine only.
METRICS_TOKEN = environment.text("METRICS_TOKEN")
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# Reading the user here would query the session on every request, /healthz included.
DJANGO_STRUCTLOG_USER_ID_FIELD = None
_SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # JSON everywhere: the console renderer would print local variables, passwords included.
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": _SHARED_PROCESSORS,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": environment.level("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        *_SHARED_PROCESSORS[1:],
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
SENTRY_DSN = environment.text("SENTRY_DSN")
if SENTRY_DSN:
    import sentry_sdk
    from sentry_sdk.utils import BadDsn

    try:
        sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False, include_local_variables=False)
    except BadDsn:
        raise environment.WrongValue(
            "SENTRY_DSN is not what Sentry shows as the project's DSN; copy it again."
        ) from None

SILENCED_SYSTEM_CHECKS: list[str] = []
