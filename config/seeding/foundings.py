"""How each commune of the story begins: a register, a founding meeting, a women's assembly."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from communes.domain import importing, rolls
from communes.domain.registering import Home, Particulars
from communes.models import AgendaItem, Body, Gender, Meeting, Person, Relation, Sitting
from communes.register_file import RegisterRow
from config.seeding import families, polling
from config.seeding.cast import Cast, Settlement
from config.seeding.chronicle import ZONE, Chronicle, on_record
from config.seeding.stage import Deed, Evening, Room, Topic, hold, sign_later
from mandates.models import OfficeCode
from quotas.domain import founding, nominating
from quotas.domain.establishing import BodyTerms
from quotas.domain.founding import Founded, Gathering

LANGUAGE = "en"
MATTERS = (
    "Water, light, school, peace between neighbours, and whatever concerns these households alone."
)


@dataclass(frozen=True)
class Origin:
    """A commune to be founded: its name and area, its households, its day, its first officers."""

    name: str
    area: str
    homes: int
    day: int
    hall: str
    secretary: str = ""
    womens_chairs: int = 2
    womens_day: int = 6


Then = Callable[[Settlement], None]


def found(chronicle: Chronicle, origin: Origin, chance: Random, then: Then) -> None:
    """Plan the founding; `then` goes on with the commune once its officers are elected."""

    def begin(at: datetime) -> None:
        founded, home = settle(origin, chance, at)
        evening = chronicle.calendar.at(origin.day, 18, 5)
        chronicle.plan(evening, lambda now: meet(founded, home, now))

    def meet(founded: Founded, home: Settlement, now: datetime) -> None:
        first_meeting(chronicle, origin, founded, home, now)
        day = origin.day + origin.womens_day
        womens = chronicle.calendar.at(day, 16)
        chronicle.plan(womens, lambda at: found_womens(chronicle, origin, home, day, at))
        then(home)

    chronicle.plan(chronicle.calendar.at(origin.day, 9, 30), begin)


def settle(origin: Origin, chance: Random, at: datetime) -> tuple[Founded, Settlement]:
    """Found the commune with its recorder, and write its register."""
    day = at.date()
    rows = families.register(origin.homes, year=day.year, chance=chance)
    first = next(row for row in rows if grown(row, day.year))
    founded = founding.found_commune(
        BodyTerms(origin.name, ZONE, LANGUAGE, origin.area, MATTERS),
        Gathering(origin.hall, at + timedelta(hours=8, minutes=30)),
        recorder=Particulars(
            first.name, first.gender, first.birth_year, first.birth_date, first.parent_name
        ),
        home=Home(first.household, first.address),
        by=on_record(None, at, "founding"),
        at=at,
    )
    rest = [row for row in rows if row is not first]
    importing.apply(
        rest, founded.commune, by=on_record(founded.recorder, at), at=at + timedelta(hours=2)
    )
    living = Person.objects.residing(founded.commune.pk, at + timedelta(hours=3))
    people = list(living.order_by("pk"))
    womens = Body.objects.get(
        affiliations__parent=founded.commune, affiliations__relation=Relation.BESIDE
    )
    # Long: one founding from the first word to the last resident.
    cast = Cast.of(people, day, chance)
    cast.busy.add(founded.recorder.pk)
    return founded, Settlement(founded.commune, womens, cast, origin.hall)


def grown(row: RegisterRow, year: int) -> bool:
    """Whether somebody can keep a record: neither child nor very old."""
    return row.gender in (Gender.WOMAN, Gender.MAN) and 24 <= year - row.birth_year <= 60


def first_meeting(
    chronicle: Chronicle, origin: Origin, founded: Founded, home: Settlement, now: datetime
) -> None:
    """The residents found their commune and elect its officers; two elders lead the meeting."""
    cast = home.cast
    elders = [cast.take("woman"), cast.take("man")]
    always = [*elders, founded.recorder]
    room = Room(
        elders, founded.recorder, cast.crowd(cast.enough(cast.chance.randint(34, 52)), always)
    )
    filled = filling(cast, secretary=origin.secretary)
    opened = Evening(founded.meeting, room, now)
    hold(opened, topics_of(founded.meeting, filled_by="election"), {"election": filled})
    sign_later(chronicle, founded.meeting, origin.day)
    for one in always:
        cast.release(one)


def found_womens(
    chronicle: Chronicle, origin: Origin, home: Settlement, day: int, at: datetime
) -> None:
    """The women of the commune meet for the first time and elect two co-chairs."""
    cast = home.cast
    elders = [cast.take("woman"), cast.take("woman")]
    recorder = cast.take("woman")
    meeting = founding.found_meeting(
        home.womens,
        Gathering(home.hall, at + timedelta(hours=1)),
        by=on_record(elders[0], at),
        at=at,
    )
    size = cast.enough(cast.chance.randint(20, 30))
    room = Room(elders, recorder, cast.women(size, [*elders, recorder]))
    topics = topics_of(meeting, filled_by="election", most=origin.womens_chairs)
    opened = Evening(meeting, room, at + timedelta(hours=1, minutes=4))
    hold(opened, topics, {"election": filling(cast)})
    sign_later(chronicle, meeting, day)
    for one in (*elders, recorder):
        cast.release(one)


def topics_of(meeting: Meeting, *, filled_by: str, most: int = 9) -> list[Topic]:
    """What is done under the items of a founding meeting: it is founded, and so many elected."""
    opened = Topic(
        "", record="The reasons were read out and talked over.", decision=DECIDED, vote=(100, 0, 0)
    )
    topics = []
    for item in meeting.items.order_by("position"):
        chosen = Topic("", kind=item.kind, deed=filled_by) if item.kind == "election" else opened
        topics.append(replace(chosen, title=item.title))
    vacant = Topic("", kind="election", record="Nobody else was ready to stand.", minutes=5)
    return [*topics[: most + 1], *(vacant for _topic in topics[most + 1 :])]


DECIDED = "Those present found the body and give it the charter in force."


def filling(cast: Cast, *, secretary: str = "") -> Deed:
    """The deed of an election: somebody who is free wins each seat, sometimes against another."""

    def fill(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        election = nominating.of_item(item)
        assert election is not None
        seat = nominating.seats_of(election)[0]
        gender = seat.reserved_gender or cast.chance.choice(("woman", "man"))
        if seat.office == OfficeCode.SECRETARY and secretary:
            gender = secretary
        winner = cast.take(gender)
        rivals = [cast.free(gender)] if cast.chance.random() < 0.35 else []
        come(evening, [winner, *rivals])
        polling.elect(evening, item, [winner], rivals, planned=election, chance=cast.chance)

    return fill


def come(evening: Evening, people: list[Person]) -> None:
    """Whoever stands is in the room."""
    here = {person.pk for person in evening.members}
    absent = [person for person in people if person.pk not in here]
    if absent:
        evening.enter(absent)


def members(body: Body, at: datetime, sitting: str = Sitting.ASSEMBLY) -> list[Person]:
    """Everyone on the roll of a body made of seats, or of a board."""
    return list(rolls.roll(body, sitting, at).order_by("pk"))
