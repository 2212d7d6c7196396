"""Personal lists go when the charter's time is over; the books still verify without them."""

from datetime import datetime, timedelta

from communes.domain.acting import Actor, acting
from communes.models import (
    Attendance,
    Ballot,
    ListCommitment,
    Meeting,
    RegisterUpload,
    RollCallVote,
)


def erase_due(at: datetime) -> int:
    """Erase every list whose day has come, and the salt that tied it to its entry."""
    today = at.date()
    due = ListCommitment.objects.filter(erased_at__isnull=True, erase_on__lte=today)
    erased = 0
    for row in due.select_related("entry__body").order_by("pk")[:1000]:
        with acting(by=Actor(basis="charter"), at=at):
            _erase_rows(row)
            row.salt = ""
            row.erased_at = at
            row.save(update_fields=["salt", "erased_at"])
        erased += 1
    return erased


def clear_uploads(at: datetime) -> int:
    """Throw away register files that were uploaded and never imported within a day."""
    old = RegisterUpload.objects.filter(uploaded_at__lt=at - timedelta(days=1))
    return old.delete()[0]


def _erase_rows(row: ListCommitment) -> None:
    if row.name == "attendance":
        meeting = Meeting.objects.filter(public_id=row.subject)
        Attendance.objects.filter(meeting__in=meeting).delete()
    if row.name == "roll_call":
        ballot = Ballot.objects.filter(public_id=row.subject)
        RollCallVote.objects.filter(ballot__in=ballot).delete()
