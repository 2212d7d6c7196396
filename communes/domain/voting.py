"""Roll calls: a vote is opened on an item, cast by name, and closed with what counts."""

from collections import Counter
from datetime import datetime
from typing import NoReturn

from django.utils.translation import gettext as _

from communes import ports
from communes.domain import consensus
from communes.domain.acting import Actor, acting
from communes.domain.attending import room_problems
from communes.domain.keeping import erase_day
from communes.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Choice,
    CountsAs,
    Meeting,
    Method,
    MotionVersion,
    Person,
    RollCallVote,
)
from communes.problems import Problem, Refused, refuse_if


def open_vote_problems(item: AgendaItem) -> list[Problem]:
    """Why no vote by name may be opened on the item now."""
    problems = room_problems(item.meeting)
    if item.resolutions.standing().exists():
        problems.append(Problem("item_decided", _("This item is already decided.")))
    if item.ballots.filter(closed_at__isnull=True).exists():
        problems.append(Problem("ballot_open", _("A vote on this item is already open.")))
    return problems + consensus.vote_problems(item, Method.ROLL_CALL)


def open_vote(item: AgendaItem, *, by: Actor, at: datetime) -> Ballot:
    """Open a roll call on the item; from now on its motion's instructions stand.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if row.motion_version_id is not None:
            MotionVersion.objects.select_for_update(of=("self",)).get(pk=row.motion_version_id)
        refuse_if(open_vote_problems(row))
        return Ballot.objects.create(
            item=row,
            motion_version=row.motion_version,
            method=Method.ROLL_CALL,
            opened_at=at,
        )


def cast_problems(ballot: Ballot, person: Person, at: datetime) -> list[Problem]:
    """Why this person may not vote in this roll call at the instant."""
    problems = []
    if ballot.closed_at is not None:
        problems.append(Problem("ballot_closed", _("This vote is closed.")))
    problems += _room_problems(ballot, person, at)
    if ballot.votes.filter(person=person).exists():
        message = _("%(name)s has already voted.") % {"name": person.name}
        problems.append(Problem("voted_already", message, {}, "person"))
    return problems


def _room_problems(ballot: Ballot, person: Person, at: datetime) -> list[Problem]:
    here = Attendance.objects.in_room(at).members().filter(meeting=ballot.item.meeting)
    if here.filter(person=person).exists():
        return []
    message = _("%(name)s is not in the room as a member.") % {"name": person.name}
    return [Problem("not_in_room", message, {}, "person")]


def _member(ballot: Ballot, person: Person, at: datetime) -> Person:
    """The person as the roll has them now. Raises `Refused`."""
    from communes.domain import rolls

    meeting = ballot.item.meeting
    member = rolls.roll(meeting.body, meeting.sitting, at).filter(pk=person.pk).first()
    return member or _no_vote(person)


def _no_vote(person: Person) -> NoReturn:
    message = _("%(name)s has no vote here now.") % {"name": person.name}
    raise Refused([Problem("not_on_roll", message, {}, "person")])


def cast(ballot: Ballot, *, person: Person, choice: str, by: Actor, at: datetime) -> RollCallVote:
    """Record one person's vote as it was called out. Raises `Refused`."""
    with acting(by=by, at=at):
        row = Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)
        refuse_if(cast_problems(row, person, at))
        member = _member(row, person, at)
        if choice not in Choice.values:
            message = _("Choose for, against or abstain.")
            refuse_if([Problem("choice_unknown", message, {}, "choice")])
        return RollCallVote.objects.create(
            ballot=row,
            person=person,
            stands_for_id=getattr(member, "stands_for", None),
            choice=choice,
            at=at,
            erase_on=erase_day(row.item.meeting.body, at),
        )


def retake(ballot: Ballot, *, person: Person, choice: str, by: Actor, at: datetime) -> None:
    """Mend a vote that was recorded wrongly, while the roll call is open and whoever cast it
    still votes here for the same body; else the first stands. Raises `Refused`."""
    with acting(by=by, at=at):
        row = Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)
        if row.closed_at is not None:
            refuse_if([Problem("ballot_closed", _("This vote is closed."))])
        refuse_if(_room_problems(row, person, at))
        stands_for = getattr(_member(row, person, at), "stands_for", None)
        vote = RollCallVote.objects.filter(ballot=row, person=person)
        if vote.exclude(stands_for_id=stands_for).exists():
            _no_vote(person)
        if choice not in Choice.values:
            message = _("Choose for, against or abstain.")
            refuse_if([Problem("choice_unknown", message, {}, "choice")])
        vote.update(choice=choice, at=at)


def close_vote(ballot: Ballot, *, by: Actor, at: datetime) -> Counter[str]:
    """Close a roll call: freeze how each vote counts; returns the votes that count by choice."""
    with acting(by=by, at=at):
        row = Ballot.objects.select_for_update(of=("self",)).get(pk=ballot.pk)
        if row.closed_at is not None:
            refuse_if([Problem("ballot_closed", _("This vote is closed."))])
        tallied = ports.counted(row)
        votes = list(row.votes.all())
        for vote in votes:
            vote.counts_as = tallied[vote.pk].status
        RollCallVote.objects.bulk_update(votes, ["counts_as"])
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        ballot.closed_at = at
    valid = [one for one in tallied.values() if one.status != CountsAs.VOID]
    return Counter(one.choice for one in valid)
