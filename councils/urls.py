"""Addresses of the councils floor's pages."""

from django.urls import URLPattern, URLResolver, path

from councils.views import confederation, joining

urlpatterns: list[URLPattern | URLResolver] = [
    path("confederation/", confederation.confederation, name="confederation"),
    path("items/<uuid:public_id>/joining/", joining.join_council, name="join_council"),
    path("items/<uuid:public_id>/acceptance/", joining.accept_unit, name="accept_unit"),
]
