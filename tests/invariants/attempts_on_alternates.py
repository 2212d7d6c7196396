"""Attempts on alternates: of another reservation, named otherwise, answers changed (DOMAIN §1)."""

from datetime import timedelta

from mandates.models import Alternate
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of


def _answered(g: Ground) -> None:
    Alternate.objects.update(until=TODAY, answer="declined")


def _another(**changes: object) -> Insert:
    return Insert(of(Alternate), changes)


ALTERNATES: list[Attempt] = [
    Attempt(
        "mandates_alternate_true_snapshot",
        "a reservation forgotten",
        lambda g: _another(person_id=g.town.women[3].pk, reserved_gender=""),
    ),
    Attempt(
        "alternate_gender_fits_seat",
        "a man for a woman's seat",
        lambda g: _another(person_id=g.man.pk, gender="man"),
    ),
    Attempt("alternate_once_for_seat", "named twice", lambda g: _another(position=2)),
    Attempt(
        "alternate_ordered",
        "over before it began",
        lambda g: Change(
            of(Alternate), {"until": TODAY - timedelta(days=900), "answer": "declined"}
        ),
    ),
    Attempt(
        "alternate_ends_with_an_answer",
        "over without an answer",
        lambda g: Change(of(Alternate), {"until": TODAY}),
    ),
    Attempt(
        "alternate_called_for_a_vacancy",
        "called to nothing",
        lambda g: Change(of(Alternate), {"called_at": TODAY}),
    ),
    Attempt(
        "mandates_alternate_stays",
        "another place in the order",
        lambda g: Change(of(Alternate), {"position": 2}),
    ),
    Attempt(
        "mandates_alternate_answered_stays",
        "an answer changed",
        lambda g: Change(of(Alternate), {"answer": "accepted"}),
        _answered,
    ),
    Attempt("mandates_alternate_no_delete", "an alternate", lambda g: Remove(of(Alternate))),
    Attempt(
        "mandates_alternate_no_truncate", "all alternates", lambda g: Empty("mandates_alternate")
    ),
]
