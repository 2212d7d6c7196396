"""A press at the door brings its household, not the page; on paper's time as in the room."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.models import Attendance, Household, Meeting, MemberNumber, Person
from tests.communes.test_from_paper import local, opened, yesterday
from tests.factories.gathering import Gathering, gathering, post

pytestmark = pytest.mark.django_db


def home_of(person: Person) -> str:
    return str(Household.objects.get(residences__person=person).public_id)


def door(meeting: Meeting) -> str:
    return reverse("door", args=[meeting.public_id])


def part_of(html: str, name: str) -> str:
    """A section of the page, without what is new in every form."""
    found = re.search(rf'<section[^>]* id="{name}".*?</section>', html, re.DOTALL)
    assert found, name
    return re.sub(r'name="(submission|csrfmiddlewaretoken)" value="[^"]*"', "", found[0])


def asked_in_part(held: Gathering, target: str, **asked: str) -> str:
    headers = {"HX-Request": "true", "HX-Target": target}
    return str(held.recorder.get(door(held.meeting), asked, headers=headers).content.decode())


def test_a_part_is_what_a_reload_would_show() -> None:
    held = gathering(present=4)
    home = home_of(held.town.women[0])
    for asked in ({}, {"home": home}, {"by": "letter"}):
        whole = held.recorder.get(door(held.meeting), asked).content.decode()
        part = asked_in_part(held, "people", **asked)
        assert "<main" not in part
        for name in ("meter", "people"):
            assert part_of(part, name) == part_of(whole, name)
    meter = asked_in_part(held, "meter")
    assert part_of(meter, "meter") == part_of(whole, "meter")
    assert "data-home" not in meter


def test_a_press_answers_with_its_household_in_the_same_order() -> None:
    held = gathering(present=4)
    late = held.town.women[8]
    told = {"person": late.key, "door": home_of(late), "by": "letter"}
    enter = reverse("check_in", args=[held.meeting.public_id])
    answer = post(held.recorder, enter, htmx="people", **told)
    part = answer.content.decode()
    assert answer.status_code == 200
    assert len(part) < 6000
    assert f'id="in-{late.key}"' in part
    asked = {"home": home_of(late), "by": "letter"}
    whole = held.recorder.get(door(held.meeting), asked).content.decode()
    assert part_of(part, "people") == part_of(whole, "people")
    again = post(held.recorder, enter, **{**told, "person": held.town.women[9].key})
    assert again["Location"].endswith("&by=letter#people")
    odd = post(held.recorder, enter, **{**told, "person": held.town.men[9].key, "by": '"><b'})
    assert odd["Location"].endswith(f"?home={home_of(late)}#people")


def test_the_door_enters_what_happened_where_the_clock_stands() -> None:
    town, meeting = yesterday()
    secretary, _answer = opened(town, meeting, from_paper="yes", **local(meeting, 5))
    clock = reverse("room_clock", args=[meeting.public_id])
    post(secretary, clock, do="set", **local(meeting, 40))
    first, second = town.women[5], town.men[5]
    at = meeting.starts_at + timedelta(minutes=40)
    page = secretary.get(door(meeting), {"home": home_of(first)}).content.decode()
    assert "You are entering what happened at" in page
    assert f'data-clock="{at.astimezone(ZoneInfo("UTC")):%Y-%m-%dT%H:%M}' in page
    enter = reverse("check_in", args=[meeting.public_id])
    post(secretary, enter, person=first.key, door=home_of(first))
    number = MemberNumber.objects.get(person=second).number
    code = reverse("check_in_code", args=[meeting.public_id])
    assert post(secretary, code, code=number, door="list").status_code == 302
    stays = Attendance.objects.filter(meeting=meeting, person__in=[first, second])
    assert [one.arrived_at for one in stays] == [at, at]
    post(secretary, clock, do="set", **local(meeting, 50))
    out = reverse("check_out", args=[meeting.public_id])
    post(secretary, out, left=stays[0].public_id, door=home_of(first))
    gone = Attendance.objects.get(pk=stays[0].pk)
    assert gone.left_at == at + timedelta(minutes=10)
    assert timezone.now() - gone.left_at > timedelta(hours=1)
    earlier = secretary.get(door(meeting), {"home": home_of(first)}).content.decode()
    assert f'id="in-{first.key}"' in earlier
