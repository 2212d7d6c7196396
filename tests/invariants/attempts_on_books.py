"""Attempts on books, resolutions, minutes, signatures, charters (DOMAIN §2.6)."""

from communes.models import (
    Charter,
    Entry,
    Minutes,
    MotionVersion,
    Resolution,
    ResolutionEffect,
    Signing,
)
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of


def _last(g: Ground) -> Entry:
    return Entry.objects.filter(body=g.town.body).order_by("-number")[0]


def _decision(g: Ground) -> Resolution:
    return of(Resolution, item__meeting=g.closed, mends__isnull=False)


def _again(g: Ground, **changes: object) -> Insert:
    """Another decision on the same item, under a number of its own."""
    fresh = {"number": 999, "mends_id": None, "ballot_id": None}
    return Insert(_decision(g), {**fresh, **changes})


BOOKS: list[Attempt] = [
    Attempt(
        "communes_entry_no_update",
        "another date",
        lambda g: Change(_last(g), {"recorded_at": TODAY}),
    ),
    Attempt(
        "communes_entry_no_update", "another content", lambda g: Change(_last(g), {"content": "{}"})
    ),
    Attempt("communes_entry_no_delete", "the last entry", lambda g: Remove(_last(g))),
    Attempt("communes_entry_no_truncate", "all books", lambda g: Empty("communes_entry")),
    Attempt(
        "communes_entry_chained",
        "a number left out",
        lambda g: Insert(_last(g), {"number": _last(g).number + 2, "previous": _last(g).hash}),
    ),
    Attempt(
        "communes_entry_chained",
        "another past",
        lambda g: Insert(_last(g), {"number": _last(g).number + 1, "previous": "0" * 64}),
    ),
    Attempt(
        "communes_entry_chained",
        "before the first",
        lambda g: Insert(_last(g), {"number": 0, "previous": ""}),
    ),
    Attempt(
        "entry_number_once",
        "an entry beside the first",
        lambda g: Insert(of(Entry, body=g.town.body, number=1), {"kind": "x"}),
    ),
    Attempt(
        "communes_resolution_no_update",
        "another count",
        lambda g: Change(_decision(g), {"votes_for": 1}),
    ),
    Attempt("communes_resolution_no_delete", "a decision", lambda g: Remove(_decision(g))),
    Attempt(
        "communes_resolution_no_truncate", "all decisions", lambda g: Empty("communes_resolution")
    ),
    Attempt(
        "communes_resolution_no_more_than_voters",
        "more in the room than may vote",
        lambda g: _again(g, present=_decision(g).electorate + 1),
    ),
    Attempt(
        "resolution_no_more_hands_than_people",
        "more hands than people",
        lambda g: _again(g, votes_against=_decision(g).present),
    ),
    Attempt(
        "resolution_women_among_present",
        "more women than people",
        lambda g: _again(g, women_present=_decision(g).present + 1),
    ),
    Attempt(
        "resolution_number_once",
        "two decisions of one number",
        lambda g: _again(g, number=_decision(g).number, revision=_decision(g).revision),
    ),
    Attempt(
        "communes_resolutioneffect_no_update",
        "a slip explained otherwise",
        lambda g: Change(of(ResolutionEffect), {"reason": "None."}),
    ),
    Attempt(
        "communes_resolutioneffect_no_delete",
        "a slip that never was",
        lambda g: Remove(of(ResolutionEffect)),
    ),
    Attempt(
        "communes_resolutioneffect_no_truncate",
        "no slips at all",
        lambda g: Empty("communes_resolutioneffect"),
    ),
    Attempt(
        "effect_names_the_later_one",
        "repealed by nothing",
        lambda g: Insert(of(ResolutionEffect), {"effect": "repealed", "by_resolution_id": None}),
    ),
    Attempt(
        "communes_minutes_no_update",
        "other minutes",
        lambda g: Change(of(Minutes), {"content": "{}"}),
    ),
    Attempt("communes_minutes_no_delete", "no minutes", lambda g: Remove(of(Minutes))),
    Attempt(
        "communes_minutes_no_truncate", "no minutes at all", lambda g: Empty("communes_minutes")
    ),
    Attempt(
        "communes_minutes_of_closed",
        "minutes of a meeting that is open",
        lambda g: Insert(of(Minutes), {"meeting_id": g.open.pk}),
    ),
    Attempt(
        "communes_signing_no_update",
        "a signature made a refusal",
        lambda g: Change(of(Signing), {"verdict": "refused", "reason": "No."}),
    ),
    Attempt("communes_signing_no_delete", "a signature", lambda g: Remove(of(Signing))),
    Attempt("communes_signing_no_truncate", "all signatures", lambda g: Empty("communes_signing")),
    Attempt(
        "communes_signing_of_closed",
        "a signature under sealed minutes",
        lambda g: Insert(of(Signing, meeting=g.signed), {"person_id": g.man.pk}),
    ),
    Attempt(
        "communes_signing_of_closed",
        "a signature before the end",
        lambda g: Insert(of(Signing, meeting=g.signed), {"meeting_id": g.open.pk}),
    ),
    Attempt(
        "signing_refusal_with_reason",
        "a refusal without a reason",
        lambda g: Insert(
            of(Signing), {"meeting_id": g.closed.pk, "verdict": "refused", "reason": ""}
        ),
    ),
    Attempt(
        "signing_once_for_a_text",
        "two signatures of one person",
        lambda g: Insert(of(Signing, meeting=g.closed)),
        lambda g: _sign(g),
    ),
    Attempt(
        "communes_motionversion_no_update",
        "a wording changed under its instructions",
        lambda g: Change(g.motion, {"text": "Pipes for some."}),
    ),
    Attempt("communes_motionversion_no_delete", "a wording", lambda g: Remove(g.motion)),
    Attempt(
        "communes_motionversion_no_truncate",
        "all wordings",
        lambda g: Empty(MotionVersion._meta.db_table),
    ),
    Attempt("motion_version_once", "two wordings of one number", lambda g: Insert(g.motion)),
    Attempt(
        "communes_charter_stays",
        "a charter rewritten",
        lambda g: Change(of(Charter), {"text": "title = 'Mine'"}),
    ),
    Attempt("communes_charter_no_delete", "a charter", lambda g: Remove(of(Charter))),
    Attempt(
        "communes_charter_one_in_force",
        "two charters",
        lambda g: Insert(of(Charter), {"version": 99}),
    ),
    Attempt(
        "charter_ordered",
        "a charter that ends before it begins",
        lambda g: Change(of(Charter), {"until": of(Charter).since.replace(year=1999)}),
        lifting("communes_charter_one_in_force"),
    ),
]


def _sign(g: Ground) -> None:
    Signing.objects.create(
        meeting=g.closed, person=g.woman, verdict="signed", digest="0" * 64, at=TODAY
    )
