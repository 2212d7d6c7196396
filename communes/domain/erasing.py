"""Personal lists go when the charter's time is over; the books still verify without them."""

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now, TruncDate

from communes.domain import listing
from communes.domain.acting import Actor, acting
from communes.domain.keeping import erase_day
from communes.models import (
    Attendance,
    Body,
    ConfidentialText,
    ConveningRequest,
    ConveningSigner,
    ListCommitment,
    RegisterUpload,
    Resolution,
    RollCallVote,
    Speech,
    What,
)

BATCH = 1000


def erase_due(at: datetime) -> int:
    """Erase every list whose day has come, with the salt that tied it to its entry.

    However far ahead `at` lies, nothing goes before the database's own day: it would refuse.
    """
    today = min(at.astimezone(UTC).date(), _day_of_the_database())
    due = ListCommitment.objects.filter(erased_at__isnull=True, erase_on__lte=today)
    ids = list(due.order_by("pk").values_list("pk", flat=True)[:BATCH])
    erased = sum(_erase(pk, today, at) for pk in ids)
    return erased + _erase_loose(today, at) + _erase_signers(today)


def clear_uploads(at: datetime) -> int:
    """Throw away register files that were uploaded and never imported within a day."""
    old = RegisterUpload.objects.filter(uploaded_at__lt=at - timedelta(days=1))
    return old.delete()[0]


def _day_of_the_database() -> date:
    row = Body.objects.annotate(today=TruncDate(Now(), tzinfo=UTC)).values_list("today").first()
    return row[0] if row else date.min


def _erase(pk: int, today: date, at: datetime) -> int:
    """Erase one list, once, unless a row of it was promised to be kept longer."""
    with acting(by=Actor(basis="charter"), at=at):
        row = ListCommitment.objects.select_for_update(of=("self",)).get(pk=pk)
        rows = _rows(row)
        if row.erased_at is not None or rows.filter(erase_on__gt=today).exists():
            return 0
        rows.delete()
        row.salt = ""
        row.erased_at = at
        row.save(update_fields=["salt", "erased_at"])
    return 1


def _rows(row: ListCommitment) -> "QuerySet[Any]":
    above = listing.rows_of(row.name, row.subject)
    if above is not None:
        return above
    if row.name == "confidential":
        return ConfidentialText.objects.filter(subject=row.subject)
    if row.name == "roll_call":
        return RollCallVote.objects.filter(ballot__public_id=row.subject)
    if row.name == "speaking":
        return Speech.objects.filter(meeting__public_id=row.subject)
    return Attendance.objects.filter(meeting__public_id=row.subject)


def _erase_loose(today: date, at: datetime) -> int:
    """Rows that no entry ever vouched for: of minutes never signed, of votes never entered."""
    entered = Resolution.objects.filter(ballot=OuterRef("ballot"))
    votes = RollCallVote.objects.filter(~Exists(entered), erase_on__lte=today)
    stays = Attendance.objects.filter(meeting__signed_at__isnull=True, erase_on__lte=today)
    speeches = Speech.objects.filter(meeting__signed_at__isnull=True, erase_on__lte=today)
    words = ConfidentialText.objects.filter(
        what__in=[What.TITLE, What.RECORD],
        item__meeting__signed_at__isnull=True,
        erase_on__lte=today,
    )
    erased = 0
    with acting(by=Actor(basis="charter"), at=at):
        for rows in (votes, stays, speeches, words):
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            erased += rows.filter(pk__in=ids).delete()[0]
    return erased


def _erase_signers(today: date) -> int:
    """Who demanded a meeting is forgotten like who came to one; that it was demanded is not."""
    signed = ConveningSigner.objects.filter(request=OuterRef("pk"))
    rows = ConveningRequest.objects.filter(Exists(signed)).select_related("body")
    oldest = rows.order_by("opened_at", "pk")[:BATCH]
    due = list(takewhile(lambda row: erase_day(row.body, row.opened_at) <= today, oldest))
    return ConveningSigner.objects.filter(request__in=due).delete()[0]
