"""A meeting through the API, from the notice to the signed minutes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from communes.api.meetings import IN_STAGE
from communes.domain import booking
from communes.models import Affiliation, AgendaItem, Body, Meeting, Relation, Stage
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


@laid
def resident(town: Town) -> Caller:
    return Caller(world.account("resident", town.men[3]))


@laid
def meeting(town: Town) -> Meeting:
    return world.assembly(town, at=timezone.now() - timedelta(minutes=5))


def notice(**told: Any) -> dict[str, Any]:
    starts = timezone.now() + timedelta(days=10)
    items = [{"title": "Water pump"}, {"title": "News", "kind": "discussion"}]
    return {"place": "School yard", "starts_at": starts.isoformat(), "items": items, **told}


def items_of(caller: Caller, meeting: Meeting) -> list[Any]:
    return caller.get(f"meetings/{meeting.key}/items").rows


def test_the_whole_way(town: Town, secretary: Caller) -> None:
    made = secretary.post(f"bodies/{town.body.key}/meetings", notice())
    assert (made.status, made.body["stage"]) == (201, "convened")
    path = f"meetings/{made.body['id']}"
    row = Meeting.objects.get(public_id=made.body["id"])
    Meeting.objects.filter(pk=row.pk).update(starts_at=timezone.now())
    chairs = [town.women[0].key, town.men[0].key]
    opened = secretary.post(path + "/open", {"chairs": chairs, "recorder": town.women[1].key})
    assert (opened.status, opened.body["stage"]) == (200, "open")
    came = secretary.post(path + "/attendance", {"persons": [one.key for one in town.people]})
    assert (came.status, len(came.body["stays"])) == (201, 20)
    assert secretary.get(path + "/room").body["may_decide"] is True
    pump, news = items_of(secretary, row)
    written = secretary.put(f"items/{news['id']}/record", {"text": "Rain.", "version": 0})
    assert written.body["text_version"] == 1
    decided = secretary.post(
        f"items/{pump['id']}/decisions", {"votes_for": 12, "votes_against": 6, "abstentions": 2}
    )
    assert (decided.status, decided.body["verdict"], decided.body["needed"]) == (201, "adopted", 12)
    assert secretary.post(path + "/close").body["stage"] == "closed"
    for person in (town.women[0], town.men[0]):
        chair = Caller(world.account(person.name, person))
        seen = chair.get(path + "/minutes").body["digest"]
        assert chair.post(path + "/signatures", {"seen": seen}).status == 200
    signed = secretary.get(path + "/minutes").body
    assert signed["signed_at"]
    assert signed["commitment"]
    assert secretary.get(path).body["stage"] == "signed"
    checked = secretary.get(f"bodies/{town.body.key}/book/verification").body
    assert (checked["whole"], checked["broken"]) == (True, None)
    assert booking.verify(town.body) is None


def test_only_officers_convene(town: Town, resident: Caller) -> None:
    assert resident.post(f"bodies/{town.body.key}/meetings", notice()).status == 403
    assert not Meeting.objects.filter(place="School yard", convened_at__gt=town.founding.starts_at)


def test_short_notice_is_refused_with_its_figures(town: Town, secretary: Caller) -> None:
    soon = (timezone.now() + timedelta(days=2)).isoformat()
    refused = secretary.post(f"bodies/{town.body.key}/meetings", notice(starts_at=soon))
    assert (refused.status, refused.codes) == (409, ["notice_short"])
    assert refused.body["problems"][0]["figures"]["needed"] == 3


def test_an_agenda_item_in_the_wrong_shape_is_named_by_its_place(
    town: Town, secretary: Caller
) -> None:
    items = [{"title": "Pump"}, {"title": "x" * 301}, {"title": "Roof", "kind": "feast"}]
    refused = secretary.post(f"bodies/{town.body.key}/meetings", notice(items=items))
    assert (refused.status, refused.fields) == (400, ["items-1-title"])
    told = secretary.post(f"bodies/{town.body.key}/meetings", notice(items=items[::2]))
    assert (told.status, told.fields) == (409, ["items-1-kind"])


def test_two_savers_of_one_text(meeting: Meeting, secretary: Caller, town: Town) -> None:
    item = items_of(secretary, meeting)[0]["id"]
    chair = Caller(world.account("chair", town.women[0]))
    assert chair.put(f"items/{item}/record", {"text": "Mine.", "version": 0}).status == 200
    later = secretary.put(f"items/{item}/record", {"text": "Hers.", "version": 0})
    assert (later.status, later.codes) == (409, ["text_moved_on"])
    assert later.body["problems"][0]["figures"] == {"theirs": "Mine.", "version": 1}
    assert AgendaItem.objects.get(public_id=item).text == "Mine."


def test_a_preview_enters_nothing(meeting: Meeting, secretary: Caller) -> None:
    item = items_of(secretary, meeting)[0]["id"]
    told = secretary.post(f"items/{item}/decisions/preview", {"votes_for": 30}).body
    assert told["verdict"]["adopted"] is True
    assert [problem["code"] for problem in told["problems"]] == ["count_too_high"]
    assert secretary.get(f"items/{item}/decisions").rows == []


def test_consensus_counts_the_room(meeting: Meeting, secretary: Caller) -> None:
    item = items_of(secretary, meeting)[0]["id"]
    made = secretary.post(
        f"items/{item}/decisions", {"method": "consensus", "abstentions": 3, "text": "Mended."}
    )
    assert (made.body["votes_for"], made.body["abstentions"], made.body["sentence"]) == (
        17,
        3,
        "Mended.",
    )


def test_a_slip_is_mended_once(meeting: Meeting, secretary: Caller) -> None:
    item = items_of(secretary, meeting)[0]["id"]
    first = secretary.post(f"items/{item}/decisions", {"votes_for": 18}).body["id"]
    told = {"votes_for": 1, "votes_against": 17, "reason": "Counted again."}
    mended = secretary.post(f"resolutions/{first}/mend", told)
    assert (mended.body["verdict"], mended.body["mends"]) == ("rejected", first)
    assert secretary.post(f"resolutions/{first}/mend", told).codes == ["already_struck"]
    rows = secretary.get(f"items/{item}/decisions").rows
    assert [[one["effect"] for one in row["effects"]] for row in rows] == [["struck"], []]


def test_an_election_is_not_decided_by_a_bare_count(town: Town, secretary: Caller) -> None:
    from communes.domain.planning import PlannedItem

    at = timezone.now() - timedelta(minutes=5)
    meeting = world.assembly(town, [PlannedItem("Auditor", "election")], at=at)
    item = items_of(secretary, meeting)[0]["id"]
    refused = secretary.post(f"items/{item}/decisions", {"votes_for": 18})
    assert refused.codes == ["own_entry"]


def test_a_vote_by_name(meeting: Meeting, secretary: Caller, resident: Caller, town: Town) -> None:
    item = items_of(secretary, meeting)[0]["id"]
    ballot = "ballots/" + secretary.post(f"items/{item}/ballots").body["id"]
    for person in town.people:
        told = {"person": person.key, "choice": "against" if person == town.men[0] else "for"}
        assert secretary.post(ballot + "/votes", told).status == 201
    assert secretary.post(ballot + "/votes", told).codes == ["voted_already"]
    mended = secretary.put(ballot + "/votes", {"person": town.men[0].key, "choice": "abstain"})
    assert (mended.status, mended.body["choice"]) == (200, "abstain")
    assert resident.post(ballot + "/close").status == 403
    made = secretary.post(ballot + "/close", {"text": "So be it."}).body
    assert (made["votes_for"], made["abstentions"], made["method"]) == (19, 1, "roll_call")
    assert len(resident.get(ballot + "/votes").rows) == 20


def test_comings_and_goings(meeting: Meeting, secretary: Caller, town: Town) -> None:
    path = f"meetings/{meeting.key}"
    guest = secretary.post(path + "/guests", {"name": "A friend"})
    assert (guest.status, guest.body["capacity"]) == (201, "guest")
    stay = secretary.get(path + "/attendance", inside=True).rows[0]["id"]
    assert secretary.post(f"stays/{stay}/leave").body["left_at"]
    assert secretary.post(f"stays/{stay}/leave").codes == ["already_out"]
    assert secretary.post(f"stays/{guest.body['id']}/strike").body["struck_at"]
    assert len(secretary.get(path + "/attendance", inside=False).rows) == 2
    again = secretary.post(path + "/attendance", {"persons": [town.men[1].key, town.men[1].key]})
    assert again.codes == ["already_in"]
    nobody = secretary.post(path + "/attendance", {"persons": [meeting.key]})
    assert (nobody.status, nobody.codes, nobody.fields) == (400, ["unknown"], ["persons"])


def test_the_door_is_searched_in_the_body(meeting: Meeting, secretary: Caller) -> None:
    found = secretary.post(f"meetings/{meeting.key}/door/search", {"letters": "woman 3"})
    assert [row["person"]["name"] for row in found.rows] == ["Woman 3 of Komîna Zeytûn"]
    assert found.rows[0]["stay"]


def test_names_are_for_the_body(meeting: Meeting, town: Town) -> None:
    at = timezone.now() - timedelta(days=50)
    other = world.settled_town("Komîna Gulan", at=at)
    stranger = Caller(world.account("stranger", other.men[4]))
    assert stranger.get(f"meetings/{meeting.key}").status == 200
    assert stranger.get(f"meetings/{meeting.key}/attendance").status == 404
    assert stranger.post(f"meetings/{meeting.key}/close").status == 403


def test_a_womens_assembly_is_not_there_for_others(town: Town, resident: Caller) -> None:
    beside = Affiliation.objects.get(parent=town.body, relation=Relation.BESIDE).body
    at = timezone.now() - timedelta(days=1)
    assert resident.get(f"bodies/{beside.key}/meetings").status == 404
    assert resident.get(f"bodies/{beside.key}/book").status == 404
    admin = world.account("admin", None)
    admin.is_superuser = admin.is_staff = True
    admin.save()
    assert Caller(admin).get(f"bodies/{beside.key}/meetings").status == 403
    hers = Caller(world.account("woman", town.women[4]))
    assert hers.get(f"bodies/{beside.key}/meetings").status == 200
    assert Body.objects.existing(at).filter(pk=beside.pk).exists()


@pytest.mark.parametrize("stage", Stage)
def test_stages_are_searched_as_they_are_derived(town: Town, stage: Stage) -> None:
    at = timezone.now()
    others = [{}, {"opened_at": at}, {"opened_at": at, "closed_at": at}, {"cancelled_at": at}]
    for number, told in enumerate(others, start=10):
        when = {"starts_at": at, "convened_at": at}
        Meeting.objects.create(body=town.body, number=number, place="x", **when, **told)
    searched = set(Meeting.objects.filter(IN_STAGE[stage]).values_list("pk", flat=True))
    assert searched == {row.pk for row in Meeting.objects.all() if row.stage == stage}
    assert searched
