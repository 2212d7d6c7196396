"""Deeds of federating: a unit founds or joins a council, is accepted, elects, instructs, votes."""

from datetime import datetime

from communes.domain import tallying, voting
from communes.domain.counting import Count
from communes.models import Affiliation, AgendaItem, Body, Choice, Method, Person, Relation
from config.seeding import polling
from config.seeding.foundings import members
from config.seeding.names import places
from config.seeding.stage import Deed, Evening, Room, Topic, count_of, holders
from config.seeding.story import Story
from councils.domain import joining
from councils.domain.joining import Wish
from mandates.domain import instructing
from mandates.domain.instructing import Bond
from mandates.models import OfficeCode

FIRST: str = places()["neighbourhood"][0]["council"]
DISTRICT: str = places()["district"]


def join(story: Story, unit: Body, council: str, level: str = "neighbourhood") -> Deed:
    """The unit decides to join the council; the first that does founds it."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        host = story.councils.get(council)
        wish = Wish(host) if host else Wish(level=level, name=council)
        joining.join(
            item,
            wish=wish,
            count=count_of(len(evening.members), topic.vote),
            text=topic.decision,
            by=evening.by,
            at=evening.now,
        )
        if host is None:
            rows = Affiliation.objects.filter(body=unit, relation=Relation.FEDERATES_INTO)
            story.councils[council] = rows.get().parent

    return deed


def accept(evening: Evening, item: AgendaItem, topic: Topic) -> None:
    """The host accepts a unit, whose delegates sit down at once."""
    asked = joining.of_item(item)
    assert asked is not None
    joining.accept(
        item,
        count=Count(len(evening.members), method=Method.CONSENSUS),
        text=f"{asked.unit.name} is accepted.",
        by=evening.by,
        at=evening.now,
    )
    evening.enter(instructing.delegation(asked.unit, asked.host, evening.now))


def instruct(story: Story, motion: str, stance: str) -> Deed:
    """The assembly binds its delegates on a motion."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        instructing.plan(item, story.motions[motion], by=evening.by, at=evening.now)
        instructing.instruct(
            item,
            bond=Bond(stance),
            count=count_of(len(evening.members), topic.vote),
            text=topic.decision,
            by=evening.by,
            at=evening.now,
        )

    return deed


def elect_chairs(story: Story, council: str, units: tuple[Body, Body]) -> Deed:
    """The council elects its co-chairs: the woman of one unit, the man of another."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        body = story.councils[council]
        seats = [polling.seats(body, OfficeCode.CO_CHAIR, one)[0] for one in ("woman", "man")]
        winners = [sent(units[0], body, evening, "woman"), sent(units[1], body, evening, "man")]
        polling.elect(evening, item, winners, seats=seats, chance=story.chance(council))

    return deed


def sent(unit: Body, council: Body, evening: Evening, gender: str) -> Person:
    """The delegate of a unit with that gender."""
    rows = instructing.delegation(unit, council, evening.now)
    return next(person for person in rows if person.gender == gender)


def session(council: Body, at: datetime, recorder: Person | None = None) -> Room:
    """Who sits in a session: all delegates; the co-chairs lead it, or two delegates at first."""
    people = members(council, at)
    chairs = holders(council, OfficeCode.CO_CHAIR, at) or people[:2]
    led = {person.pk for person in chairs}
    scribe = recorder or next(person for person in people if person.pk not in led)
    return Room(chairs, scribe, people)


def roll_call(against: str, stray: str) -> Deed:
    """The council votes by name, as the units instructed: one unit against, the others for.

    One delegate of the unit named `stray` votes against what it said, and the vote is void.
    """

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        by, at = evening.by, evening.now
        units = dict(Body.objects.filter(name__in=[against, stray]).values_list("pk", "name"))
        ballot = voting.open_vote(item, by=by, at=at)
        strayed = False
        for person in evening.members:
            unit = units.get(evening.stays[person.pk].stands_for_id or 0)
            says_no = unit == against or (unit == stray and not strayed)
            strayed = strayed or unit == stray
            choice = Choice.AGAINST if says_no else Choice.FOR
            voting.cast(ballot, person=person, choice=choice, by=by, at=at)
        tallying.decide_by_roll_call(ballot, text=topic.decision, by=by, at=at)

    return deed
