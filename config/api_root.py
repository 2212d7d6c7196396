"""The API's addresses, floor by floor, with their description."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

urlpatterns = [
    path("schema", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
    path("", include("communes.api_urls")),
    path("", include("mandates.api_urls")),
    path("", include("quotas.api_urls")),
    path("", include("councils.api_urls")),
]
