"""Komîna Zeytûn: founded under the first charter, a whole year of its assembly, and today's."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from communes.domain import chartering, moving, proposing
from communes.models import Body, MotionVersion, Person, Sitting
from config.seeding import comings, foundings
from config.seeding.agendas import topic, year
from config.seeding.cast import Settlement
from config.seeding.chronicle import on_record
from config.seeding.federation import FIRST
from config.seeding.foundings import Origin, members
from config.seeding.names import read
from config.seeding.stage import Deed, Room, Summons, Topic, convene, holders, send, summon
from config.seeding.story import Story
from config.seeding.turns import first_charter, turns
from mandates.models import OfficeCode

NAME = "Komîna Zeytûn"
FOUNDED = -378
"""27 fortnights before the last day; the officers' year began anew 38 days later."""


def live(story: Story) -> None:
    """Plan the charter, the founding, and everything after it."""
    chronicle, chance = story.chronicle, story.chance(NAME)
    origin = Origin(
        name=NAME,
        area="From the olive lane to the school, both sides of the ditch",
        homes=54,
        day=FOUNDED,
        hall="School yard",
        secretary="woman",
        womens_day=35,
    )

    def begin(at: datetime) -> None:
        by = on_record(None, at, "founding")
        chartering.put_in_force(first_charter(), name="confederal-2014, a fifth", by=by, at=at)

    chronicle.plan(chronicle.calendar.at(FOUNDED, 6), begin)
    foundings.found(chronicle, origin, chance, lambda home: go_on(story, home))


def go_on(story: Story, home: Settlement) -> None:
    """Plan the year once the commune is founded."""
    story.communes[NAME] = home
    deeds = turns(story, home)
    for meeting in year("zeytun"):
        assembly(story, home, meeting, deeds)
    for meeting in year("beside"):
        aside(story, home, meeting)
    comings.and_goings(story, home)
    calendar = story.chronicle.calendar
    story.chronicle.plan(calendar.at(-172, 20), lambda at: raised(story, "well", at))
    story.chronicle.plan(calendar.at(-45, 20), lambda at: raised(story, "bakery", at))
    story.chronicle.plan(calendar.at(-14, 21, 30), lambda at: next_session(story, at))
    for wish in read("zeytun")["proposal"]:
        told = calendar.at(wish["day"], 13)
        story.chronicle.plan(told, wished(story, home, wish))


def wished(story: Story, home: Settlement, wish: Mapping[str, Any]) -> Callable[[datetime], None]:
    """A resident proposes an item; it waits for those who convene."""

    def event(at: datetime) -> None:
        person = story.chance(wish["title"]).choice(home.cast.grown)
        told = {"title": wish["title"], "text": wish["text"], "kind": wish.get("kind", "decision")}
        proposing.propose(home.body, person=person, **told, by=on_record(person, at), at=at)

    return event


def assembly(
    story: Story, home: Settlement, meeting: Mapping[str, Any], deeds: Mapping[str, Deed]
) -> None:
    """Plan one assembly; that of the last day is only convened, the one before half signed."""
    last = meeting["day"] == 0
    summons = Summons(
        body=home.body,
        day=meeting["day"],
        hall=home.hall,
        topics=lambda at: [item(home, row, at) for row in meeting["item"]],
        room=lambda at: room(home, at),
        deeds=deeds,
        unsigned=1 if meeting["day"] == -14 else 0,
    )
    if not last:
        summon(story.chronicle, summons)
        return
    sent = story.chronicle.calendar.at(-summons.notice, 19, 30)
    story.chronicle.plan(sent, lambda at: _convene_only(story, summons, at))


def _convene_only(story: Story, summons: Summons, at: datetime) -> None:
    convene(story.chronicle, summons, at)


def item(home: Settlement, row: Mapping[str, Any], at: datetime) -> Topic:
    """An item of the list; a motion is raised by a resident before it is put on the agenda."""
    if "motion" not in row:
        return topic(row)
    mover = home.cast.free(home.cast.chance.choice(("woman", "man")))
    return topic(row, motion(home.body, row["title"], row["motion"], mover, at))


