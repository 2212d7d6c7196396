"""A council's roll call counted in its ways; the charter says which decides (DOMAIN §2.4, §7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communes.domain import booking, mending, rolls, tallying, voting, weighing
from communes.domain.counting import Count
from communes.models import Ballot, Body, BodyParameter, Entry, Person, Resolution
from communes.papers.gathering import minutes_context
from communes.papers.minutes import minutes_paper
from communes.problems import Refused
from councils.domain import seating
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid
from tests.invariants.asking import at as clock
from tests.mandates.test_instructing import SESSION, council, instruct, question, session

pytestmark = pytest.mark.django_db

READ = SESSION + timedelta(hours=1)
UNANIMOUS = {"large": ("against", "against"), "first": ("for", "for"), "second": ("for", "for")}


@dataclass
class Held:
    """A council of three units, of 81, 21 and 21 members, with an open roll call on a motion."""

    towns: dict[str, Town]
    host: Body

    def decided(self, choices: Mapping[str, tuple[str, ...]]) -> Resolution:
        """What these votes, of the woman and the man of each unit, decide."""
        return tallying.decide_by_roll_call(self.called(choices), text="", by=SYSTEM, at=SESSION)

    def called(
        self, choices: Mapping[str, tuple[str, ...]], bound: Mapping[str, str] | None = None
    ) -> Ballot:
        """The roll call in which these votes were cast, still open; whoever is bound is so."""
        version = question(self.host)
        for name, stance in (bound or {}).items():
            instruct(self.towns[name], version, stance)
        people = [one for name in choices for one in self.delegates(name)]
        meeting = session(self.host, version, people)
        ballot = voting.open_vote(meeting.items.get(), by=SYSTEM, at=SESSION)
        for name, votes in choices.items():
            for person, choice in zip(self.delegates(name), votes, strict=False):
                voting.cast(ballot, person=person, choice=choice, by=SYSTEM, at=SESSION)
        return ballot

    def delegates(self, name: str) -> list[Person]:
        """The two whom a unit sends."""
        return [self.towns[name].women[0], self.towns[name].men[0]]

    def own(self, section: str, name: str, value: str) -> None:
        """Let the council have a parameter of its own."""
        told = {"section": section, "name": name, "value": value}
        BodyParameter.objects.create(body=self.host, since=NOW, **told)


@laid
def held() -> Held:
    towns = {
        "large": world.settled_town("Avahî", pairs=40),
        "first": world.settled_town("Zeytûn"),
        "second": world.settled_town("Rimman"),
    }
    return Held(towns, council(*towns.values()))


def sides(told: Resolution, way: str) -> tuple[int, ...]:
    figures = told.facts["counted"]["ways"][way]
    return tuple(figures[name] for name in ("for", "against", "abstain", "addressed"))


def test_each_body_has_one_vote_and_the_ways_stand_beside_each_other(held: Held) -> None:
    told = held.decided(UNANIMOUS)
    assert (told.adopted, told.rule, told.needed) == (True, "two_thirds", 2)
    assert told.facts["counted"]["by"] == "unit"
    assert sides(told, "unit") == (2, 1, 0, 3)
    assert sides(told, "banded") == (2, 2, 0, 4)
    assert sides(told, "votes") == (4, 2, 0, 6)
    assert sorted(unit["members"] for unit in told.units) == [21, 21, 81]
    entry = Entry.objects.get(kind="resolution.entered", body=held.host)
    assert json.loads(entry.content)["facts"]["facts"]["counted"] == told.facts["counted"]
    assert booking.verify(held.host) is None


@pytest.mark.parametrize(("way", "adopted"), [("unit", True), ("banded", False), ("votes", True)])
def test_the_charter_says_which_decides(held: Held, way: str, adopted: bool) -> None:
    held.own("councils", "counted_by", way)
    told = held.decided(UNANIMOUS)
    assert (told.adopted, told.facts["counted"]["by"]) == (adopted, way)


def test_a_split_or_absent_unit_is_addressed_and_counts_on_neither_side(held: Held) -> None:
    told = held.decided({"first": ("for", "against"), "second": ("for",)})
    assert [unit["says"] for unit in told.units] == ["", "for", "split"]
    assert sides(told, "unit") == (1, 0, 0, 3)
    assert sides(told, "votes")[:2] == (2, 1)
    assert (told.adopted, told.needed) == (True, 1)


@pytest.mark.parametrize(
    ("deviation", "says", "sums"),
    [("void", "void", (1, 0, 0, 3)), ("as_instructed", "against", (1, 1, 0, 3))],
)
def test_a_bound_unit_that_votes_otherwise_is_void_or_as_instructed(
    held: Held, deviation: str, says: str, sums: tuple[int, ...]
) -> None:
    held.own("mandates", "deviation", deviation)
    choices = {"first": ("for", "for"), "second": ("for", "for")}
    ballot = held.called(choices, {"first": "against"})
    told = tallying.decide_by_roll_call(ballot, text="", by=SYSTEM, at=SESSION)
    assert [unit["says"] for unit in told.units] == ["", "for", says]
    assert sides(told, "unit") == sums
    assert told.adopted == (deviation == "void")


def test_the_text_may_be_mended_and_the_count_is_called_again(held: Held) -> None:
    told = held.decided(UNANIMOUS)
    with pytest.raises(Refused, match="count_called"):
        mending.mend(
            told, count=Count(0, 6, 0, "roll_call"), text="", reason="x", by=SYSTEM, at=READ
        )
    new = mending.mend(
        told, count=Count(4, 2, 0, "roll_call"), text="A well.", reason="x", by=SYSTEM, at=READ
    )
    assert (new.adopted, new.facts, new.units) == (True, told.facts, told.units)


def test_pages_paper_and_api_show_the_three_side_by_side(held: Held, client: Client) -> None:
    held.own("councils", "counted_by", "banded")
    told = held.decided(UNANIMOUS)
    reader = world.account("reader", held.delegates("first")[0])
    client.force_login(reader)
    words = [
        "By bands of members: 2 for, 2 against, 0 abstained",
        "2 for, 1 against, 0 abstained · at least 2 needed · would be adopted",
        "4 for, 2 against, 0 abstained · at least 4 needed · would be adopted",
    ]
    with clock(READ):
        for url in (f"/resolutions/{told.key}/", f"/items/{told.item.key}/"):
            page = client.get(url).content.decode()
            assert [one for one in words if one not in page] == []
        row = Caller(reader).get(f"resolutions/{told.key}").body
    assert [(one["way"], one["decides"], one["adopted"]) for one in row["ways"]] == [
        ("unit", False, True),
        ("banded", True, False),
        ("votes", False, True),
    ]
    paper = str(minutes_paper(told.item.meeting, "en").blocks)
    assert "By bands of members (decides): 2 for, 2 against" in paper
    assert "By bands of members: 2 for, 2 against, 0 abstained · two thirds of 4" in paper
    assert minutes_context(told.item.meeting)["items"][0].decisions[0].facts["facts"]["counted"]


def test_the_room_sees_how_an_open_roll_call_stands(held: Held, client: Client) -> None:
    ballot = held.called({"first": ("for", "for"), "second": ("for", "against"), "large": ()})
    client.force_login(world.account("recorder", held.delegates("first")[0]))
    with clock(SESSION + timedelta(minutes=5)):
        page = client.get(f"/items/{ballot.item.key}/").content.decode()
    assert "1 for, 0 against, 0 abstained · 2 on neither side" in page
    assert "at least 1 needed · would be adopted" in page
    assert not ballot.item.resolutions.exists()


def test_members_of_a_council_are_those_of_the_communes_below_it(held: Held) -> None:
    district = seating.establish_council(
        "district", BodyTerms("District", world.ZONE, "en"), by=SYSTEM, at=NOW
    )
    seating.seat_unit(held.host, district, by=SYSTEM, at=NOW + timedelta(days=2))
    units = weighing.addressed(district, SESSION)
    assert [unit.pk for unit in units] == [held.host.pk]
    assert weighing.members(units, district, SESSION) == {held.host.pk: 123}


def test_who_is_a_member_of_a_unit_is_the_units_own_affair(held: Held) -> None:
    told = {"section": "communes", "name": "commune_age", "value": 120, "since": NOW}
    units = weighing.addressed(held.host, SESSION)
    before = weighing.members(units, held.host, SESSION)
    town = held.towns["first"].body
    BodyParameter.objects.create(body=town, **told)
    BodyParameter.objects.create(body=held.host, **told | {"value": 100})
    found = weighing.members(units, held.host, SESSION)
    rolled = {unit.pk: rolls.roll(unit, "assembly", SESSION).count() for unit in units}
    assert found == rolled
    assert found[town.pk] < before[town.pk]


def test_the_number_of_queries_does_not_grow_with_the_units(held: Held) -> None:
    units = weighing.addressed(held.host, SESSION)
    counts = []
    for some in (units[:1], units):
        with CaptureQueriesContext(connection) as queries:
            weighing.members(some, held.host, SESSION)
        counts.append(len(queries))
    assert counts[0] == counts[1]
