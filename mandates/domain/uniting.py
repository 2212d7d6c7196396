"""What the units of a council said of a motion, when it instructs its own delegates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from communes.models import AgendaItem, Body, MotionVersion
from mandates.domain import sending, telling
from mandates.models import Instruction


@dataclass(frozen=True)
class RollUp:
    """Each unit of a council with its word on one version, or its last on an earlier one."""

    units: Sequence[tuple[Body, Instruction | None, Instruction | None]]
    sums: Mapping[str, int]
    opened_at: datetime | None = None
    """When the council's roll was called: the words are those that stood then."""

    @property
    def silent(self) -> int:
        """How many units said nothing of this version."""
        return sum(1 for _unit, exact, _earlier in self.units if exact is None)


def roll_up(item: AgendaItem, version: MotionVersion, at: datetime) -> RollUp:
    """The words of the council's units on a version, by name, in three queries.

    Once the council's roll was called on the item, the units and the words that stood then: a
    word struck out afterwards bound that vote all the same.
    """
    opened = item.ballots.order_by("-opened_at", "-pk").values_list("opened_at", flat=True).first()
    units = list(sending.senders_of(item.meeting.body, opened or at))
    said = telling.said([version.motion_id], [unit.pk for unit in units])
    rows = []
    for unit in units:
        exact, earlier = telling.standing(
            said.get((unit.pk, version.motion_id), ()), version, opened
        )
        rows.append((unit, exact, earlier))
    sums = Counter(exact.stance for _unit, exact, _earlier in rows if exact)
    return RollUp(rows, sums, opened)
