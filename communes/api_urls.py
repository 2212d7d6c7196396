"""Addresses of the ground floor's API."""

from django.urls import URLPattern, URLResolver, path

from communes.api import accounts, bodies, entering, register
from communes.api.resources import resource

COMMUNE = "communes/<uuid:commune>/"
PERSON = COMMUNE + "persons/<uuid:person>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("me", resource(get=accounts.me)),
    path("me/language", resource(put=accounts.choose_language)),
    path("notices", resource(get=accounts.notices)),
    path("notices/<uuid:notice>/read", resource(post=accounts.read_notice)),
    path("tree", resource(get=bodies.tree)),
    path("bodies", resource(get=bodies.bodies)),
    path("bodies/<uuid:body>/relations", resource(get=bodies.relations)),
    path(COMMUNE + "households", resource(get=register.households)),
    path(COMMUNE + "households/search", resource(post=register.search_households)),
    path(COMMUNE + "households/<uuid:household>", resource(get=register.household)),
    path(COMMUNE + "persons", resource(get=register.persons, post=register.arrive)),
    path(COMMUNE + "persons/search", resource(post=register.search_persons)),
    path(PERSON, resource(get=register.person, put=register.correct)),
    path(PERSON + "/confirm", resource(post=register.confirm)),
    path(PERSON + "/move", resource(post=register.move)),
    path(PERSON + "/depart", resource(post=register.depart)),
    path(PERSON + "/death", resource(post=register.record_death)),
    path(PERSON + "/merge", resource(post=register.merge)),
    path(COMMUNE + "register", resource(post=entering.import_register)),
    path(COMMUNE + "invitations", resource(post=entering.invite)),
]
