"""Attempts on what the women present decided (DOMAIN §2.6, §4)."""

from communes.models import WomensVote
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.ground import Ground, of


def _vote(g: Ground) -> WomensVote:
    return of(WomensVote, item__meeting=g.open)


WOMENS: list[Attempt] = [
    Attempt(
        "communes_womensvote_no_update",
        "another outcome",
        lambda g: Change(_vote(g), {"adopted": False}),
    ),
    Attempt("communes_womensvote_no_delete", "never decided", lambda g: Remove(_vote(g))),
    Attempt(
        "communes_womensvote_no_truncate",
        "nothing decided",
        lambda g: Empty("communes_womensvote"),
    ),
    Attempt(
        "communes_womensvote_signed_no_insert",
        "decided after the signing",
        lambda g: Insert(_vote(g), {"item_id": g.signed.items.all()[0].pk}),
    ),
    Attempt(
        "womens_vote_within_the_room",
        "more votes than women",
        lambda g: Insert(_vote(g), {"votes_for": 999}),
    ),
]
