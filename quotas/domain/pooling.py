"""The list of a drawing by lot: its seats, who is on it or stays out, until it is fixed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from communes.domain import recognising, rolls
from communes.domain.acting import Actor, acting
from communes.domain.keeping import erase_day
from communes.domain.recognising import Match
from communes.models import AgendaItem, Attendance, Body, BodyKind, Meeting, Person, Sitting, Stage
from communes.problems import Problem, refuse_if
from mandates.domain import qualifying
from mandates.domain.qualifying import home_of
from mandates.models import OfficeCode, Seat
from quotas.domain import balancing, nominating
from quotas.models import Lot, PoolKind, Sortition, SortitionSeat

ELECTED = (OfficeCode.CO_CHAIR, OfficeCode.DEPUTY, OfficeCode.DELEGATE, OfficeCode.SPOKE)
"""Who leads or speaks for others is elected: lots are drawn for administrative work (DOMAIN §6)."""


def drawable(body: Body, at: datetime) -> list[Seat]:
    """Seats that a meeting of the body may fill by lot: no council's, nobody's who leads."""
    seats = nominating.electable(body, at)
    return [one for one in seats if one.body.kind != BodyKind.COUNCIL and one.office not in ELECTED]


def of_item(item: AgendaItem) -> Sortition | None:
    """The drawing of an item, once its seats are chosen."""
    rows = Sortition.objects.filter(item=item).select_related("body", "item__meeting__body")
    return rows.first()


def to_come(body: Body) -> list[Sortition]:
    """Drawings of the body's convened and open meetings whose list is not fixed yet."""
    rows = Sortition.objects.filter(
        frozen_at__isnull=True,
        item__meeting__body=body,
        item__meeting__closed_at__isnull=True,
        item__meeting__cancelled_at__isnull=True,
        item__finished_at__isnull=True,
    ).select_related("item__meeting", "body")
    return list(rows.order_by("item__meeting__starts_at", "item__position"))


def seats_of(sortition: Sortition) -> list[Seat]:
    """The seats to be drawn for, in the order of their numbers."""
    chosen = SortitionSeat.objects.filter(sortition=sortition, seat=OuterRef("pk"))
    rows = Seat.objects.filter(Exists(chosen)).select_related("body", "follows", "sending_body")
    return list(rows.order_by("number", "pk"))


def list_problems(item: AgendaItem, sortition: Sortition | None) -> list[Problem]:
    """Why seats and list stay as they are: fixed, decided, or the meeting over."""
    if sortition is not None and sortition.frozen_at is not None:
        return [Problem("list_fixed", _("The list is fixed: nobody comes or goes any more."))]
    return nominating.list_problems(item)


def plan_problems(
    item: AgendaItem, sortition: Sortition | None, seats: Sequence[Seat], at: datetime
) -> list[Problem]:
    """Why the item cannot be about drawing for these seats."""
    problems = list_problems(item, sortition)
    if item.kind != "sortition":
        problems.append(Problem("not_a_sortition", _("This item is not a drawing by lot.")))
    if not seats:
        problems.append(Problem("seat_missing", _("Choose the seat."), {}, "seats"))
    allowed = {seat.pk for seat in drawable(item.meeting.body, at)}
    if any(seat.pk not in allowed for seat in seats):
        message = _("This meeting does not fill that seat by lot: who leads or speaks is elected.")
        problems.append(Problem("seat_not_drawn", message, {}, "seats"))
    if len({(seat.body_id, seat.office) for seat in seats}) > 1:
        message = _("One drawing fills seats of one office in one body.")
        problems.append(Problem("seats_mixed", message, {}, "seats"))
    return problems or drawn_problems(item, seats) or _component_problems(seats, at)


def drawn_problems(item: AgendaItem, seats: Sequence[Seat]) -> list[Problem]:
    """Whether another item of the meeting has drawn: lots are not drawn again till they please."""
    drawn = Sortition.objects.filter(seeded_at__isnull=False, item__meeting=item.meeting)
    if not drawn.filter(seats__seat__in=seats).exclude(item=item).exists():
        return []
    message = _("This meeting has drawn lots for these seats already: what was drawn stands.")
    return [Problem("seats_drawn", message, {}, "seats")]


def _component_problems(seats: Sequence[Seat], at: datetime) -> list[Problem]:
    """A place of a component goes to whom its organisations nominate, never to a lot."""
    asked = balancing.further_of(seats[0].body, seats, at)
    if all(one.trait != balancing.COMPONENT for one in asked):
        return []
    message = _("Here places are kept for a component: they are filled by election.")
    return [Problem("component_elects", message, {}, "seats")]


