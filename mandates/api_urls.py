"""Addresses of the mandates floor's API."""

from django.urls import URLPattern, URLResolver, path

from communes.api.resources import resource
from mandates import api
from mandates.api import bonds

BODY = "bodies/<uuid:body>"
ITEM = "items/<uuid:item>/instruction"

urlpatterns: list[URLPattern | URLResolver] = [
    path(BODY, resource(get=api.body)),
    path(BODY + "/seats", resource(get=api.seats)),
    path(BODY + "/mandates", resource(get=api.body_mandates)),
    path(BODY + "/open-motions", resource(get=api.open_motions)),
    path("mandates", resource(get=api.my_mandates)),
    path("mandates/<uuid:mandate>", resource(get=api.mandate)),
    path("mandates/<uuid:mandate>/questions", resource(get=api.questions)),
    path("mandates/<uuid:mandate>/declarations", resource(post=bonds.declare)),
    path("instructions", resource(get=api.instructions)),
    path(ITEM, resource(get=api.instruction, post=api.instruct)),
    path(ITEM + "/plan", resource(post=api.plan_instruction)),
]
