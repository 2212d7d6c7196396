"""Members demand a meeting on pages; a body without officers meets again."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain.demanding import demand_needed
from communes.models import Basis, ConveningRequest, Meeting, Stage
from tests.factories.gathering import Gathering, client_of, gathering, post
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering()


def url(held: Gathering) -> str:
    return reverse("demand", args=[held.body.public_id])


def text(response: Any) -> str:
    return str(response.content.decode())


def filled(**more: Any) -> dict[str, Any]:
    told = {
        "reason": "The wall closes the path to the spring.",
        "day": (timezone.now() + timedelta(days=7)).date().isoformat(),
        "clock": "17:30",
        "place": "Under the mulberry tree",
        "rows": "1",
        "items-0-title": "The wall",
        "items-0-kind": "decision",
        "do": "demand",
    }
    return {**told, **more}


def test_a_member_opens_a_demand_and_others_join_until_it_is_a_meeting(held: Gathering) -> None:
    needed = demand_needed(held.body, timezone.now())
    assert needed == 3
    told = filled(submission="demanded-once")
    for _time in range(2):
        assert held.member.post(url(held), told)["Location"] == url(held)
    opened = ConveningRequest.objects.get()
    assert opened.signers.count() == 1
    page = text(held.recorder.get(url(held)))
    assert "The wall closes the path" in page
    join = reverse("join_demand", args=[opened.public_id])
    assert post(held.member, join).status_code == 422
    assert post(held.stranger, join).status_code == 403
    assert post(held.recorder, join)["Location"] == url(held)
    told = {"submission": "joined-once"}
    for _time in range(2):
        last = held.chairs[1].post(join, told)
        assert last.status_code == 302
    opened.refresh_from_db()
    assert opened.meeting is not None
    assert opened.meeting.basis == Basis.MEMBERS
    assert last["Location"] == reverse("meeting", args=[opened.meeting.public_id])
    assert opened.meeting.items.get().title == "The wall"
    assert post(client_of("late", held.town.women[8]), join).status_code == 422


def test_signatures_on_paper_convene_at_once(held: Gathering) -> None:
    others = [held.town.women[5].key, held.town.men[5].key]
    found = post(held.member, url(held), **filled(do="check", q="woman 5"))
    assert found.context["pick"].options[0].person == held.town.women[5]
    answer = post(held.member, url(held), **filled(signers=others))
    made = Meeting.objects.get(basis=Basis.MEMBERS)
    assert answer["Location"] == reverse("meeting", args=[made.public_id])
    assert made.demanded_by.signers.filter(on_paper=True).count() == 2


def test_who_is_no_member_demands_nothing_and_is_not_picked(held: Gathering) -> None:
    assert post(held.stranger, url(held), **filled()).status_code == 403
    assert held.stranger.get(url(held)).status_code == 200
    assert held.guest.get(url(held)).status_code == 403
    from tests.factories import world

    child = world.resident(
        held.body, "A child", "man", birth_year=2020, at=timezone.now() - timedelta(days=1)
    )
    post(held.member, url(held), **filled(signers=[child.key, "nonsense"]))
    assert ConveningRequest.objects.get().signers.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": " "}, "This field is required."),
        ({"day": timezone.now().date().isoformat()}, "clear days of notice"),
        ({"items-0-minutes": "x"}, "Mend the rows of the agenda that are marked."),
    ],
)
def test_bad_demands_are_refused(held: Gathering, wrong: dict[str, Any], said: str) -> None:
    more = {"clock": "23:59", **wrong}
    page = post(held.member, url(held), **filled(**more))
    assert page.status_code == 422
    assert said in text(page)
    assert not ConveningRequest.objects.exists()


def test_without_any_officer_one_account_convenes_opens_and_runs_the_meeting() -> None:
    """Every mandate is over: members convene, name chair and recorder, and go on."""
    held = gathering(founded=365 + 61)
    held.close()
    assert held.chairs[0].get(reverse("convene", args=[held.body.public_id])).status_code == 403
    others = [held.town.women[5].key, held.town.men[5].key]
    post(held.member, url(held), **filled(signers=others))
    made = Meeting.objects.get(basis=Basis.MEMBERS)
    Meeting.objects.filter(pk=made.pk).update(starts_at=timezone.now())
    opens = reverse("meeting_open", args=[made.public_id])
    page = held.member.get(opens)
    assert page.status_code == 200
    me, woman = held.town.men[3], held.town.women[5]
    told: dict[str, Any] = {
        "do": "open",
        "chairs": [woman.key, held.town.men[5].key],
        "recorder": me.key,
    }
    assert post(held.member, opens, **told)["Location"].endswith("/room/")
    made.refresh_from_db()
    assert made.stage == Stage.OPEN
    room = held.member.get(reverse("item", args=[made.items.get().public_id]))
    assert "recorder-room" in text(room)
    invitations = reverse("invitations", args=[held.body.public_id])
    assert held.member.get(invitations).status_code == 200
