"""Ranked papers in a meeting whose charter asks for youth and components beside the genders."""

from typing import Any

import pytest
from django.utils import timezone

from communes.domain.planning import PlannedItem
from communes.models import BodyParameter, Entry, Person
from mandates.models import Seat
from quotas.domain import establishing, nominating, releasing, telling
from quotas.models import Candidacy, Election, Nomination
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.quotas.test_components import LISTED
from tests.quotas.test_ranked_meetings import elected, recounted, standing, typed, url

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    """An open assembly with an election; two of those who will stand are young."""
    made = gathering(items=[PlannedItem("Officers", "election")])
    for person in (made.town.women[6], made.town.men[6]):
        person.birth_year = timezone.now().year - 20
        person.save()
    return made


def says(held: Gathering, body: Any = None, **told: object) -> None:
    for name, value in told.items():
        since = held.meeting.convened_at
        own = {"body": body or held.body, "section": "quotas", "since": since}
        BodyParameter.objects.create(name=name, value=value, **own)


def planned(held: Gathering, seats: list[Seat], people: list[Person]) -> list[Candidacy]:
    at = timezone.now()
    election = nominating.plan(held.item(), seats, by=SYSTEM, at=at, method="ranked")
    return [nominating.stand(election, person, by=SYSTEM, at=at) for person in people]


def chairs(held: Gathering) -> list[Seat]:
    return list(Seat.objects.filter(body=held.body, office="co_chair"))


def four(held: Gathering) -> list[Person]:
    """An older and a young woman, an older and a young man."""
    women, men = held.town.women, held.town.men
    return [women[4], women[6], men[4], men[6]]


def test_the_young_are_guarded_and_the_files_count_to_the_same(held: Gathering) -> None:
    says(held, youth_share="1/3")
    planned(held, chairs(held), four(held))
    typed(held, ("1", 9), ("3 1", 6), ("2", 2), ("4", 1))
    assert post(held.recorder, url(held, "elect")).status_code == 302
    older, young = four(held)[0], four(held)[3]
    assert {one.person for one in elected(held)} == {older, young}
    told = held.member.get(url(held, "election_result")).content.decode()
    assert f"By votes alone {four(held)[2].name} would be elected; {young.name} is." in told
    names = ["ballots_blt", "ballots_genders"]
    files = {name: held.member.get(url(held, name)).content.decode() for name in names}
    assert "reserve-youth=1" in files["ballots_blt"]
    assert recounted(files, 2)["elected"] == standing(held).facts["count"]["elected"]


def test_what_cannot_be_met_is_named(held: Gathering) -> None:
    says(held, youth_share="1")
    women, men = held.town.women, held.town.men
    planned(held, chairs(held), [women[4], women[6], men[4]])
    typed(held, ("1", 9), ("3 1", 6), ("2", 2))
    assert post(held.recorder, url(held, "elect")).status_code == 302
    assert [one.person for one in elected(held)] == [women[6]]
    told = held.member.get(url(held, "election_result")).content.decode()
    assert "“at least 2 young people” cannot be met: 1 is missing." in told


def test_a_component_decides_and_neither_book_nor_file_says_whose(held: Gathering) -> None:
    says(held, component_seats="fixed", component_kinds=["commune"], components=LISTED)
    rows = planned(held, chairs(held), four(held))
    declared = {"component": "kurd", "organisation": "Society", "declared_at": timezone.now()}
    Nomination.objects.create(candidacy=rows[3], **declared)
    typed(held, ("1", 9), ("3 1", 6), ("2", 2), ("4", 1))
    assert post(held.recorder, url(held, "elect")).status_code == 302
    assert rows[3].person in {one.person for one in elected(held)}
    facts = standing(held).facts
    assert facts["components"] is True
    assert not any(one["guarded"] for one in facts["count"]["rounds"])
    assert not any("kurd" in entry.content for entry in Entry.objects.all())
    for name in ("ballots_blt", "ballots_genders", "ballots_json"):
        assert "kurd" not in held.member.get(url(held, name)).content.decode()
    told = held.member.get(url(held, "election_result")).content.decode()
    assert "no file tells who stands for which" in told


def test_what_a_component_lacks_is_not_named_in_the_book(held: Gathering) -> None:
    says(held, component_seats="fixed", component_kinds=["commune"], components=LISTED)
    planned(held, chairs(held), four(held))
    typed(held, ("1", 9), ("3 1", 6), ("2", 2), ("4", 1))
    assert post(held.recorder, url(held, "elect")).status_code == 302
    assert standing(held).facts["count"]["unmet"]
    assert not any("kurd" in entry.content for entry in Entry.objects.all())


def test_an_opened_seat_goes_to_who_stayed_longest_in_the_count(held: Gathering) -> None:
    at = timezone.now()
    body = establishing.establish_committee(
        held.body, field="health", name="Health", size=7, by=SYSTEM, at=at
    )
    says(held, body, unfilled_seats="women_release")
    seats = list(Seat.objects.filter(body=body, office="member").order_by("number"))
    people = [held.town.women[7], *held.town.men[5:10]]
    planned(held, seats, people)
    typed(held, ("1", 4), ("2", 4), ("3", 4), ("4", 3), ("5", 2), ("6 4", 1))
    assert post(held.recorder, url(held, "elect")).status_code == 302
    election = Election.objects.get(item=held.item())
    at = timezone.now()
    (empty,) = releasing.unfilled(election, at)
    counted = {"votes_for": 9, "against": 0}
    releasing.release(held.item(), seats=[empty], by=SYSTEM, at=at, **counted)
    holder = world.holder(empty, timezone.now())
    assert holder is not None
    assert holder.person == people[4]  # with two votes: the one with a single vote was excluded
    story = telling.story_of(election)
    assert story is not None
    assert "stayed longest in the count" in story.opened[0]
