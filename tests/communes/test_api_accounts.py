"""Accounts, notices, demands and motions through the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communes.models import Affiliation, Meeting, Relation
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def town() -> Town:
    return world.settled_town(at=timezone.now() - timedelta(days=60))


def caller(town: Town, number: int) -> Caller:
    return Caller(world.account(f"woman{number}", town.women[number]))


def wish(**told: Any) -> dict[str, Any]:
    starts = timezone.now() + timedelta(days=10)
    items = [{"title": "The pump"}]
    wanted = {"place": "Yard", "starts_at": starts.isoformat(), "items": items, "reason": "Water."}
    return {**wanted, **told}


def test_me(town: Town) -> None:
    chair = caller(town, 0)
    told = chair.get("me").body
    assert (told["username"], told["person"]["id"]) == ("woman0", town.women[0].key)
    assert [(one["body"]["id"], one["office"]) for one in told["offices"]] == [
        (town.body.key, "co_chair")
    ]


def test_the_language_of_refusals(town: Town) -> None:
    one = caller(town, 3)
    assert one.put("me/language", {"language": "xx"}).status == 400
    assert one.put("me/language", {"language": "ar"}).body == {"language": "ar"}
    one.client.cookies.clear()
    one.client.force_login(one.account)  # type: ignore[arg-type]
    refused = one.post(f"communes/{town.body.key}/persons")
    assert refused.status == 404
    assert refused.body["problems"][0]["message"] != "Not found."


def test_an_account_without_a_person_reads_no_meetings() -> None:
    staff = Caller(world.account("staff", None))
    assert staff.get("me").body["person"] is None
    assert staff.get("meetings").status == 403
    assert staff.get("bodies").status == 200


def test_notices_are_read_once(town: Town) -> None:
    account = world.account("woman0", town.women[0])
    world.auditor(town, town.women[4], timezone.now() - timedelta(days=5))
    one, other = Caller(account), caller(town, 5)
    rows = one.get("notices").rows
    assert all(row["read_at"] is None for row in rows)
    from communes.domain.acting import acting

    with acting(by=world.SYSTEM, at=timezone.now()) as acts:
        figures = {"office": "auditor", "body": "x"}
        acts.notify(account, "mandate_granted", "told:1", figures=figures)
    notice = one.get("notices").rows[0]
    assert "x" in notice["sentence"]
    assert other.post(f"notices/{notice['id']}/read").status == 404
    assert one.post(f"notices/{notice['id']}/read").body["read_at"]
    assert len(one.get("notices", unread=True).rows) == len(rows)


def test_members_convene_without_an_officer(town: Town) -> None:
    one, other = caller(town, 5), caller(town, 6)
    path = f"bodies/{town.body.key}/demands"
    found = one.post(f"bodies/{town.body.key}/members/search", {"letters": "man 2"}).rows
    signers = [found[0]["person"]["id"]]
    made = one.post(path, wish(signers=signers))
    assert (made.status, made.body["meeting"], made.body["signatures"]) == (201, None, 2)
    assert made.body["signed_by_me"] is True
    assert other.get(path).rows[0]["signed_by_me"] is False
    joined = other.post(f"demands/{made.body['id']}/join")
    assert joined.body["signatures"] == 3
    meeting = Meeting.objects.get(public_id=joined.body["meeting"])
    assert meeting.basis == "members"
    assert other.post(f"demands/{made.body['id']}/join").status == 409


def test_a_demand_is_signed_by_members_alone(town: Town) -> None:
    stranger = world.settled_town("Komîna Gulan", at=timezone.now() - timedelta(days=50)).men[2]
    one = caller(town, 5)
    refused = one.post(f"bodies/{town.body.key}/demands", wish(signers=[stranger.key]))
    assert (refused.status, refused.fields) == (400, ["signers"])
    foreign = Caller(world.account("stranger", stranger))
    assert foreign.post(f"bodies/{town.body.key}/demands", wish(signers=[])).status == 403


def test_a_motion_and_its_wordings(town: Town) -> None:
    one = caller(town, 5)
    made = one.post(f"bodies/{town.body.key}/motions", {"title": "Lamps", "text": "Six lamps."})
    assert (made.status, made.body["mover"]["id"]) == (201, town.women[5].key)
    motion, seen = f"motions/{made.body['id']}", made.body["versions"][0]["id"]
    amended = one.post(motion + "/versions", {"text": "Eight lamps.", "seen": seen})
    assert (amended.status, amended.body["number"]) == (201, 2)
    late = one.post(motion + "/versions", {"text": "Nine lamps.", "seen": seen})
    assert (late.status, late.codes) == (409, ["text_moved_on"])
    assert late.body["problems"][0]["figures"] == {"theirs": "Eight lamps."}
    assert one.post(motion + "/queue").status == 200
    assert one.post(motion + "/queue").codes == ["motion_waits"]
    waits = one.get(f"bodies/{town.body.key}/open-points").rows
    assert [(row["kind"], row["title"]) for row in waits][1:] == [("motion", "Lamps")]
    assert len(one.get("motions", body=town.body.key).rows) == 1
    stranger = world.settled_town("Komîna Gulan", at=timezone.now() - timedelta(days=50)).men[2]
    foreign = Caller(world.account("stranger", stranger))
    assert foreign.get(motion).status == 200
    assert foreign.post(motion + "/versions", {"text": "None.", "seen": seen}).status == 403


def test_what_waits_is_taken_up_by_its_id(town: Town) -> None:
    chair = caller(town, 0)
    told = {"title": "Lamps", "text": "Six lamps."}
    made = chair.post(f"bodies/{town.body.key}/motions", told)
    chair.post(f"motions/{made.body['id']}/queue")
    point = chair.get(f"bodies/{town.body.key}/open-points").rows[-1]["id"]
    convened = chair.post(f"bodies/{town.body.key}/meetings", wish(items=[{"point": point}]))
    item = chair.get(f"meetings/{convened.body['id']}/items").rows[0]
    assert (item["title"], item["kind"]) == ("Lamps", "motion")
    assert item["motion_version"] == made.body["versions"][0]["id"]
    again = chair.post(f"bodies/{town.body.key}/meetings", wish(items=[{"point": point}]))
    assert (again.status, again.codes) == (400, ["unknown"])


def test_the_tree_as_of_an_instant(town: Town) -> None:
    one = caller(town, 5)
    beside = Affiliation.objects.get(parent=town.body, relation=Relation.BESIDE).body
    rows = {row["id"]: row for row in one.get("tree").rows}
    assert rows[beside.key]["under"] == [{"parent": town.body.key, "relation": "beside"}]
    before = (timezone.now() - timedelta(days=61)).isoformat()
    assert one.get("tree", at=before).rows == []
    assert one.get("tree", at="2026-13-01").fields == ["at"]
    branch = one.get("tree", under=beside.key).rows
    assert [row["id"] for row in branch] == [beside.key]
    found = one.get(f"bodies/{town.body.key}/relations", relation="beside").rows
    assert [row["body"]["id"] for row in found] == [beside.key]


def test_bodies_are_found_however_they_are_typed(town: Town) -> None:
    one = caller(town, 5)
    assert one.get("bodies", search="KOMINA zeytun", kind="commune").body["count"] == 1
    assert one.get("bodies", kind="feast").fields == ["kind"]
    sheet = one.get(f"bodies/{town.body.key}").body
    assert (sheet["members"], sheet["commune"]["households"]) == (21, 21)
    assert {place["seat"]["office"] for place in sheet["seats"]} == {
        *("co_chair", "deputy", "secretary")
    } & {place["seat"]["office"] for place in sheet["seats"]}
