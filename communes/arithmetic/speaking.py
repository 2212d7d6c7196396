"""Who speaks next, and why: the speaking list by the charter's rule (DOMAIN §4).

Two lists are kept, the women's and the open one. They alternate; within each, whoever has not
yet spoken comes before who has, and among equals whoever asked first. Four points are *ours*:
the women's list begins; "other" and "undisclosed" stand on the open list, as they may hold open
seats and count for no share (§6); a point of order goes before all and uses up no turn; and the
women are asked whether debate goes on when it is their turn, somebody of the open list has
spoken, and none of them waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from communes.arithmetic.genders import Gender


class Why(StrEnum):
    """Why somebody has the place on the list that they have."""

    ORDER = "order"  # a point of order
    WOMENS_TURN = "womens_turn"
    OPEN_TURN = "open_turn"
    OTHERS_EMPTY = "others_empty"  # it is the other list's turn, and nobody waits there
    ASKED = "asked"  # no alternation: whoever asked first


@dataclass(frozen=True)
class Rules:
    """What the charter says of the list; `minutes` a speech may take, 0 for no limit."""

    alternates: bool = True
    first_time_first: bool = True
    minutes: int = 3


@dataclass(frozen=True)
class Asked:
    """Somebody who waits: in which order they asked, and whether they spoke on this already."""

    key: int
    gender: str
    asked: int
    spoke: bool = False
    order: bool = False

    @property
    def woman(self) -> bool:
        """Whether it stands on the women's list."""
        return self.gender == Gender.WOMAN


@dataclass(frozen=True)
class Turn:
    """One place on the list: whose it is, why, and whether a first speech put it forward.

    `after_question` is true for places that are given only once the women have been asked.
    """

    asked: Asked
    why: Why
    first_time: bool
    after_question: bool = False


def queue(waiting: Iterable[Asked], last_woman: bool | None, rules: Rules) -> list[Turn]:
    """Everyone who waits, in the order in which they get the floor.

    `last_woman` tells whether a woman gave the last speech that was no point of order, None
    before the first. The order in which `waiting` is handed over is of no weight.
    """
    rest = sorted(waiting, key=lambda one: (one.asked, one.key))
    turns = [Turn(one, Why.ORDER, False) for one in rest if one.order]
    left = _Lists([one for one in rest if not one.order], rules)
    questioned = False
    while left.count:
        turn = left.take(last_woman)
        questioned = questioned or left.question(last_woman, turn)
        turns.append(replace(turn, after_question=questioned))
        last_woman = turn.asked.woman
    return turns


def question_due(
    waiting: Iterable[Asked], last_woman: bool | None, rules: Rules, *, answered: bool
) -> bool:
    """Whether the women are to be asked now if debate goes on.

    `answered` tells that they were asked since the last of them spoke or joined the list.
    """
    rest = [one for one in waiting if not one.order]
    lacks = bool(rest) and not any(one.woman for one in rest)
    return rules.alternates and lacks and last_woman is False and not answered


class _Lists:
    """The two lists while places are handed out; one list where nothing alternates."""

    def __init__(self, waiting: list[Asked], rules: Rules) -> None:
        self.rules = rules
        spoke = (lambda one: one.spoke) if rules.first_time_first else (lambda one: False)
        ranked = sorted(waiting, key=spoke)  # stable: among equals whoever asked first
        self.women = [one for one in ranked if one.woman or not rules.alternates]
        self.open = [one for one in ranked if one not in self.women]

    @property
    def count(self) -> int:
        return len(self.women) + len(self.open)

    def take(self, last_woman: bool | None) -> Turn:
        if not self.rules.alternates:
            return self._turn(self.women, Why.ASKED)
        due, other = (self.open, self.women) if last_woman else (self.women, self.open)
        if not due:
            return self._turn(other, Why.OTHERS_EMPTY)
        return self._turn(due, Why.OPEN_TURN if last_woman else Why.WOMENS_TURN)

    def question(self, last_woman: bool | None, turn: Turn) -> bool:
        alternates = self.rules.alternates and last_woman is False
        return alternates and turn.why is Why.OTHERS_EMPTY and not turn.asked.woman

    def _turn(self, chosen: list[Asked], why: Why) -> Turn:
        one = chosen.pop(0)
        passed = self.rules.first_time_first and not one.spoke
        earlier = any(other.asked < one.asked for other in chosen)
        return Turn(one, why, passed and earlier)
