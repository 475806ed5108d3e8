"""Settings read from the environment. docs/configuration.md lists every name."""

from pathlib import Path

import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = env.str("SECRET_KEY", "insecure-development-key")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://localhost/salesops")}

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "django_fsm",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
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
AUTH_USER_MODEL = "org.User"
ROOT_URLCONF = "salesops.urls"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
