"""Attempts on alternates: of another reservation, named otherwise, answers changed (DOMAIN §1)."""

from datetime import timedelta

from mandates.models import Alternate, Seat
from tests.factories import world
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.ground import TODAY, Ground, of


def _seat(g: Ground) -> Seat:
    return world.seat(g.town.body, "co_chair", "woman")


def _named(g: Ground, **more: object) -> None:
    told = {"gender": "woman", "reserved_gender": "woman", "since": TODAY, "position": 1}
    resolution = g.chair().resolution
    Alternate.objects.create(
        seat=_seat(g), person=g.woman, resolution=resolution, **{**told, **more}
    )


def _answered(g: Ground) -> None:
    _named(g, until=TODAY, answer="declined")


def _another(**changes: object) -> Insert:
    return Insert(of(Alternate), changes)


ALTERNATES: list[Attempt] = [
    Attempt(
        "mandates_alternate_true_snapshot",
        "a reservation forgotten",
        lambda g: _another(person_id=g.town.women[3].pk, reserved_gender=""),
        _named,
    ),
    Attempt(
        "alternate_gender_fits_seat",
        "a man for a woman's seat",
        lambda g: _another(person_id=g.man.pk, gender="man"),
        _named,
    ),
    Attempt("alternate_once_for_seat", "named twice", lambda g: _another(position=2), _named),
    Attempt(
        "alternate_ordered",
        "over before it began",
        lambda g: Change(
            of(Alternate), {"until": TODAY - timedelta(days=900), "answer": "declined"}
        ),
        _named,
    ),
    Attempt(
        "alternate_ends_with_an_answer",
        "over without an answer",
        lambda g: Change(of(Alternate), {"until": TODAY}),
        _named,
    ),
    Attempt(
        "alternate_called_for_a_vacancy",
        "called to nothing",
        lambda g: Change(of(Alternate), {"called_at": TODAY}),
        _named,
    ),
    Attempt(
        "mandates_alternate_stays",
        "another place in the order",
        lambda g: Change(of(Alternate), {"position": 2}),
        _named,
    ),
    Attempt(
        "mandates_alternate_answered_stays",
        "an answer changed",
        lambda g: Change(of(Alternate), {"answer": "accepted"}),
        _answered,
    ),
    Attempt(
        "mandates_alternate_no_delete", "an alternate", lambda g: Remove(of(Alternate)), _named
    ),
    Attempt(
        "mandates_alternate_no_truncate", "all alternates", lambda g: Empty("mandates_alternate")
    ),
]
