"""Meetings as they are held: convened with notice, opened, recorded, closed, signed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from communes.domain import (
    attending,
    closing,
    convening,
    opening,
    planning,
    recording,
    resolving,
    rolls,
    signing,
)
from communes.domain.acting import Actor
from communes.domain.convening import Invitation
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import (
    AgendaItem,
    Attendance,
    Basis,
    Body,
    Meeting,
    MeetingRole,
    Method,
    MotionVersion,
    OpenPoint,
    Person,
    Resolution,
    Role,
    Sitting,
)
from config.seeding.approvals import approve
from config.seeding.chronicle import Chronicle, on_record
from mandates.models import Mandate, OfficeCode


@dataclass(frozen=True)
class Topic:
    """An item of an agenda with what will be said and decided under it; a `sub` stands below.

    `vote` is for, against and abstaining in per cent of those in the room; all of them for is
    a consensus; none: no decision. `deed` names what else comes of it, `slip` a first error.
    """

    title: str
    kind: str = "decision"
    record: str = ""
    decision: str = ""
    vote: tuple[int, int, int] = (0, 0, 0)
    minutes: int = 12
    deed: str = ""
    slip: str = ""
    concerns_women: bool = False
    sub: bool = False
    point: OpenPoint | None = None
    version: MotionVersion | None = None

    @property
    def planned(self) -> PlannedItem:
        """The item as whoever convenes writes it."""
        return PlannedItem(
            self.title,
            self.kind,
            planned_minutes=self.minutes,
            concerns_women=self.concerns_women,
            sub=self.sub,
            motion_version=self.version,
            point=self.point,
        )


@dataclass(frozen=True)
class Room:
    """Who comes: those who chair and record, members with a vote, some late, guests by name."""

    chairs: Sequence[Person]
    recorder: Person
    members: Sequence[Person]
    late: Sequence[Person] = ()
    young: Sequence[Person] = ()
    guests: Sequence[str] = ()


@dataclass
class Evening:
    """A meeting under way: its room, and what time it is."""

    meeting: Meeting
    room: Room
    now: datetime
    members: list[Person] = field(default_factory=list)
    stays: dict[int, Attendance] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        """Whoever records."""
        return on_record(self.room.recorder, self.now)

    def enter(self, people: Sequence[Person]) -> None:
        """Let members in."""
        rows = attending.check_in(self.meeting, people, by=self.by, at=self.now)
        self.stays |= {row.person_id: row for row in rows if row.person_id is not None}
        self.members += people

    def leave(self, person: Person) -> None:
        """Somebody goes home before the end."""
        attending.check_out(self.stays[person.pk], by=self.by, at=self.now)
        self.members.remove(person)


Deed = Callable[[Evening, AgendaItem, Topic], object]


@dataclass(frozen=True)
class Summons:
    """A meeting to come: of which body, on which day, about what, and who will be there."""

    body: Body
    day: int
    hall: str
    topics: Callable[[datetime], list[Topic]]
    room: Callable[[datetime], Room]
    deeds: Mapping[str, Deed] = field(default_factory=dict)
    sitting: str = Sitting.ASSEMBLY
    notice: int = 6
    hour: int = 18
    unsigned: int = 0
    """How many of those who chair have not signed yet."""


def summon(chronicle: Chronicle, summons: Summons) -> None:
    """Plan the day on which the notice goes out; the meeting and its signing follow."""
    sent = chronicle.calendar.at(summons.day - summons.notice, 19, 30)
    chronicle.plan(sent, lambda at: send(chronicle, summons, at))


def send(chronicle: Chronicle, summons: Summons, at: datetime) -> None:
    """Send the notice now; plan the meeting and its signing."""
    meeting, topics = convene(chronicle, summons, at)
    begins = meeting.starts_at + timedelta(minutes=7)

    def happen(now: datetime) -> None:
        hold(Evening(meeting, summons.room(now), now), topics, summons.deeds)
        sign_later(chronicle, meeting, summons.day, unsigned=summons.unsigned)

    chronicle.plan(begins, happen)


def convene(chronicle: Chronicle, summons: Summons, at: datetime) -> tuple[Meeting, list[Topic]]:
    """Convene; what waits for the body's agenda is put on it after the first item."""
    own = summons.topics(at)
    topics = [*own[:1], *waiting(summons), *own[1:]]
    starts = chronicle.calendar.at(summons.day, summons.hour)
    items = [topic.planned for topic in topics]
    chairs = holders(summons.body, OfficeCode.CO_CHAIR, at)
    caller = chairs[0] if chairs else rolls.roll(summons.body, summons.sitting, at).first()
    meeting = convening.convene(
        summons.body,
        Invitation(summons.hall, starts, items, summons.sitting),
        by=on_record(caller, at),
        at=at,
        basis=Basis.OFFICERS if chairs else Basis.MEMBERS,
    )
    return meeting, topics


