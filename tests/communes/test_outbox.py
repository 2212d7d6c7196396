"""What waited in a browser's outbox: received once, at the time it was typed, or refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communes.domain import attending
from communes.models import Attendance, Resolution
from communes.views.offline import secret_of
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.grounds import laid

pytestmark = pytest.mark.django_db
MINUTE = 60_000


@laid
def held() -> Gathering:
    return gathering(present=16)


def door(held: Gathering) -> str:
    return reverse("check_in", args=[held.meeting.public_id])


def test_a_receipt_names_the_key_and_a_second_sending_is_no_second_act(held: Gathering) -> None:
    person = held.town.people[-1]
    told = {"person": person.key, "submission": "a-key-of-mine"}
    first = post(held.recorder, door(held), waited=5, **told)
    again = post(held.recorder, door(held), waited=9 * MINUTE, **told)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["received"] == "a-key-of-mine"
    assert Attendance.objects.filter(meeting=held.meeting, person=person).count() == 1


def test_without_the_key_it_would_be_two(held: Gathering) -> None:
    guest = reverse("check_in_guest", args=[held.meeting.public_id])
    for _time in range(2):
        assert post(held.recorder, guest, waited=0, name="Guest").status_code == 200
    assert Attendance.objects.filter(guest_name="Guest").count() == 2


def test_an_entry_happened_when_it_was_typed(held: Gathering) -> None:
    meeting, person = held.meeting, held.town.people[-1]
    assert meeting.opened_at is not None
    open_for = (timezone.now() - meeting.opened_at) / timedelta(milliseconds=1)
    waited = int(open_for / 2)
    post(held.recorder, door(held), waited=waited, person=person.key)
    stay = Attendance.objects.get(meeting=meeting, person=person)
    then = timezone.now() - timedelta(milliseconds=waited)
    assert abs(stay.arrived_at - then) < timedelta(seconds=20)


@pytest.mark.parametrize("waited", ["99999999999", "-5", "²", "1e3", "9" * 40, ""])
def test_a_clock_that_jumped_never_leads_before_the_opening(held: Gathering, waited: str) -> None:
    person = held.town.people[-1]
    data = {"person": person.key, "submission": "key-00000001"}
    answer = held.recorder.post(door(held), data, headers={"Komin-Waited": waited})
    assert answer.status_code == 200
    stay = Attendance.objects.get(meeting=held.meeting, person=person)
    assert held.meeting.opened_at is not None
    assert held.meeting.opened_at <= stay.arrived_at <= timezone.now()


def test_a_refusal_gives_reasons_with_their_fields_and_stores_nothing(held: Gathering) -> None:
    decide = reverse("decide", args=[held.item().public_id])
    many = {"method": "hands", "votes_for": "999", "against": "0", "abstain": "0", "text": "Yes"}
    refused = post(held.recorder, decide, waited=0, **many)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["message"]
    bad = post(held.recorder, decide, waited=0, **{**many, "votes_for": "many"})
    assert "votes_for" in {one["field"] for one in bad.json()["problems"]}
    assert not Resolution.objects.filter(item=held.item()).exists()


def test_who_may_not_run_the_meeting_is_refused(held: Gathering) -> None:
    for client in (held.member, held.stranger):
        assert post(client, door(held), waited=0, person="x").status_code == 403
    assert post(Client(), door(held), waited=0, person="x").status_code == 401


def test_an_entry_of_another_account_is_not_taken(held: Gathering) -> None:
    person = held.town.people[-1]
    data = {"person": person.key, "submission": "key-00000002"}
    told = {"Komin-Waited": "0", "Komin-Owner": "somebody-else"}
    assert held.recorder.post(door(held), data, headers=told).status_code == 401
    assert not Attendance.objects.filter(meeting=held.meeting, person=person).exists()
    mine = held.recorder.get(reverse("outbox")).json()["owner"]
    told["Komin-Owner"] = mine
    assert held.recorder.post(door(held), data, headers=told).status_code == 200


def test_each_person_has_a_secret_of_their_own(held: Gathering) -> None:
    page = reverse("outbox")
    told = held.recorder.get(page).json()
    again = held.recorder.get(page).json()
    assert (told["owner"], told["secret"]) == (again["owner"], again["secret"])
    assert told["secret"] != held.member.get(page).json()["secret"]
    assert len(secret_of(world.account("someone", None))) == 32
    assert Client().get(page, headers={"Komin-Waited": "0"}).status_code == 401


def test_what_a_device_keeps_is_for_those_who_run_the_meeting(held: Gathering) -> None:
    page = reverse("kept", args=[held.meeting.public_id])
    told = held.recorder.get(page).json()
    inside = attending.room(held.meeting, timezone.now()).members
    assert len(told["here"]) == inside
    assert len(told["people"]) >= inside
    assert len(told["pages"]) == held.meeting.items.count() + 2  # the room, the door
    for client in (held.member, held.stranger):
        assert client.get(page).status_code == 403


def test_what_it_keeps_asks_a_constant_number_of_queries(held: Gathering) -> None:
    page, counts = reverse("kept", args=[held.meeting.public_id]), []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            people = held.recorder.get(page).json()["people"]
        counts.append((len(asked), len(people)))
        for number in range(12):
            world.resident(held.body, f"Newcomer {number}", "woman")
    (few, some), (same, more) = counts
    assert (few, some + 12) == (same, more)
