"""Before the count: which seats an item is to fill, who stands, and who is eligible."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from communes.domain import federating, recognising, rolls
from communes.domain.acting import Actor, acting
from communes.domain.opening import running
from communes.domain.recognising import Match
from communes.models import (
    AgendaItem,
    Attendance,
    Body,
    Person,
    Relation,
    Role,
    Sitting,
    Stage,
)
from communes.problems import Problem, refuse_if
from mandates.domain import qualifying
from mandates.domain.qualifying import home_of
from mandates.models import OfficeCode, Seat
from quotas.domain import reserving, standing_in, womens_seats
from quotas.domain.standing_in import Tenure
from quotas.models import Candidacy, Election, ElectionMethod, ElectionSeat, Primary, RankedPapers


def electable(body: Body, at: datetime) -> list[Seat]:
    """Seats that a meeting of the body may fill: its own, its committees', those it sends to."""
    formed = federating.dependants(body, Relation.FORMED_BY, at)
    own = Seat.objects.in_force(at).filter(
        Q(body=body) | Q(body__in=formed), sending_body__isnull=True
    )
    sent = Seat.objects.in_force(at).filter(sending_body=body).exclude(body__kind="commune")
    rows = (own | sent).select_related("body", "sending_body", "follows").order_by("pk")
    return [seat for seat in rows if not _board_place(seat)]


def plan_problems(item: AgendaItem, seats: Sequence[Seat], at: datetime) -> list[Problem]:
    """Why the item cannot be about filling these seats."""
    problems = []
    if item.kind != "election":
        problems.append(Problem("not_an_election", _("This item is not an election.")))
    problems += list_problems(item)
    if not seats:
        problems.append(Problem("seat_missing", _("Choose the seat."), {}, "seats"))
    allowed = {seat.pk for seat in electable(item.meeting.body, at)}
    if any(seat.pk not in allowed for seat in seats):
        message = _("This meeting does not fill that seat.")
        problems.append(Problem("seat_elsewhere", message, {}, "seats"))
    if len({(seat.body_id, seat.office) for seat in seats}) > 1:
        message = _("One election fills seats of one office in one body.")
        problems.append(Problem("seats_mixed", message, {}, "seats"))
    return problems + womens_seats.seats_problems(item.meeting.body, seats, at)


def list_problems(item: AgendaItem) -> list[Problem]:
    """Why seats and candidates stay as they are: the women voted, or nothing can change at all."""
    if Primary.objects.filter(election__item=item).exists():
        message = _("The women have voted already: take their vote back first.")
        return [Problem("primary_held", message)]
    return closed_problems(item)


def closed_problems(item: AgendaItem) -> list[Problem]:
    """Why nothing before the count can change: decided, being counted, or the meeting over."""
    if RankedPapers.objects.filter(election__item=item).exists():
        message = _("Papers are typed in already: take them back first.")
        return [Problem("count_begun", message)]
    if item.resolutions.standing().exists():
        return [Problem("item_decided", _("This item is already decided."))]
    if item.meeting.stage not in (Stage.CONVENED, Stage.OPEN):
        return [Problem("meeting_over", _("This meeting is over; its agenda stands."))]
    return []


def plan(
    item: AgendaItem,
    seats: Sequence[Seat],
    *,
    by: Actor,
    at: datetime,
    method: str = ElectionMethod.TOTALS,
    tenure: Tenure | None = None,
) -> Election:
    """Say which seats the item is to fill, how votes are given, what the elected are to hold.

    Candidates already named stay. Without a tenure it is as the charter has it. Raises `Refused`.
    """
    # Long: one line for each thing that is chosen.
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        wanted = tenure or standing_in.usual(item.meeting.body, at)
        refuse_if(plan_problems(locked, seats, at) + standing_in.tenure_problems(wanted))
        election, made = Election.objects.get_or_create(
            item=locked, defaults={"body": seats[0].body, "method": method}
        )
        if not made:
            election.body, election.method = seats[0].body, method
            election.seats.exclude(seat__in=seats).delete()
        known = set(election.seats.values_list("seat_id", flat=True))
        ElectionSeat.objects.bulk_create(
            ElectionSeat(election=election, seat=seat) for seat in seats if seat.pk not in known
        )
        standing_in.keep(election, wanted)
        reserving.new_term(locked, seats, by=by, at=at)
    return election


def of_item(item: AgendaItem) -> Election | None:
    """The election of an item, once its seats are chosen."""
    rows = Election.objects.filter(item=item, seats__isnull=False).distinct()
    return rows.select_related("body", "item__meeting__body").first()


def seats_of(election: Election) -> list[Seat]:
    """The seats to be filled, in the order of their numbers."""
    rows = Seat.objects.filter(
        Exists(ElectionSeat.objects.filter(election=election, seat=OuterRef("pk")))
    )
    return list(rows.select_related("body", "follows", "sending_body").order_by("number", "pk"))


