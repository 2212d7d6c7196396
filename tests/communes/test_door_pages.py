"""The door: households to open, one press each; numbers and slips typed or scanned."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.arithmetic.doors import initial, street
from communes.domain import attending, households, issuing
from communes.domain.acting import Actor
from communes.models import Attendance, Household, MemberNumber, Person, Slip
from tests.communes.test_door import filled
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, planned, post

pytestmark = pytest.mark.django_db


def home_of(person: Person) -> Household:
    return Household.objects.get(residences__person=person, residences__until__isnull=True)


def door(held: Gathering) -> str:
    return reverse("door", args=[held.meeting.public_id])


def number_of(person: Person) -> str:
    return MemberNumber.objects.get(person=person).number


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("Kolana Rojhilat 12", "Kolana Rojhilat"),
        ("Kolana Rojhilat 12 b", "Kolana Rojhilat"),
        ("شارع الزيتون، 7", "شارع الزيتون،"),
        ("12", ""),
        ("", ""),
        ("Mill Road", "Mill Road"),
    ],
)
def test_a_street_is_an_address_without_the_number(address: str, name: str) -> None:
    assert street(address) == name


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Ehmed", "E"), ("Şêrîn", "S"), ("7", "1–50"), ("51", "51–100"), ("0", "1–50"), ("!", "—")],
)
def test_an_initial_is_a_letter_or_a_block_of_numbers(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_the_list_says_who_is_here_and_opens_one_household() -> None:
    held = gathering(present=4)
    home = home_of(held.town.women[0])
    page = held.recorder.get(door(held)).content.decode()
    assert page.count("data-home") == len(households.doors(held.meeting, timezone.now())) > 15
    assert f"?home={home.public_id}" in page
    opened = held.recorder.get(door(held), {"home": str(home.public_id)}).content.decode()
    assert held.town.women[0].name in opened
    assert opened.count('name="person"') == 1  # the shape for names found without a network


def test_each_person_is_let_in_singly_and_the_household_stays_open() -> None:
    held = gathering(present=12)
    home = home_of(held.town.women[9])
    at = timezone.now()
    child = world.resident(held.body, "Aram", "man", birth_year=2015, household=home, at=at)
    told = {"person": held.town.women[9].key, "door": str(home.public_id)}
    answer = post(held.recorder, reverse("check_in", args=[held.meeting.public_id]), **told)
    assert answer.status_code == 302
    assert answer["Location"] == f"{door(held)}?home={home.public_id}#people"
    here = Attendance.objects.filter(meeting=held.meeting, left_at__isnull=True)
    assert here.filter(person=held.town.women[9]).exists()
    assert not here.filter(person=child).exists()
    comers = households.comers(held.meeting, home, timezone.now())
    assert [one.stay is not None for one in comers] == [True, False]


def test_a_number_or_a_slip_lets_its_bearer_in_once() -> None:
    held = gathering(present=12)
    url = reverse("check_in_code", args=[held.meeting.public_id])
    first, second = held.town.women[8], held.town.women[9]
    assert post(held.recorder, url, code=number_of(first), door="list").status_code == 302
    slip = Slip.objects.get(member__person=second)
    assert post(held.recorder, url, code=issuing.code_of(slip), door="list").status_code == 302
    here = Attendance.objects.filter(meeting=held.meeting, person__in=[first, second])
    assert here.count() == 2
    again = post(held.recorder, url, code=number_of(first), door="list")
    assert again.status_code == 422
    assert "is already in the room" in again.content.decode()


def test_a_wrong_digit_is_told_at_the_field_and_to_an_outbox() -> None:
    held = gathering(present=12)
    url = reverse("check_in_code", args=[held.meeting.public_id])
    right = number_of(held.town.women[9])
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    answer = post(held.recorder, url, code=wrong, door="list")
    assert answer.status_code == 422
    assert "a digit is wrong or two are exchanged" in answer.content.decode()
    kept = post(held.recorder, url, code=wrong, door="list", waited=4000)
    assert kept.status_code == 422
    assert kept.json()["problems"][0]["field"] == "code"
    missing = post(held.recorder, url, code="", door="list")
    assert missing.status_code == 422


def test_an_entry_that_waited_came_in_when_it_was_typed() -> None:
    held = gathering(present=12)
    url = reverse("check_in_code", args=[held.meeting.public_id])
    person = held.town.women[9]
    answer = post(held.recorder, url, code=number_of(person), door="list", waited=600_000)
    assert answer.status_code == 200
    stay = Attendance.objects.get(meeting=held.meeting, person=person)
    assert timedelta(minutes=9) < timezone.now() - stay.arrived_at < timedelta(minutes=11)


def test_the_finder_knows_numbers_and_slips_too() -> None:
    held = gathering(present=12)
    asked = reverse("room_find", args=[held.meeting.public_id])
    person = held.town.women[9]
    code = issuing.code_of(Slip.objects.get(member__person=person))
    for typed in (number_of(person), code):
        found = post(held.recorder, asked, htmx="found", q=typed).content.decode()
        assert person.name in found
        assert found.count('name="person"') == 1
    right = number_of(person)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    found = post(held.recorder, asked, htmx="found", q=wrong).content.decode()
    assert "a digit is wrong" in found
    assert post(held.recorder, asked, q=right, door="list").status_code == 200


def test_a_device_keeps_codes_only_as_digests_that_name_nobody() -> None:
    held = gathering(present=12)
    kept = held.recorder.get(reverse("kept", args=[held.meeting.public_id])).json()
    person = held.town.women[9]
    slip = Slip.objects.get(member__person=person)
    assert issuing.code_of(slip) not in str(kept)
    place = kept["codes"][slip.digest[:24]]
    assert (
        kept["people"][place][0]
        == person.key
        == kept["people"][kept["codes"][number_of(person)]][0]
    )
    assert kept["people"][place][5] == str(home_of(person).public_id)
    assert door(held) in kept["pages"]
    issuing.replace(held.body, person, by=Actor(held.town.women[1]), at=timezone.now())
    anew = held.recorder.get(reverse("kept", args=[held.meeting.public_id])).json()
    assert slip.digest[:24] not in anew["codes"]


def test_the_list_costs_the_same_in_ten_households_and_in_four_hundred() -> None:
    held = gathering(present=12)
    key = str(home_of(held.town.women[0]).public_id)
    few = queries(lambda: held.recorder.get(door(held)))
    one = queries(lambda: held.recorder.get(door(held), {"home": key}))
    filled(held, 400)
    assert queries(lambda: held.recorder.get(door(held))) == few
    assert queries(lambda: held.recorder.get(door(held), {"home": key})) == one
    assert len(households.doors(held.meeting, timezone.now())) > 400


def test_others_do_not_stand_at_the_door() -> None:
    held = gathering(present=4)
    for client in (held.member, held.stranger, held.guest):
        assert client.get(door(held)).status_code == 403
    url = reverse("check_in_code", args=[held.meeting.public_id])
    assert post(held.member, url, code=number_of(held.town.women[5])).status_code == 403
    elsewhere = Household.objects.exclude(residences__commune=held.body.pk)
    foreign = elsewhere.first()
    assert foreign is not None
    for home in (str(foreign.public_id), "nonsense", "\x00", str(held.meeting.public_id)):
        assert held.recorder.get(door(held), {"home": home}).status_code == 404


def test_nothing_new_is_nothing_and_a_closed_door_lets_nobody_in() -> None:
    held = gathering(present=4)
    page = held.recorder.get(door(held))
    seen = page.context["stamp"]
    assert held.recorder.get(door(held), {"seen": seen}).status_code == 204
    held.close()
    closed = held.recorder.get(door(held)).content.decode()
    assert "nobody comes in or goes out" in closed
    assert 'name="code"' not in closed
    waiting = planned(held)
    early = held.recorder.get(reverse("door", args=[waiting.public_id]))
    assert early.status_code == 200
    by, at = Actor(held.town.women[1]), timezone.now()
    with pytest.raises(Exception, match="meeting_not_open"):
        attending.check_in(waiting, [held.town.women[0]], by=by, at=at)
