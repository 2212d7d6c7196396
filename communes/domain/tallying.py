"""A roll call is closed and its decision entered, as one act."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from communes import kinds, ports
from communes.domain import counting, resolving, voting, weighing
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.resolving import Decided
from communes.domain.weighing import Weighed
from communes.models import (
    Ballot,
    Choice,
    CountsAs,
    Gender,
    Method,
    Resolution,
    RollCallVote,
)


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
        decided = Decided(units=units(ballot, at))
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


def so_far(ballot: Ballot, at: datetime) -> Weighed:
    """What the votes called out until now would decide, in each way of counting."""
    valid = [one for one in ports.counted(ballot).values() if one.status != CountsAs.VOID]
    called = Counter(one.choice for one in valid)
    count = Count(called[Choice.FOR], called[Choice.AGAINST], called[Choice.ABSTAIN])
    voters = counting.electorate(ballot.item, at, ballot)
    return weighing.weigh(ballot.item, count, voters, units(ballot, at), at)


def units(ballot: Ballot, at: datetime) -> list[Mapping[str, Any]]:
    """What the delegates of each unit addressed voted, void votes apart; those who stayed
    away in a council as well.

    Where the charter counts a vote as instructed it stands on that side.
    """
    counted = ports.counted(ballot)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for row in RollCallVote.objects.filter(ballot=ballot, stands_for__isnull=False):
        assert row.stands_for_id is not None
        one = counted[row.pk]
        found[row.stands_for_id]["void" if one.status == CountsAs.VOID else one.choice] += 1
    return weighing.unit_by_unit(ballot.item.meeting.body, found, at)
