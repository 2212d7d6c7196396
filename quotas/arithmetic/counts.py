"""A count of ranked ballots as figures to hand on: everything needed to check it by hand.

`as_json` tells votes as people write them, with up to five decimals; `as_facts` in whole
hundred-thousandths, as a book keeps them, and `of_facts` reads those back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from quotas.arithmetic.displacing import Ousted, RankedDisplaced, RankedResult
from quotas.arithmetic.ranked import UNIT, Deed, RankedTie, Round, Settled, Why
from quotas.arithmetic.traits import Quota, Short

Value = Callable[[int], float]


@dataclass(frozen=True)
class KeptCount:
    """A count as it was kept: who was elected in order, the quota, the rounds, displacements."""

    elected: tuple[int, ...]
    quota: int
    papers: int
    rounds: tuple[Round, ...]
    displaced: tuple[RankedDisplaced, ...]
    unmet: tuple[Short, ...] = ()


def as_json(result: RankedResult, *, seed: str) -> dict[str, Any]:
    """Who is elected, in order; every round; every displacement; what is left empty; the seed.

    Votes are numbers with up to five decimals.
    """
    return _told(result, seed, lambda value: value / UNIT)


def as_facts(result: RankedResult, *, seed: str) -> dict[str, Any]:
    """The same in whole hundred-thousandths of a vote."""
    return _told(result, seed, int)


def of_facts(told: Mapping[str, Any]) -> KeptCount:
    """Read back what `as_facts` gave; the same rounds, to be told again."""
    return KeptCount(
        elected=tuple(told["elected"]),
        quota=told["quota"],
        papers=told["ballots"],
        rounds=tuple(_round_of(one) for one in told["rounds"]),
        displaced=tuple(_displaced_of(one) for one in told["displaced"]),
        unmet=tuple(_unmet_of(one) for one in told.get("unmet", [])),
    )


def _told(result: RankedResult, seed: str, value: Value) -> dict[str, Any]:
    counted = result.counted
    vacant = counted.vacant
    unmet = {"unmet": [_unmet(one) for one in counted.unmet]} if counted.unmet else {}
    return {
        "elected": list(counted.elected),
        "rounds": [_round(one, value) for one in counted.rounds],
        "displaced": [_displaced(one) for one in result.displaced],
        "raw": list(result.raw.elected),
        "quota": counted.quota,
        "ballots": counted.papers,
        "vacant": {"women": vacant.women, "men": vacant.men, "open": vacant.open},
        "seed": seed,
        **unmet,
    }


def _round(one: Round, value: Value) -> dict[str, Any]:
    return {
        "round": one.number,
        "deed": one.deed.value,
        "of": list(one.of),
        "why": one.why.value if one.why else None,
        "transfers": _votes(one.transfers, value),
        "exhausted": value(one.exhausted),
        "lost": value(one.lost),
        "votes": _votes(one.votes, value),
        "nontransferable": value(one.nontransferable),
        "elected": [{"candidate": who, "why": why.value} for who, why in one.elected],
        "guarded": list(one.guarded),
        "ties": [
            {"tied": list(tie.tied), "chosen": tie.chosen, "settled": tie.settled.value}
            for tie in one.ties
        ],
    }


def _round_of(told: Mapping[str, Any]) -> Round:
    # Long: one line for each figure of a round.
    return Round(
        number=told["round"],
        deed=Deed(told["deed"]),
        of=tuple(told["of"]),
        why=Why(told["why"]) if told["why"] else None,
        transfers=_numbered(told["transfers"]),
        exhausted=told["exhausted"],
        lost=told["lost"],
        votes=_numbered(told["votes"]),
        nontransferable=told["nontransferable"],
        elected=tuple((one["candidate"], Why(one["why"])) for one in told["elected"]),
        guarded=tuple(told["guarded"]),
        ties=tuple(
            RankedTie(tuple(tie["tied"]), tie["chosen"], Settled(tie["settled"]))
            for tie in told["ties"]
        ),
    )


def _votes(votes: Mapping[int, int], value: Value) -> dict[str, float]:
    return {str(who): value(number) for who, number in votes.items()}


def _numbered(votes: Mapping[str, int]) -> dict[int, int]:
    return {int(who): value for who, value in votes.items()}


def _unmet(one: Short) -> dict[str, Any]:
    quota = one.quota
    return {"trait": quota.trait, "value": quota.value, "least": quota.least, "by": one.by}


def _unmet_of(told: Mapping[str, Any]) -> Short:
    return Short(Quota(told["trait"], told["value"], told["least"]), told["by"])


def _displaced(one: RankedDisplaced) -> dict[str, Any]:
    return {
        "would_have": one.would_have,
        "seated": one.seated,
        "rule": one.rule.value,
        "round": one.round,
        "reserved_for": one.gender or None,
    }


def _displaced_of(told: Mapping[str, Any]) -> RankedDisplaced:
    return RankedDisplaced(
        would_have=told["would_have"],
        seated=told["seated"],
        rule=Ousted(told["rule"]),
        round=told["round"],
        gender=told["reserved_for"] or "",
    )
