"""Elections, committees, auditors and audits through the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communes.domain.planning import PlannedItem
from communes.models import Body, BodyKind, Meeting
from mandates.models import Mandate, OfficeCode
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def town() -> Town:
    return world.settled_town(at=timezone.now() - timedelta(days=60))


@laid
def secretary(town: Town) -> Caller:
    return Caller(world.account("secretary", town.women[1]))


def opened(town: Town, kind: str) -> tuple[Meeting, str]:
    """An open meeting with one item of the kind, and the item's address."""
    at = timezone.now() - timedelta(minutes=5)
    meeting = world.assembly(town, [PlannedItem("Business", kind)], at=at)
    return meeting, f"items/{meeting.items.get().key}"


def test_an_election_from_the_seat_to_the_mandate(town: Town, secretary: Caller) -> None:
    _meeting, item = opened(town, "election")
    assert secretary.get(item + "/election").status == 404
    seats = secretary.get(f"bodies/{town.body.key}/electable").rows
    deputy = next(seat for seat in seats if seat["office"] == "secretary")
    planned = secretary.post(item + "/election/plan", {"seats": [deputy["id"]]})
    assert (planned.status, planned.body["candidates"]) == (200, [])
    found = secretary.post(item + "/election/candidates/search", {"letters": "man 4"}).rows
    told = {"person": found[0]["person"]["id"]}
    first = secretary.post(item + "/election/candidates", told)
    assert (first.status, first.body["gender"]) == (201, "man")
    assert secretary.post(item + "/election/candidates", told).codes == ["stands_already"]
    second = secretary.post(item + "/election/candidates", {"person": town.women[4].key}).body
    votes = [
        {"candidacy": first.body["id"], "votes": 7},
        {"candidacy": second["id"], "votes": 11},
    ]
    foreseen = secretary.post(item + "/election/preview", {"votes": votes}).body
    assert [line["seat"] for line in foreseen["story"]["lines"]] == [deputy["id"], None]
    assert foreseen["problems"] == []
    assert not Mandate.objects.filter(person=town.women[4]).exists()
    made = secretary.post(item + "/election", {"votes": votes, "abstentions": 2})
    assert (made.status, made.body["verdict"]) == (201, "adopted")
    assert secretary.get(item + "/election").body["story"]["abstentions"] == 2
    held = Caller(world.account("elected", town.women[4])).get("mandates").rows
    assert [row["seat"]["id"] for row in held] == [deputy["id"]]
    assert held[0]["resolution"] == made.body["id"]


def test_a_mended_tally_ends_what_it_granted(town: Town, secretary: Caller) -> None:
    _meeting, item = opened(town, "election")
    seat = world.seat(town.body, OfficeCode.SECRETARY)
    secretary.post(item + "/election/plan", {"seats": [seat.key]})
    ids = [
        secretary.post(item + "/election/candidates", {"person": person.key}).body["id"]
        for person in (town.women[4], town.men[4])
    ]
    told = [{"candidacy": ids[0], "votes": 11}, {"candidacy": ids[1], "votes": 7}]
    assert secretary.post(item + "/election", {"votes": told}).status == 201
    assert secretary.post(item + "/election", {"votes": told}).status == 409
    turned = [{"candidacy": ids[0], "votes": 7}, {"candidacy": ids[1], "votes": 11}]
    mended = secretary.post(item + "/election", {"votes": turned, "reason": "Turned round."})
    assert (mended.status, mended.body["revision"]) == (201, 1)
    holder = world.holder(seat, timezone.now())
    assert holder is not None
    assert holder.person == town.men[4]


def test_a_tally_in_the_wrong_shape(town: Town, secretary: Caller) -> None:
    _meeting, item = opened(town, "election")
    seat = world.seat(town.body, OfficeCode.SECRETARY)
    secretary.post(item + "/election/plan", {"seats": [seat.key]})
    stands = secretary.post(item + "/election/candidates", {"person": town.men[4].key}).body["id"]
    one = {"candidacy": stands, "votes": 3}
    for votes, codes in (
        ([one, one], ["twice"]),
        ([{**one, "candidacy": seat.key}], ["unknown"]),
        ([{**one, "votes": -1}], ["min_value"]),
        ("x", ["not_a_list"]),
    ):
        refused = secretary.post(item + "/election", {"votes": votes})
        assert (refused.status, refused.codes) == (400, codes)
    assert secretary.post(item + "/election", {"votes": []}).codes == ["tally_incomplete"]
    many = secretary.post(item + "/election", {"votes": [{**one, "votes": 900}]})
    assert (many.status, many.codes) == (409, ["count_too_high"])


