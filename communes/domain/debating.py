"""The speaking list of an item as it stands: who speaks, who follows and why, for how long."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from communes.arithmetic.speaking import Asked, Rules, Turn, question_due, queue
from communes.domain import chartering
from communes.models import AgendaItem, Attendance, Gender, Meeting, Speech


@dataclass(frozen=True)
class Place:
    """One place on the list: the wish to speak, and why it stands there."""

    speech: Speech
    turn: Turn


@dataclass(frozen=True)
class Debate:
    """The list of an item as it stands: who speaks, who follows, what the women are asked.

    `closed` is true once the women answered that debate does not go on; `spoken` holds for
    each gender how many speeches were given in the meeting and how long they took.
    """

    rules: Rules
    running: Speech | None
    places: Sequence[Place]
    question: bool
    closed: bool
    spoken: Mapping[str, tuple[int, timedelta]]


def rules_of(item: AgendaItem, at: datetime) -> Rules:
    """The charter's rule for the speaking list of the body."""
    return cast("Rules", chartering.parameters("speaking", at, item.meeting.body))


def debate(item: AgendaItem, at: datetime) -> Debate:
    """The list of the item at the instant, in a constant number of queries.

    Whoever has left the room keeps the place and is passed over until they are back.
    """
    rules = rules_of(item, at)
    rows = list(item.meeting.speeches.select_related("person").order_by("asked_at", "pk"))
    mine = [row for row in rows if row.item_id == item.pk]
    here = _here(item.meeting, at)
    waiting = [row for row in mine if waits(row) and _who(row) in here]
    asked, last = _asked(waiting, mine), _last_woman(mine)
    answer = item.debate_answers.order_by("at", "pk").last()
    over = answer is not None and not answer.goes_on
    fresh = answer is not None and not _moved_on(mine, answer.at)
    by_key = {row.pk: row for row in waiting}
    return Debate(
        rules=rules,
        running=next((row for row in rows if row.began_at and not row.ended_at), None),
        places=[Place(by_key[turn.asked.key], turn) for turn in queue(asked, last, rules)],
        question=not over and question_due(asked, last, rules, answered=fresh),
        closed=over,
        spoken=spoken(rows, at),
    )


def spoken_on(meetings: Sequence[Meeting]) -> Mapping[int, dict[str, list[int]]]:
    """For each item with speeches: by gender how many were given, and their whole seconds."""
    rows: dict[int, list[Speech]] = defaultdict(list)
    for row in Speech.objects.filter(meeting__in=meetings, ended_at__isnull=False):
        rows[row.item_id].append(row)
    return {
        item: {
            gender: [count, int(lasted.total_seconds())]
            for gender, (count, lasted) in spoken(given, given[0].asked_at).items()
        }
        for item, given in rows.items()
    }


def closed(item: AgendaItem) -> bool:
    """Whether the women answered last that debate on the item does not go on."""
    last = item.debate_answers.order_by("at", "pk").last()
    return last is not None and not last.goes_on


def spoken(rows: Sequence[Speech], at: datetime) -> dict[str, tuple[int, timedelta]]:
    """For each gender how many speeches were given and how long they took, until now."""
    counts: Counter[str] = Counter()
    times: dict[str, timedelta] = {}
    for row in rows:
        if row.began_at is not None:
            counts[row.gender] += 1
            lasted = (row.ended_at or max(at, row.began_at)) - row.began_at
            times[row.gender] = times.get(row.gender, timedelta()) + lasted
    return {str(gender): (counts[gender], times[gender]) for gender in Gender if counts[gender]}


def waits(row: Speech) -> bool:
    """Whether this place was neither used nor given up."""
    return row.began_at is None and row.withdrawn_at is None


def _here(meeting: Meeting, at: datetime) -> set[tuple[int | None, str]]:
    rows = Attendance.objects.in_room(at).filter(meeting=meeting)
    return set(rows.order_by().values_list("person_id", "guest_name"))


def _who(row: Speech) -> tuple[int | None, str]:
    return row.person_id, row.guest_name


def _asked(waiting: Sequence[Speech], rows: Sequence[Speech]) -> list[Asked]:
    """The places that wait; who spoke on the item before, but for points of order, spoke."""
    heard = {_who(row) for row in rows if row.began_at and not row.point_of_order}
    return [
        Asked(row.pk, row.gender, number, _who(row) in heard, row.point_of_order)
        for number, row in enumerate(waiting)
    ]


def _last_woman(rows: Sequence[Speech]) -> bool | None:
    given = [(row.began_at, row.gender) for row in rows if row.began_at and not row.point_of_order]
    return max(given)[1] == Gender.WOMAN if given else None


def _moved_on(rows: Sequence[Speech], answered: datetime) -> bool:
    """Whether a woman asked for the floor after that answer: the next empty list asks anew."""
    return any(row.gender == Gender.WOMAN and row.asked_at > answered for row in rows)
