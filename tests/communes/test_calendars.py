"""Calendars that real programs read: written as RFC 5545 says, and read back."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communes.domain import calendars, convening, rescheduling
from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import Account, Affiliation, CalendarFeed, Meeting, Relation
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, client_of, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ITEMS = [
    PlannedItem("Ava gundê, û rê", planned_minutes=20),
    PlannedItem("Pump; or well", sub=True),
    PlannedItem("خزان الماء", planned_minutes=30),
]


@laid
def held() -> Gathering:
    return gathering()


def member(held: Gathering) -> Account:
    return held.town.men[3].account


def address_of(held: Gathering, body: Any = None, account: Account | None = None) -> str:
    mine = account or member(held)
    feed = calendars.make(mine, body, by=Actor(account=mine), at=NOW)
    return reverse("calendar", args=[calendars.secret(feed)])


def read(url: str, **headers: str) -> Any:
    """As a calendar program does, which signs in nowhere."""
    return Client().get(url, headers=headers)


def events(url: str) -> dict[str, Any]:
    """The events by the id of their meeting."""
    answer = read(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return {str(one["UID"]).partition("@")[0]: one for one in calendar.walk("VEVENT")}


def test_a_meeting_is_read_back_as_it_was_convened(held: Gathering) -> None:
    meeting = planned(held, items=ITEMS)
    event = events(address_of(held))[meeting.key]
    assert event["DTSTART"].dt == meeting.starts_at.replace(microsecond=0)
    assert event["DTSTART"].params["TZID"] == "Asia/Damascus"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=50)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert event["DTSTAMP"].dt == meeting.convened_at.replace(microsecond=0)
    assert str(event["LOCATION"]) == "School yard"
    lines = str(event["DESCRIPTION"]).split("\n")
    assert [line.split()[0] for line in lines] == ["3", "1", "1.1", "2"]
    assert "Ava gundê, û rê" in lines[1]
    assert "Pump; or well" in lines[2]


def test_a_zone_is_explained_to_programs_that_do_not_know_it(held: Gathering) -> None:
    planned(held)
    calendar = icalendar.Calendar.from_ical(read(address_of(held)).content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Damascus"]


def test_a_change_and_a_cancellation_update_the_same_event(held: Gathering) -> None:
    meeting, url = planned(held), address_of(held)
    before = events(url)[meeting.key]
    later = meeting.starts_at + timedelta(days=1)
    rescheduling.change(meeting, place="Tree", starts_at=later, by=SYSTEM, at=NOW)
    changed = events(url)[meeting.key]
    convening.cancel(meeting, by=SYSTEM, at=NOW + timedelta(minutes=1))
    cancelled = events(url)[meeting.key]
    assert [one["SEQUENCE"] for one in (before, changed, cancelled)] == [0, 1, 2]
    assert before["UID"] == changed["UID"] == cancelled["UID"]
    assert before["DTSTAMP"].dt < changed["DTSTAMP"].dt < cancelled["DTSTAMP"].dt
    assert str(changed["LOCATION"]) == "Tree"
    assert cancelled["STATUS"] == "CANCELLED"


def test_a_program_that_has_it_already_is_told_so(held: Gathering) -> None:
    meeting, url = planned(held), address_of(held)
    first = read(url)
    again = {"If-None-Match": first["ETag"]}
    assert read(url, **again).status_code == 304
    assert read(url, **{"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    assert read(url).content == first.content
    convening.cancel(meeting, by=SYSTEM, at=NOW + timedelta(minutes=1))
    assert read(url, **again).status_code == 200


def test_a_circle_stays_among_its_members(held: Gathering) -> None:
    hers = Affiliation.objects.get(parent=held.body, relation=Relation.BESIDE).body
    invitation = convening.Invitation("Hall", NOW + timedelta(days=9), [PlannedItem("Ours")])
    meeting = convening.convene(hers, invitation, by=SYSTEM, at=NOW)
    woman = world.account("woman", held.town.women[4])
    assert events(address_of(held, account=woman))[meeting.key]["CLASS"] == "PRIVATE"
    assert meeting.key in events(address_of(held, hers, woman))
    assert meeting.key not in events(address_of(held))
    man = CalendarFeed.objects.create(account=member(held), body=hers, made_at=NOW)
    assert events(reverse("calendar", args=[calendars.secret(man)])) == {}
    url = reverse("make_body_calendar", args=[hers.public_id])
    assert post(held.member, url).status_code == 404
    assert Caller(member(held)).send("post", "me/calendars", {"body": hers.key}).status == 404


def test_an_address_is_made_once_shown_and_revoked(held: Gathering) -> None:
    for _time in range(2):
        assert post(held.member, reverse("make_calendar")).status_code == 302
    body = reverse("make_body_calendar", args=[held.body.public_id])
    assert post(held.member, body).status_code == 302
    assert CalendarFeed.objects.count() == 2
    feed = CalendarFeed.objects.get(body=None)
    url = reverse("calendar", args=[calendars.secret(feed)])
    assert url in held.member.get("/account/").content.decode()
    assert url not in held.recorder.get("/account/").content.decode()
    revoke = reverse("revoke_calendar", args=[feed.public_id])
    assert post(held.recorder, revoke).status_code == 404
    assert post(held.member, revoke).status_code == 302
    assert read(url).status_code == 404
    post(held.member, reverse("make_calendar"))
    assert CalendarFeed.objects.filter(body=None, revoked_at=None).count() == 1
    assert read(url).status_code == 404  # a new address, not the old one again
    assert post(held.guest, reverse("make_calendar")).status_code == 422


def test_a_wrong_address_leads_nowhere(held: Gathering) -> None:
    feed = calendars.make(member(held), None, by=SYSTEM, at=NOW)
    for end in ("x", feed.key, f"{feed.key}.x", calendars.secret(feed)[:-1], "a.b", "é"):
        assert read(reverse("calendar", args=[end])).status_code == 404
    url = reverse("calendar", args=[calendars.secret(feed)])
    Account.objects.filter(pk=member(held).pk).update(is_active=False)
    assert read(url).status_code == 404


def test_the_database_keeps_one_address_for_each(held: Gathering) -> None:
    for body in (None, held.body):
        calendars.make(member(held), body, by=SYSTEM, at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarFeed.objects.create(account=member(held), body=body, made_at=NOW)


def test_queries_do_not_grow_with_the_meetings(held: Gathering) -> None:
    url = address_of(held)
    planned(held)
    one = queries(lambda: read(url))
    for _time in range(2):
        planned(held, items=ITEMS)
    assert queries(lambda: read(url)) == one


def test_one_meeting_is_taken_along(held: Gathering) -> None:
    meeting = planned(held)
    url = reverse("meeting_calendar", args=[meeting.public_id])
    answer = held.member.get(url)
    assert icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]["SEQUENCE"] == 0
    assert read(url).status_code == 302


def test_a_program_makes_and_revokes(held: Gathering) -> None:
    caller = Caller(member(held))
    made = caller.send("post", "me/calendars", {"body": held.body.key})
    assert made.status == 201
    assert read(made.body["address"]).status_code == 200
    assert [row["id"] for row in caller.get("me/calendars").rows] == [made.body["id"]]
    assert caller.send("delete", f"me/calendars/{made.body['id']}").status == 200
    assert read(made.body["address"]).status_code == 404
    other = Caller(client_account())
    assert other.send("delete", f"me/calendars/{made.body['id']}").status == 404


def client_account() -> Account:
    """Another account."""
    client_of("someone", None)
    return Account.objects.get(username="someone")


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@given(title=TEXTS, place=TEXTS, hours=st.integers(0, 24 * 365), minutes=st.integers(0, 600))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_write_is_read_back(
    held_once: Meeting, title: str, place: str, hours: int, minutes: int
) -> None:
    starts_at = datetime.fromisoformat("2026-03-01T00:00+00:00") + timedelta(hours=hours)
    held_once.items.update(title=title, planned_minutes=minutes)
    held_once.place, held_once.starts_at = place, starts_at
    text, _changed = calendars.composed(title, [held_once])
    event: Any = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    assert event["DTSTART"].dt == starts_at
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=minutes or 120)
    assert str(event["LOCATION"]) == place.strip()
    assert str(event["DESCRIPTION"]).endswith(title)


def test_hostile_text_stays_text(held_once: Meeting) -> None:
    hostile = "x\r\nEND:VEVENT\rBEGIN:VALARM\x0b<b>&\u202e"
    held_once.items.update(title=hostile)
    held_once.place = hostile
    text, _changed = calendars.composed("All\r\nof it", [held_once])
    assert text.count(b"VALARM") == 2
    assert b"\rBEGIN:VALARM" not in text
    calendar = icalendar.Calendar.from_ical(text)
    assert [one.name for one in calendar.walk()].count("VEVENT") == 1
    assert not calendar.walk("VALARM")


@laid
def held_once(held: Gathering) -> Meeting:
    """A meeting with one item."""
    return planned(held, items=[PlannedItem("x")])
