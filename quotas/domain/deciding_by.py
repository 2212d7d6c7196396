"""What settles equal votes in an election: the charter of the instant, with the recorded seed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from communes.domain import chartering
from quotas.arithmetic import seating
from quotas.arithmetic.seating import TieBreak
from quotas.arithmetic.tie_rules import TieRule
from quotas.models import Election
from quotas.parameters import QuotasParameters


def rules(election: Election, at: datetime) -> QuotasParameters:
    """This floor's parameters as the body has them that meets."""
    body = election.item.meeting.body
    return cast("QuotasParameters", chartering.parameters("quotas", at, body))


def tie_rule(election: Election, at: datetime) -> TieRule:
    """The rule that holds for the election now."""
    return rules(election, at).tie


def order(election: Election, at: datetime) -> TieBreak:
    """In which order candidates of equal votes come, by that rule and the election's own seed."""
    return seating.by_lot(election.lot_seed, tie_rule(election, at))


def facts(election: Election, at: datetime) -> dict[str, Any]:
    """What a result keeps of it, so that it can be told and counted again the same way."""
    return {"tie": str(tie_rule(election, at))}


def told(facts: Mapping[str, Any]) -> TieRule:
    """The rule by which a result was reached; those that name none are older than the choice."""
    return TieRule(facts.get("tie", TieRule.WOMAN_FIRST))
