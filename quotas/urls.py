"""Addresses of the quotas floor's pages."""

from django.urls import URLPattern, URLResolver, path

from quotas.views import audits

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", audits.audit, name="audit"),
    path("audit/<uuid:public_id>/", audits.audit_result, name="audit_result"),
    path("audit/<uuid:public_id>/findings.csv", audits.audit_csv, name="audit_csv"),
]
