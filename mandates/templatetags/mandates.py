"""Seats and mandates in words and as pictures: names, chains, lives."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django import template
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from communes import dates
from communes.models import Ballot, Resolution
from communes.pictures import Bar, Segment
from communes.templatetags.meetings import meeting_title
from mandates.domain.binding import Sheet
from mandates.domain.occupying import Span
from mandates.domain.questioning import Question
from mandates.models import Mandate, MandateBasis, OfficeCode, Seat

register = template.Library()
Link = dict[str, Any]


@register.filter
def seat_name(seat: Seat) -> str:
    """The office, and for whom the seat is kept: "co-chair (a woman)"."""
    office = str(seat.get_office_display())
    if not seat.reserved_gender:
        return office
    whom = seat.get_reserved_gender_display()
    return _("%(office)s (%(whom)s)") % {"office": office, "whom": whom}


@register.filter
def speaks(seat: Seat) -> bool:
    """Whether the seat is a delegate's: its holder speaks for who sent them."""
    return seat.sending_body_id is not None and seat.office in (
        OfficeCode.DELEGATE,
        OfficeCode.SPOKE,
    )


@register.filter
def zone_day(instant: datetime | None, body: Any) -> date | None:
    """The day of an instant by the body's own clocks."""
    return instant.astimezone(ZoneInfo(body.time_zone)).date() if instant else None


@register.simple_tag
def resolution_name(resolution: Resolution) -> str:
    """Which resolution of which meeting: "Assembly 24 of Komîna Zeytûn, resolution 112"."""
    meeting = resolution.item.meeting
    told = {
        "meeting": meeting_title(meeting),
        "body": meeting.body.name,
        "number": resolution.number,
    }
    return _("%(meeting)s of %(body)s, resolution %(number)s") % told


@register.simple_tag
def resolution_url(resolution: Resolution) -> str:
    """The page of the resolution, from which its minutes are one step away."""
    return reverse("resolution", args=[resolution.public_id])


@register.simple_tag
def mandate_chain(
    sheet: Sheet,
    at: datetime,
    question: Question | None = None,
    *,
    linked: bool = True,
    votes: bool = True,
) -> list[Link]:
    """From resolution to mandate to instruction to vote to its end, as the chain takes it."""
    mandate, ground = sheet.mandate, sheet.ground
    links = [_granted(ground, linked=linked)] if ground.resolution else []
    if mandate.pk != ground.pk:
        office = {"office": seat_name(ground.seat), "body": ground.seat.body.name}
        text = _("%(office)s of %(body)s") % office
        url = reverse("mandate", args=[ground.public_id])
        day = _day(ground, ground.since)
        links.append({"word": _("Ground"), "text": text, "url": url, "day": day})
    links.append(
        {"word": _("Mandate"), "text": _mandate(mandate), "day": _day(mandate, mandate.since)}
    )
    if question is not None:
        links += [_instruction(mandate, question, linked=linked)]
        links += _vote(mandate, question, votes=votes)
    links += _end(mandate, ground, at, linked=linked)
    links[-1]["state"] = links[-1].get("state", "now")
    return links


@register.simple_tag
def seat_life(life: Sequence[Span], at: datetime) -> list[Link]:
    """A seat's holders, and the gaps between them, as the timeline component takes them."""
    return [_span(one, at) for one in life]


@register.simple_tag
def seat_picture(life: Sequence[Span], at: datetime) -> Bar | None:
    """The same as a row of stretches, each as long as it lasted; None where nothing was yet."""
    spans = [one for one in life if one.since < at]
    lengths = [max((min(one.until or at, at) - one.since).days, 1) for one in spans]
    whole, begun = sum(lengths), 0
    drawn = []
    pairs = list(zip(spans, lengths, strict=True))
    for one, length in pairs if get_language_bidi() else reversed(pairs):
        kind = one.mandate.gender if one.mandate else "vacant"
        x, width = f"{begun * 100 / whole:.2f}%", f"{length * 100 / whole:.2f}%"
        drawn.append(Segment(kind, x, width, length))
        begun += length
    return Bar(tuple(drawn), ()) if drawn else None


