"""An empty installation begins with one form, once."""

from typing import Any

import pytest
from django.test import Client

from communes.models import Account, Body, Charter, Meeting, Person

pytestmark = pytest.mark.django_db

TOLD = {
    "charter": "confederal-2014",
    "name": "Komîna Zeytûn",
    "area": "from the mill to the east street",
    "time_zone": "asia/damascus",
    "language": "en",
    "place": "School yard",
    "day": "2026-03-10",
    "clock": "17:00",
    "recorder": "Rûken Elî",
    "gender": "woman",
    "birth_year": "1980",
    "household": "1",
    "address": "East street 4",
    "username": "ruken",
    "password": "three-olives-more",
    "again": "three-olives-more",
}


def test_it_founds_a_commune_and_signs_its_recorder_in(client: Client) -> None:
    page = client.get("/begin/")
    assert page.status_code == 200
    assert b"Asia/Damascus" in page.content
    response = client.post("/begin/", TOLD)
    meeting = Meeting.objects.get()
    assert meeting.starts_at.isoformat() == "2026-03-10T14:00:00+00:00"
    account = Account.objects.get()
    assert account.person == Person.objects.get(name="Rûken Elî")
    commune = meeting.body
    assert response["Location"] == f"/communes/{commune.key}/register/"
    assert (commune.name, commune.commune.area) == (TOLD["name"], TOLD["area"])
    assert f"/meetings/{meeting.key}/" in client.get(response["Location"]).content.decode()
    assert client.get(f"/meetings/{meeting.key}/").status_code == 200
    assert client.get(f"/communes/{commune.key}/invitations/").status_code == 200


def test_then_it_is_not_there(client: Client) -> None:
    client.post("/begin/", TOLD)
    for who in (client, Client()):
        assert who.get("/begin/").status_code == 404
        assert who.post("/begin/", {**TOLD, "name": "Another"})["Location"] == "/"
    assert Account.objects.count() == 1
    assert not Body.objects.filter(name="Another").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("charter", "../../etc/passwd"),
        ("name", ""),
        ("name", "x" * 141),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("language", "xx"),
        ("place", " "),
        ("day", "2026-02-30"),
        ("day", "0001-01-01"),
        ("clock", "25:00"),
        ("recorder", ""),
        ("gender", "both"),
        ("birth_year", "1700"),
        ("birth_year", "2999"),
        ("household", ""),
        ("username", "with space"),
        ("password", "12345678"),
        ("again", "another"),
        ("name", "a\x00b"),
    ],
)
def test_bad_input_is_refused_whole(client: Client, field: str, value: Any) -> None:
    response = client.post("/begin/", {**TOLD, field: value})
    assert response.status_code == 422
    assert response.context["form"].errors
    counts = [model.objects.count() for model in (Account, Body, Charter, Person, Meeting)]
    assert counts == [0, 0, 0, 0, 0]
