"""The front door's table of contents. Each app keeps its own `urls.py` and `api.py`."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from salesops import health, home, login, sample_data

# allauth is the only login: lock-out and second factor hold for the admin too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("today/", home.home_later, name="home_later"),
    path("start/", home.start, name="start"),
    path("sample-data/", sample_data.sample_data, name="sample_data"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("", include("core.pages.urls")),
    path("inbox/", include("workflow.urls")),
    path("processes/", include("workflow.process_urls")),
    path("", include("core.urls")),
    path("customers/", include("customers.urls")),
    path("quotes/", include("quotes.urls")),
    path("reports/", include("performance.urls")),
    path("org/", include("org.urls")),
    path("accounts/login/", login.sign_in, name="account_login"),
    path("accounts/demo/", login.demo_login, name="demo_login"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("salesops.api")),
]

handler400 = "core.refusals.malformed"
handler403 = "core.refusals.forbidden"
handler404 = "core.refusals.not_found"
handler500 = "salesops.errors.server_error"
