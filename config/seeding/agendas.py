"""Agendas of the story, from the lists beside this file."""

from collections.abc import Mapping
from functools import lru_cache
from random import Random
from typing import Any

from communes.models import MotionVersion
from config.seeding.names import read
from config.seeding.stage import Topic


@lru_cache
def year(name: str) -> list[dict[str, Any]]:
    """The meetings of a list, each with its day, its body and its items."""
    return list(read(name)["meeting"])


def topic(row: Mapping[str, Any], version: MotionVersion | None = None) -> Topic:
    """One item as the list tells it."""
    vote = row.get("vote", (0, 0, 0))
    return Topic(
        title=row["title"],
        kind=row.get("kind", "decision"),
        record=row.get("record", ""),
        decision=row.get("decision", ""),
        vote=(vote[0], vote[1], vote[2]),
        minutes=row.get("minutes", 12),
        deed=row.get("deed", "slip" if "slip" in row else ""),
        concerns_women=row.get("concerns_women", False),
        sub=row.get("sub", False),
        slip=row.get("slip", ""),
        version=version,
    )


def drawn(chance: Random, count: int) -> list[Topic]:
    """So many decisions of some other commune."""
    return [topic(row) for row in chance.sample(read_elsewhere()["item"], count)]


def talk(chance: Random) -> Topic:
    """Something that is talked over and not decided."""
    row = chance.choice(read_elsewhere()["talk"])
    return topic({**row, "kind": "discussion"})


@lru_cache
def read_elsewhere() -> dict[str, Any]:
    """What the other communes talk about."""
    return read("elsewhere")
