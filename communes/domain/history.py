"""A body over time: who came to its meetings, and what became of what they decided."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from communes.arithmetic.columns import missed
from communes.domain import rolls
from communes.domain.chartering import communes_parameters
from communes.domain.closing import attendance_counts
from communes.models import Body, Meeting, Minutes, Resolution, Shelf, Sitting

LATEST = 24
SHELVES = (Shelf.IN_FORCE, Shelf.AMENDED, Shelf.SUPERSEDED, Shelf.REPEALED, Shelf.REJECTED)


@dataclass(frozen=True)
class Gathered:
    """A meeting that was held: members with a vote who came, and the women among them."""

    meeting: Meeting
    came: int
    women: int

    @property
    def percent(self) -> int:
        """The share of women among those who came, rounded down."""
        return 100 * self.women // self.came if self.came else 0


@dataclass(frozen=True)
class History:
    """The last meetings, oldest first; how many were missed by the charter's present rhythm."""

    gathered: Sequence[Gathered]
    missed: int
    every: int


def history(body: Body, at: datetime) -> History:
    """The body's last assemblies. Counts of signed minutes outlive the lists of who came."""
    rows = Meeting.objects.filter(body=body, sitting=Sitting.ASSEMBLY, opened_at__lte=at)
    rows = rows.filter(cancelled_at__isnull=True).select_related("body")
    held = list(rows.order_by("-opened_at", "-pk")[:LATEST])[::-1]
    counts = _counts(held)
    every = communes_parameters(at, body).assembly_every_days
    days = [rolls.day_of(body, one.opened_at).date() for one in held if one.opened_at]
    until = min(at, body.ended_at) if body.ended_at else at
    return History(
        [_gathered(one, counts.get(one.pk, {})) for one in held],
        missed(days, every, rolls.day_of(body, until).date()),
        every,
    )


def fates(body: Body) -> list[tuple[Shelf, int]]:
    """How many of the body's resolutions stand on each shelf of its register."""
    rows = {one: Resolution.objects.on_shelf(one) for one in SHELVES}
    return [
        (shelf, found.filter(body=body, item__confidential=False).count())
        for shelf, found in rows.items()
    ]


def _counts(held: Sequence[Meeting]) -> Mapping[int, Mapping[str, int]]:
    signed = Minutes.objects.filter(meeting__in=held).values_list("meeting", "content")
    told = {pk: json.loads(content)["attendance"] for pk, content in signed}
    return {**attendance_counts([one for one in held if one.pk not in told]), **told}


def _gathered(meeting: Meeting, counts: Mapping[str, int]) -> Gathered:
    came = sum(number for key, number in counts.items() if key.startswith("member_"))
    return Gathered(meeting, came, counts.get("member_woman", 0))
