"""What binds a delegate, in words: when it may still be said, what was declared, how it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from communes.dates import say_day
from communes.models import AgendaItem, Body, BodyKind, MotionVersion, Person
from mandates.arithmetic.obedience import Standing
from mandates.domain import hearing, reporting, uniting
from mandates.domain.binding import Sheet
from mandates.domain.obeying import Cast
from mandates.domain.questioning import Question
from mandates.domain.reporting import Due
from mandates.models import Declared, Hearing, Mandate, Stance

register = template.Library()

MARKS = {
    Standing.AS_BOUND: "pass",
    Standing.AGAINST: "fail",
    Standing.FREE: "vacant",
    Standing.BEYOND: "undeterminable",
    Standing.UNSAID: "undeterminable",
}
LABELS = {
    Standing.AS_BOUND: gettext_lazy("as bound"),
    Standing.AGAINST: gettext_lazy("against the instruction"),
    Standing.FREE: gettext_lazy("free"),
    Standing.BEYOND: gettext_lazy("beyond the instruction, indicative"),
    Standing.UNSAID: gettext_lazy("without instruction, indicative"),
}
AGAINST = {
    "void": gettext_lazy("against the instruction, void"),
    "as_instructed": gettext_lazy("against the instruction, counted as instructed"),
}


@register.inclusion_tag("components/verdict_mark.html")
def standing_mark(cast: Cast) -> dict[str, Any]:
    """`{% standing_mark cast %}`: how a vote stands, as a shape with its word unseen."""
    verdict = MARKS[cast.ruled.standing]
    return {"verdict": verdict, "word": standing_label(cast), "bare": True}


@register.simple_tag
def standing_label(cast: Cast) -> str:
    """`{% standing_label cast %}`: how a vote stands, in words."""
    against = AGAINST.get(cast.ruled.counts_as)
    return str(against or LABELS[cast.ruled.standing])


@register.simple_tag
def standing_words(counts: Mapping[str, int]) -> str:
    """`{% standing_words counts %}`: "7 as bound, 1 against the instruction"."""
    told = [f"{counts[code]} {label}" for code, label in LABELS.items() if counts.get(code)]
    return ", ".join(told)


@register.simple_tag
def report_state(due: Due, state: str, zone: str) -> str:
    """`{% report_state due state zone %}`: until when a report is due, or what became of it."""
    said = {
        "due": _("Due until %(day)s."),
        "overdue": _("Overdue since %(day)s."),
        "filed": _("Filed; a meeting of ours is still to hear it."),
        "accepted": _("Accepted."),
        "questioned": _("Questioned: the meeting did not accept it."),
    }
    last = due.until.astimezone(ZoneInfo(str(zone))) - timedelta(microseconds=1)
    day = say_day(last.date(), today=None, language=get_language() or "en")
    return said[state] % {"day": day}


@register.simple_tag
def my_dues(sheets: Sequence[Sheet], at: datetime) -> Mapping[int, list[tuple[Due, str]]]:
    """`{% my_dues sheets at as dues %}`: by mandate the reports not yet filed."""
    spoken = [one.mandate for one in sheets if one.mandate.seat.sending_body_id]
    rows = reporting.dues((one.seat.sending_body_id or 0 for one in spoken), at) if spoken else []
    open_now = [(one, one.state(at)) for one in rows]
    return {
        mandate.pk: [
            (due, state)
            for due, state in open_now
            if state in ("due", "overdue")
            and due.sender.pk == mandate.seat.sending_body_id
            and due.session.body_id == mandate.seat.body_id
        ]
        for mandate in spoken
    }


@register.simple_tag
def my_hearings(person: Person | None) -> Sequence[Hearing]:
    """`{% my_hearings person as hearings %}`: where the person will be heard."""
    if person is None:
        return []
    return list(hearing.waiting(Mandate.objects.filter(person=person)))


@register.inclusion_tag("mandates/overdue.html")
def overdue_reports(body: Body, at: datetime) -> dict[str, Any]:
    """`{% overdue_reports body at %}`: what the body's delegates owe it, for its meeting."""
    rows = reporting.overdue([body.pk], at)
    return {"body": body, "reports": [(one, "overdue") for one in rows], "zone": body.time_zone}


@register.inclusion_tag("mandates/roll_up.html")
def unit_roll_up(item: AgendaItem, version: MotionVersion, at: datetime) -> dict[str, Any]:
    """`{% unit_roll_up item version at %}`: what the units of a council said of a motion."""
    body = item.meeting.body
    if body.kind != BodyKind.COUNCIL:
        return {}
    told = uniting.roll_up(item, version, at)
    labels = dict(Stance.choices)
    sums = [(labels[one], told.sums[one]) for one in told.sums]
    return {"told": told, "sums": sums, "zone": body.time_zone}


@register.filter
def under(told: Mapping[Any, Any], key: object) -> Any:
    """`{{ told|under:key }}`: what a mapping holds under a key that is a variable."""
    return told.get(key)


@register.simple_tag
def timing_words(sheet: Sheet, question: Question) -> str:
    """Whether who sent the delegate meets before the vote, in a sentence; "" for nobody."""
    sender = sheet.mandate.seat.sending_body
    if sender is None:
        return ""
    said = {
        "before": _("%(sender)s meets before the vote."),
        "after": _("%(sender)s meets only after the vote."),
        "none": _("%(sender)s has convened no assembly."),
    }
    return said[sheet.timing(question)] % {"sender": sender.name}


@register.simple_tag
def declarations(sheet: Sheet, question: Question) -> Sequence[dict[str, Any]]:
    """What each of the delegation declared on an amended text, oneself first."""
    return [
        {
            "mandate": one,
            "mine": one.pk == sheet.mandate.pk,
            "word": question.declared.get(one.pk, ""),
            "said": _said(question, one),
        }
        for one in (sheet.mandate, *sheet.beside)
    ]


def _said(question: Question, mandate: Mandate) -> str:
    word = question.declared.get(mandate.pk)
    return str(Declared(word).label) if word else _("nothing declared yet: the vote is indicative")
