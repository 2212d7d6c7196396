"""What a person has to do on this floor now, whichever mandate or draw of the lot it comes from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from communes.models import MotionVersion, Person
from mandates.domain import binding, reporting
from mandates.domain.reporting import Due
from mandates.models import Alternate, Mandate, Petition, Verification


@dataclass(frozen=True)
class Declaring:
    """A text that was amended since the instruction: its delegate says within or beyond."""

    mandate: Mandate
    version: MotionVersion


@dataclass(frozen=True)
class Duties:
    """All of it, each in the order in which it falls due."""

    reports: Sequence[Due]
    calls: Sequence[Alternate]
    replies: Sequence[Petition]
    verifications: Sequence[Verification]
    declaring: Sequence[Declaring]

    def __bool__(self) -> bool:
        return any((self.reports, self.calls, self.replies, self.verifications, self.declaring))


def of(person: Person, at: datetime) -> Duties:
    """What waits for the person on this floor; the number of queries does not grow."""
    held = list(binding.with_seats(Mandate.objects.filter(person=person).in_force(at)))
    spoken = [one for one in held if one.seat.sending_body_id]
    return Duties(
        reports=owed(person, spoken, at),
        calls=calls(person),
        replies=replies(person, at),
        verifications=verifications(person, at),
        declaring=_declaring(spoken, at),
    )


def owed(person: Person, spoken: Iterable[Mandate], at: datetime) -> list[Due]:
    """Reports not filed on sessions at which the person sat for the sender, the oldest first.

    What was left open by those who sat there before stands on the sheet of who follows them, but
    it is not the follower's debt.
    """
    senders = {one.seat.sending_body_id or 0 for one in spoken}
    if not senders:
        return []
    rows = Mandate.objects.filter(person=person, seat__sending_body__in=senders)
    sat = list(rows.exclude(until=F("since")).select_related("seat"))
    found = [
        due
        for due in reporting.dues(senders, at)
        if due.state(at) in ("due", "overdue") and any(reporting.sat_in(one, due) for one in sat)
    ]
    return sorted(found, key=lambda due: due.until)


def calls(person: Person) -> list[Alternate]:
    """Calls to a seat that wait for the person's answer."""
    rows = Alternate.objects.called().filter(person=person).select_related("seat__body", "person")
    return list(rows.order_by("answer_by", "pk"))


def replies(person: Person, at: datetime) -> list[Petition]:
    """Petitions against the person, still running, to which there is no reply yet."""
    rows = Petition.objects.filter(
        mandate__person=person, replied_at__isnull=True, concluded_at__isnull=True
    ).select_related("mandate__seat__body", "body")
    return [one for one in rows.order_by("closes_at", "pk") if one.running(at)]


def verifications(person: Person, at: datetime) -> list[Verification]:
    """Sheets of signatures that the lot gave the person to look at, still in time."""
    rows = Verification.objects.filter(
        person=person,
        confirmed_at__isnull=True,
        declined_at__isnull=True,
        sheet__confirm_by__gt=at,
        sheet__petition__concluded_at__isnull=True,
    ).select_related("sheet__petition__body")
    return list(rows.order_by("sheet__confirm_by", "pk"))


def _declaring(spoken: Sequence[Mandate], at: datetime) -> list[Declaring]:
    return [
        Declaring(sheet.mandate, one.version)
        for sheet in binding.sheets(spoken, at)
        for one in sheet.questions
        if one.moved_on and one.open and sheet.mandate.pk not in one.declared
    ]