def _span(one: Span, at: datetime) -> Link:
    row = one.mandate
    if row is None:
        state = "open" if one.until is None or one.until > at else "ended"
        return {"period": _days(one), "text": _("vacant"), "note": "", "state": state}
    return {
        "period": _days(one),
        "text": row.person.name,
        "url": reverse("mandate", args=[row.public_id]),
        "note": _basis(row),
        "state": "now" if row.in_force(at) else "ended",
    }


def _days(one: Span) -> str:
    locale = dates.locale_of(get_language() or "en")
    days = [zone_day(instant, one.seat.body) for instant in (one.since, one.until)]
    return " – ".join(format_date(day, "d MMM y", locale=locale) if day else "" for day in days)


def _end(mandate: Mandate, ground: Mandate, at: datetime, *, linked: bool) -> list[Link]:
    """How the mandate ended, with the minutes behind it where a meeting ended it or its ground."""
    if mandate.until is None or mandate.until > at:
        return []
    by = mandate.ended_by or ground.ended_by
    return [
        {
            "word": _("End"),
            "text": mandate.get_end_reason_display() or _("the term ran out"),
            "url": resolution_url(by) if by is not None and linked else "",
            "day": _day(mandate, mandate.until),
        }
    ]


def _granted(ground: Mandate, *, linked: bool) -> Link:
    resolution = ground.resolution
    assert resolution is not None
    return {
        "word": _("Resolution"),
        "text": resolution_name(resolution),
        "url": resolution_url(resolution) if linked else "",
        "day": _day(ground, resolution.happened_at),
    }


def _mandate(row: Mandate) -> str:
    if row.seat.sending_body is not None and speaks(row.seat):
        told = {"sender": row.seat.sending_body.name, "body": row.seat.body.name}
        return _("speaks for %(sender)s in %(body)s") % told
    return _("%(office)s of %(body)s") % {
        "office": seat_name(row.seat),
        "body": row.seat.body.name,
    }


def _instruction(mandate: Mandate, question: Question, *, linked: bool) -> Link:
    given = question.instruction
    if given is None:
        return {"word": _("Instruction"), "text": _("none on this version"), "state": "open"}
    assert given.resolution is not None
    return {
        "word": _("Instruction"),
        "text": f"{question.version.motion.title}: {given.get_stance_display()}",
        "url": resolution_url(given.resolution) if linked else "",
        "day": _day(mandate, given.given_at),
    }


def _vote(mandate: Mandate, question: Question, *, votes: bool) -> list[Link]:
    if question.ballot is None:
        return [{"word": _("Vote"), "text": _("not opened yet"), "state": "open"}]
    if not votes:
        return [{"word": _("Vote"), "text": _("taken"), "day": question.ballot.opened_at.date()}]
    mine = [vote for vote in question.votes if vote.person_id == mandate.person_id]
    if not mine:
        text = _("taken without this delegate")
        return [{"word": _("Vote"), "text": text, "day": question.ballot.opened_at.date()}]
    counted = mine[0].get_counts_as_display()
    text = f"{mine[0].get_choice_display()} · {counted}" if counted else ""
    state = {"state": "broken"} if mine[0].counts_as == "void" else {}
    told = text or str(mine[0].get_choice_display())
    day = _day(mandate, mine[0].at)
    url = _decided(question.ballot)
    return [{"word": _("Vote"), "text": told, "url": url, "day": day, **state}]


def _decided(ballot: Ballot) -> str:
    """Where the minutes say what the vote decided; empty until it did."""
    made: Resolution | None = getattr(ballot, "resolution", None)
    return resolution_url(made) if made is not None and ballot.closed_at else ""


def _day(mandate: Mandate, instant: datetime | None) -> date | None:
    return zone_day(instant, mandate.seat.body)


def _basis(row: Mandate) -> str:
    basis = str(MandateBasis(row.basis).label)
    return f"{basis} · {row.get_end_reason_display()}" if row.end_reason else basis
