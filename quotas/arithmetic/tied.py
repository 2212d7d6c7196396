"""Ties in a count of ranked ballots: by an earlier round, else by the charter's tie rule.

Rules 49 and 51 of the Scottish Local Government Elections Order 2007 look to the most recent
preceding stage at which the votes were unequal, then to a lot; DOMAIN §4 puts a woman before a
man and leaves the lot to those of the same gender.
"""

from collections.abc import Mapping, Sequence

from communes.arithmetic.genders import Gender
from quotas.arithmetic.ranked import RankedTie, Settled
from quotas.arithmetic.seating import Candidate, TieBreak

Votes = Mapping[int, int]


def choose(
    tied: Sequence[int],
    history: Sequence[Votes],
    genders: Mapping[int, str],
    order: TieBreak,
    *,
    lowest: bool,
) -> RankedTie:
    """Which of the tied is to be excluded (`lowest`), or goes first.

    `history` are the votes at the end of each earlier round, the last one last.
    """
    left = sorted(tied)
    for votes in reversed(history):
        wanted = (min if lowest else max)(votes[one] for one in left)
        left = [one for one in left if votes[one] == wanted]
        if len(left) == 1:
            return RankedTie(tuple(sorted(tied)), left[0], Settled.EARLIER)
    ordered = [int(one.id) for one in order([Candidate(str(n), genders[n], 0) for n in left])]
    chosen = ordered[-1] if lowest else ordered[0]
    first, last = (Gender.WOMAN, Gender.MAN) if lowest else (Gender.MAN, Gender.WOMAN)
    others = {genders[one] for one in left if one != chosen}
    by_gender = genders[chosen] == last and others == {first}
    settled = Settled.GENDER if by_gender else Settled.LOT
    return RankedTie(tuple(sorted(tied)), chosen, settled)
