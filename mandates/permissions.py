"""Who may try, on this floor: enter what a meeting decided, read what binds a delegate."""

from datetime import datetime

from django.db.models import Q, QuerySet

from communes import permissions, ports
from communes.domain import rolls
from communes.models import AgendaItem, Body, Person
from mandates.domain import reporting
from mandates.models import Alternate, Mandate, Petition, Report, Sheet, Verification

ANSWERING = ("co_chair", "secretary")
"""Officers who enter what an alternate answered on paper."""


def readable_items(person: Person | None, at: datetime) -> QuerySet[AgendaItem]:
    """Items of meetings that the person may read; those of a circle are for its members."""
    rows = AgendaItem.objects.filter(meeting__in=permissions.readable_meetings(person, at))
    return rows.select_related("meeting__body")


def may_enter(person: Person | None, item: AgendaItem, at: datetime) -> bool:
    """Whoever runs the meeting plans its items and enters what it decided."""
    return permissions.may_run(person, item.meeting, at)


def may_read_bonds(person: Person | None, sender: Body, host: Body, at: datetime) -> bool:
    """What is before a council and what was said of it: for the circle, and for both bodies."""
    if person is None or not (rolls.in_circle(person, sender) and rolls.in_circle(person, host)):
        return False
    return permissions.may_read_meetings(person, sender, at) or permissions.may_read_meetings(
        person, host, at
    )


def may_see_votes(person: Person | None, mandate: Mandate, at: datetime) -> bool:
    """How a delegate voted is seen by the delegate, by who sent them and by who sits there."""
    if person is None:
        return False
    bodies = [
        mandate.seat.body,
        *([mandate.seat.sending_body] if mandate.seat.sending_body else []),
    ]
    return person.pk == mandate.person_id or any(
        permissions.may_take_part(person, body, at) for body in bodies
    )


def may_declare(person: Person | None, mandate: Mandate) -> bool:
    """The delegate alone says how an amended text stands to the instruction."""
    return person is not None and person.pk == mandate.person_id


def may_resign(person: Person | None, mandate: Mandate) -> bool:
    """The holder alone gives a mandate back."""
    return person is not None and person.pk == mandate.person_id


def answerable(person: Person | None, at: datetime) -> QuerySet[Alternate]:
    """Calls to a vacant seat that the person may answer: the own, and as an officer of the body
    what an alternate answered on paper."""
    if person is None:
        return Alternate.objects.none()
    offices = ports.offices_by_body(person, at).items()
    runs = [body for body, codes in offices if any(one.code in ANSWERING for one in codes)]
    return Alternate.objects.filter(Q(person=person) | Q(seat__body__in=runs))


def may_print_card(person: Person | None, mandate: Mandate, at: datetime) -> bool:
    """The holder, and the officers of the body of the seat and of the one that sent."""
    if person is None:
        return False
    bodies = {mandate.seat.body_id, mandate.seat.sending_body_id}
    offices = ports.offices_by_body(person, at).items()
    runs = {body for body, codes in offices if any(one.code in ANSWERING for one in codes)}
    return person.pk == mandate.person_id or bool(bodies & runs)


def readable_petitions(person: Person | None, at: datetime) -> QuerySet[Petition]:
    """Petitions of bodies whose meetings the person may read; a circle's are for its members."""
    rows = Petition.objects.filter(body__in=permissions.readable_bodies(person, at).values("pk"))
    return rows.select_related("mandate__seat__body", "mandate__person", "body")


def sheets_to_verify(person: Person | None) -> QuerySet[Sheet]:
    """Sheets for which the lot fell on the person: nobody else reads who signed on them."""
    mine = Verification.objects.filter(person=person, declined_at__isnull=True)
    rows = Sheet.objects.filter(pk__in=mine.values("sheet")) if person else Sheet.objects.none()
    return rows.select_related(
        "petition__mandate__seat__body", "petition__mandate__person", "petition__body"
    )


def knows_meetings(person: Person | None, body: Body, at: datetime) -> bool:
    """Whether the meetings of the body are there at all for the person: not those of a circle."""
    return permissions.may_read_meetings(person, body, at)


def may_watch(person: Person | None, sender: Body, at: datetime) -> bool:
    """The sending body's own members watch how their delegates vote."""
    return permissions.may_take_part(person, sender, at)


def may_write_report(person: Person | None, report: Report, at: datetime) -> bool:
    """The delegates who sit there now for the body; together they write one text."""
    if person is None:
        return False
    rows = reporting.delegates(report.sender, report.session, at)
    return rows.filter(pk=person.pk).exists()


def may_read_report(person: Person | None, report: Report, at: datetime) -> bool:
    """What was filed, for whoever reads what binds the delegates; a draft is its writers' own."""
    if report.filed_at is None:
        return False
    return may_read_bonds(person, report.sender, report.session.body, at)
