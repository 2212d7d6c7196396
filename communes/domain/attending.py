"""Attendance: who comes in, who goes out, and what the room is able to do."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from communes import ports
from communes.arithmetic.presence import Presence, presence
from communes.arithmetic.quorum import Kind, Quorum, QuorumRule, quorum_met
from communes.domain import rolls
from communes.domain.acting import Actor, acting
from communes.domain.chartering import communes_parameters
from communes.domain.keeping import erase_day
from communes.models import (
    Attendance,
    Body,
    Capacity,
    Circle,
    Gender,
    MadeOf,
    Meeting,
    Person,
    Residence,
    Sitting,
    Stage,
)
from communes.periods import holding
from communes.problems import Problem, refuse_if


@dataclass(frozen=True)
class Room:
    """The room at an instant: members by gender, others, and whether it may decide."""

    members: int
    women: int
    men: int
    other: int
    undisclosed: int
    observers: int
    guests: int
    electorate: int
    quorum: Quorum
    presence: Presence | None
    presence_binds: bool

    @property
    def may_decide(self) -> bool:
        """Whether quorum is met and, where the charter binds it, the women's presence too."""
        blocked = self.presence_binds and self.presence is not None and not self.presence.met
        return self.quorum.met and not blocked


def check_in_problems(meeting: Meeting, people: Sequence[Person], at: datetime) -> list[Problem]:
    """Why these persons may not be checked in now."""
    problems = room_problems(meeting)
    if meeting.opened_at and at < meeting.opened_at:
        problems.append(Problem("before_opening", _("The meeting was not yet open then.")))
    outside = [person.name for person in people if not rolls.in_circle(person, meeting.body)]
    if outside:
        names = ", ".join(outside)
        message = _("Only members of the circle take part: %(names)s.") % {"names": names}
        problems.append(Problem("circle", message, {"count": len(outside)}, "person"))
    stays = Attendance.objects.filter(meeting=meeting, person__in=people, struck_at__isnull=True)
    for row in stays.exclude(left_at__lte=at).select_related("person"):
        here, message = row.arrived_at <= at, _("%(name)s came in after that already.")
        if here:
            message = _("%(name)s is already in the room.")
        code = "already_in" if here else "came_later"
        problems.append(Problem(code, message % {"name": row.person}, {}, "person"))
    if any(person.merged_into_id or person.died_on for person in people):
        problems.append(Problem("person_gone", _("This entry of the register is closed.")))
    return problems


def room_problems(meeting: Meeting) -> list[Problem]:
    """Why attendance may not be taken: the meeting is not open."""
    if meeting.stage == Stage.OPEN:
        return []
    return [Problem("meeting_not_open", _("The meeting is not open."))]


def check_in(
    meeting: Meeting, people: Sequence[Person], *, by: Actor, at: datetime
) -> list[Attendance]:
    """Let persons into the room, as members or without a vote. Raises `Refused`."""
    with acting(by=by, at=at):
        rows = Meeting.objects.select_for_update(of=("self",)).select_related("body")
        row = rows.get(pk=meeting.pk)
        people = list(dict.fromkeys(people))
        refuse_if(check_in_problems(row, people, at))
        members = _on_roll(row, people, at)
        others = [person for person in people if person.pk not in members]
        at_home = _residents(row.body, others, at) if others else set()
        erase_on = erase_day(row.body, at)
        return Attendance.objects.bulk_create(
            Attendance(
                meeting=row,
                person=person,
                capacity=_capacity(person, members, at_home),
                gender=person.gender,
                stands_for_id=members.get(person.pk),
                arrived_at=at,
                erase_on=erase_on,
            )
            for person in people
        )


def check_in_guest(meeting: Meeting, name: str, *, by: Actor, at: datetime) -> Attendance:
    """Let a guest in who is in no register. Raises `Refused`; a circle has no such guests."""
    with acting(by=by, at=at):
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        problems = room_problems(row)
        if not name.strip():
            problems.append(Problem("name_missing", _("Write the guest's name."), {}, "name"))
        if row.body.circle == Circle.WOMEN:
            problems.append(Problem("circle", _("A circle's meetings have no outside guests.")))
        refuse_if(problems)
        return Attendance.objects.create(
            meeting=row,
            guest_name=name.strip()[:160],
            capacity=Capacity.GUEST,
            gender=Gender.UNDISCLOSED,
            arrived_at=at,
            erase_on=erase_day(row.body, at),
        )


def check_out(attendance: Attendance, *, by: Actor, at: datetime) -> None:
    """Record a departure. Raises `Refused`."""
    with acting(by=by, at=at):
        row = locked(attendance)
        problems = room_problems(row.meeting) + gone_problems(row, left=True)
        if at < row.arrived_at:
            problems.append(Problem("before_arrival", _("That is before the arrival."), {}, "at"))
        refuse_if(problems)
        row.left_at = at
        row.save(update_fields=["left_at"])
        attendance.left_at = at


