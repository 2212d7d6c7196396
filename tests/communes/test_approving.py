"""After signing: approval and corrections by a later meeting, signatures on paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communes import guards
from communes.domain import approving, booking, closing, mending, planning, resolving, signing
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Meeting, OpenPoint, Resolution, Role, Signing
from communes.papers.minutes import minutes_paper
from communes.problems import Refused
from communes.typesetting import plain
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    """An assembly that is closed and not yet signed."""
    made = gathering()
    made.close()
    return made


def url(name: str, held: Gathering) -> str:
    return reverse(name, args=[held.meeting.public_id])


def signed(held: Gathering) -> Meeting:
    for chair in (held.town.women[0], held.town.men[0]):
        signing.sign(held.meeting, person=chair, by=Actor(chair), at=timezone.now())
    held.meeting.refresh_from_db()
    return held.meeting


def next_item(held: Gathering, point: OpenPoint) -> AgendaItem:
    """The point on the agenda of the next assembly, which is open."""
    at = timezone.now()
    items = [PlannedItem(point.title, point.kind, point=point)]
    made = convene(
        held.body,
        Invitation("Yard", at + timedelta(seconds=1), items),
        by=SYSTEM,
        at=at - timedelta(days=9),
    )
    town = held.town
    chairs = [town.women[0], town.men[0]]
    world.opened(made, chairs, town.women[1], town.people, at + timedelta(seconds=2))
    return made.items.get()


def resolved(item: AgendaItem, for_it: int = 20) -> Resolution:
    at = timezone.now() + timedelta(minutes=1)
    return resolving.adopt(item, count=Count(for_it, 20 - for_it), text="", by=SYSTEM, at=at)


def point(held: Gathering, kind: str) -> OpenPoint:
    return OpenPoint.objects.get(kind=kind, figures__meeting=held.meeting.key)


def test_signed_minutes_wait_for_approval_and_stand_on_the_next_agenda(held: Gathering) -> None:
    before = [one.kind for one in planning.waiting(held.body)].count("approval")
    signed(held)
    waiting = planning.waiting(held.body, "assembly")
    assert [one.kind for one in waiting].count("approval") == before + 1
    assert waiting[0].kind == "approval"
    assert "approval" not in [one.kind for one in planning.waiting(held.body, "board")]
    page = held.chairs[0].get(reverse("convene", args=[held.body.public_id]))
    assert f"Approval of the minutes of meeting {held.meeting.number}" in page.content.decode()


def test_a_later_meeting_approves(held: Gathering) -> None:
    signed(held)
    assert approving.approval_of(held.meeting) is None
    item = next_item(held, point(held, "approval"))
    room = held.recorder.get(reverse("item", args=[item.public_id])).content.decode()
    assert url("minutes", held) in room
    decided = resolved(item)
    assert decided.facts == {"meeting": held.meeting.key}
    assert approving.approval_of(held.meeting) == decided
    page = held.member.get(url("minutes", held)).content.decode()
    assert f"Approved: Resolution {decided.number}" in " ".join(page.split())
    assert f"Approved: Resolution {decided.number}" in plain(minutes_paper(held.meeting, "en"))
    assert booking.verify(held.body) is None


def test_what_was_not_adopted_or_was_a_slip_approves_nothing(held: Gathering) -> None:
    signed(held)
    decided = resolved(next_item(held, point(held, "approval")), 3)
    assert approving.approval_of(held.meeting) is None
    at = timezone.now() + timedelta(minutes=2)
    mended = mending.mend(decided, count=Count(20), text="", reason="Slip", by=SYSTEM, at=at)
    assert approving.approval_of(held.meeting) == mended
    mending.strike(mended, reason="Slip", by=SYSTEM, at=at)
    assert approving.approval_of(held.meeting) is None


def test_a_correction_stands_beside_the_original(held: Gathering) -> None:
    page = {"item": held.item().key, "text": "Zozan <b>asked</b> it."}
    assert held.member.get(url("correct_minutes", held)).status_code == 404
    signed(held)
    before = plain(minutes_paper(held.meeting, "en"))
    assert held.stranger.get(url("correct_minutes", held)).status_code == 403
    assert post(held.stranger, url("correct_minutes", held), **page).status_code == 403
    assert post(held.member, url("correct_minutes", held), text=" ").status_code == 422
    assert post(held.member, url("correct_minutes", held), text="x" * 20_001).status_code == 422
    for _time in range(2):
        answer = held.member.post(url("correct_minutes", held), {**page, "submission": "just-one"})
        assert answer.status_code == 302
    item = next_item(held, point(held, "correction"))
    assert "Zozan &lt;b&gt;asked" in held.member.get(url("correct_minutes", held)).content.decode()
    assert plain(minutes_paper(held.meeting, "en")) == before
    decided = resolved(item)
    told = plain(minutes_paper(held.meeting, "en"))
    assert told.index("Water pump") < told.index("Zozan <b>asked</b>") < told.index("Heating")
    shown = held.member.get(url("minutes", held)).content.decode()
    assert "Zozan &lt;b&gt;asked" in shown
    assert plain(minutes_paper(held.meeting, "en", held.meeting.signed_at)) == before
    assert closing.digest_of(closing.content(held.meeting)) in str(Signing.objects.values_list())
    assert booking.verify(held.body) is None
    guards.lift(connection)
    Resolution.objects.filter(pk=decided.pk).update(facts={**decided.facts, "text": "Never"})
    assert booking.verify(held.body) is not None


def test_a_correction_is_of_signed_minutes_and_their_own_items(held: Gathering) -> None:
    at = timezone.now()
    with pytest.raises(Refused) as unsigned:
        approving.propose_correction(held.meeting, text="x", by=SYSTEM, at=at)
    assert [one.code for one in unsigned.value.problems] == ["minutes_not_signed"]
    signed(held)
    other = held.town.founding.items.first()
    with pytest.raises(Refused) as elsewhere:
        approving.propose_correction(held.meeting, text=" ", item=other, by=SYSTEM, at=at)
    assert {one.code for one in elsewhere.value.problems} == {"item_elsewhere", "text_missing"}


def test_paper_is_vouched_for_by_two_witnesses(held: Gathering) -> None:
    town, key = held.town, held.town.men[0].key
    seen = held.recorder.get(url("sign", held)).context["digest"]
    paper = {"do": f"paper:{key}", "seen": seen}
    assert post(held.member, url("sign", held), **paper).status_code == 403
    assert post(held.recorder, url("sign", held), **{**paper, "seen": "0" * 64}).status_code == 422
    wrong = f"paper:{town.men[3].key}"
    assert post(held.recorder, url("sign", held), do=wrong, seen=seen).status_code == 404
    assert post(held.recorder, url("sign", held), **paper).status_code == 302
    assert post(held.recorder, url("sign", held), **paper).status_code == 422
    assert post(held.chairs[0], url("sign", held), do="sign", seen=seen).status_code == 302
    assert not Meeting.objects.filter(pk=held.meeting.pk, signed_at__isnull=False).exists()
    assert "2 more witnesses are needed" in held.recorder.get(url("sign", held)).content.decode()
    for witness in (town.women[4], town.men[4]):
        told: dict[str, Any] = {"person": witness, "verdict": Signing.Verdict.WITNESS}
        held.meeting.roles.create(person=witness, role=Role.WITNESS, since=timezone.now())
        signing.sign(held.meeting, by=Actor(witness), at=timezone.now(), **told)
    held.meeting.refresh_from_db()
    assert held.meeting.signed_at
    assert "signed on paper, entered on" in held.member.get(url("minutes", held)).content.decode()
    assert booking.verify(held.body) is None


def test_the_api_does_the_same(held: Gathering) -> None:
    recorder, at = Caller(client=held.recorder), f"meetings/{held.meeting.public_id}"
    member, person = Caller(client=held.member), held.town.men[0].key
    assert member.post(f"{at}/corrections", {"text": "x"}).codes == ["minutes_not_signed"]
    told = {"person": person, "seen": recorder.get(f"{at}/signatures").body["digest"]}
    assert member.post(f"{at}/signatures/paper", told).status == 403
    assert recorder.post(f"{at}/signatures/paper", told).body["witnesses_needed"] == 2
    for witness in (held.town.women[4], held.town.men[4]):
        vouches: dict[str, Any] = {"person": witness, "verdict": Signing.Verdict.WITNESS}
        signing.sign(held.meeting, by=SYSTEM, at=timezone.now(), **vouches)
    signing.sign(held.meeting, person=held.town.women[0], by=SYSTEM, at=timezone.now())
    sent = {"text": "Zozan asked it.", "item": held.item().key}
    assert Caller(client=held.stranger).post(f"{at}/corrections", sent).status == 403
    assert member.post(f"{at}/corrections", sent).status == 201
    decided = resolved(next_item(held, point(held, "correction")))
    shown = recorder.get(f"{at}/minutes").body
    assert shown["approved_by"] is None
    assert shown["corrections"] == [{"resolution": decided.key, **sent}]


def test_signatures_stand_when_the_lists_are_erased(held: Gathering) -> None:
    signed(held)
    page = held.chairs[0].get(url("minutes", held)).content
    guards.lift(connection)
    held.meeting.attendances.all().delete()
    assert held.chairs[0].get(url("minutes", held)).content == page
    told = held.member.get(f"/api/v1/meetings/{held.meeting.key}/signatures").json()
    assert told["complete"]
    assert all(one["signing"] for one in told["expected"])
