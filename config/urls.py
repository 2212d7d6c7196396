"""Every address of the house."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.languages import choose

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("config.account_urls")),
    path("i18n/setlang/", choose, name="set_language"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api_root")),
    path("", include("communes.urls")),
    path("", include("mandates.urls")),
    path("", include("quotas.urls")),
    path("", include("councils.urls")),
]
