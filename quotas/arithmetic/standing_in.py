"""Who of those not elected stands in for whom: of the same reservation, most votes first.

DOMAIN §1, alternate: "a named substitute for a seat, of the same reservation, in order".
"""

from collections.abc import Sequence

from quotas.arithmetic.seating import Candidate, Seating, TieBreak, ranked


def runners_up(
    candidates: Sequence[Candidate], seating: Seating, tie_break: TieBreak, most: int
) -> dict[str, list[str]]:
    """Return for each seat that was filled the candidates who stand in, the first called first.

    Nobody stands in without a vote, as nobody is elected without one *(ours)*; at most `most` do.
    For an open seat everyone not elected does, for a reserved one those of its gender. An empty
    seat has nobody: it is elected anew.
    """
    elected = {holder.id for _place, holder in seating.seated}
    others = [one for one in candidates if one.votes > 0 and one.id not in elected]
    waiting = ranked(others, tie_break)
    return {
        place.id: [one.id for one in waiting if place.reserved in (None, one.gender)][:most]
        for place, _holder in seating.seated
    }
