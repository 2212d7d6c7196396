"""What senders said of motions, wording by wording, and which word stands at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from communes.models import MotionVersion
from mandates.models import Instruction

Said = Mapping[tuple[int, int], Sequence[Instruction]]
"""By the ids of sender and motion every instruction given, the first first, slips too."""


def said(motions: Iterable[int], senders: Iterable[int]) -> Said:
    """Everything that these senders said of these motions, in one query."""
    rows = Instruction.objects.filter(
        sender__in=set(senders),
        motion_version__motion__in=set(motions),
        given_at__isnull=False,
    )
    rows = rows.select_related("motion_version", "resolution__item__meeting__body", "sender")
    found: dict[tuple[int, int], list[Instruction]] = defaultdict(list)
    for row in rows.order_by("given_at", "pk"):
        found[row.sender_id, row.motion_version.motion_id].append(row)
    return found


def stood(rows: Sequence[Instruction], until: datetime | None = None) -> list[Instruction]:
    """What was given and not struck out by the instant; without one, what stands now.

    A vote is bound by what stood when it was opened: what is struck out later still stood then.
    """
    if until is None:
        return [row for row in rows if row.struck_at is None]
    given = [row for row in rows if row.given_at and row.given_at <= until]
    return [row for row in given if row.struck_at is None or row.struck_at > until]


def standing(
    rows: Sequence[Instruction], version: MotionVersion, until: datetime | None = None
) -> tuple[Instruction | None, Instruction | None]:
    """The word on exactly this version, and the last one on a version before it.

    Of what stood at the instant `until`, if one is named; a later word on a version
    supersedes the ones before.
    """
    given = stood(rows, until)
    exact = [row for row in given if row.motion_version_id == version.pk]
    before = [row for row in given if row.motion_version.number < version.number]
    before.sort(key=lambda row: row.motion_version.number)  # stable: the latest given comes last
    return (exact[-1] if exact else None), (before[-1] if before else None)
