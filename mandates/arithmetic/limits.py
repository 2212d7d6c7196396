"""How long and beside what one may serve: terms, rotation, incompatible offices (DOMAIN §5).

Pure: offices are their codes, a person is whatever stands for one.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple


class Served(NamedTuple):
    """A mandate over or going on: in which seat, until when it was given.

    `counts` is false where it was granted by a slip, and for the rest of a term of another.
    """

    seat: Hashable
    term_until: Hashable
    counts: bool = True


def terms_served(over: Iterable[Served]) -> int:
    """How many terms these mandates are.

    A term that was broken off and given back (an election mended, say) is one; serving the rest
    of somebody else's term is none *(ours)*.
    """
    return len({(one.seat, one.term_until) for one in over if one.counts})


def limit_reached(terms: int, limit: int) -> bool:
    """Whether nobody who served so many terms may serve another; a limit of 0 is none."""
    return 0 < limit <= terms


def must_rotate(office: str, rotating: Iterable[str], last: Hashable, person: Hashable) -> bool:
    """Whether the person has to let somebody else have the seat first: held it last."""
    return office in rotating and last is not None and last == person


def excluded_by(office: str, incompatible: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The offices that nobody holds beside this one."""
    pairs = [pair for pair in incompatible if office in pair]
    return frozenset(one if two == office else two for one, two in pairs)


def pairs_of(words: Sequence[str], offices: Iterable[str]) -> list[tuple[str, str]] | None:
    """What a charter's list ("auditor+co_chair") means; None when a word is no pair of offices."""
    known, found = set(offices), []
    for word in words:
        one, plus, two = word.partition("+")
        if not plus or one not in known or two not in known:
            return None
        found.append((one, two))
    return found
