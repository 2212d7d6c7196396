"""Addresses of the mandates floor."""

from django.urls import URLPattern, URLResolver, path

from mandates.views import declaring, instructing, mine

urlpatterns: list[URLPattern | URLResolver] = [
    path("mandates/", mine.my_mandates, name="my_mandates"),
    path("mandates/<uuid:public_id>/", mine.mandate, name="mandate"),
    path("mandates/<uuid:public_id>/declarations/", declaring.declare, name="declare"),
    path("seats/<uuid:public_id>/", mine.seat, name="seat"),
    path(
        "items/<uuid:public_id>/instruction/plan/",
        instructing.plan_instruction,
        name="plan_instruction",
    ),
    path("items/<uuid:public_id>/instruction/", instructing.instruct, name="instruct"),
]
