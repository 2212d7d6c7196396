"""Addresses of the ground floor's API."""

from django.urls import URLPattern, URLResolver, path

from communes.api import (
    accounts,
    attending,
    bodies,
    deciding,
    entering,
    meetings,
    moving,
    planning,
    register,
    signing,
)
from communes.api.resources import resource

COMMUNE = "communes/<uuid:commune>/"
PERSON = COMMUNE + "persons/<uuid:person>"

BODY = "bodies/<uuid:body>/"
MEETING = "meetings/<uuid:meeting>"
ITEM = "items/<uuid:item>"
BALLOT = "ballots/<uuid:ballot>"

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
    path("meetings", resource(get=meetings.meetings)),
    path(BODY + "meetings", resource(get=meetings.body_meetings, post=meetings.convene)),
    path(BODY + "members/search", resource(post=moving.search_members)),
    path(BODY + "open-points", resource(get=planning.open_points)),
    path(BODY + "book", resource(get=signing.book)),
    path(BODY + "book/verification", resource(get=signing.verify_book)),
    path(BODY + "demands", resource(get=moving.demands, post=moving.demand)),
    path(BODY + "motions", resource(post=moving.raise_motion)),
    path("demands/<uuid:demand>/join", resource(post=moving.join_demand)),
    path("motions", resource(get=moving.motions)),
    path("motions/<uuid:motion>", resource(get=moving.motion)),
    path("motions/<uuid:motion>/versions", resource(post=moving.amend)),
    path("motions/<uuid:motion>/queue", resource(post=moving.queue_motion)),
    path(MEETING, resource(get=meetings.meeting)),
    path(MEETING + "/cancel", resource(post=meetings.cancel)),
    path(MEETING + "/open", resource(post=meetings.open_meeting)),
    path(MEETING + "/close", resource(post=meetings.close)),
    path(MEETING + "/again", resource(post=meetings.convene_again)),
    path(MEETING + "/roles", resource(post=meetings.name)),
    path(MEETING + "/room", resource(get=meetings.room)),
    path(MEETING + "/door/search", resource(post=meetings.search_door)),
    path(MEETING + "/attendance", resource(get=attending.attendance, post=attending.check_in)),
    path(MEETING + "/guests", resource(post=attending.check_in_guest)),
    path("stays/<uuid:stay>/leave", resource(post=attending.check_out)),
    path("stays/<uuid:stay>/strike", resource(post=attending.strike_stay)),
    path(MEETING + "/minutes", resource(get=signing.minutes)),
    path(MEETING + "/signatures", resource(get=signing.signatures, post=signing.sign)),
    path(MEETING + "/items", resource(get=planning.items, post=planning.add_items)),
    path(ITEM, resource(get=planning.item, delete=planning.remove_item)),
    path(ITEM + "/move", resource(post=planning.move_item)),
    path(ITEM + "/record", resource(put=planning.write_record)),
    path(ITEM + "/finish", resource(post=planning.finish_item)),
    path(ITEM + "/reopen", resource(post=planning.reopen_item)),
    path(ITEM + "/urgency", resource(post=planning.declare_urgent)),
    path(ITEM + "/decisions", resource(get=deciding.item_decisions, post=deciding.decide)),
    path(ITEM + "/decisions/preview", resource(post=deciding.preview_decision)),
    path(ITEM + "/ballots", resource(post=deciding.open_ballot)),
    path(BALLOT, resource(get=deciding.ballot)),
    path(BALLOT + "/votes", resource(get=deciding.votes, post=deciding.cast, put=deciding.retake)),
    path(BALLOT + "/close", resource(post=deciding.close_ballot)),
    path("resolutions", resource(get=deciding.resolutions)),
    path("resolutions/<uuid:resolution>", resource(get=deciding.resolution)),
    path("resolutions/<uuid:resolution>/mend", resource(post=deciding.mend)),
    path("resolutions/<uuid:resolution>/strike", resource(post=deciding.strike)),
]
