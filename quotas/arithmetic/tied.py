"""Ties in a count of ranked ballots: by an earlier round, else by the charter's tie rule.

Rules 49 and 51 of the Scottish Local Government Elections Order 2007 look to the most recent
preceding stage at which the votes were unequal, then to a lot; DOMAIN §4 puts a woman before a
man and leaves the lot to those of the same gender, unless the charter says otherwise.
"""

from collections.abc import Mapping, Sequence

from communes.arithmetic.genders import Gender
from quotas.arithmetic.ranked import RankedTie, Settled
from quotas.arithmetic.seating import Candidate, TieBreak
from quotas.arithmetic.tie_rules import TieRule

Ranks = Mapping[int, int]


def ranked_by(votes: Mapping[int, int], earlier: Ranks) -> dict[int, int]:
    """Where each stands by the votes of a round, equal ones as the earlier rounds put them.

    Two have one rank only if their votes were equal in every round: a round's ranks hold what
    all rounds up to it have to say about a tie, the most recent one first.
    """
    keys = {one: (number, earlier.get(one, 0)) for one, number in votes.items()}
    places = {key: place for place, key in enumerate(sorted(set(keys.values())))}
    return {one: places[key] for one, key in keys.items()}


def choose(
    tied: Sequence[int],
    ranks: Ranks,
    genders: Mapping[int, str],
    order: TieBreak,
    *,
    lowest: bool,
    rule: TieRule = TieRule.WOMAN_FIRST,
) -> RankedTie:
    """Which of the tied is to be excluded (`lowest`), or goes first; `order` is by the `rule`."""
    wanted = (min if lowest else max)(ranks.get(one, 0) for one in tied)
    left = sorted(one for one in tied if ranks.get(one, 0) == wanted)
    if len(left) == 1:
        return RankedTie(tuple(sorted(tied)), left[0], Settled.EARLIER)
    ordered = [int(one.id) for one in order([Candidate(str(n), genders[n], 0) for n in left])]
    chosen = ordered[-1] if lowest else ordered[0]
    first, last = (Gender.WOMAN, Gender.MAN) if lowest else (Gender.MAN, Gender.WOMAN)
    others = {genders[one] for one in left if one != chosen}
    by_gender = rule is TieRule.WOMAN_FIRST and genders[chosen] == last and others == {first}
    settled = Settled.GENDER if by_gender else Settled.LOT
    return RankedTie(tuple(sorted(tied)), chosen, settled)
