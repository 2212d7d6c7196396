"""Households of two to nine people of all ages, as rows of a register."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from communes.models import Gender
from communes.register_file import RegisterRow
from config.seeding.names import Tongue, one_of, tongue


@dataclass(frozen=True)
class Member:
    """One person of a household before it is written down."""

    given: str
    family: str
    gender: str
    born: int
    parent: str = ""

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given} {self.family}"


def register(homes: int, *, year: int, chance: Random) -> list[RegisterRow]:
    """The rows of a register of so many households in the year."""
    rows: list[RegisterRow] = []
    lanes = one_of("lanes", chance), one_of("lanes", chance), one_of("lanes", chance)
    for number in range(1, homes + 1):
        address = f"{lanes[number % 3]} {number}"
        members = list(household(year, chance))
        home = Counter(one.family for one in members).most_common(1)[0][0]
        for one in members:
            rows.append(row(len(rows) + 1, home, address, one, chance))
    return rows


def row(line: int, home: str, address: str, one: Member, chance: Random) -> RegisterRow:
    """A person as a register has them; for one in four the day of birth is known."""
    day = date(one.born, chance.randint(1, 12), chance.randint(1, 28))
    known = chance.random() < 0.25 and one.gender in (Gender.WOMAN, Gender.MAN)
    return RegisterRow(
        line=line,
        household=home,
        address=address,
        name=one.name,
        gender=one.gender,
        birth_year=one.born,
        parent_name=one.parent,
        birth_date=day if known else None,
    )


def household(year: int, chance: Random) -> Iterator[Member]:
    """Two to nine people: mostly parents with children, some with grandparents or alone in age."""
    speech = tongue(chance)
    family = speech.family(chance)
    shape = chance.random()
    if shape < 0.12:
        yield from _old_couple(speech, family, year, chance)
        return
    if shape < 0.2:
        yield from _siblings(speech, family, year, chance)
        return
    father, mother = _couple(speech, family, year - chance.randint(26, 58), chance)
    yield mother
    yield father
    yield from _children(speech, father, mother, year, chance)
    if shape > 0.78:
        elder = Gender.WOMAN if chance.random() < 0.7 else Gender.MAN
        born = max(year - 90, min(father.born, mother.born) - chance.randint(19, 34))
        yield Member(speech.given(elder, chance), family, elder, born, _parent(speech, chance))


def _couple(speech: Tongue, family: str, born: int, chance: Random) -> tuple[Member, Member]:
    """A man and a woman; she keeps her own family's name, and sometimes another language's."""
    hers = tongue(chance) if chance.random() < 0.06 else speech
    father = Member(speech.given("man", chance), family, "man", born, _parent(speech, chance))
    mother = Member(
        hers.given("woman", chance),
        hers.family(chance),
        "woman",
        born + chance.randint(-4, 7),
        _parent(hers, chance),
    )
    return father, mother


def _old_couple(speech: Tongue, family: str, year: int, chance: Random) -> Iterator[Member]:
    father, mother = _couple(speech, family, year - chance.randint(60, 84), chance)
    yield mother
    yield father


def _siblings(speech: Tongue, family: str, year: int, chance: Random) -> Iterator[Member]:
    """Grown sisters and brothers who live together."""
    parent = speech.given("man", chance)
    for given in _several(speech, chance.randint(2, 4), chance):
        yield Member(given[0], family, given[1], year - chance.randint(19, 46), parent)


def _children(
    speech: Tongue, father: Member, mother: Member, year: int, chance: Random
) -> Iterator[Member]:
    """Up to six; those long grown live elsewhere."""
    first = max(father.born, mother.born) + chance.randint(20, 27)
    born = first
    for given, gender in _several(speech, chance.choice((0, 1, 2, 2, 3, 3, 4, 4, 5, 6)), chance):
        if born > year - 1 or born > mother.born + 45:
            return
        if year - born < 27:
            yield Member(given, father.family, gender, born, father.given)
        born += chance.randint(1, 4)


def _several(speech: Tongue, count: int, chance: Random) -> list[tuple[str, str]]:
    """Given names with genders, no name twice."""
    found: dict[str, str] = {}
    while len(found) < count:
        gender = _gender(chance)
        found.setdefault(speech.given(gender, chance), gender)
    return list(found.items())


def _gender(chance: Random) -> str:
    """Women and men alike; a few are neither, a few do not say."""
    drawn = chance.random()
    if drawn < 0.006:
        return Gender.OTHER
    if drawn < 0.02:
        return Gender.UNDISCLOSED
    return Gender.WOMAN if chance.random() < 0.5 else Gender.MAN


def _parent(speech: Tongue, chance: Random) -> str:
    """A parent's name for most."""
    return speech.given("man", chance) if chance.random() < 0.8 else ""
