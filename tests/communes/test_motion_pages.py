"""Motions and resolutions on pages: raised, amended, queued; found, read, with their fate."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import mending, moving
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.models import Motion, MotionVersion, OpenPoint, Resolution
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering()


@laid
def version(held: Gathering) -> MotionVersion:
    by = Actor(held.town.men[3])
    return moving.raise_motion(
        held.body, title="Well", text="A new well.", by=by, at=timezone.now()
    )


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_member_raises_a_motion_once(held: Gathering) -> None:
    url = reverse("motions", args=[held.body.public_id])
    told = {"title": "Well", "text": "A new well at the mill.", "submission": "raised-once"}
    for _time in range(2):
        answer = held.member.post(url, told)
        assert answer.status_code == 302
    motion = Motion.objects.get()
    assert motion.mover == held.town.men[3]
    assert answer["Location"] == reverse("motion", args=[motion.public_id])
    assert "A new well at the mill." in text(held.stranger.get(answer["Location"]))
    assert post(held.stranger, url, **told | {"submission": "another-one"}).status_code == 403
    for wrong in ({"title": ""}, {"text": " "}, {"title": "x" * 301}, {"text": "y" * 20_001}):
        assert post(held.member, url, **told | wrong | {"submission": "k" * 9}).status_code == 422
    assert Motion.objects.count() == 1


def test_a_motion_is_amended_upon_the_wording_that_was_read(
    held: Gathering, version: MotionVersion
) -> None:
    url = reverse("motion_amend", args=[version.motion.public_id])
    told = {"text": "Two wells.", "seen": version.key}
    assert post(held.stranger, url, **told).status_code == 403
    assert post(held.member, url, **told).status_code == 302
    assert version.motion.versions.count() == 2
    late = post(held.recorder, url, text="Three wells.", seen=version.key)
    assert late.status_code == 422
    assert "Two wells." in text(late)
    assert "Three wells." in text(late)
    newest = version.motion.versions.latest("number")
    assert f'value="{newest.key}"' in text(late)
    assert post(held.recorder, url, text="Three wells.", seen=newest.key).status_code == 302
    page = text(held.member.get(reverse("motion", args=[version.motion.public_id])))
    assert "Wording 3" in page
    assert "A new well." in page
    assert post(held.member, url, text="Three wells.", seen="nonsense").status_code == 422
    assert post(held.member, url, text="Three wells.", seen=newest.key).status_code == 422


def test_a_motion_is_put_on_the_next_agenda_by_mover_or_officers(
    held: Gathering, version: MotionVersion
) -> None:
    url = reverse("motion_queue", args=[version.motion.public_id])
    assert post(held.stranger, url).status_code == 403
    for _time in range(2):
        assert held.member.post(url, {"submission": "queued-once"}).status_code == 302
    assert OpenPoint.objects.filter(body=held.body, kind="motion").count() == 1
    assert post(held.recorder, url).status_code == 422
    convene = held.recorder.get(reverse("convene", args=[held.body.public_id]))
    assert convene.context["rows"].rows[1].title == "Well"


def test_the_list_of_motions_asks_a_constant_number_of_queries(
    held: Gathering, version: MotionVersion
) -> None:
    url = reverse("motions", args=[held.body.public_id])
    one = queries(lambda: held.member.get(url))
    for title in ("Road", "School"):
        moving.raise_motion(held.body, title=title, text="x", by=SYSTEM, at=timezone.now())
    assert queries(lambda: held.member.get(url)) == one


def test_the_register_of_resolutions_is_searched_in_any_spelling(held: Gathering) -> None:
    at = timezone.now()
    world.decide(held.item(), Count(14, 6), at, "Şêrîn mends the pump on the east street.")
    world.decide(held.item(2), Count(3, 17), at, "Heating oil is bought.")
    url = reverse("resolutions", args=[held.body.public_id])

    def found(query: str) -> list[str]:
        return [row.text[:6] for row in held.stranger.get(f"{url}{query}").context["page"]]

    number = Resolution.objects.get(item=held.item()).number
    assert "Şêrîn " in found("")
    assert found("?q=serin+pump") == ["Şêrîn "]
    assert found(f"?q={number}") == ["Şêrîn "]
    assert found("?shelf=rejected") == ["Heatin"]
    assert found("?shelf=all&q=zzz") == []
    for strange in ("?q=%00", "?q=" + "9" * 40, "?shelf=x&page=x", "?q=%25"):
        assert held.stranger.get(url + strange).status_code == 200
    assert held.guest.get(url).status_code == 403


def test_a_resolution_shows_arithmetic_and_fate(held: Gathering) -> None:
    at = timezone.now()
    old = world.decide(held.item(), Count(14, 6), at, "The pump is mended.")
    new = mending.mend(
        old, count=Count(13, 7), text="", reason="Miscounted.", by=SYSTEM, at=timezone.now()
    )
    page = text(held.stranger.get(reverse("resolution", args=[old.public_id])))
    assert "Miscounted." in page
    assert reverse("resolution", args=[new.public_id]) in page
    page = text(held.stranger.get(reverse("resolution", args=[new.public_id])))
    assert "13 for, 7 against, 0 abstained" in page
    assert "two thirds of 20: at least 14" in page
    assert "confederal-2014" in page
    missing = "00000000-0000-4000-8000-000000000000"
    assert held.stranger.get(reverse("resolution", args=[missing])).status_code == 404
    assert held.guest.get(reverse("resolution", args=[new.public_id])).status_code == 403


def test_the_register_asks_a_constant_number_of_queries(held: Gathering) -> None:
    at = timezone.now() - timedelta(minutes=1)
    url = reverse("resolutions", args=[held.body.public_id])
    world.decide(held.item(), Count(14, 6), at)
    one = queries(lambda: held.member.get(url))
    world.decide(held.item(2), Count(14, 6), at)
    assert queries(lambda: held.member.get(url)) == one
