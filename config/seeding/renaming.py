"""People of a likeness: each name of the model's is another name of the same language."""

from functools import cache
from random import Random

from communes.domain.registering import searchable
from communes.folding import fold, sort_key
from config.seeding.likenesses import Row, Table
from config.seeding.names import tongues


@cache
def parts(name: str) -> tuple[str, str]:
    """A given name and what follows it; some names have two words."""
    known = {given for one in tongues() for given in one.women + one.men}
    words = name.split(" ")
    for count in range(len(words), 0, -1):
        given = " ".join(words[:count])
        if given in known:
            return given, " ".join(words[count:])
    return "", name


@cache
def derived(name: str) -> tuple[str, str]:
    """What stands beside a name in the register: by what it is sorted, and by what found."""
    return sort_key(name)[:240], searchable(name)


class Renaming:
    """A drawing by which every name of the lists has become another of its list."""

    def __init__(self, chance: Random) -> None:
        self.given: dict[str, str] = {}
        self.family: dict[str, str] = {}
        for tongue in tongues():
            self._draw(self.given, tongue.women, chance)
            self._draw(self.given, tongue.men, chance)
            self._draw(self.family, tongue.families, chance)

    @staticmethod
    def _draw(into: dict[str, str], names: tuple[str, ...], chance: Random) -> None:
        for name, other in zip(names, chance.sample(names, len(names)), strict=True):
            into.setdefault(name, other)

    def name(self, name: str) -> str:
        """The whole name of a person."""
        given, family = parts(name)
        return f"{self.given.get(given, given)} {self.family.get(family, family)}".strip()

    def people(self, table: Table, rows: list[Row]) -> list[Row]:
        """Persons under their new names."""
        name, parent, key, folded = (
            table.column(one) for one in ("name", "parent_name", "sort_key", "folded")
        )
        for row in rows:
            row[name] = self.name(row[name])
            row[parent] = self.given.get(row[parent], row[parent])
            row[key], row[folded] = derived(row[name])
        return rows

    def households(self, table: Table, rows: list[Row]) -> list[Row]:
        """Households under the names of their families."""
        name, address, folded = (table.column(one) for one in ("name", "address", "folded"))
        for row in rows:
            row[name] = self.family.get(row[name], row[name])
            row[folded] = fold(f"{row[name]} {row[address]}")[:400]
        return rows
