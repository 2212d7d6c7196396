"""By which choices of the charter an election is decided: what settles equal votes, who voted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from quotas.arithmetic import seating
from quotas.arithmetic.seating import TieBreak
from quotas.arithmetic.tie_rules import TieRule
from quotas.domain import primaries, womens_seats
from quotas.models import Election


def tie_rule(election: Election, at: datetime) -> TieRule:
    """The rule that holds for the election now."""
    return womens_seats.rules(election.item.meeting.body, at).tie


def order(election: Election, at: datetime) -> TieBreak:
    """In which order candidates of equal votes come, by that rule and the election's own seed."""
    return seating.by_lot(election.lot_seed, tie_rule(election, at))


def facts(election: Election, at: datetime) -> dict[str, Any]:
    """What a result keeps of it, so that it can be told and counted again the same way."""
    return {"tie": str(tie_rule(election, at)), **primaries.facts(election, at)}


def told(facts: Mapping[str, Any]) -> TieRule:
    """The rule by which a result was reached; those that name none are older than the choice."""
    return TieRule(facts.get("tie", TieRule.WOMAN_FIRST))
