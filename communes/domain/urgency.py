"""Unannounced business: discussed only, unless the meeting declares it urgent (DOMAIN §4)."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes import kinds
from communes.arithmetic.majorities import Majority, Verdict, decide
from communes.domain import attending, counting, rolls
from communes.domain.acting import Actor, acting
from communes.domain.chartering import communes_parameters
from communes.domain.counting import Count, Electorate
from communes.domain.resolving import room_decides_problems
from communes.models import AgendaItem, Attendance, Gender, Meeting, Stage
from communes.problems import Problem, refuse_if


def announced(item: AgendaItem) -> bool:
    """Whether the item stood on the agenda when the notice went out."""
    return item.added_at <= item.meeting.convened_at


def urgency_problems(item: AgendaItem) -> list[Problem]:
    """Why the item may not be declared urgent: announced, never urgent, or no meeting open."""
    problems = []
    if item.meeting.stage != Stage.OPEN:
        problems.append(Problem("meeting_not_open", _("The meeting is not open.")))
    if announced(item) or item.urgent:
        message = _("This item may be decided as it is; it need not be declared urgent.")
        problems.append(Problem("urgency_needless", message))
    if not kinds.kind(item.kind).may_be_urgent:
        message = _("Recall, election, charter, joining and leaving are never urgent.")
        problems.append(Problem("never_urgent", message))
    return problems


def declare_problems(item: AgendaItem, count: Count, at: datetime) -> list[Problem]:
    """Every reason against this vote on the item's urgency now."""
    problems = urgency_problems(item)
    if item.meeting.stage != Stage.OPEN:
        return problems
    state = attending.room(item.meeting, at)
    voters = voters_of(item, at)
    return problems + room_decides_problems(state) + counting.count_problems(count, voters)


def voters_of(item: AgendaItem, at: datetime) -> Electorate:
    """The members of the sitting and those of them in the room: all vote on what is urgent."""
    people = rolls.roll(item.meeting.body, item.meeting.sitting, at)
    here = Attendance.objects.in_room(at).members().filter(meeting=item.meeting)
    women = here.filter(gender=Gender.WOMAN).count()
    return Electorate(people.count(), here.count(), women)


def rule_of(item: AgendaItem, at: datetime) -> str:
    """The majority that the charter asks for to declare an item urgent."""
    return communes_parameters(at, item.meeting.body).urgent_majority


def verdict(item: AgendaItem, count: Count, voters: Electorate, at: datetime) -> Verdict:
    """What the count gives under the majority that the charter asks for urgency."""
    return decide(
        Majority(rule_of(item, at)),
        votes_for=count.votes_for,
        against=count.against,
        abstain=count.abstain,
        electorate=voters.size,
    )


def declare_urgent(item: AgendaItem, *, count: Count, by: Actor, at: datetime) -> Verdict:
    """Enter the vote on an item's urgency; adopted, the item may be decided. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
        row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(declare_problems(row, count, at))
        voters = voters_of(row, at)
        reached = verdict(row, count, voters, at)
        if reached.adopted:
            row.urgent = True
            row.save(update_fields=["urgent"])
        item.urgent = row.urgent
        facts = {
            **reached.figures(),
            "meeting": row.meeting.key,
            "item": row.key,
            "electorate": voters.size,
            "present": voters.present,
        }
        acts.enter(row.meeting.body, "urgency.voted", facts)
    return reached
