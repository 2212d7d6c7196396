"""Terms, petitions, reports and times to answer, as calendars tell them: of a person, of a body."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communes.domain.calendars import Deadline
from communes.models import Body, Person
from communes.permissions import readable_bodies
from mandates.domain import duties, reporting, sending
from mandates.domain.reporting import Due
from mandates.models import Alternate, Mandate, Petition, Verification

AHEAD = timedelta(days=2 * 366)
"""How far ahead calendars tell the end of terms."""


def deadlines(person: Person, body: Body | None, at: datetime) -> Sequence[Deadline]:
    """The person's own terms, calls, reports and petitions to sign; of a body's calendar the terms
    of its seats, the petitions of its electors and the reports that its delegates owe."""
    rows = Mandate.objects.in_force(at).filter(until__isnull=False, until__lt=at + AHEAD)
    if body is None:
        calls = Alternate.objects.called().filter(person=person).select_related("seat__body")
        terms = [*map(_term, _with_seat(rows.filter(person=person))), *map(_call, calls)]
        return [*terms, *_my_petitions(person, at), *_my_sheets(person, at), *_my_dues(person, at)]
    mine = Q(seat__body=body) | Q(seat__sending_body=body)
    terms = [_term(row) for row in _with_seat(rows.filter(mine))]
    return [*terms, *_petitions(person, body, at), *_dues(person, body, at)]


def _with_seat(rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return rows.select_related("seat__body", "person").order_by("until", "pk")


def _term(row: Mandate) -> Deadline:
    assert row.until is not None
    body = row.seat.body
    told = {
        "office": row.seat.get_office_display(),
        "body": body.name,
        "name": row.person.name,
    }
    summary = _("Term ends: %(office)s of %(body)s (%(name)s)") % told
    path = f"/mandates/{row.key}/"
    return Deadline(f"term-{row.key}", row.until, body.time_zone, summary, row.since, path)


def _call(row: Alternate) -> Deadline:
    assert row.answer_by is not None
    assert row.called_at is not None
    body = row.seat.body
    told = {"office": row.seat.get_office_display(), "body": body.name}
    summary = _("Answer the call: %(office)s of %(body)s") % told
    zone = body.time_zone
    return Deadline(f"call-{row.key}", row.answer_by, zone, summary, row.called_at, "/mandates/")


def _my_petitions(person: Person, at: datetime) -> list[Deadline]:
    """Petitions that the person may sign, and those against a mandate of theirs."""
    mine = Q(electors__person=person) | Q(mandate__person=person)
    return _closing(Petition.objects.filter(mine).distinct(), at)


def _petitions(person: Person, body: Body, at: datetime) -> list[Deadline]:
    """Petitions of a body whose meetings the person may read."""
    rows = Petition.objects.filter(body=body)
    return _closing(rows.filter(body__in=readable_bodies(person, at).values("pk")), at)


def _closing(rows: QuerySet[Petition], at: datetime) -> list[Deadline]:
    related = ("mandate__seat__body", "mandate__person")
    running = rows.running(at).select_related(*related)  # type: ignore[attr-defined]
    return [_petition(row) for row in running.order_by("closes_at", "pk")]


def _petition(row: Petition) -> Deadline:
    seat = row.mandate.seat
    told = {
        "office": seat.get_office_display(),
        "body": seat.body.name,
        "name": row.mandate.person.name,
    }
    summary = _("Petition closes: recall of %(office)s of %(body)s (%(name)s)") % told
    path = f"/petitions/{row.key}/"
    key = f"petition-{row.key}"
    return Deadline(key, row.closes_at, row.zone, summary, row.opened_at, path)


def _my_sheets(person: Person, at: datetime) -> list[Deadline]:
    """Sheets for which the lot fell on the person and that wait for their word."""
    rows = Verification.objects.filter(person=person, confirmed_at=None, declined_at=None)
    rows = rows.filter(sheet__settled_at=None, sheet__confirm_by__gt=at)
    found = rows.select_related("sheet__petition__body").order_by("sheet__confirm_by", "pk")
    return [_sheet(row) for row in found]


def _sheet(row: Verification) -> Deadline:
    sheet = row.sheet
    told = {"number": sheet.number, "body": sheet.petition.body.name}
    summary = _("Verify sheet %(number)s of signatures: %(body)s") % told
    key, zone = f"sheet-{sheet.key}", sheet.petition.zone
    return Deadline(key, sheet.confirm_by, zone, summary, row.called_at, f"/sheets/{sheet.key}/")


def _my_dues(person: Person, at: datetime) -> list[Deadline]:
    """Reports that the person owes."""
    rows = Mandate.objects.in_force(at).filter(person=person, seat__in=sending.sending(at))
    return [_due(one) for one in duties.owed(person, rows.select_related("seat"), at)]


def _dues(person: Person, body: Body, at: datetime) -> list[Deadline]:
    """Reports that the body's delegates owe on sessions of bodies that the person may read."""
    owed = [one for one in reporting.dues([body.pk], at) if _owes(one)]
    sat = {body.pk, *(one.session.body_id for one in owed)}
    readable = readable_bodies(person, at).filter(pk__in=sat).values_list("pk", flat=True)
    seen = set(readable) if owed else set()
    return [_due(one) for one in owed if {body.pk, one.session.body_id} <= seen]


def _owes(due: Due) -> bool:
    return due.report is None or due.report.filed_at is None


def _due(one: Due) -> Deadline:
    told = {"number": one.session.number, "body": one.session.body.name, "sender": one.sender.name}
    summary = _("Report to %(sender)s is due: session %(number)s of %(body)s") % told
    known = one.session.closed_at
    assert known is not None
    key = f"report-{one.sender.key}-{one.session.key}"
    path = f"/bodies/{one.sender.key}/delegates/"
    return Deadline(key, one.until, one.sender.time_zone, summary, known, path)
