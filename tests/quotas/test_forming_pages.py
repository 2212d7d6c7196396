"""Committees, auditors' seats and further communes, by decisions entered on pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communes.domain.planning import PlannedItem
from communes.models import Body, Invitation, Meeting, MeetingRole, OpenPoint, Resolution
from mandates.models import OfficeCode, Seat
from tests.factories import world

pytestmark = pytest.mark.django_db

COUNT = {"method": "hands", "votes_for": "18", "against": "1", "abstain": "1", "text": ""}


def meeting_about(kind: str) -> tuple[world.Town, str, Client]:
    """A town in assembly with one item of the kind; its secretary is signed in."""
    now = timezone.now()
    made = world.settled_town(at=now - timedelta(days=30))
    meeting = world.assembly(made, [PlannedItem("Health", kind)], at=now - timedelta(hours=1))
    client = Client()
    client.force_login(world.account("secretary", made.women[1]))
    return made, meeting.items.get().key, client


def test_an_assembly_forms_a_committee_and_mends_a_slip() -> None:
    made, item, client = meeting_about("committee")
    told = {**COUNT, "field": "health", "name": "Health of Zeytûn", "size": "5"}
    client.post(f"/items/{item}/committee/", told)
    committee = Body.objects.get(kind="committee")
    assert Seat.objects.filter(body=committee).count() == 5
    assert Seat.objects.filter(body=made.body, office=OfficeCode.MEMBER).count() == 1
    client.post(f"/items/{item}/committee/", {**told, "size": "3", "reason": "Three were meant."})
    at = timezone.now()
    standing = Body.objects.existing(at).get(kind="committee")
    assert standing != committee
    assert Seat.objects.in_force(at).filter(body=standing).count() == 3
    assert not Seat.objects.in_force(at).filter(body=committee).exists()
    assert Seat.objects.in_force(at).filter(sending_body=committee).count() == 0


def test_a_second_committee_for_the_field_is_refused_and_keeps_what_was_typed() -> None:
    made, item, client = meeting_about("committee")
    from quotas.domain import establishing

    at = timezone.now() - timedelta(days=5)
    establishing.establish_committee(made.body, field="health", name="Old", by=world.SYSTEM, at=at)
    told = {**COUNT, "field": "health", "name": "Another", "size": "5"}
    answer = client.post(f"/items/{item}/committee/", told)
    assert answer.status_code == 422
    assert "Another" in answer.content.decode()
    assert not Resolution.objects.filter(item__public_id=item).exists()


def test_an_assembly_makes_the_seat_of_an_auditor_which_waits_for_its_election() -> None:
    made, item, client = meeting_about("auditor")
    client.post(f"/items/{item}/auditor/", COUNT)
    seat = Seat.objects.get(body=made.body, office=OfficeCode.AUDITOR)
    point = OpenPoint.objects.get(kind="election", figures__seat=seat.key)
    assert point.body == made.body


def test_a_seat_mended_twice_is_taken_away_with_what_waits_for_it() -> None:
    made, item, client = meeting_about("auditor")
    client.post(f"/items/{item}/auditor/", COUNT)
    mended = {**COUNT, "votes_for": "17", "reason": "Counted again."}
    client.post(f"/items/{item}/auditor/", mended)
    client.post(f"/items/{item}/auditor/", {**mended, "votes_for": "3", "against": "15"})
    seats = Seat.objects.in_force(timezone.now()).filter(body=made.body, office=OfficeCode.AUDITOR)
    assert not seats.exists()
    assert not OpenPoint.objects.filter(kind="election", item__isnull=True).exists()


FOUNDING = {
    "name": "Komîna Rimman",
    "area": "The lower village",
    "time_zone": "Asia/Damascus",
    "language": "ku",
    "place": "School",
    "day": "2026-12-01",
    "clock": "18:00",
    "recorder": "Zozan",
    "gender": "woman",
    "birth_year": "1990",
    "household": "House 7",
}


def test_a_co_chair_founds_a_further_commune_and_its_recorder_runs_it() -> None:
    made = world.settled_town(at=timezone.now() - timedelta(days=30))
    client = Client()
    client.force_login(world.account("cochair", made.women[0]))
    answer = client.post("/communes/new/", FOUNDING)
    body = Body.objects.get(name="Komîna Rimman")
    meeting = Meeting.objects.get(body=body)
    assert answer["Location"] == f"/communes/{body.key}/founded/"
    assert MeetingRole.objects.get(meeting=meeting).person.name == "Zozan"
    assert meeting.starts_at.isoformat() == "2026-12-01T15:00:00+00:00"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Komîna Zeytûn"), ("birth_year", "1500"), ("day", "0001-01-01"), ("clock", "soon")],
)
def test_bad_input_to_a_founding_changes_nothing(field: str, value: str) -> None:
    made = world.settled_town(at=timezone.now() - timedelta(days=30))
    client = Client()
    client.force_login(world.account("cochair", made.women[0]))
    before = Body.objects.count()
    answer = client.post("/communes/new/", {**FOUNDING, field: value})
    assert answer.status_code == 422
    assert "The lower village" in answer.content.decode()
    assert Body.objects.count() == before


def test_a_resident_founds_nothing() -> None:
    made = world.settled_town(at=timezone.now() - timedelta(days=30))
    client = Client()
    client.force_login(world.account("resident", made.women[4]))
    assert client.get("/communes/new/").status_code == 403


def test_the_recorder_of_a_further_commune_gets_an_invitation_once() -> None:
    made = world.settled_town(at=timezone.now() - timedelta(days=30))
    client = Client()
    client.force_login(world.account("cochair", made.women[0]))
    url = client.post("/communes/new/", FOUNDING)["Location"]
    assert "Zozan" in client.get(url).content.decode()
    form = {"submission": "the-very-same-key"}
    first = client.post(f"{url}invitation/", form).content.decode()
    again = client.post(f"{url}invitation/", form).content.decode()
    assert Invitation.objects.count() == 1
    assert "Zozan" in first
    assert "shown once already" in again
    world.account("zozan", Invitation.objects.get().person)
    assert client.post(f"{url}invitation/").status_code == 422
    assert "already has an account" in client.get(url).content.decode()


def test_nobody_else_invites_the_recorder_nor_once_the_founding_is_signed() -> None:
    made = world.settled_town(at=timezone.now() - timedelta(days=30))
    other = world.town("Komîna Hêvî", at=timezone.now() - timedelta(days=1))
    client = Client()
    client.force_login(world.account("resident", made.women[4]))
    assert client.post(f"/communes/{other.body.key}/founded/invitation/").status_code == 403
    client.force_login(world.account("cochair", made.women[0]))
    assert client.get(f"/communes/{other.body.key}/founded/").status_code == 200
    assert client.get(f"/communes/{made.body.key}/founded/").status_code == 404
    assert client.post(f"/communes/{made.body.key}/founded/invitation/").status_code == 404
