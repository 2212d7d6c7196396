"""A roll call is closed and its decision entered, as one act."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from communes import kinds, ports
from communes.domain import resolving, voting
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.resolving import Decided
from communes.models import Ballot, Choice, CountsAs, Gender, Method, Resolution, RollCallVote


def decide_by_roll_call(ballot: Ballot, *, text: str, by: Actor, at: datetime) -> Resolution:
    """Close the roll call and enter what it decides, each unit's votes apart. Raises `Refused`."""
    with acting(by=by, at=at):
        counted = voting.close_vote(ballot, by=by, at=at)
        count = Count(
            votes_for=counted[Choice.FOR],
            against=counted[Choice.AGAINST],
            abstain=counted[Choice.ABSTAIN],
            method=Method.ROLL_CALL,
            women=_women(ballot),
        )
        decided = Decided(units=units(ballot))
        item = ballot.item
        own = kinds.kind(item.kind).by_roll_call
        if own is not None:
            return own(ballot, count, decided, text, by, at)
        return resolving.adopt(
            item, count=count, text=text, by=by, at=at, decided=decided, ballot=ballot
        )


def _women(ballot: Ballot) -> tuple[int, int, int] | None:
    """How the women among them voted, where the item concerns women."""
    if not ballot.item.concerns_women:
        return None
    rows = RollCallVote.objects.filter(ballot=ballot, person__gender=Gender.WOMAN)
    valid = Counter(rows.exclude(counts_as=CountsAs.VOID).values_list("choice", flat=True))
    return valid[Choice.FOR], valid[Choice.AGAINST], valid[Choice.ABSTAIN]


def units(ballot: Ballot) -> list[Mapping[str, Any]]:
    """What each sending body's delegates voted, void votes apart; empty outside councils.

    Where the charter counts a vote as instructed it stands on that side.
    """
    rows = RollCallVote.objects.filter(ballot=ballot, stands_for__isnull=False)
    counted = ports.counted(ballot)
    found: dict[str, dict[str, Any]] = {}
    for row in rows.select_related("stands_for").order_by("stands_for__folded", "pk"):
        assert row.stands_for is not None
        none = {"unit": row.stands_for.key, "for": 0, "against": 0, "abstain": 0, "void": 0}
        unit = found.setdefault(row.stands_for.key, none)
        one = counted[row.pk]
        unit["void" if one.status == CountsAs.VOID else one.choice] += 1
    return list(found.values())
