"""A meeting before it opens: its agenda changed, chairs and recorder chosen, roles named."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import closing, moving
from communes.domain.acting import Actor
from communes.domain.planning import PlannedItem
from communes.models import Body, Meeting, MeetingRole, Stage
from tests.factories import world
from tests.factories.gathering import Gathering, client_of, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering()


def titles(meeting: Meeting) -> list[str]:
    return list(meeting.items.order_by("position").values_list("title", flat=True))


def test_items_are_moved_taken_off_and_added_before_the_opening(held: Gathering) -> None:
    meeting = planned(held)
    url = reverse("meeting_agenda", args=[meeting.public_id])
    first = meeting.items.get(position=1)
    assert post(held.recorder, url, do=f"down:{first.key}").status_code == 302
    assert titles(meeting)[1] == "Water pump"
    assert post(held.recorder, url, do=f"up:{first.key}").status_code == 302
    assert titles(meeting)[0] == "Water pump"
    assert post(held.recorder, url, do=f"drop:{first.key}").status_code == 302
    assert "Water pump" not in titles(meeting)
    told = {"do": "add", "lines": "• Well\n• Road", "kind": "report"}
    assert post(held.recorder, url, **told).status_code == 302
    assert titles(meeting)[-2:] == ["Well", "Road"]
    assert post(held.member, url, **told).status_code == 403


def test_one_form_moves_two_items_and_each_only_once(held: Gathering) -> None:
    meeting = planned(held)
    url = reverse("meeting_agenda", args=[meeting.public_id])
    one, two = meeting.items.get(position=1), meeting.items.get(position=2)
    for _time in range(2):
        held.recorder.post(url, {"submission": "same-form-key", "do": f"down:{one.key}"})
    assert titles(meeting)[:2] == ["Heating oil for the school", "Water pump"]
    held.recorder.post(url, {"submission": "same-form-key", "do": f"up:{two.key}"})
    assert titles(meeting)[0] == "Heating oil for the school"


@pytest.mark.parametrize(
    "do", ["up:nonsense", "drop:00000000-0000-4000-8000-000000000000", "jump:1"]
)
def test_strange_items_are_not_found(held: Gathering, do: str) -> None:
    url = reverse("meeting_agenda", args=[planned(held).public_id])
    assert post(held.recorder, url, do=do).status_code == 404


def test_an_empty_line_is_no_item(held: Gathering) -> None:
    meeting = planned(held)
    url = reverse("meeting_agenda", args=[meeting.public_id])
    page = post(held.recorder, url, do="add", lines=" \n ", kind="decision")
    assert page.status_code == 422
    assert len(titles(meeting)) == 3


def test_a_meeting_opens_under_the_officers_by_default(held: Gathering) -> None:
    meeting = planned(held, days=0)
    url = reverse("meeting_open", args=[meeting.public_id])
    page = held.recorder.get(url)
    assert [one.key for one in page.context["chairs"].chosen] == [
        held.town.women[0].key,
        held.town.men[0].key,
    ]
    assert page.context["recorders"].chosen == [held.town.women[1]]
    told = {
        "do": "open",
        "chairs": [held.town.women[0].key, held.town.men[0].key],
        "recorder": held.town.women[1].key,
        "submission": "opened-once",
    }
    assert held.member.post(url, told).status_code == 403
    for _time in range(2):
        assert held.recorder.post(url, told)["Location"].endswith("/room/")
    meeting.refresh_from_db()
    assert meeting.stage == Stage.OPEN
    assert MeetingRole.objects.filter(meeting=meeting).count() == 3


def test_another_member_is_found_by_letters_and_stays_chosen(held: Gathering) -> None:
    url = reverse("meeting_open", args=[planned(held, days=0).public_id])
    someone = held.town.men[4]
    told: dict[str, Any] = {"do": "find", "q": "man 4", "chairs": [held.town.women[0].key]}
    page = post(held.recorder, url, **told)
    options = {one.person.pk: one.chosen for one in page.context["chairs"].options}
    assert options[held.town.women[0].pk] is True
    assert options[someone.pk] is False
    part = post(held.recorder, url, htmx="people", **told)
    assert part.content.decode().count("Man 4") == page.content.decode().count("Man 4 of")
    told = {"do": "open", "chairs": [someone.key], "recorder": someone.key}
    opened = post(held.recorder, url, **told)
    assert opened["Location"].endswith("/")
    assert not opened["Location"].endswith("/room/")


@pytest.mark.parametrize(
    ("chairs", "recorder", "code"),
    [([], "recorder", "Name who chairs."), (["chair"], "", "Name who records.")],
)
def test_without_chair_or_recorder_it_stays_closed(
    held: Gathering, chairs: list[str], recorder: str, code: str
) -> None:
    meeting = planned(held, days=0)
    people = {"chair": held.town.women[0].key, "recorder": held.town.women[1].key}
    told: dict[str, Any] = {
        "chairs": [people[one] for one in chairs],
        "recorder": people.get(recorder, "x"),
    }
    page = post(held.recorder, reverse("meeting_open", args=[meeting.public_id]), do="open", **told)
    assert page.status_code == 422
    assert code in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.stage == Stage.CONVENED


def test_it_is_not_opened_on_an_earlier_day(held: Gathering) -> None:
    meeting = planned(held, days=6)
    url = reverse("meeting_open", args=[meeting.public_id])
    page = held.recorder.get(url)
    assert "cannot be opened on an earlier day" in page.content.decode()
    told: dict[str, Any] = {
        "do": "open",
        "chairs": [held.town.women[0].key],
        "recorder": held.town.women[1].key,
    }
    assert post(held.recorder, url, **told).status_code == 422


def test_a_chair_is_named_for_one_item(held: Gathering) -> None:
    item = held.item(1)
    url = reverse("meeting_roles", args=[held.meeting.public_id]) + f"?item={item.key}"
    found = post(held.recorder, url, q="woman 5")
    assert found.context["matches"][0].person == held.town.women[5]
    told = {"person": held.town.women[5].key, "role": "chair:item"}
    assert post(held.member, url, **told).status_code == 403
    assert post(held.recorder, url, **told).status_code == 302
    row = MeetingRole.objects.get(person=held.town.women[5], role="chair")
    assert row.item == item
    strange = post(held.recorder, url, person=held.town.women[5].key, role="queen:item")
    assert strange.status_code == 422
    assert post(held.recorder, url, person=str(uuid4()), role="chair:item").status_code == 422


def test_the_motion_of_an_item_is_chosen(held: Gathering) -> None:
    version = moving.raise_motion(
        held.body, title="Well", text="A well.", by=Actor(held.town.men[3]), at=timezone.now()
    )
    meeting = planned(held, items=[PlannedItem("Well", "motion")])
    item = meeting.items.get()
    url = reverse("plan_motion", args=[item.public_id])
    assert held.member.get(url).status_code == 403
    assert "wording 1" in held.recorder.get(url).content.decode()
    assert post(held.recorder, url, version="nonsense").status_code == 422
    assert post(held.recorder, url, version=version.key).status_code == 302
    item.refresh_from_db()
    assert item.motion_version == version


def test_a_circle_is_closed_to_everyone_else(held: Gathering) -> None:
    """Invariant 8: of a women's meeting nobody outside knows, officers of the commune included."""
    womens = Body.objects.get(circle="women", affiliations__parent=held.body)
    from communes.domain.convening import Invitation, convene

    at = timezone.now()
    meeting = convene(
        womens,
        Invitation("Yard", at + timedelta(minutes=1), [PlannedItem("Ours")]),
        by=SYSTEM,
        at=at - timedelta(days=9),
    )
    names = ("meeting", "room", "minutes", "meeting_notice", "sign", "meeting_roles")
    urls = [reverse(name, args=[meeting.public_id]) for name in names]
    urls += [
        reverse(name, args=[womens.public_id])
        for name in ("meetings", "book", "resolutions", "motions", "demand", "convene")
    ]
    urls.append(reverse("item", args=[meeting.items.get().public_id]))
    for url in urls:
        assert held.chairs[1].get(url).status_code == 404, url
    inside = client_of("inside", held.town.women[6])
    assert inside.get(urls[0]).status_code == 200


def test_readers_see_where_a_meeting_stands(held: Gathering) -> None:
    url = reverse("meeting", args=[held.meeting.public_id])
    assert "The meeting is going on." in held.stranger.get(url).content.decode()
    assert "Go to the room" in held.recorder.get(url).content.decode()
    closing.close(held.meeting, by=SYSTEM, at=timezone.now())
    assert "wait for the signatures" in held.stranger.get(url).content.decode()
    assert "Read and sign" in held.chairs[0].get(url).content.decode()
    world.account("nobody", None)
    assert held.guest.get(url).status_code == 403
    listed = held.stranger.get(reverse("meetings", args=[held.body.public_id]))
    assert "Assembly 2" in listed.content.decode()
