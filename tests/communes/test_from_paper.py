"""A whole meeting entered afterwards: everything with the time at which it happened."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Attendance, Entry, Meeting, Resolution
from tests.factories import world
from tests.factories.gathering import client_of, post
from tests.factories.world import SYSTEM, Town

pytestmark = pytest.mark.django_db


def yesterday() -> tuple[Town, Meeting]:
    """A meeting convened for an evening that is over."""
    now = timezone.now()
    town = world.settled_town(pairs=10, at=now - timedelta(days=60))
    began = (now - timedelta(days=1)).replace(hour=15, minute=0, second=0, microsecond=0)
    where = Invitation("Yard", began, [PlannedItem("Water pump")])
    return town, convene(town.body, where, by=SYSTEM, at=now - timedelta(days=9))


def local(meeting: Meeting, minutes: int) -> dict[str, str]:
    """So many minutes after the meeting was to begin, as a form says it."""
    at = meeting.starts_at + timedelta(minutes=minutes)
    told = at.astimezone(ZoneInfo(meeting.body.time_zone))
    return {"day": f"{told:%Y-%m-%d}", "clock": f"{told:%H:%M}"}


def opened(town: Town, meeting: Meeting, **more: str) -> tuple[Client, Any]:
    secretary = client_of("secretary", town.women[1])
    chairs = [town.women[0].key, town.men[0].key]
    told: dict[str, Any] = {"chairs": chairs, "recorder": town.women[1].key, "do": "open", **more}
    return secretary, post(secretary, reverse("meeting_open", args=[meeting.public_id]), **told)


def test_an_evening_is_entered_with_its_times() -> None:
    town, meeting = yesterday()
    secretary, answer = opened(town, meeting, from_paper="yes", **local(meeting, 5))
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert meeting.opened_at == meeting.starts_at + timedelta(minutes=5)
    room = secretary.get(reverse("item", args=[meeting.items.get().public_id])).content.decode()
    assert "You are entering what happened at" in room
    for person in town.people[:16]:
        post(secretary, reverse("check_in", args=[meeting.public_id]), person=person.key)
    clock = reverse("room_clock", args=[meeting.public_id])
    assert post(secretary, clock, do="set", **local(meeting, 40)).status_code == 302
    votes = {"votes_for": 14, "against": 2, "abstain": 0}
    count: dict[str, Any] = {"method": "hands", "text": "Yes", **votes}
    item = meeting.items.get()
    assert post(secretary, reverse("decide", args=[item.public_id]), **count).status_code == 302
    post(secretary, clock, do="set", **local(meeting, 90))
    closing = reverse("meeting_close", args=[meeting.public_id])
    assert post(secretary, closing).status_code == 302
    stays = Attendance.objects.filter(meeting=meeting)
    assert {one.arrived_at for one in stays} == {meeting.opened_at}
    decided = Resolution.objects.get(item=item)
    assert decided.happened_at == meeting.starts_at + timedelta(minutes=40)
    assert timezone.now() - decided.recorded_at < timedelta(minutes=5)
    entry = Entry.objects.filter(kind="resolution.entered").latest("pk")
    assert timezone.now() - entry.recorded_at < timedelta(minutes=5)
    meeting.refresh_from_db()
    assert meeting.closed_at == meeting.starts_at + timedelta(minutes=90)


@pytest.mark.parametrize(
    "wrong",
    [{"day": "", "clock": "18:00"}, {"day": "2999-01-01", "clock": "18:00"}, {"clock": "x"}],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(wrong: dict[str, str]) -> None:
    town, meeting = yesterday()
    told = {**local(meeting, 5), **wrong}
    _secretary, answer = opened(town, meeting, from_paper="yes", **told)
    assert answer.status_code == 422
    meeting.refresh_from_db()
    assert meeting.opened_at is None


def test_the_clock_never_stands_before_the_opening_nor_in_the_future() -> None:
    town, meeting = yesterday()
    secretary, _answer = opened(town, meeting, from_paper="yes", **local(meeting, 30))
    clock = reverse("room_clock", args=[meeting.public_id])
    for minutes in (10, 10 * 24 * 60):
        page = post(secretary, clock, do="set", **local(meeting, minutes))
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.content.decode()
    assert post(secretary, clock, do="now").status_code == 302
    room = secretary.get(reverse("item", args=[meeting.items.get().public_id])).content.decode()
    assert "You are entering what happened at" not in room


def test_only_those_who_run_the_meeting_set_its_clock() -> None:
    town, meeting = yesterday()
    opened(town, meeting)
    other = client_of("member", town.women[5])
    clock = reverse("room_clock", args=[meeting.public_id])
    assert post(other, clock, do="set", **local(meeting, 40)).status_code == 403
