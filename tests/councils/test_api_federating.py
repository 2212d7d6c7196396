"""Joining, sending delegates and instructing them, through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem, waiting
from communes.models import Body, BodyKind, Meeting
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import SYSTEM, Town

pytestmark = pytest.mark.django_db


def settled(name: str) -> Town:
    return world.settled_town(name, at=timezone.now() - timedelta(days=60))


def opened(town: Town, kind: str) -> tuple[Caller, str]:
    """The secretary of an open assembly, and the address of its one item."""
    at = timezone.now() - timedelta(minutes=5)
    meeting = world.assembly(town, [PlannedItem("Business", kind)], at=at)
    secretary = Caller(world.account(f"secretary of {town.body}", town.women[1]))
    return secretary, f"items/{meeting.items.get().key}"


def session(council: Body, town: Town, *items: PlannedItem) -> Meeting:
    """An open session of the council, chaired by the town's delegates."""
    at = timezone.now()
    convened = at - timedelta(days=25)
    meeting = convene(council, Invitation("Hall", at, items), by=SYSTEM, at=convened)
    chairs = [town.women[0], town.men[0]]
    return world.opened(meeting, chairs, chairs[0], chairs, at)


def founded(town: Town) -> tuple[Caller, Body]:
    """A council that the town founded and joined."""
    secretary, item = opened(town, "joining")
    told = {"level": "neighbourhood", "name": "Meclîsa Taxê", "votes_for": 18}
    made = secretary.post(item + "/joining", told)
    assert (made.status, made.body["verdict"]) == (201, "adopted")
    return secretary, Body.objects.get(kind=BodyKind.COUNCIL)


def test_the_first_body_founds_the_council_and_sends_its_co_chairs() -> None:
    town = settled("Komîna Zeytûn")
    secretary, council = founded(town)
    row = secretary.get("councils", level="neighbourhood").rows[0]
    assert (row["id"], row["units"]) == (council.key, 1)
    units = secretary.get(f"councils/{council.key}/units").rows
    assert [unit["id"] for unit in units] == [town.body.key]
    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    assert secretary.get(f"councils/{council.key}/units", at=yesterday).rows == []
    sent = secretary.get(f"bodies/{town.body.key}/mandates", office="delegate").rows
    assert {row["person"]["id"] for row in sent} == {town.women[0].key, town.men[0].key}
    assert {row["basis"] for row in sent} == {"ex_officio"}
    assert [level["code"] for level in secretary.get("levels").rows][:2] == [
        "commune",
        "neighbourhood",
    ]


def test_a_second_body_waits_for_the_councils_answer() -> None:
    town, other = settled("Komîna Zeytûn"), settled("Komîna Gulan")
    _secretary, council = founded(town)
    asking, item = opened(other, "joining")
    told = {"host": council.key, "votes_for": 18}
    assert asking.post(item + "/joining", {"votes_for": 18}).codes == ["host_missing"]
    assert asking.post(item + "/joining", {**told, "host": town.body.key}).fields == ["host"]
    assert asking.post(item + "/joining", told).status == 201
    assert [row["unit"]["id"] for row in asking.get(f"councils/{council.key}/joinings").rows] == [
        other.body.key
    ]
    point = waiting(council)[0]
    meeting = session(council, town, PlannedItem(point.title, "acceptance", point=point))
    answer = f"items/{meeting.items.get().key}/acceptance"
    assert asking.post(answer, {"votes_for": 2}).status == 403
    chair = Caller(world.account("chair", town.women[0]))
    made = chair.post(answer, {"votes_for": 2})
    assert (made.status, made.body["verdict"]) == (201, "adopted")
    assert chair.get(f"councils/{council.key}/joinings").rows == []
    assert chair.get("councils").rows[0]["units"] == 2


def test_what_binds_a_delegate_is_read_beside_the_motion() -> None:
    town = settled("Komîna Zeytûn")
    _secretary, council = founded(town)
    chair = Caller(world.account("chair", town.women[0]))
    raised = chair.post(f"bodies/{council.key}/motions", {"title": "Well", "text": "Dig."}).body
    version = raised["versions"][0]["id"]
    at = timezone.now() - timedelta(minutes=1)
    meeting = world.assembly(town, [PlannedItem("Well", "instruction")], at=at)
    item = f"items/{meeting.items.get().key}/instruction"
    told = {"stance": "for", "votes_for": 18}
    assert [row["id"] for row in chair.get(f"bodies/{town.body.key}/open-motions").rows] == [
        version
    ]
    assert chair.get(item).status == 404
    assert chair.post(item, told).codes == ["motion_missing"]
    planned = chair.post(item + "/plan", {"motion_version": version})
    assert (planned.status, planned.body["stance"]) == (200, "")
    assert chair.post(item, {**told, "stance": "free"}).fields == ["limits"]
    given = chair.post(item, told)
    assert (given.status, given.body["facts"]["stance"]) == (201, "for")
    delegate = chair.get("mandates", office="delegate").rows[0]["id"]
    question = chair.get(f"mandates/{delegate}/questions").rows[0]
    assert (question["version"]["id"], question["instruction"]["stance"]) == (version, "for")
    assert question["instruction"]["resolution"] == given.body["id"]
    standing = chair.get("instructions", sender=town.body.key).rows
    assert [row["motion_version"]["title"] for row in standing] == ["Well"]
    sheet = chair.get(f"mandates/{delegate}").body
    assert sheet["ground"]["seat"]["office"] == "co_chair"
