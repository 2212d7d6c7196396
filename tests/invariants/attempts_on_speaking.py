"""Attempts on the speaking list, and on what the women answered (DOMAIN §2.10, §4)."""

from datetime import timedelta

from django.db import connection

from communes import guards
from communes.models import DebateAnswer, Speech
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.days import MET, TODAY
from tests.invariants.ground import Ground, of

HOUR = timedelta(hours=1)


def _running(g: Ground) -> Speech:
    return Speech.objects.running().get(meeting=g.open)


def _waiting(g: Ground) -> Speech:
    return Speech.objects.waiting().filter(meeting=g.open).order_by("pk")[0]


def _answer(g: Ground) -> DebateAnswer:
    return of(DebateAnswer, meeting=g.open)


def _elsewhere(g: Ground) -> dict[str, object]:
    return {"meeting_id": g.signed.pk, "item_id": g.signed.items.all()[0].pk}


def _spoken_in_signed(g: Ground) -> None:
    """A speech of the signed meeting, laid there while its guard was away."""
    lifted = [one for one in guards.registered() if one.name == "communes_speech_signed_no_insert"]
    guards.lift(connection, lifted)
    Insert(_waiting(g), _elsewhere(g)).sql("communes_speech")
    guards.install(connection, lifted)


SPEAKING: list[Attempt] = [
    Attempt(
        "communes_speech_stays",
        "somebody else spoke",
        lambda g: Change(_waiting(g), {"gender": "other"}),
    ),
    Attempt(
        "communes_speech_once",
        "a speech that began later",
        lambda g: Change(_running(g), {"began_at": MET + HOUR}),
    ),
    Attempt(
        "communes_speech_of_its_meeting",
        "on an item of another meeting",
        lambda g: Insert(_waiting(g), {"item_id": g.item(g.closed).pk}),
    ),
    Attempt(
        "communes_speech_promised",
        "a list kept for no time",
        lambda g: Insert(_waiting(g), {"erase_on": MET.date(), "point_of_order": True}),
    ),
    Attempt("communes_speech_kept", "a speech taken out", lambda g: Remove(_waiting(g))),
    Attempt("communes_speech_no_truncate", "the whole list", lambda g: Empty("communes_speech")),
    Attempt(
        "communes_speech_signed_no_insert",
        "a speech after the signing",
        lambda g: Insert(_waiting(g), _elsewhere(g)),
    ),
    Attempt(
        "communes_speech_signed_no_update",
        "a speech that ends after the signing",
        lambda g: Change(of(Speech, meeting=g.signed), {"withdrawn_at": TODAY}),
        _spoken_in_signed,
    ),
    Attempt(
        "speech_one_has_the_floor",
        "two at once",
        lambda g: Change(_waiting(g), {"began_at": MET + HOUR}),
    ),
    Attempt("speech_waits_once", "two places for one", lambda g: Insert(_waiting(g))),
    Attempt(
        "speech_begins_after_asking",
        "spoke before asking",
        lambda g: Change(_waiting(g), {"began_at": MET - HOUR, "ended_at": MET}),
    ),
    Attempt(
        "speech_ends_after_beginning",
        "ended before beginning",
        lambda g: Change(_running(g), {"ended_at": MET - HOUR}),
    ),
    Attempt(
        "speech_withdrawn_or_given",
        "spoke and gave up the place",
        lambda g: Change(_running(g), {"withdrawn_at": MET}),
    ),
    Attempt(
        "speech_person_or_guest",
        "a person and a guest in one",
        lambda g: Insert(_waiting(g), {"guest_name": "Marta", "point_of_order": True}),
    ),
    Attempt(
        "communes_debateanswer_no_update",
        "another answer",
        lambda g: Change(_answer(g), {"goes_on": False}),
    ),
    Attempt("communes_debateanswer_no_delete", "no answer", lambda g: Remove(_answer(g))),
    Attempt(
        "communes_debateanswer_no_truncate", "no answers", lambda g: Empty("communes_debateanswer")
    ),
    Attempt(
        "communes_debateanswer_of_its_meeting",
        "on an item of another meeting",
        lambda g: Insert(_answer(g), {"item_id": g.item(g.closed).pk}),
    ),
    Attempt(
        "communes_debateanswer_signed_no_insert",
        "an answer after the signing",
        lambda g: Insert(_answer(g), _elsewhere(g)),
    ),
]
