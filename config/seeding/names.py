"""Names and places of the story, from the lists beside this file."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Tongue:
    """The names that people of one language give, in its own script."""

    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]

    def given(self, gender: str, chance: Random) -> str:
        """A given name; who is neither woman nor man has a name of either list."""
        lists = {"woman": self.women, "man": self.men}
        return chance.choice(lists.get(gender) or self.women + self.men)

    def family(self, chance: Random) -> str:
        """A family name."""
        return chance.choice(self.families)


def read(name: str) -> dict[str, Any]:
    """A list of the story."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def words(text: str) -> tuple[str, ...]:
    """The entries of a list separated by commas, whatever its lines."""
    return tuple(" ".join(part.split()) for part in text.split(","))


@lru_cache
def tongues() -> tuple[Tongue, ...]:
    """All languages of the story."""
    return tuple(
        Tongue(
            weight=row["weight"],
            women=words(row["women"]),
            men=words(row["men"]),
            families=words(row["families"]),
        )
        for row in read("names").values()
    )


@lru_cache
def places() -> dict[str, Any]:
    """The district, its neighbourhoods and their communes."""
    return read("places")


def one_of(kind: str, chance: Random) -> str:
    """A lane or a hall."""
    return chance.choice(words(places()["words"][kind]))


def tongue(chance: Random) -> Tongue:
    """A language, as often as it is spoken."""
    known = tongues()
    return chance.choices(known, [one.weight for one in known])[0]
