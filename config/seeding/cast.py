"""The residents of one commune as the story knows them: who may be asked to do what."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from random import Random

from communes.models import Body, Gender, Person

OLDEST = 74
"""In the story nobody older is asked to take an office."""


@dataclass
class Cast:
    """Grown residents in an order drawn once, and those who already have something to do."""

    chance: Random
    grown: list[Person] = field(default_factory=list)
    young: list[Person] = field(default_factory=list)
    old: set[int] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, people: Collection[Person], on: date, chance: Random) -> "Cast":
        """The cast of a register as it stands on the day; people in the order of their entry."""
        cast = cls(chance)
        for person in people:
            cast.welcome(person, on)
        chance.shuffle(cast.grown)
        return cast

    def welcome(self, person: Person, on: date) -> None:
        """Someone new has come to live here."""
        if person.has_reached(18, on):
            self.grown.append(person)
        elif person.has_reached(8, on):
            self.young.append(person)
        if person.has_reached(OLDEST + 1, on):
            self.old.add(person.pk)

    def lose(self, person: Person) -> None:
        """Someone has died or left."""
        self.grown = [one for one in self.grown if one.pk != person.pk]
        self.young = [one for one in self.young if one.pk != person.pk]

    def take(self, gender: str) -> Person:
        """Someone of that gender who has nothing to do yet takes something on."""
        person = self.free(gender)
        self.busy.add(person.pk)
        return person

    def free(self, gender: str, *, but: Collection[Person] = ()) -> Person:
        """Someone of that gender who has nothing to do yet, and goes on having nothing to do."""
        others = {person.pk for person in but}
        for person in self.grown:
            if person.gender == gender and person.pk not in self.busy | self.old | others:
                return person
        raise LookupError(f"nobody is left: {gender}")

    def someone(self, gender: str) -> bool:
        """Whether anybody of that gender is free."""
        return any(
            person.gender == gender and person.pk not in self.busy | self.old
            for person in self.grown
        )

    def release(self, person: Person) -> None:
        """Someone has laid down what there was to do, and rests for now."""
        self.busy.discard(person.pk)
        self.grown.remove(person)
        self.grown.append(person)

    def crowd(self, size: int, always: Collection[Person] = ()) -> list[Person]:
        """Who comes to a meeting: those who must, and others, about as many women as men."""
        named = {person.pk: person for person in always}
        rest = [person for person in self.grown if person.pk not in named]
        women = [person for person in rest if person.gender == Gender.WOMAN]
        men = [person for person in rest if person.gender != Gender.WOMAN]
        more = max(0, size - len(named))
        here = self.chance.sample(women, min(len(women), (more + 1) // 2 + 1))
        here += self.chance.sample(men, min(len(men), more // 2))
        return [*named.values(), *here]

    def enough(self, drawn: int) -> int:
        """So many as were drawn, or as a large commune needs for its quorum: an eighth."""
        return max(drawn, len(self.grown) // 8)

    def women(self, size: int, always: Collection[Person] = ()) -> list[Person]:
        """Who comes to a meeting of the women's assembly."""
        named = {person.pk: person for person in always}
        rest = [p for p in self.grown if p.gender == Gender.WOMAN and p.pk not in named]
        return [*named.values(), *self.chance.sample(rest, min(len(rest), size - len(named)))]


@dataclass
class Settlement:
    """A commune of the story: its bodies, its people, and where they meet."""

    body: Body
    womens: Body
    cast: Cast
    hall: str
    committees: dict[str, Body] = field(default_factory=dict)
