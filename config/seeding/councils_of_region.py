"""Councils of a region: founded and in session by the deeds, over units that decided to join."""

from collections.abc import Sequence
from datetime import datetime

from communes.domain.acting import Actor, acting
from communes.models import AgendaItem, Body, Resolution
from config.seeding.chronicle import ZONE, Calendar, Chronicle, on_record
from config.seeding.federation import elect_chairs, session
from config.seeding.foundings import LANGUAGE
from config.seeding.models_of_region import JOINING
from config.seeding.sessions import CHAIRS, HALL, NEWS, scribe
from config.seeding.stage import Deed, Evening, Summons, Topic, decide, holders, summon
from config.seeding.story import Story
from councils.domain import seating
from councils.models import Joining
from mandates.domain import instructing
from mandates.models import OfficeCode
from quotas.domain.establishing import BodyTerms

DAYS = {"neighbourhood": -27, "district": -18, "region": -9}
"""On which day the councils of a level meet for the first time."""
NOTICE = 6
LOWEST, TOP = "neighbourhood", "region"
ACCEPTANCE = Topic(
    "Acceptance of the units that asked to join",
    record="Each unit's decision was read out.",
    decision="The units that asked to join are accepted.",
    vote=(100, 0, 0),
    deed="acceptance",
)


def federate(story: Story, units: Sequence[Body], level: str, name: str) -> Body:
    """Found a council by its first unit, and plan its session, which accepts the others."""
    day = DAYS[level]
    at = story.chronicle.calendar.at(day - NOTICE, 12)
    with acting(by=on_record(None, at), at=at) as acts:
        council = seating.establish_council(
            level, BodyTerms(name, ZONE, LANGUAGE), by=acts.by, at=at
        )
        _join(units[0], council, None, by=acts.by, at=at)
    story.councils[name] = council
    pair = (_steady(units[1:], story.chronicle.calendar.at(0)), units[-1])
    deeds = {"acceptance": _accepting(units[1:]), "chairs": elect_chairs(story, name, pair)}
    topics = [ACCEPTANCE, CHAIRS, NEWS, *([] if level == TOP else [JOINING])]
    summon(
        story.chronicle,
        Summons(
            body=council,
            day=day,
            hall=HALL,
            topics=lambda _at: topics,
            room=lambda now: session(council, now, scribe(_commune(units[0]), now)),
            deeds=deeds,
            notice=NOTICE,
        ),
    )
    return council


Plan = tuple[Sequence[Body], str, str]
"""The units of a council to be, its level and its name."""


def meet(calendar: Calendar, seed: int, plans: Sequence[Plan]) -> Story:
    """Let councils of one level be founded and meet; their books are written at the end."""
    story = Story(Chronicle(calendar), seed, _silent)
    last = calendar.at(0, 0)
    with acting(by=on_record(None, last), at=last):
        for units, level, name in plans:
            federate(story, units, level, name)
        story.chronicle.tell(_silent)
    return story


def _accepting(units: Sequence[Body]) -> Deed:
    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        accepted = decide(evening, item, topic)
        council = evening.meeting.body
        for unit in units:
            _join(unit, council, accepted, by=evening.by, at=evening.now)
            evening.enter(instructing.delegation(unit, council, evening.now))

    return deed


def _join(
    unit: Body, council: Body, accepted: Resolution | None, *, by: Actor, at: datetime
) -> None:
    asked = Resolution.objects.filter(body=unit, item__title=JOINING.title).get()
    seating.seat_unit(unit, council, by=by, at=at, resolution=asked)
    Joining.objects.create(
        unit=unit,
        host=council,
        asked_by=asked,
        asked_at=asked.happened_at,
        accepted_by=accepted,
        accepted_at=at,
    )


def _steady(units: Sequence[Body], last: datetime) -> Body:
    """A unit whose woman co-chair still is one on the last day."""
    chaired = (
        unit
        for unit in units
        for one in holders(unit, OfficeCode.CO_CHAIR, last)
        if one.gender == "woman"
    )
    return next(chaired)


def _commune(unit: Body) -> Body:
    """A commune of the unit's branch, whose secretary records while there are no others."""
    while not holders(unit, OfficeCode.SECRETARY, unit.founded_at) and unit.kind == "council":
        unit = Joining.objects.filter(host=unit).order_by("pk")[0].unit
    return unit


def _silent(_said: str) -> None:
    """Of single months nothing is said."""