def waiting(summons: Summons) -> list[Topic]:
    """Points that wait for the body's next assembly."""
    points = planning.waiting(summons.body) if summons.sitting == Sitting.ASSEMBLY else []
    return [Topic(one.title, one.kind, deed=one.kind, point=one) for one in points]


def hold(evening: Evening, topics: Sequence[Topic], deeds: Mapping[str, Deed]) -> None:
    """Hold the meeting from its opening to its close."""
    room = evening.room
    opening.open_meeting(
        evening.meeting, chairs=room.chairs, recorder=room.recorder, by=evening.by, at=evening.now
    )
    evening.enter(room.members)
    if room.young:
        attending.check_in(evening.meeting, room.young, by=evening.by, at=evening.now)
    for guest in room.guests:
        attending.check_in_guest(evening.meeting, guest, by=evening.by, at=evening.now)
    items = list(evening.meeting.items.order_by("position"))
    for number, (item, topic) in enumerate(zip(items, topics, strict=True)):
        evening.now += timedelta(minutes=topic.minutes)
        if number == 1 and room.late:
            evening.enter(room.late)
        if number and number == len(items) - 1 and room.late:
            evening.leave(evening.members[-2])
        deal(evening, item, topic, deeds)
    evening.now += timedelta(minutes=4)
    closing.close(evening.meeting, by=evening.by, at=evening.now)


def deal(evening: Evening, item: AgendaItem, topic: Topic, deeds: Mapping[str, Deed]) -> None:
    """Write the record of one item, and decide."""
    if topic.record:
        recording.write(item, text=topic.record, version=0, by=evening.by, at=evening.now)
    if topic.deed:
        {"approval": approve, **deeds}[topic.deed](evening, item, topic)
    elif any(topic.vote):
        decide(evening, item, topic)


def decide(evening: Evening, item: AgendaItem, topic: Topic) -> Resolution:
    """Enter the count of a plain decision."""
    return resolving.adopt(
        item,
        count=count_of(len(evening.members), topic.vote),
        text=topic.decision,
        by=evening.by,
        at=evening.now,
    )


def count_of(present: int, vote: tuple[int, int, int]) -> Count:
    """The hands of so many people; without any objection it is a consensus."""
    if vote[0] == 100:
        return Count(present, method=Method.CONSENSUS)
    against, abstain = (-(-present * share // 100) for share in vote[1:])
    voted = min(present - against - abstain, present * vote[0] // 100)
    return Count(voted, against, abstain)


def sign_later(chronicle: Chronicle, meeting: Meeting, day: int, *, unsigned: int = 0) -> None:
    """Those who chaired sign on the following days."""

    def signs(person: Person) -> Callable[[datetime], None]:
        return lambda at: _sign(meeting, person, at)

    rows = MeetingRole.objects.filter(meeting=meeting, role=Role.CHAIR).order_by("since", "pk")
    chairs = list({row.person_id: row.person for row in rows.select_related("person")}.values())
    for number, person in enumerate(chairs[: len(chairs) - unsigned]):
        chronicle.plan(chronicle.calendar.at(day + 1, 9 + 2 * number, 20), signs(person))


def _sign(meeting: Meeting, person: Person, at: datetime) -> None:
    signing.sign(meeting, person=person, by=on_record(person, at), at=at)


def holders(body: Body, office: str, at: datetime) -> list[Person]:
    """Who holds the seats of an office, by their numbers."""
    rows = Mandate.objects.in_force(at).filter(seat__body=body, seat__office=office)
    return [row.person for row in rows.select_related("person").order_by("seat__number")]
