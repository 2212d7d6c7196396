"""What a drawing by lot for seats asks for: how many people, under which quotas, in which files.

Seats kept for women or men stay empty rather than wrongly filled (DOMAIN §2.2): where too few of
a gender are on the list, fewer people are drawn. Places for young people that nobody on the list
could take are given to others *(ours)*. A person is known here by a number on the list.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from communes.arithmetic.genders import Gender
from quotas.arithmetic.fairness import Pool, kinds_of
from quotas.arithmetic.traits import Quota, Traits

GENDER, YOUTH = "gender", "youth"
OPEN = "open"
"""Whoever may hold open seats alone."""
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Places:
    """The seats to be filled: kept for women, for men, open; for how many young people."""

    women: int
    men: int
    open: int
    young: int = 0


@dataclass(frozen=True)
class Terms:
    """How many are drawn, under which quotas; how many young people cannot be had."""

    size: int
    quotas: tuple[Quota, ...]
    young_short: int = 0


def traits_of(gender: str, young: bool | None) -> Traits:
    """What a drawing asks of a person; `young` is None where no place is kept for the young."""
    binary = gender in (Gender.WOMAN, Gender.MAN)
    traits = {GENDER: str(gender) if binary else OPEN}
    return traits if young is None else {**traits, YOUTH: YES if young else NO}


def terms(people: Mapping[str, Traits], kept: Mapping[str, Traits], places: Places) -> Terms:
    """What to draw from these people beside those who were drawn and stay.

    With nobody kept, the first drawing; else what a place given up leaves to be drawn. Size 0
    means that nobody on the list may take a place that is left.
    """
    everyone = [*people.values(), *kept.values()]
    women, men, other = (
        sum(1 for one in everyone if one[GENDER] == code)
        for code in (Gender.WOMAN.value, Gender.MAN.value, OPEN)
    )
    for_women, for_men = min(women, places.women), min(men, places.men)
    free = min(places.open, women + men + other - for_women - for_men)
    quotas = [
        Quota(GENDER, Gender.MAN.value, for_men, for_men + free),
        Quota(GENDER, OPEN, 0, free),
        Quota(GENDER, Gender.WOMAN.value, for_women, for_women + free),
    ]
    size = for_women + for_men + free
    young = min(places.young, size)
    if places.young:
        quotas += [Quota(YOUTH, NO, 0, size), Quota(YOUTH, YES, young, size)]
    asked = Terms(size - len(kept), _left(quotas, kept.values()), places.young - young)
    return _youngest(people, asked)


def _left(quotas: Sequence[Quota], kept: Iterable[Traits]) -> tuple[Quota, ...]:
    """What the quotas still ask beside those who stay."""
    held = list(kept)
    found = []
    for one in quotas:
        by = sum(1 for traits in held if one.counts(traits))
        most = one.most if one.most is None else max(0, one.most - by)
        least = max(0, one.least - by)
        found.append(replace(one, least=least, most=most))
    return tuple(found)


def _youngest(people: Mapping[str, Traits], asked: Terms) -> Terms:
    """Ask for as many young people as can be had beside the genders."""
    if asked.size < 1 or not any(one.trait == YOUTH for one in asked.quotas):
        return asked
    found = asked
    while not feasible(people, found):
        least = next(one.least for one in found.quotas if (one.trait, one.value) == (YOUTH, YES))
        assert least, "the genders alone always fit"
        quotas = tuple(
            replace(one, least=least - 1) if (one.trait, one.value) == (YOUTH, YES) else one
            for one in found.quotas
        )
        found = Terms(found.size, quotas, found.young_short + 1)
    return found


def feasible(people: Mapping[str, Traits], asked: Terms) -> bool:
    """Whether some panel keeps all the quotas."""
    return Pool(kinds_of(people, asked.quotas), asked.quotas, asked.size).best({}) is not None


def people_file(people: Mapping[str, Traits], quotas: Sequence[Quota]) -> str:
    """`people.csv` of a drawing: numbers and traits, no names."""
    names = sorted({one.trait for one in quotas})
    rows = [[number, *(people[number][name] for name in names)] for number in people]
    return _table([["id", *names], *rows])


def features_file(quotas: Sequence[Quota]) -> str:
    """`features.csv` of a drawing."""
    rows = [[one.trait, one.value, str(one.least), str(one.most)] for one in quotas]
    return _table([["feature", "value", "min", "max"], *rows])


def mark(people: str, features: str, size: int) -> str:
    """SHA-256 of both files and the size: it stands in the book before a seed is thrown."""
    return hashlib.sha256(f"{people}\n{features}\n{size}".encode()).hexdigest()


def seed_of(seed: str, number: int) -> str:
    """The seed of the first drawing is the one thrown; the next ones add a slash and a number."""
    return seed if number == 1 else f"{seed}/{number}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
