"""Model communes of a region: each lives through its first months by the deeds, as any would."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from communes.domain.acting import acting
from config.seeding import faults, foundings
from config.seeding.agendas import drawn, talk
from config.seeding.cast import Settlement
from config.seeding.chronicle import Calendar, Chronicle, on_record
from config.seeding.foundings import Origin, filling
from config.seeding.neighbours import room
from config.seeding.stage import Deed, Summons, Topic, summon
from config.seeding.turns import form, pair
from config.seeding.turns import places as elected

FOUNDED, FORMED, LAST, RESIGNS = -150, -118, -40, -6
FIELDS = ("health", "education", "economy", "services", "ecology")
SIZE = 5


@dataclass(frozen=True)
class Model:
    """A commune that lives by the deeds; `share` of a hundred communes are like it."""

    name: str
    share: int
    womens_chairs: int = 2
    resigns: bool = False

    @property
    def wanting(self) -> tuple[tuple[str, str, str], ...]:
        """What an audit finds in it: what follows the commune's name, the rule, why."""
        if self.resigns:
            why = "its co-chair resigned last week"
            return (("", "pair", why), ("", "composition", why))
        if self.womens_chairs < 2:
            return ((" · women's assembly", "pair", "only one woman was ready to stand"),)
        return ()


MODELS = (
    Model("Komîna Berojk", 47),
    Model("Komîna Nizar", 46),
    Model("Komîna Tavge", 4, resigns=True),
    Model("Komîna Zinar", 3, womens_chairs=1),
)


def live(model: Model, *, homes: int, calendar: Calendar, chance: Random) -> Settlement:
    """Let the commune live until the last day; its books are written before the next begins."""
    chronicle = Chronicle(calendar)
    settled: list[Settlement] = []
    origin = Origin(
        name=model.name,
        area="Between the stream and the road",
        homes=homes,
        day=FOUNDED,
        hall="Mala Gel",
        womens_chairs=model.womens_chairs,
    )

    def go_on(home: Settlement) -> None:
        settled.append(home)
        _assembly(chronicle, home, FORMED, _forming(home))
        _assembly(chronicle, home, LAST, ([talk(chance), *drawn(chance, 2)], {}))
        if model.resigns:
            at = calendar.at(RESIGNS, 20)
            chronicle.plan(at, lambda now: faults.resign(home.body, "woman", now))

    last = calendar.at(0, 0)
    with acting(by=on_record(None, last), at=last):
        foundings.found(chronicle, origin, chance, go_on)
        chronicle.tell(_silent)
    return settled[0]


def _assembly(
    chronicle: Chronicle,
    home: Settlement,
    day: int,
    business: tuple[list[Topic], Mapping[str, Deed]],
) -> None:
    topics, deeds = business
    more: Callable[[datetime], list[Topic]] = lambda _at: topics  # noqa: E731
    summon(
        chronicle,
        Summons(
            body=home.body,
            day=day,
            hall=home.hall,
            topics=more,
            room=lambda at: room(home, home.body, at),
            deeds={"election": filling(home.cast), **deeds},
        ),
    )


def _forming(home: Settlement) -> tuple[list[Topic], Mapping[str, Deed]]:
    """It asks to join its council, and forms its committees."""
    topics, deeds = [talk(home.cast.chance), JOINING], dict[str, Deed]()
    for number, field in enumerate(FIELDS):
        name = f"{field.capitalize()} committee"
        third = ("woman", "man")[number % 2]
        topics += [
            Topic(f"Forming a {name.lower()}", decision=f"The commune forms a {name.lower()}.",
                  vote=(88, 3, 5), deed=f"form_{field}"),
            Topic("Election of its co-chairs", kind="election", deed=f"chairs_{field}"),
            Topic("Election of its members", kind="election", deed=f"members_{field}"),
        ]  # fmt: skip
        deeds[f"form_{field}"] = form(home, field, name, SIZE)
        deeds[f"chairs_{field}"] = pair(home, field)
        deeds[f"members_{field}"] = elected(home, field, ("woman", "man", third))
    return topics, deeds


JOINING = Topic(
    "Joining the council of the neighbourhood",
    record="What a council may decide, and what it may not, was read from the charter.",
    decision="The commune joins the council of its neighbourhood and sends its co-chairs.",
    vote=(82, 5, 6),
)


def _silent(_said: str) -> None:
    """Of a model commune nothing is said month by month."""
