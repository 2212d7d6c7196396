"""What letters say: plain text in the language that is active, times by the body's own clocks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.arithmetic import outlines
from communes.dates import say_clock, say_day
from communes.domain import addressing
from communes.models import Meeting
from communes.notices import Letter


def meeting_letter(figures: Mapping[str, Any], subject: str, sentence: str) -> Letter | None:
    """A meeting told of: what about it, when and where as it now stands, and the agenda.

    None when the meeting is not there.
    """
    rows = Meeting.objects.select_related("body").filter(public_id=str(figures["meeting"]))
    meeting = rows.first()
    if meeting is None:
        return None
    told = {"body": meeting.body.name, "day": said_day(meeting.starts_at, meeting.body.time_zone)}
    parts = [sentence, meeting.body.name, _when(meeting), meeting.place]
    if meeting.cancelled_at is None:
        parts += ["", _("Agenda"), *agenda_lines(meeting), ""]
        parts.append(_ends(meeting))
    parts += ["", meeting_address(meeting), "", letter_foot()]
    return Letter(subject % told, joined(parts))


def address_letter(figures: Mapping[str, Any]) -> Letter | None:
    """The letter that asks to confirm the address it was sent to."""
    secret = addressing.token(str(figures.get("entered", "")))
    link = address(reverse("confirm_address", args=[secret]))
    parts = [
        _("An account of Komîn named this address for its notices."),
        _("If that was you: sign in, open this page and confirm it within three days."),
        "",
        link,
        "",
        _("If it was not you, do nothing: without the confirmation no letter follows this one."),
    ]
    return Letter(_("Confirm this address"), joined(parts))


def notice_letter(sentence: str, link: str) -> Letter:
    """A notice of a kind without words of its own for letters: its sentence, and where it leads."""
    parts = [sentence, "", address(link or "/"), "", letter_foot()]
    return Letter(sentence, joined(parts))


def agenda_lines(meeting: Meeting) -> list[str]:
    """The agenda line by line: number, clock if minutes are planned, title."""
    items = sorted(meeting.items.all(), key=lambda item: (item.position, item.pk))
    table = outlines.timetable(*_outline(items))
    zone = ZoneInfo(meeting.body.time_zone)
    lines = []
    for item, minutes in zip(items, table.begins, strict=True):
        begins = say_clock(meeting.starts_at + timedelta(minutes=minutes), zone=zone)
        clock = f"{begins}  " if table.total else ""
        lines.append(f"{'   ' if item.parent_id else ''}{item.number}  {clock}{item.title}")
    return lines


def planned_length(meeting: Meeting) -> timedelta:
    """How long the agenda is planned to take; zero where nothing is."""
    return timedelta(minutes=outlines.timetable(*_outline(list(meeting.items.all()))).total)


def address(path: str) -> str:
    """A page as a letter or a calendar names it; its path alone where no address is set."""
    return f"{settings.PUBLIC_URL}{path}"


def meeting_address(meeting: Meeting) -> str:
    """The page of a meeting, as a letter or a calendar names it."""
    return address(reverse("meeting", args=[meeting.public_id]))


def said_day(instant: datetime, zone: str) -> str:
    """The day in words by the clocks of the place, with its year: letters are read later."""
    local = instant.astimezone(ZoneInfo(zone))
    return say_day(local.date(), today=None, language=get_language() or "en")


def _outline(items: list[Any]) -> tuple[list[bool], list[int | None]]:
    rows = sorted(items, key=lambda item: (item.position, item.pk))
    return [row.parent_id is not None for row in rows], [row.planned_minutes for row in rows]


def _when(meeting: Meeting) -> str:
    zone = meeting.body.time_zone
    clock = say_clock(meeting.starts_at, zone=ZoneInfo(zone))
    return f"{said_day(meeting.starts_at, zone)}, {clock} ({zone})"


def _ends(meeting: Meeting) -> str:
    length = planned_length(meeting)
    if not length:
        return ""
    zone = ZoneInfo(meeting.body.time_zone)
    return _("It ends about %(time)s.") % {"time": say_clock(meeting.starts_at + length, zone=zone)}


def letter_foot() -> str:
    """Why the letter came."""
    return _("You get this letter because your account asks for notices by e-mail.")


def joined(parts: list[str]) -> str:
    """The lines of a letter as one text."""
    return "\n".join(parts).strip() + "\n"
