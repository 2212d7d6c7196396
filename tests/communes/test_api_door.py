"""The door by the API, and entries from paper with the time at which they happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from communes.domain import issuing
from communes.models import Attendance, Entry, Meeting, MemberNumber, Person, Resolution, Slip
from tests.factories import world
from tests.factories.calling import Answer, Caller
from tests.factories.gathering import Gathering, gathering, planned
from tests.grounds import laid

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@laid
def held() -> Gathering:
    return gathering(present=16)


@laid
def secretary(held: Gathering) -> Caller:
    return Caller(client=held.recorder)


@laid
def other(held: Gathering) -> Caller:
    return Caller(client=held.member)


def when(held: Gathering, minutes: int) -> str:
    assert held.meeting.opened_at is not None
    return (held.meeting.opened_at + minutes * MINUTE).isoformat()


def test_households_and_their_people(held: Gathering, secretary: Caller, other: Caller) -> None:
    path = f"meetings/{held.meeting.key}/households"
    rows = secretary.get(path).body["households"]
    assert sum(row["here"] for row in rows) == 16
    people = secretary.get(f"{path}/{rows[0]['id']}").body["people"]
    assert len(people) == rows[0]["people"]
    assert other.get(path).status == 403
    assert secretary.get(f"{path}/{held.body.key}").status == 404


def test_a_number_and_a_slip(held: Gathering, secretary: Caller, other: Caller) -> None:
    path = f"meetings/{held.meeting.key}/attendance/code"
    first, second = held.town.women[8], held.town.women[9]
    number = MemberNumber.objects.get(person=first).number
    came = secretary.post(path, {"code": number, "happened_at": when(held, 4)})
    assert came.status == 201
    assert datetime.fromisoformat(came.body["arrived_at"]).isoformat() == when(held, 4)
    code = issuing.code_of(Slip.objects.get(member__person=second))
    assert secretary.post(path, {"code": code}).status == 201
    assert secretary.post(path, {"code": code}).codes == ["already_in"]
    assert secretary.post(path, {"code": "10000"}).codes == ["number_wrong_digit"]
    assert other.post(path, {"code": number}).status == 403


def test_times_are_corrected(held: Gathering, secretary: Caller, other: Caller) -> None:
    stay = Attendance.objects.filter(meeting=held.meeting).latest("pk")
    path = f"stays/{stay.key}/times"
    told = {"arrived_at": when(held, 3), "left_at": when(held, 5), "reason": "late"}
    assert other.put(path, told).status == 403
    assert secretary.put(path, {**told, "arrived_at": when(held, 9)}).codes == ["before_arrival"]
    new = secretary.put(path, told)
    assert (new.status, new.body["corrects"], new.body["reason"]) == (200, stay.key, "late")
    assert secretary.put(path, told).codes == ["already_struck"]


def test_numbers_and_slips_of_a_register(held: Gathering, secretary: Caller, other: Caller) -> None:
    person: Person = held.town.women[5]
    path = f"communes/{held.body.key}/persons/{person.key}"
    number = MemberNumber.objects.get(person=person).number
    assert secretary.get(f"{path}/number").body["number"] == number
    assert secretary.get(f"{path}/slip/paper").status == 200
    made = secretary.post(f"{path}/slip", {})
    assert (made.status, made.body["number"]) == (201, number)
    assert secretary.post(f"communes/{held.body.key}/numbers", {}).body == {"given": 0}
    for name in ("number", "slip/paper"):
        assert other.get(f"{path}/{name}").status == 404
    assert other.post(f"{path}/slip", {}).status == 404


@dataclass(frozen=True)
class Paper:
    """A meeting held three hours ago, about to be entered from paper by its recorder."""

    meeting: Meeting
    secretary: Caller
    began: datetime

    def at(self, minutes: int) -> str:
        """So many minutes after it began, as a program sends it."""
        return (self.began + minutes * MINUTE).isoformat()

    def post(self, path: str, body: dict[str, Any]) -> Answer:
        """What the secretary's program sends to this meeting."""
        return self.secretary.post(f"meetings/{self.meeting.key}/{path}", body)


def from_paper() -> Paper:
    """The meeting, opened with the time at which it was opened, sixteen people there."""
    held = gathering(present=2)
    held.close()
    meeting: Meeting = planned(held, days=0)
    began = timezone.now() - timedelta(hours=3)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=began)
    paper = Paper(meeting, Caller(client=held.recorder), began)
    chairs = [held.town.women[0].key, held.town.men[0].key]
    told = {"chairs": chairs, "recorder": held.town.women[1].key, "happened_at": paper.at(0)}
    assert paper.post("open", told).status == 200
    persons = [one.key for one in held.town.people[:16]]
    told = {"persons": persons, "happened_at": paper.at(5)}
    assert paper.post("attendance", told).status == 201
    return paper


def test_nothing_from_paper_happened_outside_the_meeting() -> None:
    paper = from_paper()
    early = paper.post("guests", {"name": "Guest", "happened_at": paper.at(-1)})
    assert (early.status, early.codes, early.fields) == (400, ["before_opening"], ["happened_at"])
    ahead = (timezone.now() + timedelta(hours=1)).isoformat()
    late = paper.post("guests", {"name": "Guest", "happened_at": ahead})
    assert (late.status, late.codes) == (400, ["ahead"])


def test_an_evening_from_paper_keeps_its_times() -> None:
    now = timezone.now()
    paper = from_paper()
    meeting, began = paper.meeting, paper.began
    item = meeting.items.get(position=1)
    path = f"items/{item.key}/decisions"
    count = {"votes_for": 12, "votes_against": 2, "happened_at": paper.at(20)}
    assert paper.secretary.post(f"{path}/preview", count).status == 200
    assert paper.secretary.post(path, count).status == 201
    stay = Attendance.objects.filter(meeting=meeting).latest("pk")
    left = paper.secretary.post(f"stays/{stay.key}/leave", {"happened_at": paper.at(30)})
    assert left.status == 200
    assert paper.post("close", {"happened_at": paper.at(60)}).status == 200
    resolution = Resolution.objects.get(item=item)
    meeting.refresh_from_db()
    assert meeting.opened_at == began
    assert meeting.closed_at == began + 60 * MINUTE
    assert (resolution.present, resolution.happened_at) == (16, began + 20 * MINUTE)
    assert resolution.recorded_at >= now
    entry = Entry.objects.filter(body=meeting.body, kind="resolution.entered").latest("number")
    assert entry.recorded_at >= now > entry.happened_at
    stay.refresh_from_db()
    assert stay.left_at == began + 30 * MINUTE


def test_another_commune_is_not_there(held: Gathering, secretary: Caller) -> None:
    other = world.town("Komîna Nû", pairs=1, at=timezone.now() - timedelta(days=3))
    foreign = f"communes/{other.body.key}/persons/{other.men[0].key}"
    assert secretary.get(f"{foreign}/number").status == 404
    mine = f"communes/{held.body.key}/persons/{other.men[0].key}"
    assert secretary.get(f"{mine}/number").status == 404
