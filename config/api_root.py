"""The API's addresses, floor by floor, with their description."""

from csp.decorators import csp_update
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from communes.api.resources import Missing

# Its style sheet draws arrows as data: images, which no page of ours does.
DOCS = csp_update({"img-src": ["data:"]})(
    SpectacularSwaggerSplitView.as_view(url_name="api_schema", template_name="api_docs.html")
)
urlpatterns = [
    path("schema", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs", DOCS, name="api_docs"),
    path("", include("communes.api_urls")),
    path("", include("mandates.api_urls")),
    path("", include("quotas.api_urls")),
    path("", include("councils.api_urls")),
    re_path("", Missing.as_view(), name="api_missing"),
]
