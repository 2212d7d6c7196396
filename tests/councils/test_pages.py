"""The confederation on a page, and joining as an item of a meeting."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.domain import federating
from communes.domain.planning import PlannedItem
from communes.models import Body, Person, Relation, Resolution
from councils.models import Joining
from mandates.models import Mandate
from tests.factories import world
from tests.factories.confederation import confederation, grow

pytestmark = pytest.mark.django_db

COUNT = {"method": "hands", "votes_for": "18", "against": "1", "abstain": "1", "text": ""}


def meeting_about(kind: str) -> tuple[world.Town, str]:
    """A town whose assembly is going on, with one item of the kind."""
    now = timezone.now()
    made = world.settled_town(at=now - timedelta(days=30))
    meeting = world.assembly(made, [PlannedItem("Council", kind)], at=now - timedelta(hours=1))
    return made, meeting.items.get().key


def signed_in(person: Person) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(world.account(f"account-{person.pk}", person))
    return client


def test_the_tree_shows_every_body_with_its_verdict() -> None:
    made = confederation()
    client = Client()
    client.force_login(made.accounts["resident"])
    html = client.get("/confederation/").content.decode()
    for body in Body.objects.all():
        assert str(body.public_id) in html


def test_the_tree_asks_a_constant_number_of_queries() -> None:
    made = confederation()
    client = Client()
    client.force_login(made.accounts["resident"])
    client.get("/confederation/")
    with CaptureQueriesContext(connection) as before:
        client.get("/confederation/")
    grow(made)
    grow(made)
    with CaptureQueriesContext(connection) as after:
        client.get("/confederation/")
    assert len(after) == len(before)


def test_a_search_finds_by_folded_letters_and_nothing_by_none() -> None:
    made = confederation()
    client = Client()
    client.force_login(made.accounts["resident"])
    assert "Found for" in client.get("/confederation/", {"q": "zeytun"}).content.decode()
    html = client.get("/confederation/", {"q": "…"}).content.decode()
    assert "No body of that name" in html


def test_a_commune_founds_a_council_and_a_double_click_is_one_act() -> None:
    made, item = meeting_about("joining")
    client = signed_in(made.women[1])
    told = {**COUNT, "host": "new", "level": "neighbourhood", "name": "Taxa Bakur"}
    for _time in range(2):
        client.post(f"/items/{item}/joining/", {**told, "submission": "one-key-for-it"})
    host = Body.objects.get(kind="council")
    assert host.name == "Taxa Bakur"
    assert Joining.objects.count() == 1
    assert Resolution.objects.filter(item__public_id=item).count() == 1
    units = federating.dependants(host, Relation.FEDERATES_INTO, timezone.now())
    assert list(units) == [made.body]


def test_without_a_name_nothing_is_founded_and_nothing_typed_is_lost() -> None:
    made, item = meeting_about("joining")
    told = {**COUNT, "host": "new", "level": "neighbourhood", "name": " ", "text": "We join."}
    answer = signed_in(made.women[1]).post(f"/items/{item}/joining/", told)
    assert answer.status_code == 422
    assert "We join." in answer.content.decode()
    assert not Body.objects.filter(kind="council").exists()


def test_a_slip_is_mended_and_takes_back_what_it_brought_about() -> None:
    made, item = meeting_about("joining")
    client = signed_in(made.women[1])
    told = {**COUNT, "host": "new", "level": "neighbourhood", "name": "Taxa Bakur"}
    client.post(f"/items/{item}/joining/", told)
    host = Body.objects.get(kind="council")
    less = {**told, "votes_for": "5", "against": "15", "abstain": "0"}
    client.post(f"/items/{item}/joining/", {**less, "reason": "Counted again."})
    last = Resolution.objects.standing().get(item__public_id=item)
    assert (last.adopted, last.revision) == (False, 1)
    units = federating.dependants(host, Relation.FEDERATES_INTO, timezone.now())
    assert not units.exists()


def test_whoever_does_not_run_the_meeting_decides_nothing() -> None:
    made, item = meeting_about("joining")
    assert signed_in(made.women[4]).get(f"/items/{item}/joining/").status_code == 403


def test_a_count_of_a_founding_is_mended_and_the_council_stands_once() -> None:
    made, item = meeting_about("joining")
    client = signed_in(made.women[1])
    told = {**COUNT, "host": "new", "level": "neighbourhood", "name": "Taxa Bakur"}
    client.post(f"/items/{item}/joining/", told)
    page = client.get(f"/items/{item}/joining/").content.decode()
    assert "The council that it founded ends, if nobody else belongs to it." in page
    assert 'value="Taxa Bakur"' in page
    mended = {**told, "votes_for": "17", "reason": "Counted again."}
    assert client.post(f"/items/{item}/joining/", mended).status_code == 302
    at = timezone.now()
    host = Body.objects.existing(at).get(kind="council")
    assert host.name == "Taxa Bakur"
    assert list(federating.dependants(host, Relation.FEDERATES_INTO, at)) == [made.body]
    sits = Mandate.objects.in_force(at).filter(seat__office="delegate")
    assert {row.seat.body for row in sits} == {host}
