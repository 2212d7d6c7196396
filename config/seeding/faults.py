"""The faults that an audit is to find, planted so that each could happen anywhere."""

from datetime import datetime

from communes.domain import registering
from communes.models import Body
from config.seeding.chronicle import on_record
from config.seeding.names import places
from config.seeding.neighbours import HALF_WOMENS, SECRETARY_MAN
from config.seeding.stage import holders
from config.seeding.story import Planted, Story
from config.seeding.zeytun import NAME
from mandates.domain import ending
from mandates.models import EndReason, Mandate, OfficeCode

RESIGNED = (1, 2)
"""Neighbourhood and place of the commune whose woman co-chair resigned last week."""
COUNCIL = 3
"""The neighbourhood whose council lost a co-chair."""


def live_village(story: Story) -> None:
    """What one commune alone has: an old seat, a vacancy, a council without its first session."""
    story.planted += [
        *_of_zeytun(),
        Planted(
            "commune/committee", "composition", "vacant", "the vacancy weighs on the whole level"
        ),
        Planted(places()["neighbourhood"][0]["council"], "pair", "vacant", "it has not yet met"),
    ]


def live(story: Story) -> None:
    """Plan the resignations and the departure of the last weeks, and name every finding."""
    calendar = story.chronicle.calendar
    resigned, widowed, half = _name(RESIGNED), _name(SECRETARY_MAN), _name(HALF_WOMENS)
    council: str = places()["neighbourhood"][COUNCIL]["council"]
    story.chronicle.plan(calendar.at(-6, 20), lambda at: chair_resigns(story, resigned, at))
    story.chronicle.plan(calendar.at(-20, 9), lambda at: chair_departs(story, widowed, at))
    story.chronicle.plan(
        calendar.at(-12, 20), lambda at: resign(story.councils[council], "man", at)
    )
    womens = f"{half} · women's assembly"
    story.planted += [
        *_of_zeytun(),
        Planted(
            "commune/committee", "composition", "fail", "each committee of three passes by itself"
        ),
        Planted(resigned, "pair", "vacant", "its co-chair resigned last week"),
        Planted(resigned, "composition", "vacant", "its co-chair resigned last week"),
        Planted(widowed, "pair", "vacant", "its co-chair moved away"),
        Planted(council, "pair", "vacant", "its co-chair resigned"),
        Planted(womens, "pair", "vacant", "only one woman was ready to stand"),
    ]


def chair_resigns(story: Story, commune: str, at: datetime) -> None:
    """A commune's woman co-chair resigns; her delegate's seat falls vacant with it."""
    resign(story.communes[commune].body, "woman", at)


def chair_departs(story: Story, commune: str, at: datetime) -> None:
    """A commune's co-chair moves away."""
    home = story.communes[commune]
    chair = next(one for one in holders(home.body, OfficeCode.CO_CHAIR, at) if one.gender == "man")
    keeper = holders(home.body, OfficeCode.SECRETARY, at)[0]
    registering.depart(chair, by=on_record(keeper, at), at=at)
    home.cast.lose(chair)


def resign(body: Body, gender: str, at: datetime) -> None:
    """The co-chair of that gender resigns."""
    rows = Mandate.objects.in_force(at).filter(seat__body=body, seat__office=OfficeCode.CO_CHAIR)
    mandate = rows.select_related("person").get(seat__reserved_gender=gender)
    ending.end(mandate, reason=EndReason.RESIGNED, by=on_record(mandate.person, at), at=at)


def _of_zeytun() -> list[Planted]:
    health, education = (f"{one} committee · {NAME}" for one in ("Health", "Education"))
    return [
        Planted(health, "composition", "fail", "its seats were filled under an older charter"),
        Planted(education, "composition", "vacant", "a member resigned last week"),
    ]


def _name(at: tuple[int, int]) -> str:
    name: str = places()["neighbourhood"][at[0]]["communes"][at[1]]
    return name
