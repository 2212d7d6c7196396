"""A register file is compared with the register, and applied whole or not at all."""

from datetime import timedelta

import pytest

from communes.domain import booking, importing
from communes.domain.comparing import compare
from communes.models import Entry, Person, Residence
from communes.problems import Refused
from communes.register_file import RegisterRow
from mandates.models import OfficeCode
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def row(line: int, name: str, **told: object) -> RegisterRow:
    """A row of a file."""
    plain = {"household": "House 1", "address": "", "gender": "woman", "birth_year": 1985}
    return RegisterRow(line=line, name=name, **{**plain, **told})  # type: ignore[arg-type]


def living(made: Town, name: str) -> Residence:
    """Where the person of that name lives now."""
    return Residence.objects.get(person__name=name, until__isnull=True, commune=made.body.pk)


def test_rows_are_told_apart() -> None:
    made = world.town(pairs=2)
    rows = [
        row(2, "Woman 0 of Komîna Zeytûn", household="House of Woman 0 of Komîna Zeytûn"),
        row(3, "woman 1 of komina zeytun", household="House of Woman 1 of Komîna Zeytûn"),
        row(4, "Man 0 of Komîna Zeytûn", gender="man", household="Somewhere else"),
        row(5, "Newcomer"),
        row(6, "Newcomer"),
    ]
    plan = compare(rows, made.body, LATER)
    assert [match.row.line for match in plan.unchanged] == [2]
    assert [(match.row.line, match.differences) for match in plan.changed] == [(3, ("name",))]
    assert [match.row.line for match in plan.doubtful] == [4]
    assert [one.line for one in plan.new] == [5]
    assert [one.line for one in plan.twins] == [6]
    assert plan.missing == 2


def test_who_lives_where_the_file_says_is_found_before_who_may_be_meant() -> None:
    made = world.town(pairs=1)
    name = "Woman 0 of Komîna Zeytûn"
    rows = [row(2, name, household="Elsewhere"), row(3, name, household=f"House of {name}")]
    plan = compare(rows, made.body, LATER)
    assert [match.row.line for match in plan.unchanged] == [3]
    assert [one.line for one in plan.new] == [2]


def test_namesakes_are_told_apart_by_a_parents_name() -> None:
    made = world.town(pairs=0)
    two = [row(2, "Leyla", parent_name="Hesen"), row(3, "Leyla", parent_name="Ûsiv")]
    importing.apply(two, made.body, by=SYSTEM, at=LATER)
    plan = compare(list(reversed(two)), made.body, LATER)
    assert len(plan.unchanged) == 2


def test_a_blank_gender_replaces_none_that_was_declared() -> None:
    made = world.settled_town(pairs=8)
    chair = made.women[0]
    told = row(
        2, chair.name, gender="undisclosed", household=living(made, chair.name).household.name
    )
    importing.apply([told], made.body, by=SYSTEM, at=LATER)
    chair.refresh_from_db()
    assert chair.gender == "woman"


def test_a_corrected_gender_ends_a_mandate_reserved_otherwise() -> None:
    made = world.settled_town(pairs=8)
    chair = made.women[0]
    home = living(made, chair.name).household.name
    importing.apply(
        [row(2, chair.name, gender="man", household=home)], made.body, by=SYSTEM, at=LATER
    )
    assert world.holder(world.seat(made.body, OfficeCode.CO_CHAIR, "woman"), LATER) is None


def test_doubtful_rows_are_done_as_decided() -> None:
    made = world.town(pairs=3)
    names = [person.name for person in made.women]
    rows = [row(line, name, household="New house") for line, name in enumerate(names, 2)]
    before = Person.objects.count()
    importing.apply(rows, made.body, by=SYSTEM, at=LATER, decisions={2: "same", 3: "new"})
    assert Person.objects.count() == before + 1
    assert living(made, names[0]).household.name == "New house"
    assert Residence.objects.filter(person=made.women[0]).count() == 2
    assert living(made, names[2]).household.name == f"House of {names[2]}"
    entry = Entry.objects.get(kind="register.imported")
    assert '"changed":1' in entry.content
    assert '"left_out":1' in entry.content
    assert booking.verify(made.body) is None


def test_another_state_of_the_register_is_refused_and_nothing_changes() -> None:
    made = world.town(pairs=1)
    rows = [row(2, "Newcomer")]
    digest = compare(rows, made.body, LATER).digest
    world.resident(made.body, "Someone else", "man", at=LATER)
    before = Person.objects.count()
    with pytest.raises(Refused) as refused:
        importing.apply(rows, made.body, by=SYSTEM, at=LATER, digest=digest)
    assert [problem.code for problem in refused.value.problems] == ["register_moved_on"]
    assert Person.objects.count() == before


def test_a_file_without_residents_is_refused() -> None:
    made = world.town(pairs=0)
    with pytest.raises(Refused):
        importing.apply([], made.body, by=SYSTEM, at=LATER)


def test_importing_twice_changes_nothing() -> None:
    made = world.town(pairs=0)
    rows = [row(line, f"Person {line}", household=f"House {line // 4}") for line in range(2, 300)]
    importing.apply(rows, made.body, by=SYSTEM, at=LATER)
    people, homes = Person.objects.count(), Residence.objects.count()
    plan = importing.apply(rows, made.body, by=SYSTEM, at=LATER + timedelta(hours=1))
    assert len(plan.unchanged) == len(rows)
    assert (Person.objects.count(), Residence.objects.count()) == (people, homes)
