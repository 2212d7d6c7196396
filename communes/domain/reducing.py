"""Whose names stand in the minutes of a meeting, so that everyone reads them reduced."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes import ports
from communes.domain import rolls
from communes.models import (
    Affiliation,
    AgendaItem,
    Attendance,
    Body,
    BodyKind,
    Meeting,
    MeetingRole,
    Minutes,
    Person,
    Residence,
    Resolution,
    Signing,
)
from communes.naming import NONE, Named, Reduction

OFFICES = {
    "co_chair": gettext_lazy("co-chair"),
    "deputy": gettext_lazy("deputy"),
    "secretary": gettext_lazy("secretary"),
    "member": gettext_lazy("member"),
    "guest": gettext_lazy("guest"),
}
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SPOKEN = ("title", "text", "place", "reason", "reasons", "limits")
"""What people wrote, among what a record holds."""


def office_words(code: str) -> str:
    """What everyone reads in place of a name."""
    return str(OFFICES.get(code, "")) or _("somebody")


def reduction(meeting: Meeting, how: str, words: Iterable[str] = ()) -> Reduction:
    """The reduction of every name that the minutes of the meeting may hold.

    Known are those named, seated and signing by the record itself, the body's officers, all who
    ever lived in its commune (or have a seat in it), and whoever the list of attendance still
    names; `words` are further names as they are written.
    """
    further = [Named(word, sure=True) for word in words]
    return Reduction.of([*_people(meeting), *further], how, office_words)


def written(meeting: Meeting, words: Iterable[str] = ()) -> list[str]:
    """The names that the signed text holds, as they stand there, each once."""
    known = reduction(meeting, NONE, words)
    texts = list(_texts(_record(meeting)))
    found = (text[hit.begin : hit.end] for text in texts for hit in known.hits(text))
    return list(dict.fromkeys(found))


def searched(meeting: Meeting, words: Iterable[str] = ()) -> str:
    """Titles and texts of the open items with every name left out."""
    known, record = reduction(meeting, NONE, words), _record(meeting)
    closed = confidential(meeting)
    items = [item for item in record.get("items", []) if item["id"] not in closed]
    return "\n".join(known.text(text) for item in items for text in _texts(item))


def confidential(meeting: Meeting) -> set[str]:
    """The public ids of the items that nobody reads but who was there."""
    rows = AgendaItem.objects.filter(meeting=meeting, confidential=True)
    return {str(key) for key in rows.values_list("public_id", flat=True)}


def _record(meeting: Meeting) -> Mapping[str, Any]:
    kept = Minutes.objects.filter(meeting=meeting).first()
    told: Mapping[str, Any] = json.loads(kept.content) if kept else {}
    return told


def _texts(told: Any, said: bool = False) -> Iterator[str]:
    """The texts that people wrote, at any depth of a record."""
    if isinstance(told, str):
        yield from [told] if said else []
    elif isinstance(told, Mapping):
        for key, one in told.items():
            yield from _texts(one, key in _SPOKEN)
    elif isinstance(told, Sequence):
        for one in told:
            yield from _texts(one, said)


def _people(meeting: Meeting) -> Iterator[Named]:
    """Those who hold an office first, then those whom the record names, then all who could be."""
    at = meeting.opened_at or meeting.starts_at
    officers = [(person.name, office.code) for person, office in ports.officers(meeting.body, at)]
    yield from (Named(name, code, sure=True) for name, code in officers)
    yield from (Named(name, "member", sure=True) for name in _named(meeting))
    here = Attendance.objects.filter(meeting=meeting)
    for name, guest in here.order_by("pk").values_list("person__name", "guest_name"):
        yield Named(name or "", "member")
        yield Named(guest, "guest")
    yield from (Named(name, "member") for name in _near(meeting))


def _named(meeting: Meeting) -> Iterable[str]:
    """By name those whom record, signatures and decisions name by their ids."""
    facts = Resolution.objects.filter(item__meeting=meeting).values_list("facts", flat=True)
    ids = {found for one in facts for found in _ID.findall(json.dumps(one))}
    rows = Person.objects.filter(
        Q(public_id__in=ids)
        | Q(pk__in=MeetingRole.objects.filter(meeting=meeting).values("person"))
        | Q(pk__in=Signing.objects.filter(meeting=meeting).values("person"))
    )
    return rows.order_by("pk").values_list("name", flat=True)


def _near(meeting: Meeting) -> Iterable[str]:
    """Who lives or ever lived in the body's commune, or in the communes it belongs to."""
    body, at = meeting.body, meeting.opened_at or meeting.starts_at
    above = Affiliation.objects.filter(body=body).values("parent")
    communes = Body.objects.filter(Q(pk=body.pk) | Q(pk__in=above), kind=BodyKind.COMMUNE)
    homes = Residence.objects.filter(commune__in=communes.values("pk"))
    rows = Person.objects.filter(
        Q(pk__in=homes.values("person"))
        | Q(pk__in=rolls.roll(body, meeting.sitting, at).values("pk"))
    )
    return rows.order_by("pk").values_list("name", flat=True)
