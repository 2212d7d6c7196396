"""The other communes of the district: founded, joined to a council, with a committee of three."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from communes.models import Body
from config.seeding import foundings
from config.seeding.agendas import drawn, read_elsewhere, talk
from config.seeding.cast import Settlement
from config.seeding.federation import instruct, join
from config.seeding.foundings import Origin, filling
from config.seeding.names import one_of, places
from config.seeding.stage import Deed, Room, Summons, Topic, holders, summon
from config.seeding.story import Story
from config.seeding.turns import form, pair
from config.seeding.turns import places as elected
from mandates.models import OfficeCode

HALF_WOMENS = (0, 2)
SECRETARY_MAN = (2, 4)
"""Neighbourhood and place of communes that the faults of the last weeks need so."""
WITHOUT_COMMITTEE = {(0, 4), (1, 6), (2, 4), (3, 7), (4, 1)}
AGAINST, SILENT = 1, 5
"""Communes of the first neighbourhood that refuse the well, and that do not say anything."""


@dataclass(frozen=True)
class Lot:
    """Where a commune stands: its neighbourhood, its place in it, its days."""

    hood: int
    place: int
    founded: int
    joins: int
    last: int

    @property
    def at(self) -> tuple[int, int]:
        """Neighbourhood and place."""
        return self.hood, self.place


def lots(chance: Random) -> dict[str, Lot]:
    """When each commune is founded, joins its council, and meets for the last time."""
    found = {}
    for hood, row in enumerate(places()["neighbourhood"]):
        for place, name in enumerate(row["communes"]):
            if hood == 0:
                days = (-304 + 4 * place, -262 + 3 * place, -152 + 3 * place)
            else:
                begun = -236 + 16 * hood + 3 * place
                days = (begun, begun + 16, chance.randint(-58, -22))
            found[name] = Lot(hood, place, *days)
    return found


def live(story: Story) -> None:
    """Plan all of them."""
    for name, lot in lots(story.chance("lots")).items():
        hood = places()["neighbourhood"][lot.hood]
        begin(story, name, hood, lot)


def begin(story: Story, name: str, hood: Mapping[str, Any], lot: Lot) -> None:
    """Plan the founding of one commune and its two assemblies."""
    chance = story.chance(name)
    origin = Origin(
        name=name,
        area=hood["area"],
        homes=chance.randint(30, 60),
        day=lot.founded,
        hall=one_of("halls", chance),
        secretary="man" if lot.at == SECRETARY_MAN else "",
        womens_chairs=1 if lot.at == HALF_WOMENS else 2,
    )

    def go_on(home: Settlement) -> None:
        story.communes[name] = home
        first_assembly(story, home, lot, hood["council"])
        second_assembly(story, home, lot)

    foundings.found(story.chronicle, origin, chance, go_on)


def first_assembly(story: Story, home: Settlement, lot: Lot, council: str) -> None:
    """It joins the neighbourhood's council, and most form a committee of three."""
    chance = home.cast.chance
    deeds: dict[str, Deed] = {
        "election": filling(home.cast),
        "join": join(story, home.body, council),
    }
    own = [talk(chance), joining(council, chance)]
    if lot.at not in WITHOUT_COMMITTEE:
        field, title = chance.choice(list(read_elsewhere()["fields"].items()))
        own += committee(title)
        deeds["form"] = form(home, field, title, 3)
        deeds["chairs"] = pair(home, field)
        deeds["member"] = elected(home, field, ("man",))
    own += drawn(chance, 1)
    summon(story.chronicle, assembly(home, lot.joins, own, deeds))


def joining(council: str, chance: Random) -> Topic:
    """The item that founds or joins the council."""
    return Topic(
        f"Joining {council}",
        kind="joining",
        record="What a council may decide, and what it may not, was read from the charter.",
        decision=f"The commune joins {council} and sends its co-chairs as delegates.",
        vote=(chance.randint(74, 90), chance.randint(2, 8), 4),
        minutes=25,
        deed="join",
    )


def committee(title: str) -> list[Topic]:
    """The items that form a committee and fill it."""
    return [
        Topic(
            f"Forming a {title[:1].lower()}{title[1:]}",
            decision=f"The commune forms a {title[:1].lower()}{title[1:]} of three seats.",
            vote=(88, 3, 5),
            deed="form",
        ),
        Topic("Election of its co-chairs", kind="election", deed="chairs"),
        Topic("Election of its third member", kind="election", deed="member"),
    ]


def second_assembly(story: Story, home: Settlement, lot: Lot) -> None:
    """Business of its own; in the first neighbourhood also what to say to the well."""
    chance = home.cast.chance
    own = [talk(chance), *drawn(chance, 3)]
    deeds: dict[str, Deed] = {"election": filling(home.cast)}
    if lot.hood == 0 and lot.place != SILENT:
        stance = "against" if lot.place == AGAINST else "for"
        deeds["instruct"] = instruct(story, "well", stance)
        own.append(
            Topic(
                "Instruction: one well for the upper lanes of three communes",
                kind="instruction",
                decision=f"Our delegates vote {stance} the motion.",
                vote=(78, 9, 9),
                deed="instruct",
            )
        )
    summon(story.chronicle, assembly(home, lot.last, own, deeds))


def assembly(home: Settlement, day: int, topics: list[Topic], deeds: Mapping[str, Deed]) -> Summons:
    """An assembly of the commune."""
    return Summons(
        body=home.body,
        day=day,
        hall=home.hall,
        topics=lambda at: topics,
        room=lambda at: room(home, home.body, at),
        deeds=deeds,
    )


def room(home: Settlement, body: Body, at: datetime) -> Room:
    """Who comes: the officers, and two to three dozen residents."""
    chairs = holders(body, OfficeCode.CO_CHAIR, at)
    recorder = holders(body, OfficeCode.SECRETARY, at)[0]
    cast = home.cast
    size = cast.enough(cast.chance.randint(24, 40))
    return Room(chairs, recorder, cast.crowd(size, [*chairs, recorder]))
