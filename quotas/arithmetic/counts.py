"""A count of ranked ballots as figures to hand on: everything needed to check it by hand."""

from collections.abc import Mapping
from typing import Any

from quotas.arithmetic.displacing import RankedDisplaced, RankedResult
from quotas.arithmetic.ranked import UNIT, Round


def as_json(result: RankedResult, *, seed: str) -> dict[str, Any]:
    """Who is elected, in order; every round; every displacement; what is left empty; the seed.

    Votes are numbers with up to five decimals.
    """
    counted = result.counted
    vacant = counted.vacant
    return {
        "elected": list(counted.elected),
        "rounds": [_round(one) for one in counted.rounds],
        "displaced": [_displaced(one) for one in result.displaced],
        "raw": list(result.raw.elected),
        "quota": counted.quota,
        "ballots": counted.papers,
        "vacant": {"women": vacant.women, "men": vacant.men, "open": vacant.open},
        "seed": seed,
    }


def _round(one: Round) -> dict[str, Any]:
    return {
        "round": one.number,
        "deed": one.deed.value,
        "of": list(one.of),
        "why": one.why.value if one.why else None,
        "transfers": _votes(one.transfers),
        "exhausted": one.exhausted / UNIT,
        "lost": one.lost / UNIT,
        "votes": _votes(one.votes),
        "nontransferable": one.nontransferable / UNIT,
        "elected": [{"candidate": who, "why": why.value} for who, why in one.elected],
        "guarded": list(one.guarded),
        "ties": [
            {"tied": list(tie.tied), "chosen": tie.chosen, "settled": tie.settled.value}
            for tie in one.ties
        ],
    }


def _votes(votes: Mapping[int, int]) -> dict[str, float]:
    return {str(who): value / UNIT for who, value in votes.items()}


def _displaced(one: RankedDisplaced) -> dict[str, Any]:
    return {
        "would_have": one.would_have,
        "seated": one.seated,
        "rule": one.rule.value,
        "round": one.round,
        "reserved_for": one.gender or None,
    }
