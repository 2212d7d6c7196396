"""A seat's life with its gaps, caretakers shown as such, and terms in calendars."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.domain import calendars
from communes.domain.acting import Actor
from mandates.domain import occupying, resigning
from mandates.models import Mandate, OfficeCode
from tests.factories import world
from tests.factories.gathering import Gathering, client_of, gathering
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


@laid
def held() -> Gathering:
    return gathering()


def chair(held: Gathering) -> Mandate:
    return Mandate.objects.get(seat__office="co_chair", person=held.town.women[0])


def test_a_seat_is_held_then_vacant(held: Gathering) -> None:
    mandate = chair(held)
    resigning.resign(mandate, by=SYSTEM, at=NOW - 3 * DAY)
    spans = occupying.spans_of(mandate.seat, NOW)
    assert [one.mandate for one in spans] == [None, mandate]
    assert [one.since for one in spans] == [NOW - 3 * DAY, mandate.since]
    page = held.member.get(f"/seats/{mandate.seat.key}/").content.decode()
    assert "vacant" in page
    assert "resigned" in page
    assert '<rect class="vacant"' in page


def test_a_caretaker_is_shown_as_such(held: Gathering) -> None:
    seat = world.seat(held.body, OfficeCode.SECRETARY)
    mandate = Mandate.objects.get(seat=seat)
    old = gathering_over()
    page = old.member.get(f"/mandates/{chair(old).key}/").content.decode()
    assert "As a caretaker the holder" in page
    assert "is caretaker since" in old.member.get(f"/seats/{chair(old).seat.key}/").content.decode()
    now = held.member.get(f"/mandates/{mandate.key}/").content.decode()
    assert "caretaker" not in now


def gathering_over() -> Gathering:
    """A commune whose officers' terms ended a fortnight ago; it has no meeting now."""
    town = world.settled_town("Komîna Kevn", pairs=8, at=NOW - 380 * DAY)
    member = client_of("old-member", town.men[3])
    return Gathering(town, town.founding, member, (member, member), member, member, member)


def test_terms_stand_in_the_calendars(held: Gathering) -> None:
    person = held.town.women[0]
    account = person.account
    for body, wanted in ((None, 1), (held.body, 3)):
        feed = calendars.make(account, body, by=Actor(account=account), at=NOW)
        answer = held.guest.get(f"/calendars/{calendars.secret(feed)}.ics")
        text = answer.content.decode().replace("\r\n ", "")
        assert text.count("SUMMARY:Term ends: ") == wanted
        assert f"UID:term-{chair(held).key}@komin" in text


def test_an_end_by_a_slip_or_early_ends_the_event(held: Gathering) -> None:
    mandate = chair(held)
    person = mandate.person
    assert [one.key for one in calendars.deadlines(person, None, NOW)] == [f"term-{mandate.key}"]
    resigning.resign(mandate, by=SYSTEM, at=NOW)
    assert calendars.deadlines(person, None, NOW) == []
