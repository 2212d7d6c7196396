"""What else comes of an item in Komîna Zeytûn: committees, the charter, delegates, a slip."""

from collections.abc import Mapping
from datetime import timedelta

from communes import charter as texts
from communes.domain import chartering, mending
from communes.models import AgendaItem, Gender, Person
from config.seeding import polling
from config.seeding.cast import Settlement
from config.seeding.chronicle import on_record
from config.seeding.federation import FIRST, instruct, join
from config.seeding.foundings import come, filling
from config.seeding.stage import Deed, Evening, Topic, count_of, decide, holders
from config.seeding.story import Story
from mandates.models import OfficeCode, Seat
from quotas.domain import establishing

CHARTER = "confederal-2014"
SIZE = 5


def turns(story: Story, home: Settlement) -> Mapping[str, Deed]:
    """The deeds that the year's list of agendas names."""
    fields = ("health", "education", "economy")
    deeds: dict[str, Deed] = {
        "election": filling(home.cast),
        "charter": charter,
        "slip": slip(story),
        "elect_chair_woman": officer(home, OfficeCode.CO_CHAIR, "woman", again=True),
        "elect_chair_man": officer(home, OfficeCode.CO_CHAIR, "man"),
        "elect_secretary": officer(home, OfficeCode.SECRETARY, "woman"),
        "join": join(story, home.body, FIRST),
        "elect_delegate": delegate(story, home),
        "elect_auditor": auditor(story, home),
        "instruct_first": instruct(story, "well", "for"),
        "instruct_second": instruct(story, "bakery", "for"),
        "elect_health_members": places(home, "health", ("man", "man", "man")),
        "elect_education_members": places(home, "education", ("woman", "man", Gender.OTHER)),
        "elect_economy_members": places(home, "economy", ("woman", "man", "woman")),
    }
    for field in fields:
        deeds[f"form_{field}"] = form(home, field, f"{field.capitalize()} committee", SIZE)
        deeds[f"elect_{field}_chairs"] = pair(home, field)
    return deeds


def first_charter() -> str:
    """The text under which the first commune is founded: a fifth of the seats for each gender."""
    text = texts.shipped(CHARTER)
    for shipped, first in (
        ("# 40 % of the seats for women, 40 % for men, 20 % open", "# A fifth for women, for men"),
        ('\nshare = "2/5"', '\nshare = "1/5"'),
    ):
        assert text.count(shipped) == 1
        text = text.replace(shipped, first)
    return text


def charter(evening: Evening, item: AgendaItem, topic: Topic) -> None:
    """The assembly, alone under its charter, adopts the shipped text."""
    resolution = decide(evening, item, topic)
    chartering.put_in_force(
        texts.shipped(CHARTER),
        name=CHARTER,
        by=evening.by,
        at=evening.now,
        body=evening.meeting.body,
        resolution=resolution,
    )


def form(home: Settlement, field: str, name: str, size: int) -> Deed:
    """A committee is formed by the decision, with its place on the board."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        home.committees[field] = establishing.establish_committee(
            home.body,
            field=field,
            name=f"{name} · {home.body.name}",
            size=size,
            by=evening.by,
            at=evening.now,
            resolution=decide(evening, item, topic),
        )

    return deed


def pair(home: Settlement, field: str) -> Deed:
    """A committee's co-chairs are elected."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        seats = polling.seats(home.committees[field], OfficeCode.CO_CHAIR)
        winners = [home.cast.take(seat.reserved_gender or "woman") for seat in seats]
        come(evening, winners)
        polling.elect(evening, item, winners, seats=seats, chance=home.cast.chance)

    return deed


def places(home: Settlement, field: str, genders: tuple[str, ...]) -> Deed:
    """A committee's members are elected, against somebody who is not."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        cast = home.cast
        seats = polling.seats(home.committees[field], OfficeCode.MEMBER)
        winners = [cast.take(one if cast.someone(one) else "man") for one in genders]
        rivals = [cast.free("woman")]
        come(evening, [*winners, *rivals])
        polling.elect(evening, item, winners, rivals, seats=seats, chance=cast.chance)

    return deed


def officer(home: Settlement, office: str, gender: str, *, again: bool = False) -> Deed:
    """An officer is elected for a new term: the holder again, or somebody else."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        cast = home.cast
        at = evening.now
        before = next(one for one in holders(home.body, office, at) if _may(one, office, gender))
        winner = before if again else cast.take(gender)
        if not again:
            cast.release(before)
        come(evening, [winner])
        seats = polling.seats(home.body, office, None if office == "secretary" else gender)
        polling.elect(evening, item, [winner], seats=seats, chance=cast.chance)

    return deed


def _may(person: Person, office: str, gender: str) -> bool:
    return office == OfficeCode.SECRETARY or person.gender == gender


def delegate(story: Story, home: Settlement) -> Deed:
    """A delegate is elected in place of the woman co-chair."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        seats = list(Seat.objects.filter(sending_body=home.body, reserved_gender="woman"))
        winner = home.cast.take("woman")
        rivals = [home.cast.free("woman")]
        come(evening, [winner, *rivals])
        polling.elect(evening, item, [winner], rivals, seats=seats[:1], chance=home.cast.chance)
        story.roles["delegate"] = winner

    return deed


def auditor(story: Story, home: Settlement) -> Deed:
    """An auditor is elected for the commune and what stands around it."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        seat = establishing.add_auditor(home.body, by=evening.by, at=evening.now)
        winner = home.cast.take("man")
        come(evening, [winner])
        polling.elect(evening, item, [winner], seats=[seat], chance=home.cast.chance)
        story.roles["admin"] = winner

    return deed


def slip(story: Story) -> Deed:
    """A count is entered the wrong way round, and mended before the minutes are signed."""

    def deed(evening: Evening, item: AgendaItem, topic: Topic) -> None:
        right = count_of(len(evening.members), topic.vote)
        swapped = (topic.vote[1], topic.vote[0], topic.vote[2])
        entered = decide(evening, item, _with(topic, swapped))
        recorder = evening.room.recorder
        story.chronicle.plan(
            evening.now + timedelta(hours=3),
            lambda at: (
                mending.mend(
                    entered,
                    count=right,
                    text=topic.decision,
                    reason=topic.slip,
                    by=on_record(recorder, at),
                    at=at,
                )
                and None
            ),
        )

    return deed


def _with(topic: Topic, vote: tuple[int, int, int]) -> Topic:
    return Topic(topic.title, decision=topic.decision, vote=vote)
