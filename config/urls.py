"""Every address of the house."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.languages import choose
from config.trusting import trust, trust_authority

# The administration has no door of its own: attempts are counted at the one sign-in page.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# Where only a fresh proof is wanting, it is asked for instead.
handler403 = "communes.views.proving.forbidden"

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("config.account_urls")),
    path("i18n/setlang/", choose, name="set_language"),
    path("trust/", trust, name="trust"),
    path("trust/authority.crt", trust_authority, name="trust_authority"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api_root")),
    path("", include("communes.urls")),
    path("", include("mandates.urls")),
    path("", include("quotas.urls")),
    path("", include("councils.urls")),
]