def test_a_candidate_withdraws(town: Town, secretary: Caller) -> None:
    _meeting, item = opened(town, "election")
    seat = world.seat(town.body, OfficeCode.SECRETARY)
    secretary.post(item + "/election/plan", {"seats": [seat.key]})
    stands = secretary.post(item + "/election/candidates", {"person": town.men[4].key}).body["id"]
    resident = Caller(world.account("resident", town.men[3]))
    assert resident.send("delete", f"candidacies/{stands}").status == 403
    left = secretary.send("delete", f"candidacies/{stands}", key="withdraw-1")
    again = secretary.send("delete", f"candidacies/{stands}", key="withdraw-1")
    assert (left.status, left.body["candidates"]) == (200, [])
    assert (again.status, again.body) == (200, left.body)
    assert secretary.send("delete", f"candidacies/{stands}").status == 404


def test_a_committee_is_formed_by_a_meeting(town: Town, secretary: Caller) -> None:
    _meeting, item = opened(town, "committee")
    told = {"field": "ecology", "name": "Ecology", "size": 5, "votes_for": 18}
    assert secretary.post(item + "/auditor", told).status == 404
    made = secretary.post(item + "/committee", told)
    assert (made.status, made.body["verdict"]) == (201, "adopted")
    body = Body.objects.get(kind=BodyKind.COMMITTEE)
    sheet = secretary.get(f"bodies/{body.key}").body
    assert (sheet["field"], len(sheet["seats"])) == ("ecology", 5)


def test_a_commune_is_founded_by_officers(town: Town) -> None:
    told: dict[str, Any] = {
        "name": "Komîna Gulan",
        "time_zone": world.ZONE,
        "language": "ku",
        "place": "Yard",
        "starts_at": (timezone.now() + timedelta(days=1)).isoformat(),
        "recorder": {"name": "Zozan", "gender": "woman", "birth_year": 1990},
        "household_name": "House 1",
    }
    resident = Caller(world.account("resident", town.men[3]))
    assert resident.post("communes", told).status == 403
    chair = Caller(world.account("chair", town.women[0]))
    wrong = chair.post("communes", {**told, "time_zone": "Moon/Crater", "recorder": {}})
    assert set(wrong.fields) == {"recorder-name", "recorder-gender"}
    assert chair.post("communes", {**told, "time_zone": "Moon/Crater"}).codes == ["zone_unknown"]
    made = chair.post("communes", told)
    assert (made.status, made.body["basis"], made.body["roles"][0]["role"]) == (
        201,
        "founding",
        "recorder",
    )


def test_an_audit_is_for_auditors(town: Town, secretary: Caller) -> None:
    auditor = town.women[5]
    world.auditor(town, auditor, timezone.now() - timedelta(days=20))
    admin = Caller(world.account("admin", auditor))
    on = (timezone.now() - timedelta(days=1)).date().isoformat()
    told = {"scope": town.body.key, "on": on}
    assert secretary.get("audits").status == 403
    assert secretary.post("audits", told).status == 403
    made = admin.post("audits", told, key="audit-one")
    assert (made.status, made.body["state"]) == (201, "done")
    assert admin.post("audits", told, key="audit-one").body["id"] == made.body["id"]
    path = f"audits/{made.body['id']}"
    rows = admin.get(path + "/findings").rows
    assert {row["verdict"] for row in rows} <= {"fail", "vacant", "undeterminable"}
    assert rows
    failing = admin.get(path + "/findings", verdict="vacant", search="zeytun").body["count"]
    assert failing <= len(rows)
    assert secretary.get(path).status == 404
    other = world.settled_town("Komîna Gulan", at=timezone.now() - timedelta(days=50))
    assert admin.post("audits", {**told, "scope": other.body.key}).fields == ["scope"]
    later = (timezone.now() + timedelta(days=9)).date().isoformat()
    assert admin.post("audits", {**told, "on": later}).codes == ["day_in_future"]
