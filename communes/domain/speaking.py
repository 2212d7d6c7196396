"""The deeds of the speaking list: asked for, given by the charter's rule, ended, withdrawn."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain.acting import Actor, acting
from communes.domain.attending import room_problems
from communes.domain.debating import closed, debate, waits
from communes.domain.keeping import erase_day
from communes.models import (
    AgendaItem,
    Attendance,
    Capacity,
    DebateAnswer,
    Gender,
    Meeting,
    Speech,
)
from communes.problems import Problem, refuse_if


def ask_problems(item: AgendaItem, stay: Attendance, order: bool, at: datetime) -> list[Problem]:
    """Why whoever this stay in the room belongs to may not ask for the floor on the item."""
    problems = room_problems(item.meeting)
    if stay.meeting_id != item.meeting_id or not _inside(stay, at):
        message = _("%(name)s is not in the room.") % {"name": stay}
        problems.append(Problem("not_in_room", message, {}, "stay"))
    rows = item.speeches.waiting().filter(point_of_order=order)
    if not order and closed(item):
        problems.append(_closed())
    if rows.filter(person=stay.person_id, guest_name=stay.guest_name).exists():
        message = _("%(name)s stands on the list already.") % {"name": stay}
        problems.append(Problem("already_waits", message, {}, "stay"))
    return problems


def ask(
    item: AgendaItem, stay: Attendance, *, by: Actor, at: datetime, point_of_order: bool = False
) -> Speech:
    """Put a person in the room on the list of the item. Raises `Refused`."""
    with acting(by=by, at=at):
        meeting = _locked(item.meeting)
        row = AgendaItem.objects.select_related("meeting__body").get(pk=item.pk)
        refuse_if(ask_problems(row, stay, point_of_order, at))
        return Speech.objects.create(
            meeting=meeting,
            item=row,
            person=stay.person,
            guest_name=stay.guest_name,
            gender=stay.gender,
            point_of_order=point_of_order,
            asked_at=at,
            erase_on=erase_day(meeting.body, at),
        )


def withdraw(speech: Speech, *, by: Actor, at: datetime) -> None:
    """Take a person off the list, who no longer wishes to speak. Raises `Refused`."""
    with acting(by=by, at=at):
        meeting = _locked(speech.meeting)
        row = Speech.objects.get(pk=speech.pk)
        refuse_if(room_problems(meeting) + _waiting_problems(row))
        row.withdrawn_at = speech.withdrawn_at = max(at, row.asked_at)
        row.save(update_fields=["withdrawn_at"])


def give_problems(speech: Speech, at: datetime) -> list[Problem]:
    """Why the floor may not be given to this person now: it is another's turn by the charter."""
    problems = room_problems(speech.meeting) + _waiting_problems(speech)
    if problems:
        return problems
    now = debate(speech.item, at)
    problems += _too_early(speech, at)
    if now.running is not None:
        problems += _too_early(now.running, at)
    if not speech.point_of_order and now.closed:
        problems.append(_closed())
    elif not speech.point_of_order and now.question:
        message = _("No woman waits to speak: ask the women first whether debate goes on.")
        problems.append(Problem("women_asked", message))
    first = now.places[0].speech if now.places else None
    if first is None or first.pk != speech.pk:
        told = _("%(name)s is next on the list.") % {"name": first} if first else ""
        message = told or _("%(name)s is not in the room.") % {"name": speech}
        problems.append(Problem("not_next", message))
    return problems


def give_floor(speech: Speech, *, by: Actor, at: datetime) -> Speech:
    """Give the floor to whoever is next; the speech before ends now. Raises `Refused`."""
    with acting(by=by, at=at):
        _locked(speech.meeting)
        row = Speech.objects.select_related("meeting__body", "item__meeting__body").get(
            pk=speech.pk
        )
        refuse_if(give_problems(row, at))
        Speech.objects.running().filter(meeting=row.meeting).update(ended_at=at)
        row.began_at = at
        row.save(update_fields=["began_at"])
    return row


def end(speech: Speech, *, by: Actor, at: datetime) -> None:
    """The speech is over. Raises `Refused`."""
    with acting(by=by, at=at):
        meeting = _locked(speech.meeting)
        row = Speech.objects.get(pk=speech.pk)
        problems = room_problems(meeting)
        if row.began_at is None or row.ended_at is not None:
            problems.append(Problem("not_speaking", _("This speech is not going on.")))
        refuse_if(problems + _too_early(row, at))
        row.ended_at = speech.ended_at = at
        row.save(update_fields=["ended_at"])


def answer_problems(item: AgendaItem, at: datetime) -> list[Problem]:
    """Why the women's answer cannot be recorded: nobody has to ask them now."""
    problems = room_problems(item.meeting)
    now = debate(item, at)
    if not problems and not now.question and not now.closed:
        message = _("The women are asked when their list is empty and others still wait.")
        problems.append(Problem("question_needless", message))
    return problems


def answer(item: AgendaItem, *, goes_on: bool, by: Actor, at: datetime) -> DebateAnswer:
    """Record what the women in the room answered: whether debate goes on. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        meeting = _locked(item.meeting)
        row = AgendaItem.objects.select_related("meeting__body").get(pk=item.pk)
        refuse_if(answer_problems(row, at))
        here = Attendance.objects.in_room(at).filter(meeting=meeting, gender=Gender.WOMAN)
        women = here.filter(capacity=Capacity.MEMBER).count()
        made = DebateAnswer.objects.create(
            meeting=meeting, item=row, goes_on=goes_on, women=women, at=at
        )
        facts = {"meeting": meeting.key, "item": row.key, "goes_on": goes_on, "women": women}
        acts.enter(meeting.body, "debate.answered", facts)
    return made


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=meeting.pk)


def _closed() -> Problem:
    message = _("The women answered that debate on this item does not go on.")
    return Problem("debate_closed", message)


def _too_early(row: Speech, at: datetime) -> list[Problem]:
    """An act that reaches the program late may lie before what was entered meanwhile."""
    if at >= (row.began_at or row.asked_at):
        return []
    message = _("That lies before %(name)s asked for the floor or began to speak.")
    return [Problem("too_early", message % {"name": row}, {}, "at")]


def _waiting_problems(row: Speech) -> list[Problem]:
    if waits(row):
        return []
    return [Problem("not_waiting", _("This place on the list was already used or given up."))]


def _inside(stay: Attendance, at: datetime) -> bool:
    gone = stay.struck_at is not None or (stay.left_at is not None and stay.left_at <= at)
    return stay.arrived_at <= at and not gone
