"""Terms and times to answer, as calendars tell them: of a person, or of a body."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from communes.domain.calendars import Deadline
from communes.models import Body, Person
from mandates.models import Alternate, Mandate

AHEAD = timedelta(days=2 * 366)
"""How far ahead calendars tell the end of terms."""


def deadlines(person: Person, body: Body | None, at: datetime) -> Sequence[Deadline]:
    """The person's own terms and calls; of a body's calendar the terms of its seats."""
    rows = Mandate.objects.in_force(at).filter(until__isnull=False, until__lt=at + AHEAD)
    if body is None:
        calls = Alternate.objects.called().filter(person=person).select_related("seat__body")
        return [*map(_term, _with_seat(rows.filter(person=person))), *map(_call, calls)]
    mine = Q(seat__body=body) | Q(seat__sending_body=body)
    return [_term(row) for row in _with_seat(rows.filter(mine))]


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
