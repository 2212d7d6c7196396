"""Sessions of the councils: units are accepted, co-chairs elected, the well is voted on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from communes.models import AgendaItem, Body, Person
from config.seeding import polling
from config.seeding.federation import (
    DISTRICT,
    FIRST,
    accept,
    elect_chairs,
    join,
    roll_call,
    sent,
    session,
)
from config.seeding.names import places
from config.seeding.neighbours import AGAINST
from config.seeding.stage import Deed, Evening, Summons, Topic, holders, send
from config.seeding.story import Story
from config.seeding.zeytun import NAME
from mandates.models import OfficeCode
from quotas.domain import establishing

HALL = "Mala Gel"
STRAY = 3
"""The commune of the first neighbourhood one of whose delegates votes against what it said."""
CHAIRED_BY = (5, 6)
"""The units whose woman and whose man become a council's co-chairs."""
DISTRICT_CHAIRED_BY, AUDITED_BY = (2, 4), 1
TERMS = Topic("How we work", "discussion", "Sessions in turn in each unit; delegates report home.")
CHAIRS = Topic("Election of the co-chairs", "election", deed="chairs", minutes=25)
AUDITOR = Topic("Election of an auditor for the whole district", "election", deed="auditor")
FLOUR = Topic(
    "Flour for all bakeries",
    record="Prices of three mills were compared.",
    decision="The units are asked to buy their flour together; each decides for itself.",
    vote=(75, 6, 12),
)
NEWS = Topic("Reports of the units", "report", "Water, schools, a fire; nobody asked for more.")
WELL = Topic(
    "One well for the upper lanes of three communes",
    "motion",
    "Each delegation said what its assembly had decided.",
    "The motion is adopted as raised.",
    minutes=40,
    deed="well",
)

Build = Callable[[], Summons]


def live(story: Story) -> None:
    """Plan the sessions of all councils; the first founds the district's, the others join it."""
    for number, hood in enumerate(places()["neighbourhood"]):
        council = hood["council"]
        units = ([NAME] if number == 0 else []) + hood["communes"]
        opens = -230 if number == 0 else -184 + 16 * number
        plan(story, opens, opening(story, council, units))
        if number:
            plan(story, -120 + 4 * number, joining(story, council))
    plan(story, -120, vote_on_the_well(story), notice=25)
    plan(story, -90, district_opening(story))
    plan(story, -60, reports(story, FIRST))
    plan(story, -24, reports(story, DISTRICT))


def plan(story: Story, day: int, build: Build, *, notice: int = 6) -> None:
    """Plan a session; what it is about is known when the notice goes out."""
    sent_on = story.chronicle.calendar.at(day - notice, 19, 30)
    story.chronicle.plan(sent_on, lambda at: send(story.chronicle, _on(build(), day, notice), at))


def _on(summons: Summons, day: int, notice: int) -> Summons:
    return replace(summons, day=day, notice=notice)


def summons(council: Body, topics: Sequence[Topic], deeds: dict[str, Deed]) -> Summons:
    """A session of all delegates."""
    return Summons(
        council, 0, HALL, lambda at: list(topics), lambda at: session(council, at), deeds
    )


def opening(story: Story, council: str, units: Sequence[str]) -> Build:
    """The first session: the other units are accepted, then the co-chairs elected."""

    def build() -> Summons:
        first = story.communes[units[0]].body
        chairs = [story.communes[units[place]].body for place in CHAIRED_BY]
        deeds: dict[str, Deed] = {
            "acceptance": accept,
            "chairs": elect_chairs(story, council, (chairs[0], chairs[1])),
        }
        made = summons(story.councils[council], [TERMS, CHAIRS], deeds)
        return replace(made, room=lambda at: session(made.body, at, scribe(first, at)))

    return build


def scribe(unit: Body, at: datetime) -> Person:
    """The first unit's secretary records while there are no others."""
    return holders(unit, OfficeCode.SECRETARY, at)[0]


def joining(story: Story, council: str) -> Build:
    """A later session joins the district's council."""

    def build() -> Summons:
        body = story.councils[council]
        item = district_item("joins")
        return summons(body, [NEWS, item, FLOUR], {"join": join(story, body, DISTRICT)})

    return build


def district_item(verb: str) -> Topic:
    """The item that founds or joins the district's council."""
    return Topic(
        f"A council of the whole district: {DISTRICT}",
        "joining",
        "What goes up and what stays was read from the charter.",
        f"The council {verb} {DISTRICT} and sends its co-chairs as delegates.",
        (88, 5, 5),
        deed="join",
    )


def vote_on_the_well(story: Story) -> Build:
    """The first council votes on the well by name, and founds the district's."""

    def build() -> Summons:
        body = story.councils[FIRST]
        units = places()["neighbourhood"][0]["communes"]
        deeds: dict[str, Deed] = {
            "well": roll_call(units[AGAINST], units[STRAY]),
            "join": join(story, body, DISTRICT, "district"),
        }
        item = replace(WELL, version=story.motions["well"])
        return summons(body, [NEWS, item, district_item("founds")], deeds)

    return build


def district_opening(story: Story) -> Build:
    """The district's first session: councils are accepted, co-chairs and an auditor elected."""

    def build() -> Summons:
        councils = [story.councils[hood["council"]] for hood in places()["neighbourhood"]]
        chairs = [councils[place] for place in DISTRICT_CHAIRED_BY]
        deeds: dict[str, Deed] = {
            "acceptance": accept,
            "chairs": elect_chairs(story, DISTRICT, (chairs[0], chairs[1])),
            "auditor": auditor(story, councils[AUDITED_BY]),
        }
        made = summons(story.councils[DISTRICT], [TERMS, CHAIRS, AUDITOR], deeds)
        first = story.communes[NAME].body
        return replace(made, room=lambda at: session(made.body, at, scribe(first, at)))

    return build


def auditor(story: Story, unit: Body) -> Deed:
    """An auditor is elected for the whole tree."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        council = story.councils[DISTRICT]
        seat = establishing.add_auditor(council, by=evening.by, at=evening.now)
        person = sent(unit, council, evening, "woman")
        polling.elect(evening, item, [person], seats=[seat], chance=story.chance("auditor"))
        story.roles["admin"] = person

    return deed


def reports(story: Story, council: str) -> Build:
    """A session that hears its units and decides little."""
    return lambda: summons(story.councils[council], [NEWS, FLOUR], {})
