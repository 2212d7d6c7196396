"""What judging gives: one rule's verdict on a body, or on a level taken together."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from communes.models import Body
from quotas.arithmetic.composition import Composition, Reserved
from quotas.arithmetic.verdicts import Change, Verdict
from quotas.domain.apportioning import COMPONENTS, Weighed, quiet
from quotas.domain.deciding import PRESENCE
from quotas.domain.weighing import FURTHER
from quotas.parameters import QuotasParameters

COMPOSITION, PAIR = "composition", "pair"
RECOMPUTED = (COMPOSITION, PAIR)
"""Rules that seats and mandates alone decide, on any day past."""
RULES = (*RECOMPUTED, PRESENCE, *FURTHER)


@dataclass(frozen=True)
class Judged:
    """One rule's verdict on one body, with the figures and the smallest change behind it."""

    body: Body
    rule: str
    verdict: Verdict
    change: Change | None
    composition: Composition
    least: Reserved
    holders: tuple[str | None, ...] = ()
    asked: QuotasParameters | None = None
    weighed: Weighed | None = None

    @property
    def kind_of_body(self) -> tuple[str, str, str]:
        """Its level, kind and circle."""
        return self.body.level, self.body.kind, self.body.circle

    def quieted(self) -> "Judged":
        """The same without any number of people of a component."""
        return replace(self, change=None, weighed=quiet(self.weighed)) if self.weighed else self


@dataclass(frozen=True)
class JudgedLevel:
    """A rule's verdict on the bodies of one kind of one level, taken together as one."""

    level: str
    kind: str
    circle: str
    bodies: int
    passed: int
    verdict: Verdict
    change: Change | None
    composition: Composition
    least: Reserved
    rule: str = COMPOSITION
    weighed: Weighed | None = None

    def quieted(self) -> "JudgedLevel":
        """The same without any number of people of a component."""
        return replace(self, change=None, weighed=quiet(self.weighed)) if self.weighed else self


@dataclass
class Judgement:
    """What was found in a scope: verdicts that are no pass by the body's id, and each level.

    Bodies with the same figures share one verdict, whose `body` is one of them. `declaring` are
    those that have component seats, with their level, kind and circle.
    """

    bodies: int = 0
    wanting: list[tuple[int, Judged]] = field(default_factory=list)
    levels: list[JudgedLevel] = field(default_factory=list)
    declaring: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def add(self, *judged: Iterable[Judged]) -> None:
        """Take in what was judged body by body."""
        for one in (one for rows in judged for one in rows):
            if one.rule == COMPONENTS:
                self.declaring[one.body.pk] = one.kind_of_body
            if one.verdict is not Verdict.PASS:
                self.wanting.append((one.body.pk, one))
