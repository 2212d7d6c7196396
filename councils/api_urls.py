"""Addresses of the councils floor's API."""

from django.urls import URLPattern, URLResolver, path

from communes.api.resources import resource
from councils import api

COUNCIL = "councils/<uuid:council>/"
ITEM = "items/<uuid:item>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("levels", resource(get=api.levels)),
    path("councils", resource(get=api.councils)),
    path(COUNCIL + "units", resource(get=api.units)),
    path(COUNCIL + "joinings", resource(get=api.waiting)),
    path(ITEM + "joining", resource(post=api.join)),
    path(ITEM + "acceptance", resource(post=api.accept)),
]