def motion(body: Body, title: str, text: str, mover: Person, at: datetime) -> MotionVersion:
    """Somebody raises a motion in the body."""
    bare = title.removeprefix("Motion: ")
    by = on_record(mover, at)
    return moving.raise_motion(body, title=bare[:1].upper() + bare[1:], text=text, by=by, at=at)


def room(home: Settlement, at: datetime) -> Room:
    """Who comes to an assembly: its officers, thirty to fifty residents, some of them late."""
    cast = home.cast
    chairs = holders(home.body, OfficeCode.CO_CHAIR, at)
    recorder = holders(home.body, OfficeCode.SECRETARY, at)[0]
    crowd = cast.crowd(cast.chance.randint(31, 50), [*chairs, recorder])
    late = cast.chance.randint(2, 4)
    guests = ["Guest of the neighbouring commune"] if cast.chance.random() < 0.25 else []
    young = cast.chance.sample(cast.young, min(len(cast.young), cast.chance.randint(0, 3)))
    return Room(chairs, recorder, crowd[:-late], crowd[-late:], young, guests)


def aside(story: Story, home: Settlement, meeting: Mapping[str, Any]) -> None:
    """Plan a meeting beside the assembly; its body may not exist before the notice goes out."""
    chronicle = story.chronicle
    sent = chronicle.calendar.at(meeting["day"] - 5, 12)
    chronicle.plan(sent, lambda at: send(chronicle, beside(home, meeting), at))


def beside(home: Settlement, meeting: Mapping[str, Any]) -> Summons:
    """A meeting beside the assembly: of the women, of a committee, or of the board."""
    name = meeting["body"]
    bodies = {"womens": home.womens, "board": home.body, **home.committees}
    rooms = {"womens": womens_room, "board": board_room}
    body = bodies[name]

    def come(at: datetime) -> Room:
        return rooms[name](home, at) if name in rooms else committee_room(body, at)

    return Summons(
        body=body,
        day=meeting["day"],
        hall="Reading room",
        topics=lambda at: [topic(row) for row in meeting["item"]],
        room=come,
        sitting=Sitting.BOARD if name == "board" else Sitting.ASSEMBLY,
        hour=17,
    )


def womens_room(home: Settlement, at: datetime) -> Room:
    """Two women chair, a third records, two dozen come."""
    chairs = holders(home.womens, OfficeCode.CO_CHAIR, at)
    crowd = home.cast.women(home.cast.chance.randint(19, 28), chairs)
    return Room(chairs, crowd[2], crowd)


def board_room(home: Settlement, at: datetime) -> Room:
    """The officers, and one person of each committee."""
    chairs = holders(home.body, OfficeCode.CO_CHAIR, at)
    recorder = holders(home.body, OfficeCode.SECRETARY, at)[0]
    return Room(chairs, recorder, members(home.body, at, Sitting.BOARD))


def committee_room(body: Body, at: datetime) -> Room:
    """Everyone who has a seat; the first member records."""
    chairs = holders(body, OfficeCode.CO_CHAIR, at)
    others = holders(body, OfficeCode.MEMBER, at)
    return Room(chairs, others[0], [*chairs, *others])


def raised(story: Story, key: str, at: datetime) -> None:
    """A delegate raises a motion before the council."""
    council = story.councils[FIRST]
    row = read("zeytun")["council"][key]
    delegates = holders(council, OfficeCode.DELEGATE, at)
    mover = delegates[len(delegates) // 2]
    story.motions[key] = motion(council, row["title"], row["motion"], mover, at)


def next_session(story: Story, at: datetime) -> None:
    """The council is convened for a day after the last, with the notice that motions need."""
    council = story.councils[FIRST]
    version = story.motions["bakery"]
    topics = [
        Topic("Reports of the units", "report", minutes=20),
        Topic(version.motion.title, "motion", minutes=40, version=version),
        Topic("The road to the clinic after rain", minutes=20),
    ]
    if not holders(council, OfficeCode.CO_CHAIR, at):
        topics.insert(1, Topic("Election of the co-chairs", "election"))
    summons = Summons(council, 12, "Mala Gel", lambda _at: topics, _nobody_yet)
    convene(story.chronicle, summons, at)


def _nobody_yet(at: datetime) -> Room:
    raise AssertionError("the story ends before this meeting is held")
