"""The rooms that decisions froze, and within which bounds their undisclosed are known.

Who told no gender is on the list of who came while it is kept, and afterwards only counted for the
whole meeting, in its signed minutes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Q

from communes.models import Capacity, Gender, Minutes, Resolution
from quotas.arithmetic.rooms import Room


@dataclass(frozen=True)
class Decision:
    """A decision as the database has it: of which body, at which meeting, in which room."""

    pk: int
    body: int
    meeting: int
    at: datetime
    room: Room


@dataclass(frozen=True)
class _Listed:
    """Members in the room of a decision by the list as it was then: all, the women, those who told
    no gender; and how many of the latter ever stood on the meeting's list, struck out or not."""

    here: int
    women: int
    undisclosed: int
    ever: int


def bounded(decisions: Sequence[Decision]) -> list[Decision]:
    """How many told no gender: by the list of who came, or within what the minutes count."""
    doubtful = [one for one in decisions if 0 < one.room.women < one.room.present]
    listed = _listed([one.pk for one in doubtful]) if doubtful else {}
    counted = _counted({one.meeting for one in doubtful if one.pk not in listed})
    return [_narrowed(one, listed.get(one.pk), counted.get(one.meeting)) for one in decisions]


def _narrowed(one: Decision, listed: _Listed | None, counted: int | None) -> Decision:
    """The decision with the bounds that are known of its undisclosed.

    A list corrected since gives another room than was counted: then only who told no gender in
    the whole meeting bounds them.
    """
    others = one.room.present - one.room.women
    if listed is None:
        bounds = (0, others if counted is None else min(others, counted))
    elif (listed.here, listed.women) == (one.room.present, one.room.women):
        bounds = (listed.undisclosed, listed.undisclosed)
    else:
        bounds = (0, min(others, listed.ever))
    return replace(one, room=replace(one.room, undisclosed=bounds))


def _listed(decisions: Sequence[int]) -> Mapping[int, _Listed]:
    """By decision, while the list is kept, who was counted in its room."""
    stay = "item__meeting__attendances__"
    member = Q(**{f"{stay}capacity": Capacity.MEMBER})
    here = _then(stay) & member
    unknown = Q(**{f"{stay}gender": Gender.UNDISCLOSED})
    counts = {
        "here": Count(f"{stay}pk", filter=here),
        "women": Count(f"{stay}pk", filter=here & Q(**{f"{stay}gender": Gender.WOMAN})),
        "unknown": Count(f"{stay}pk", filter=here & unknown),
        "ever": Count(f"{stay}person", filter=member & unknown, distinct=True),
        "rows": Count(f"{stay}pk"),
    }
    rows = Resolution.objects.filter(pk__in=decisions).order_by()
    told = rows.values_list("pk").annotate(**counts)
    return {pk: _Listed(*numbers) for pk, *numbers, kept in told if kept}


def _then(stay: str) -> Q:
    """In the room when it was decided, by the entries that stood when the decision was written."""
    left = Q(**{f"{stay}left_at__isnull": True}) | Q(**{f"{stay}left_at__gt": F("happened_at")})
    stood = Q(**{f"{stay}struck_at__isnull": True}) | Q(
        **{f"{stay}struck_at__gt": F("recorded_at")}
    )
    known = Q(**{f"{stay}corrects__isnull": True}) | Q(
        **{f"{stay}corrects__struck_at__lte": F("recorded_at")}
    )
    return left & stood & known & Q(**{f"{stay}arrived_at__lte": F("happened_at")})


def _counted(meetings: set[int]) -> Mapping[int, int]:
    """By meeting, of the minutes as they were signed: members in all who told no gender."""
    if not meetings:
        return {}
    rows = Minutes.objects.filter(meeting__in=meetings).values_list("meeting", "content")
    told = {meeting: json.loads(content).get("attendance", {}) for meeting, content in rows}
    name = f"{Capacity.MEMBER}_{Gender.UNDISCLOSED}"
    return {meeting: int(counts.get(name, 0)) for meeting, counts in told.items() if counts}