def plan(
    item: AgendaItem, seats: Sequence[Seat], *, pool: str, by: Actor, at: datetime
) -> Sortition:
    """Say for which seats lots are drawn, and among whom. Who is on the list stays on it.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        locked = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_if(plan_problems(locked, of_item(locked), seats, at))
        told = {"body": seats[0].body, "pool": pool}
        sortition, made = Sortition.objects.get_or_create(item=locked, defaults=told)
        if not made:
            if sortition.pool != pool:
                sortition.lots.all().delete()
            Sortition.objects.filter(pk=sortition.pk).update(**told)
            sortition.seats.exclude(seat__in=seats).delete()
        known = set(sortition.seats.values_list("seat_id", flat=True))
        SortitionSeat.objects.bulk_create(
            SortitionSeat(sortition=sortition, seat=one) for one in seats if one.pk not in known
        )
        sortition.refresh_from_db()
    return sortition


def roll_of(sortition: Sortition, at: datetime) -> QuerySet[Person]:
    """The members among whom lots may be drawn."""
    return rolls.roll(home_of(sortition.item.meeting.body), Sitting.ASSEMBLY, at)


def known(sortition: Sortition, at: datetime) -> QuerySet[Person]:
    """Those members, and whoever stands on the list though no member any more."""
    listed = sortition.lots.values("person")
    return Person.objects.filter(Q(pk__in=roll_of(sortition, at).values("pk")) | Q(pk__in=listed))


def may_join(person: Person | None, sortition: Sortition, at: datetime) -> bool:
    """Any member with a vote of the body from which the seats are filled."""
    return person is not None and roll_of(sortition, at).filter(pk=person.pk).exists()


def found(sortition: Sortition, letters: str, at: datetime) -> list[Match]:
    """Members whom the recorder looks for, by a few letters of name or household."""
    return recognising.members(home_of(sortition.item.meeting.body), "assembly", letters, at)


def eligibility(
    sortition: Sortition, people: Sequence[Person], at: datetime
) -> dict[int, list[Problem]]:
    """Why each of these may not be drawn, by id: as for whoever stands for election."""
    body = sortition.item.meeting.body
    seats = seats_of(sortition)
    return qualifying.qualify(seats, body, home_of(body), people, at, sortition.item)


def join_problems(sortition: Sortition, person: Person, at: datetime) -> list[Problem]:
    """Why this person may not be put on the list now, or, of all members, not stay out of it."""
    problems = list_problems(sortition.item, sortition)
    if sortition.lots.filter(person=person).exists():
        message = _("%(name)s is on the list already.")
        if sortition.pool == PoolKind.MEMBERS:
            message = _("%(name)s stays out already.")
        problems.append(Problem("listed_already", message % {"name": person.name}, {}, "person"))
    return problems + eligibility(sortition, [person], at)[person.pk]


def _own_problems(sortition: Sortition, person: Person, by: Actor, at: datetime) -> list[Problem]:
    """Who comes, goes or stays out does so by the own account, or says so in the room."""
    if by.person is not None and by.person.pk == person.pk:
        return []
    meeting = sortition.item.meeting
    here = Attendance.objects.in_room(at).filter(meeting=meeting, person=person)
    if meeting.stage == Stage.OPEN and here.exists():
        return []
    message = _("%(name)s is not in the room: nobody else can volunteer for a person.")
    if sortition.pool == PoolKind.MEMBERS or sortition.lots.filter(person=person).exists():
        message = _("%(name)s is not in the room: nobody else says this for a person.")
    return [Problem("not_in_the_room", message % {"name": person.name}, {}, "person")]


def join(sortition: Sortition, person: Person, *, by: Actor, at: datetime) -> Lot:
    """Put a volunteer on the list; of all members, note one who stays out. Raises `Refused`."""
    with acting(by=by, at=at):
        row = locked(sortition)
        refuse_if(join_problems(row, person, at) + _own_problems(row, person, by, at))
        return Lot.objects.create(
            sortition=row,
            person=person,
            stays_out=row.pool == PoolKind.MEMBERS,
            entered_at=at,
            erase_on=erase_day(row.item.meeting.body, at),
        )


def leave_problems(sortition: Sortition, person: Person) -> list[Problem]:
    """Why an entry of the list cannot be taken back now."""
    problems = list_problems(sortition.item, sortition)
    if not sortition.lots.filter(person=person).exists():
        message = _("%(name)s is not on the list.") % {"name": person.name}
        problems.append(Problem("not_listed", message, {}, "person"))
    return problems


def leave(sortition: Sortition, person: Person, *, by: Actor, at: datetime) -> None:
    """Take the entry back: out of the list, or in again with all members. Raises `Refused`."""
    with acting(by=by, at=at):
        row = locked(sortition)
        own = [] if row.pool == PoolKind.MEMBERS else _own_problems(row, person, by, at)
        refuse_if(leave_problems(row, person) + own)
        row.lots.filter(person=person).delete()


def locked(sortition: Sortition) -> Sortition:
    """The drawing as it stands, held against every other deed on its item.

    The meeting is held first: two of its items never draw for the same seats at once.
    """
    Meeting.objects.select_for_update(of=("self",)).get(pk=sortition.item.meeting_id)
    AgendaItem.objects.select_for_update(of=("self",)).get(pk=sortition.item_id)
    rows = Sortition.objects.select_related("body", "item__meeting__body")
    return rows.get(pk=sortition.pk)


def concerned(item: AgendaItem) -> list[Person]:
    """Volunteers neither chair nor record their own drawing; of all members everyone may."""
    rows = Lot.objects.filter(sortition__item=item, sortition__pool=PoolKind.VOLUNTEERS)
    return [row.person for row in rows.select_related("person").order_by("pk")]
