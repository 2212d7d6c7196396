"""Attempts on meetings, their agendas and roles, and on the register they rest on."""

from datetime import timedelta

from communes.models import (
    Affiliation,
    AgendaItem,
    ConveningSigner,
    MeetingRole,
    Minutes,
    Residence,
    Resolution,
    ResolutionEffect,
)
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.days import BASE, MET, TODAY
from tests.invariants.ground import Ground, of

DAY = timedelta(days=1)


def _role(g: Ground) -> MeetingRole:
    return of(MeetingRole, meeting=g.open)


def _signed_role(g: Ground) -> MeetingRole:
    return of(MeetingRole, meeting=g.signed)


def _signed_item(g: Ground) -> AgendaItem:
    """An item of a signed meeting with nothing under it."""
    return g.item(g.signed)


def _first_home(g: Ground) -> Residence:
    """Where somebody lived who has moved since."""
    return of(Residence, person=g.town.men[3], until__isnull=False)


_MEETINGS: list[Attempt] = [
    Attempt("communes_meeting_signed", "another place", lambda g: Change(g.signed, {"place": "x"})),
    Attempt(
        "communes_meeting_signed_with_minutes",
        "signed without minutes",
        lambda g: Change(g.closed, {"signed_at": TODAY}),
    ),
    Attempt(
        "communes_meeting_signed_later",
        "a meeting that was signed from the start",
        lambda g: Insert(g.closed, {"number": 99, "signed_at": TODAY}),
    ),
    Attempt(
        "communes_meeting_stays",
        "a circle's meeting given to another body",
        lambda g: Change(g.womens, {"body_id": g.town.body.pk, "number": 77}),
    ),
    Attempt("communes_meeting_no_delete", "a meeting", lambda g: Remove(g.open)),
    Attempt("communes_meeting_no_truncate", "all meetings", lambda g: Empty("communes_meeting")),
    Attempt("meeting_number_once", "two meetings of one number", lambda g: Insert(g.open)),
    Attempt(
        "meeting_closes_after_opening",
        "closed before it was opened",
        lambda g: Change(g.open, {"closed_at": MET - DAY}),
    ),
    Attempt(
        "meeting_signed_after_closing",
        "signed while it is open",
        lambda g: Change(g.closed, {"closed_at": None, "signed_at": TODAY}),
        lambda g: _with_minutes(g),
    ),
]

_ITEMS: list[Attempt] = [
    Attempt(
        "communes_agendaitem_signed_no_insert",
        "an item more",
        lambda g: Insert(_signed_item(g), {"position": 99}),
    ),
    Attempt(
        "communes_agendaitem_signed_no_update",
        "another record",
        lambda g: Change(_signed_item(g), {"text": "Never said."}),
    ),
    Attempt(
        "communes_agendaitem_signed_no_delete", "an item less", lambda g: Remove(_signed_item(g))
    ),
    Attempt(
        "communes_agendaitem_stays",
        "an item of a circle shown to all",
        lambda g: Change(g.item(g.womens), {"meeting_id": g.open.pk, "position": 77}),
    ),
    Attempt(
        "communes_meetingrole_signed_no_insert",
        "a chair more",
        lambda g: Insert(_signed_role(g), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_meetingrole_signed_no_update",
        "a chair until earlier",
        lambda g: Change(_signed_role(g), {"until": TODAY}),
    ),
    Attempt(
        "communes_meetingrole_signed_no_delete", "a chair less", lambda g: Remove(_signed_role(g))
    ),
    Attempt(
        "communes_meetingrole_stays",
        "another chair",
        lambda g: Change(_role(g), {"person_id": g.man.pk}),
    ),
    Attempt(
        "meeting_role_ordered",
        "a role that ends before it begins",
        lambda g: Change(_role(g), {"until": BASE}),
    ),
    Attempt(
        "communes_ballot_signed_no_insert",
        "a vote on an item of signed minutes",
        lambda g: Insert(g.ballot, {"item_id": _signed_item(g).pk}),
    ),
    Attempt(
        "communes_resolution_signed_no_insert",
        "a decision of a signed meeting",
        lambda g: Insert(of(Resolution, item__meeting=g.signed), {"number": 999}),
    ),
    Attempt(
        "communes_resolutioneffect_signed_no_slip",
        "a slip found after the signing",
        lambda g: Insert(
            of(ResolutionEffect),
            {"resolution_id": of(Resolution, item__meeting=g.signed).pk},
        ),
    ),
    Attempt(
        "agenda_position_once",
        "two items in one place",
        lambda g: Insert(g.item(g.open)),
    ),
]

_REGISTER: list[Attempt] = [
    Attempt("communes_person_no_delete", "a person", lambda g: Remove(g.woman)),
    Attempt("communes_person_no_truncate", "everybody", lambda g: Empty("communes_person")),
    Attempt(
        "person_gender_known",
        "a gender nobody can declare",
        lambda g: Change(g.woman, {"gender": "x"}),
    ),
    Attempt(
        "person_not_merged_into_itself",
        "a person who is her own duplicate",
        lambda g: Change(g.woman, {"merged_into_id": g.woman.pk}),
    ),
    Attempt(
        "communes_residence_one_at_a_time",
        "two homes",
        lambda g: Insert(
            of(Residence, person=g.woman), {"since": BASE + DAY, "until": BASE + 2 * DAY}
        ),
    ),
    Attempt(
        "communes_residence_one_at_a_time",
        "the old home kept",
        lambda g: Change(_first_home(g), {"until": MET + DAY}),
    ),
    Attempt(
        "residence_one_open_per_person",
        "two homes for ever",
        lambda g: Insert(of(Residence, person=g.woman)),
        lifting("communes_residence_one_at_a_time"),
    ),
    Attempt(
        "residence_ordered",
        "left before moving in",
        lambda g: Change(of(Residence, person=g.woman), {"until": BASE - DAY}),
        lifting("communes_residence_one_at_a_time"),
    ),
    Attempt(
        "communes_affiliation_one_host",
        "two hosts",
        lambda g: Insert(
            of(Affiliation, body=g.town.body, relation="federates_into"),
            {"parent_id": g.second_council.pk},
        ),
    ),
    Attempt(
        "affiliation_ordered",
        "left before joining",
        lambda g: Change(of(Affiliation), {"until": of(Affiliation).since - DAY}),
    ),
    Attempt(
        "affiliation_not_with_itself",
        "beside itself",
        lambda g: Change(of(Affiliation), {"parent_id": of(Affiliation).body_id}),
    ),
    Attempt(
        "body_council_of_seats",
        "a council of residents",
        lambda g: Change(g.council, {"made_of": "residents"}),
    ),
    Attempt(
        "body_ends_after_founding",
        "ended before it began",
        lambda g: Change(g.council, {"ended_at": BASE - DAY}),
    ),
    Attempt(
        "convening_signer_once",
        "two signatures of one member",
        lambda g: Insert(of(ConveningSigner, request=g.demand)),
    ),
]

MEETINGS: list[Attempt] = [*_MEETINGS, *_ITEMS, *_REGISTER]


def _with_minutes(g: Ground) -> None:
    Minutes.objects.create(
        meeting=g.closed, content="{}", salt="0" * 64, digest="0" * 64, signed_at=TODAY
    )
