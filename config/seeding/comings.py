"""The register of Komîna Zeytûn through the year: who came, was born, moved, left, died."""

from collections.abc import Callable
from datetime import datetime, timedelta

from communes.domain import registering
from communes.domain.acting import Actor
from communes.domain.registering import Home, Particulars
from communes.models import Household, Person
from communes.periods import holding
from config.seeding.cast import Settlement
from config.seeding.chronicle import on_record
from config.seeding.names import one_of, tongue
from config.seeding.stage import holders
from config.seeding.story import Story
from mandates.domain import ending
from mandates.models import EndReason, Mandate, OfficeCode

BEGIN, END = -366, -3
"""Days of the story in which the register changes."""

Change = Callable[[Settlement, datetime, Actor], None]


def and_goings(story: Story, home: Settlement) -> None:
    """Plan about forty changes of the register, and two that leave a seat empty."""
    chronicle, chance = story.chronicle, story.chance("register")
    changes: list[Change] = [birth, arrival, newcomer, death, departure, move, correction]
    day = BEGIN
    while day < END:
        change = chance.choices(changes, [9, 3, 6, 4, 5, 4, 5])[0]
        at = chronicle.calendar.at(day, chance.randint(9, 16), chance.randint(0, 59))
        chronicle.plan(at, entered(home, change))
        day += chance.randint(4, 14)
    chronicle.plan(chronicle.calendar.at(-120, 11), lambda at: chair_leaves(home, at))
    chronicle.plan(chronicle.calendar.at(-8, 11), lambda at: member_resigns(home, at))


def entered(home: Settlement, change: Change) -> Callable[[datetime], None]:
    """The change as the secretary enters it."""

    def event(at: datetime) -> None:
        keeper = [*holders(home.body, OfficeCode.SECRETARY, at), None][0]
        change(home, at, on_record(keeper, at))

    return event


def birth(home: Settlement, at: datetime, by: Actor) -> None:
    """A child is born into a household."""
    chance = home.cast.chance
    mother = home.cast.free("woman")
    house = household_of(mother, at)
    born = (at - timedelta(days=chance.randint(2, 9))).date()
    gender = chance.choice(("woman", "man"))
    given = tongue(chance).given(gender, chance)
    told = Particulars(f"{given} {house.name}", gender, born.year, born, mother.name.split()[0])
    registering.arrive(home.body, particulars=told, home=Home(existing=house), by=by, at=at)


def newcomer(home: Settlement, at: datetime, by: Actor) -> None:
    """Somebody comes to live alone, or with a household that is there."""
    chance = home.cast.chance
    gender = chance.choice(("woman", "man"))
    speech = tongue(chance)
    family = speech.family(chance)
    told = Particulars(
        f"{speech.given(gender, chance)} {family}", gender, at.year - chance.randint(22, 60)
    )
    house = Home(family, f"{one_of('lanes', chance)} {chance.randint(60, 90)}")
    row = registering.arrive(home.body, particulars=told, home=house, by=by, at=at)
    home.cast.welcome(row.person, at.date())


def arrival(home: Settlement, at: datetime, by: Actor) -> None:
    """A couple arrives."""
    chance = home.cast.chance
    speech = tongue(chance)
    family = speech.family(chance)
    house = Home(family, f"{one_of('lanes', chance)} {chance.randint(91, 140)}")
    for gender in ("woman", "man"):
        born = at.year - chance.randint(21, 44)
        told = Particulars(f"{speech.given(gender, chance)} {family}", gender, born)
        row = registering.arrive(home.body, particulars=told, home=house, by=by, at=at)
        house = Home(existing=row.household)
        home.cast.welcome(row.person, at.date())


def death(home: Settlement, at: datetime, by: Actor) -> None:
    """One of the oldest dies."""
    cast = home.cast
    oldest = [one for one in cast.grown if one.pk in cast.old and one.pk not in cast.busy]
    if oldest:
        registering.record_death(oldest[0], on=(at - timedelta(days=1)).date(), by=by, at=at)
        cast.lose(oldest[0])


def departure(home: Settlement, at: datetime, by: Actor) -> None:
    """Somebody moves away."""
    person = home.cast.free(home.cast.chance.choice(("woman", "man")))
    registering.depart(person, by=by, at=at)
    home.cast.lose(person)


def move(home: Settlement, at: datetime, by: Actor) -> None:
    """Somebody moves to another household of the commune."""
    person = home.cast.free("man")
    other = household_of(home.cast.free("woman"), at)
    if other != household_of(person, at):
        registering.move(person, commune=home.body, home=Home(existing=other), by=by, at=at)


def correction(home: Settlement, at: datetime, by: Actor) -> None:
    """A parent's name that was missing or wrong."""
    chance = home.cast.chance
    person = home.cast.free(chance.choice(("woman", "man")))
    given = tongue(chance).given("man", chance)
    told = Particulars(person.name, person.gender, person.birth_year, person.birth_date, given)
    registering.correct(person, particulars=told, by=by, at=at)


def chair_leaves(home: Settlement, at: datetime) -> None:
    """The economy committee's woman co-chair moves away; the next assembly elects another."""
    chair = holders(home.committees["economy"], OfficeCode.CO_CHAIR, at)[0]
    keeper = holders(home.body, OfficeCode.SECRETARY, at)[0]
    registering.depart(chair, by=on_record(keeper, at), at=at)
    home.cast.lose(chair)


def member_resigns(home: Settlement, at: datetime) -> None:
    """A woman of the education committee resigns; today's assembly is to elect another."""
    rows = Mandate.objects.in_force(at).filter(
        seat__body=home.committees["education"],
        seat__office=OfficeCode.MEMBER,
        seat__reserved_gender="woman",
    )
    mandate = rows.select_related("person").get()
    ending.end(mandate, reason=EndReason.RESIGNED, by=on_record(mandate.person, at), at=at)


def household_of(person: Person, at: datetime) -> Household:
    """Where somebody lives."""
    return Household.objects.get(residences__in=person.residences.filter(holding(at)))
