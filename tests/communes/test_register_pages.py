"""The register on pages: who sees it, what each act does, and that a refusal changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.domain import registering
from communes.domain.registering import Home, Particulars
from communes.models import Household, Person, Residence
from mandates.models import OfficeCode
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
AGO = timezone.now() - timedelta(days=40)


@laid
def made() -> Town:
    """A commune with officers, founded forty days ago."""
    return world.settled_town(pairs=8, at=AGO)


@pytest.fixture
def keeper(made: Town, client: Client) -> Client:
    """The secretary, signed in."""
    client.force_login(world.account("secretary", made.women[1]))
    return client


def at(made: Town, person: Person | None = None, act: str = "") -> str:
    """An address of the register."""
    parts = [f"/communes/{made.body.key}/register", person.key if person else "", act]
    return "/".join(part for part in parts if part) + "/"


def home(person: Person) -> Residence | None:
    """Where the person lives now."""
    return registering.residence_of(person, timezone.now())


def newcomer(**told: Any) -> dict[str, Any]:
    """What the form of a newcomer hands in."""
    plain = {"name": "Zozan", "gender": "woman", "birth_year": "1990", "household": "House 77"}
    return {**plain, "submission": "key-of-a-form", **told}


PAGES = ["", "doubts", "newcomer", "import"]
ACTS = ["", "correct", "move", "death", "departure", "merge"]


def test_who_keeps_the_register_sees_its_pages(made: Town, keeper: Client) -> None:
    for page in PAGES:
        assert keeper.get(at(made, None, page)).status_code == 200, page
    for act in ACTS:
        assert keeper.get(at(made, made.men[3], act)).status_code == 200, act


def test_for_everyone_else_it_is_not_there(made: Town, client: Client) -> None:
    other = world.settled_town("Komîna Gulan", pairs=8, at=AGO)
    for who in (made.men[4], other.women[1], None):
        client.force_login(world.account(f"{who}", who))
        for page in PAGES:
            assert client.get(at(made, None, page)).status_code == 404, page
        for act in [*ACTS, "confirm"]:
            assert client.post(at(made, made.men[3], act)).status_code in (404, 405), act


def test_a_neighbours_people_are_not_there(made: Town, keeper: Client) -> None:
    other = world.settled_town("Komîna Gulan", pairs=8, at=AGO)
    for act in ACTS:
        assert keeper.get(at(made, other.men[3], act)).status_code == 404, act
    assert keeper.post(at(made, other.men[3], "departure")).status_code == 404
    assert home(other.men[3]) is not None


def test_a_newcomer_is_entered_once(made: Town, keeper: Client) -> None:
    first = keeper.post(at(made, None, "newcomer"), newcomer())
    again = keeper.post(at(made, None, "newcomer"), newcomer())
    person = Person.objects.get(name="Zozan")
    assert first["Location"] == again["Location"] == at(made, person)
    row = home(person)
    assert row is not None
    assert (row.household.name, row.confirmed) == ("House 77", True)


def test_a_new_household_of_a_known_name_is_the_known_one(made: Town, keeper: Client) -> None:
    known = home(made.men[3])
    assert known is not None
    keeper.post(at(made, None, "newcomer"), newcomer(household=known.household.name.upper()))
    row = home(Person.objects.get(name="Zozan"))
    assert row is not None
    assert row.household == known.household


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"gender": "both"}, "gender"),
        ({"birth_year": "1700"}, "birth_year"),
        ({"birth_year": "3000"}, "birth_year"),
        ({"birth_date": "2001-02-30"}, "birth_date"),
        ({"household": ""}, "household"),
        ({"existing": "nonsense"}, "existing"),
        ({"existing": "00000000-0000-4000-8000-000000000000"}, "existing"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_bad_input_is_named_at_its_field(
    made: Town, keeper: Client, wrong: dict[str, str], field: str
) -> None:
    before = (Person.objects.count(), Household.objects.count())
    response = keeper.post(at(made, None, "newcomer"), newcomer(**wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert (Person.objects.count(), Household.objects.count()) == before


def test_a_correction_ends_what_is_reserved_otherwise_and_says_so(
    made: Town, keeper: Client
) -> None:
    chair = made.women[0]
    page = keeper.get(at(made, chair, "correct")).content.decode()
    assert "The mandate ends: co-chair in Komîna Zeytûn." in page
    told = {"name": chair.name, "gender": "man", "birth_year": "1985"}
    assert keeper.post(at(made, chair, "correct"), told).status_code == 302
    chair.refresh_from_db()
    assert chair.gender == "man"
    seat = world.seat(made.body, OfficeCode.CO_CHAIR, "woman")
    assert world.holder(seat, timezone.now()) is None


def test_a_move_keeps_the_history(made: Town, keeper: Client) -> None:
    person = made.men[3]
    assert keeper.post(at(made, person, "move"), {"household": "Mill"}).status_code == 302
    row = home(person)
    assert row is not None
    assert row.household.name == "Mill"
    page = keeper.get(at(made, person)).content.decode()
    assert "Mill" in page
    assert f"House of {person.name}" in page
    same = keeper.post(at(made, person, "move"), {"existing": row.household.key})
    assert same.status_code == 422


def test_a_move_to_another_commune_ends_mandates_here(made: Town, keeper: Client) -> None:
    other = world.settled_town("Komîna Gulan", pairs=8, at=AGO)
    chair = made.men[0]
    told = {"commune": other.body.key, "household": "House 3"}
    assert keeper.post(at(made, chair, "move"), told).status_code == 302
    row = home(chair)
    assert row is not None
    assert row.commune_id == other.body.pk
    seat = world.seat(made.body, OfficeCode.CO_CHAIR, "man")
    assert world.holder(seat, timezone.now()) is None
    page = keeper.get(at(made, chair))
    assert page.status_code == 200
    assert b"House 3" not in page.content
    assert keeper.get(at(made, chair, "correct")).status_code == 404


@pytest.mark.parametrize("act", ["death", "departure"])
def test_death_and_departure_say_what_follows_and_happen_once(
    made: Town, keeper: Client, act: str
) -> None:
    chair = made.women[0]
    page = keeper.get(at(made, chair, act)).content.decode()
    assert "The mandate ends: co-chair in Komîna Zeytûn." in page
    told = {"on": timezone.now().date().isoformat(), "submission": "key-of-a-form"}
    first = keeper.post(at(made, chair, act), told)
    again = keeper.post(at(made, chair, act), told)
    assert first["Location"] == again["Location"] == at(made, chair)
    assert home(chair) is None
    entries = made.body.entries.filter(kind="register.changed").latest("number")
    assert f'"{"died" if act == "death" else "departed"}"' in entries.content


def test_a_death_in_the_future_is_refused(made: Town, keeper: Client) -> None:
    told = {"on": (timezone.now() + timedelta(days=3)).date().isoformat()}
    response = keeper.post(at(made, made.men[3], "death"), told)
    assert response.status_code == 422
    assert "on" in response.context["form"].errors
    assert home(made.men[3]) is not None


def test_who_was_entered_at_the_door_is_confirmed(made: Town, keeper: Client) -> None:
    told = Particulars("Zozan", "woman", 1990)
    row = registering.arrive(
        made.body, particulars=told, home=Home("9"), by=SYSTEM, at=AGO, confirmed=False
    )
    assert b"Zozan" in keeper.get(at(made, None, "doubts")).content
    assert keeper.post(at(made, row.person, "confirm")).status_code == 302
    row.refresh_from_db()
    assert row.confirmed
    assert not keeper.get(at(made, None, "doubts")).context["unconfirmed"]


def test_duplicates_are_suggested_and_merged(made: Town, keeper: Client) -> None:
    twin = world.resident(made.body, made.men[3].name.upper(), "man", at=AGO)
    assert twin.key in keeper.get(at(made, None, "doubts")).content.decode()
    told = {"person": made.men[3].key, "submission": "key-of-a-form"}
    first = keeper.post(at(made, twin, "merge"), told)
    again = keeper.post(at(made, twin, "merge"), told)
    assert first["Location"] == again["Location"] == at(made, made.men[3])
    twin.refresh_from_db()
    assert twin.merged_into == made.men[3]
    assert keeper.get(at(made, twin)).status_code == 404


def test_who_holds_a_seat_is_not_merged_away(made: Town, keeper: Client) -> None:
    twin = world.resident(made.body, made.women[0].name, "woman", at=AGO)
    response = keeper.post(at(made, made.women[0], "merge"), {"person": twin.key})
    assert response.status_code == 422
    assert "holds a seat" in response.content.decode()


@pytest.mark.parametrize("letters", ["bêrîvan", "BERIVAN", "بيريفان", "berivan kob"])
def test_a_few_letters_find_a_person(made: Town, keeper: Client, letters: str) -> None:
    world.resident(made.body, "Bêrîvan Kobanî", "woman", at=AGO)
    found = keeper.post(at(made), {"q": letters})
    assert [person.name for person in found.context["found"]] == ["Bêrîvan Kobanî"]


@pytest.mark.parametrize("key", ["short", "x" * 65, "a-long-key\x00", "çend-zimanên-din"])
def test_an_odd_key_is_refused(made: Town, keeper: Client, key: str) -> None:
    response = keeper.post(at(made, None, "newcomer"), newcomer(submission=key))
    assert response.status_code == 422
    assert not Person.objects.filter(name="Zozan").exists()
    assert keeper.post(at(made, made.men[3], "departure"), {"submission": key}).status_code == 422


@pytest.mark.parametrize("letters", ["%", "\x00", "x" * 5000, "'; --", "…"])
def test_odd_letters_break_nothing(made: Town, keeper: Client, letters: str) -> None:
    assert keeper.post(at(made), {"q": letters}).status_code == 200


def test_households_stand_in_their_order_page_by_page(made: Town, keeper: Client) -> None:
    for number in (10, 9, 101):
        told = Particulars(f"Person {number}", "woman", 1990)
        registering.arrive(made.body, particulars=told, home=Home(f"{number}"), by=SYSTEM, at=AGO)
    names = [home.household.name for home in keeper.get(at(made)).context["homes"]]
    assert names[:3] == ["9", "10", "101"]
    before = _queries(keeper, at(made))
    for number in range(30):
        world.resident(made.body, f"Newcomer {number}", "man", at=AGO)
    assert _queries(keeper, at(made)) == before
    second = keeper.get(at(made) + "?page=2")
    assert second.context["pages"].number == 2
    assert keeper.get(at(made) + "?page=nonsense").status_code == 200


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
