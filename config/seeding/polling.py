"""Elections as they are held: who stands, who steps aside from the chair, how the votes fall."""

from collections.abc import Sequence
from random import Random

from communes.domain import opening
from communes.models import AgendaItem, Body, Person, Resolution, Role
from config.seeding.stage import Evening
from mandates.models import Seat
from quotas.domain import electing, nominating
from quotas.domain.totalling import Tally
from quotas.models import Election


def elect(
    evening: Evening,
    item: AgendaItem,
    winners: Sequence[Person],
    rivals: Sequence[Person] = (),
    *,
    seats: Sequence[Seat] = (),
    planned: Election | None = None,
    chance: Random,
) -> Resolution:
    """Let them stand and be counted: each winner has more votes than every rival.

    The election was planned before, or fills these seats.
    """
    by, at = evening.by, evening.now
    election = planned or nominating.plan(item, seats, by=by, at=at)
    step_aside(evening, item, [*winners, *rivals])
    present = len(evening.members)
    votes = fall(present, len(winners), len(rivals), chance)
    rows = [nominating.stand(election, one, by=by, at=at) for one in (*winners, *rivals)]
    abstain = max(0, present - sum(votes)) if len(winners) == 1 else 0
    tally = Tally({row.pk: count for row, count in zip(rows, votes, strict=True)}, abstain)
    return electing.elect(item, tally=tally, by=by, at=at)


def fall(present: int, winners: int, rivals: int, chance: Random) -> list[int]:
    """Votes for each: winners between three fifths and nine tenths, rivals below a third."""
    high = [
        max(1, present * chance.randint(60, 68 if rivals else 90) // 100) for _ in range(winners)
    ]
    low = [present * chance.randint(8, 26 // max(1, rivals - 1)) // 100 for _ in range(rivals)]
    return high + low


def step_aside(evening: Evening, item: AgendaItem, candidates: Sequence[Person]) -> None:
    """Who stands neither chairs nor records the election: others are named for the item."""
    standing = {person.pk for person in candidates}
    room = evening.room
    taken = standing | {room.recorder.pk} | {person.pk for person in room.chairs}
    free = [person for person in evening.members if person.pk not in taken]
    for role, named in ((Role.CHAIR, room.chairs), (Role.RECORDER, [room.recorder])):
        if any(person.pk in standing for person in named):
            opening.name_for(
                evening.meeting, free.pop(0), role, item=item, by=evening.by, at=evening.now
            )


def seats(body: Body, office: str, reserved: str | None = None) -> list[Seat]:
    """The seats of an office that exist now, perhaps only those of a reservation."""
    rows = Seat.objects.filter(body=body, office=office, until__isnull=True)
    if reserved is not None:
        rows = rows.filter(reserved_gender=reserved)
    return list(rows.order_by("number"))
