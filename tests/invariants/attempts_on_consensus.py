"""Attempts on blocks, their reasons, and the pause before a vote (DOMAIN §2.6, §4)."""

from datetime import timedelta

from django.db import connection

from communes import guards
from communes.models import Adjournment, ConsensusCheck
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.days import MET, TODAY
from tests.invariants.ground import Ground, of


def _check(g: Ground) -> ConsensusCheck:
    return of(ConsensusCheck, item__meeting=g.open)


def _over(g: Ground) -> Adjournment:
    return of(Adjournment, item__meeting=g.open, taken_up_at__isnull=False)


def _going_on(g: Ground) -> Adjournment:
    return of(Adjournment, item__meeting=g.open, taken_up_at__isnull=True)


def _signed(g: Ground) -> dict[str, object]:
    return {"item_id": g.signed.items.all()[0].pk}


def _in_signed(g: Ground) -> None:
    """An item of the signed meeting put off, laid there while its guard was away."""
    name = "communes_adjournment_signed_no_insert"
    lifted = [one for one in guards.registered() if one.name == name]
    guards.lift(connection, lifted)
    Insert(_going_on(g), _signed(g)).sql("communes_adjournment")
    guards.install(connection, lifted)


CONSENSUS: list[Attempt] = [
    Attempt(
        "communes_consensuscheck_no_update",
        "no reason",
        lambda g: Change(_check(g), {"blocks": 2}),
    ),
    Attempt("communes_consensuscheck_no_delete", "no block", lambda g: Remove(_check(g))),
    Attempt(
        "communes_consensuscheck_no_truncate",
        "no blocks",
        lambda g: Empty("communes_consensuscheck"),
    ),
    Attempt(
        "communes_consensuscheck_signed_no_insert",
        "a block after the signing",
        lambda g: Insert(_check(g), _signed(g)),
    ),
    Attempt(
        "check_blocks_within_the_room",
        "more blocks than people",
        lambda g: Insert(_check(g), {"blocks": 999}),
    ),
    Attempt(
        "communes_adjournment_stays",
        "put off to the next meeting after all",
        lambda g: Change(_over(g), {"to_next": True}),
    ),
    Attempt(
        "communes_adjournment_taken_up_once",
        "taken up later",
        lambda g: Change(_over(g), {"taken_up_at": TODAY}),
    ),
    Attempt("communes_adjournment_no_delete", "never put off", lambda g: Remove(_over(g))),
    Attempt(
        "communes_adjournment_no_truncate",
        "nothing was put off",
        lambda g: Empty("communes_adjournment"),
    ),
    Attempt(
        "communes_adjournment_signed_no_insert",
        "put off after the signing",
        lambda g: Insert(_going_on(g), _signed(g)),
    ),
    Attempt(
        "communes_adjournment_signed_no_update",
        "taken up after the signing",
        lambda g: Change(of(Adjournment, item__meeting=g.signed), {"taken_up_at": TODAY}),
        _in_signed,
    ),
    Attempt("adjournment_one_at_a_time", "put off twice at once", lambda g: Insert(_going_on(g))),
    Attempt(
        "adjournment_taken_up_later",
        "taken up before it was put off",
        lambda g: Change(_going_on(g), {"taken_up_at": MET - timedelta(hours=1)}),
    ),
]
