"""What the modules of the story share: its days, its chances, its bodies and its people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from communes.models import Body, MotionVersion, Person
from config.seeding.cast import Settlement
from config.seeding.chronicle import Chronicle


@dataclass(frozen=True)
class Planted:
    """A finding that the audit of the last day makes, and why it can happen."""

    subject: str
    rule: str
    verdict: str
    why: str


@dataclass
class Story:
    """The story while it is told."""

    chronicle: Chronicle
    seed: int
    say: Callable[[str], object]
    communes: dict[str, Settlement] = field(default_factory=dict)
    councils: dict[str, Body] = field(default_factory=dict)
    motions: dict[str, MotionVersion] = field(default_factory=dict)
    roles: dict[str, Person] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def chance(self, what: str) -> Random:
        """A source of chance of its own for each part, so that one part never moves another."""
        return Random(f"{self.seed}:{what}")  # noqa: S311 - a story, no secret
