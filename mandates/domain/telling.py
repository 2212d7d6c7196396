"""What senders said of motions, wording by wording, and which word stands at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from communes.models import MotionVersion
from mandates.models import Instruction

Said = Mapping[tuple[int, int], Sequence[Instruction]]
"""By the ids of sender and motion every instruction given, the first first; slips left out."""


def said(motions: Iterable[int], senders: Iterable[int]) -> Said:
    """Everything that these senders said of these motions, in one query."""
    rows = Instruction.objects.filter(
        sender__in=set(senders),
        motion_version__motion__in=set(motions),
        given_at__isnull=False,
        struck_at__isnull=True,
    )
    rows = rows.select_related("motion_version", "resolution__item__meeting__body", "sender")
    found: dict[tuple[int, int], list[Instruction]] = defaultdict(list)
    for row in rows.order_by("given_at", "pk"):
        found[row.sender_id, row.motion_version.motion_id].append(row)
    return found


def standing(
    rows: Sequence[Instruction], version: MotionVersion, until: datetime | None = None
) -> tuple[Instruction | None, Instruction | None]:
    """The word on exactly this version, and the last one on a version before it.

    Of what was given by the instant `until`, if one is named; a later word on a version
    supersedes the ones before.
    """
    given = [row for row in rows if until is None or (row.given_at and row.given_at <= until)]
    exact = [row for row in given if row.motion_version_id == version.pk]
    before = [row for row in given if row.motion_version.number < version.number]
    before.sort(key=lambda row: row.motion_version.number)  # stable: the latest given comes last
    return (exact[-1] if exact else None), (before[-1] if before else None)