def seats_then(election: Election, told: Mapping[str, Any]) -> list[Seat]:
    """The seats as they were kept when a result was entered, whatever became of it since."""
    seats, kept = seats_of(election), told.get("reserved", {})
    for seat in seats:
        seat.reserved_gender = kept.get(seat.key, seat.reserved_gender)
    return seats


def seats_of_all(elections: Sequence[Election]) -> dict[int, list[Seat]]:
    """The same for many elections, in one query."""
    rows = ElectionSeat.objects.filter(election__in=elections).select_related(
        "seat__body", "seat__sending_body", "seat__follows"
    )
    found: dict[int, list[Seat]] = {one.pk: [] for one in elections}
    for row in rows.order_by("seat__number", "seat__pk"):
        found[row.election_id].append(row.seat)
    return found


def candidates(election: Election) -> list[Candidacy]:
    """Who stands before everyone: before the count by name, after it by votes."""
    rows = election.candidacies.standing().select_related("person", "seat", "nomination")
    return list(rows.order_by("-votes", "person__sort_key", "pk"))


def concerned(item: AgendaItem) -> list[Person]:
    """The candidates: they neither chair nor record their own election."""
    rows = Candidacy.objects.filter(election__item=item).select_related("person").order_by("pk")
    return [row.person for row in rows]


def concerned_roles(item: AgendaItem, at: datetime) -> list[str]:
    """Roles that a candidate has while the item is dealt with: another has to be named."""
    standing = {person.pk for person in concerned(item)}
    return [
        role
        for role in (Role.CHAIR, Role.RECORDER)
        if any(person.pk in standing for person in running(item, role, at))
    ]


def may_run(item: AgendaItem, at: datetime) -> QuerySet[Person]:
    """Members in the room who do not stand: one of them may chair or record the item."""
    here = Attendance.objects.in_room(at).members().filter(meeting=item.meeting)
    standing = Candidacy.objects.filter(election__item=item).values("person")
    people = Person.objects.filter(pk__in=here.values("person"))
    return people.exclude(pk__in=standing).order_by("sort_key", "pk")


def found(election: Election, letters: str, at: datetime) -> list[Match]:
    """Members among whom a candidate is looked for, by a few letters of name or household."""
    body = home_of(election.item.meeting.body)
    return recognising.members(body, Sitting.ASSEMBLY, letters, at)


def roll_of(election: Election, at: datetime) -> QuerySet[Person]:
    """Members of the body among whom candidates are found."""
    return rolls.roll(home_of(election.item.meeting.body), Sitting.ASSEMBLY, at)


def eligibility(
    election: Election,
    people: Sequence[Person],
    at: datetime,
    seats: Sequence[Seat] | None = None,
) -> dict[int, list[Problem]]:
    """Why each of these persons may not be elected, by id; in a constant number of queries.

    Age, residence or seat, the reservation, a second seat of the same body, terms served.
    `seats` are those of the election, for callers that know them already.
    """
    body = election.item.meeting.body
    home, item = home_of(body), election.item
    return qualifying.qualify(seats or seats_of(election), body, home, people, at, item)


def eligibility_problems(election: Election, person: Person, at: datetime) -> list[Problem]:
    """Why this person may not be elected."""
    return eligibility(election, [person], at)[person.pk]


def stand_problems(election: Election, person: Person, at: datetime) -> list[Problem]:
    """Why this person may not be put up as a candidate now."""
    problems = eligibility_problems(election, person, at)
    if election.candidacies.filter(person=person).exists():
        message = _("%(name)s already stands.") % {"name": person.name}
        problems.append(Problem("stands_already", message, {}, "person"))
    return problems + list_problems(election.item)


def stand(election: Election, person: Person, *, by: Actor, at: datetime) -> Candidacy:
    """Put up a candidate who accepts, with the gender as declared. Raises `Refused`."""
    with acting(by=by, at=at):
        AgendaItem.objects.select_for_update(of=("self",)).get(pk=election.item_id)
        refuse_if(stand_problems(election, person, at))
        return Candidacy.objects.create(
            election=election, person=person, gender=person.gender, accepted_at=at
        )


def unaccepted_problems(rows: Sequence[Candidacy]) -> list[Problem]:
    """Why nothing is counted yet: whoever was announced has to accept, or is taken off."""
    message = _("%(name)s was announced and has not accepted: record it, or take the name off.")
    return [
        Problem("not_accepted", message % {"name": row.person.name}, {}, f"votes-{row.key}")
        for row in rows
        if row.accepted_at is None
    ]


def withdraw(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """Take a candidate off the list before the count is entered. Raises `Refused`."""
    with acting(by=by, at=at):
        item = candidacy.election.item
        AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(list_problems(item))
        candidacy.delete()


def _board_place(seat: Seat) -> bool:
    """A committee's place on its commune's board follows the committee's own election."""
    return seat.follows_id is not None and seat.office == OfficeCode.MEMBER