def locked(attendance: Attendance) -> Attendance:
    """The row as it stands, under the lock of its meeting, which closes and is signed under it."""
    Meeting.objects.select_for_update(of=("self",)).get(pk=attendance.meeting_id)
    return Attendance.objects.select_related("meeting").get(pk=attendance.pk)


def gone_problems(row: Attendance, *, left: bool) -> list[Problem]:
    """Why an entry cannot be ended any more: struck out already, or left."""
    if row.struck_at:
        return [Problem("already_struck", _("This entry was already struck out."))]
    gone = Problem("already_out", _("This person has already left."))
    return [gone] if left and row.left_at else []


def room(meeting: Meeting, at: datetime) -> Room:
    """The room at the instant, in a constant number of queries."""
    rules = communes_parameters(at, meeting.body)
    counts = _counts(meeting, at)
    by_gender = {gender: counts[gender] for gender in ("women", "men", "other", "undisclosed")}
    members = sum(by_gender.values())
    electorate = rolls.roll(meeting.body, meeting.sitting, at).count()
    asked = meeting.body.circle != Circle.WOMEN and rules.presence_effect != "off"
    women = presence(**by_gender, share=rules.women_presence)
    return Room(
        members=members,
        electorate=electorate,
        quorum=_quorum(meeting, members, electorate, at),
        presence=women if asked else None,
        presence_binds=rules.presence_effect == "deliberate",
        **counts,
    )


def fell_short(meeting: Meeting) -> bool:
    """Whether a meeting that was closed could not decide at its end: too few were in the room."""
    if meeting.closed_at is None:
        return False
    return not room(meeting, meeting.closed_at - timedelta(microseconds=1)).quorum.met


def _counts(meeting: Meeting, at: datetime) -> dict[str, int]:
    """Members in the room by gender, and who else is there, in one query."""
    rows = Attendance.objects.in_room(at).filter(meeting=meeting).order_by()
    here = Counter(rows.values_list("capacity", "gender"))
    member = Capacity.MEMBER
    by_capacity = Counter(row for row, _gender in here.elements())
    return {
        "women": here[member, Gender.WOMAN],
        "men": here[member, Gender.MAN],
        "other": here[member, Gender.OTHER],
        "undisclosed": here[member, Gender.UNDISCLOSED],
        "observers": by_capacity[Capacity.OBSERVER],
        "guests": by_capacity[Capacity.GUEST],
    }


def quorum_rule(meeting: Meeting, at: datetime) -> QuorumRule:
    """The quorum of this sitting by the charter in force."""
    rules = communes_parameters(at, meeting.body)
    if meeting.body.made_of == MadeOf.COMERS:
        return QuorumRule(Kind.NONE)
    if meeting.body.made_of == MadeOf.SEATS or meeting.sitting == Sitting.BOARD:
        return QuorumRule(Kind.SHARE_OF_SEATS, rules.quorum_of_seats)
    return QuorumRule(Kind(rules.quorum_kind), rules.quorum_share, rules.quorum_least)


def _quorum(meeting: Meeting, present: int, electorate: int, at: datetime) -> Quorum:
    """How the room stands to it; a second convocation decides with those who come."""
    rule = quorum_rule(meeting, at)
    of_seats = rule.kind is Kind.SHARE_OF_SEATS
    of_homes = rule.kind is Kind.SHARE_OF_HOUSEHOLDS
    return quorum_met(
        rule,
        here=_households_present(meeting, at) if of_homes else present,
        members=electorate,
        households=rolls.households(meeting.body, at) if of_homes else 0,
        seats=ports.seats_in_force(meeting.body, at) if of_seats else 0,
        second_convocation=meeting.second_of_id is not None,
    )


def _households_present(meeting: Meeting, at: datetime) -> int:
    here = Attendance.objects.in_room(at).members().filter(meeting=meeting).values("person")
    rows = Residence.objects.filter(holding(at), person__in=here)
    return rows.values("household").distinct().count()


def _on_roll(meeting: Meeting, people: Iterable[Person], at: datetime) -> dict[int, int | None]:
    known = rolls.roll(meeting.body, meeting.sitting, at)
    on_roll = known.filter(pk__in=[person.pk for person in people])
    return {person.pk: getattr(person, "stands_for", None) for person in on_roll}


def _residents(body: Body, people: Iterable[Person], at: datetime) -> set[int]:
    home = rolls.home_of(body, at)
    rows = Residence.objects.filter(holding(at), commune=home.pk)
    return set(rows.filter(person__in=list(people)).values_list("person_id", flat=True))


def _capacity(person: Person, members: dict[int, int | None], at_home: set[int]) -> str:
    if person.pk in members:
        return Capacity.MEMBER
    return Capacity.OBSERVER if person.pk in at_home else Capacity.GUEST
