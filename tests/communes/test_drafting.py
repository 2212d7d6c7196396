"""Where an agenda may begin, and how long ago a body met beside what the charter asks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from communes.domain import closing, drafting, recording, rhythm
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import BodyParameter, Sitting
from tests.communes.test_convening_pages import filled, url_of
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@laid
def held() -> Gathering:
    return gathering()


def titles(items: list[PlannedItem]) -> list[str]:
    return [item.title for item in items]


def test_a_charter_suggests_an_agenda_in_the_readers_language(held: Gathering) -> None:
    suggested = drafting.template(held.body, Sitting.ASSEMBLY, NOW)
    assert titles(suggested)[0] == "Opening, and who chairs and records"
    assert len(suggested) == 5
    assert suggested != drafting.template(held.body, Sitting.BOARD, NOW)
    own = ["opening", "Bread and water"]
    BodyParameter.objects.create(
        body=held.body, section="communes", name="assembly_agenda", value=own, since=NOW
    )
    with override("en"):
        said = titles(drafting.template(held.body, Sitting.ASSEMBLY, NOW))
    assert said == ["Opening, and who chairs and records", "Bread and water"]


def test_what_the_last_meeting_left_open_comes_back(held: Gathering) -> None:
    world.decide(held.item(1), Count(15), NOW)
    recording.finish(held.item(2), by=SYSTEM, at=NOW)
    closing.close(held.meeting, by=SYSTEM, at=NOW)
    left = drafting.left_open(held.body, Sitting.ASSEMBLY)
    assert titles(left) == ["Any other business"]
    assert drafting.left_open(held.body, Sitting.BOARD) == []


def test_an_earlier_agenda_is_copied_with_its_sub_items(held: Gathering) -> None:
    items = [PlannedItem("Water", planned_minutes=5), PlannedItem("Pump", sub=True)]
    meeting = planned(held, items=items)
    assert drafting.like(meeting) == items
    page = post(held.recorder, url_of(held), **filled([], do="take", source=meeting.key))
    rows = [row for row in page.context["rows"].rows if row.title]
    assert [(row.title, row.minutes, row.sub) for row in rows] == [
        ("Water", "5", ""),
        ("Pump", "", "on"),
    ]


@pytest.mark.parametrize("source", ["template", "open"])
def test_every_beginning_fills_the_same_form(held: Gathering, source: str) -> None:
    closing.close(held.meeting, by=SYSTEM, at=NOW)
    page = post(held.recorder, url_of(held), **filled(["Own"], do="take", source=source))
    rows = [row.title for row in page.context["rows"].rows if row.title]
    assert rows[0] == "Own"
    assert len(rows) > 2


def test_another_bodys_agenda_is_no_source(held: Gathering) -> None:
    other = world.settled_town("Komîna Din", at=NOW - timedelta(days=9)).founding
    for strange in (other.key, "", "x", "\x00"):
        page = post(held.recorder, url_of(held), **filled([], do="take", source=strange))
        assert page.status_code == 200
        assert not [row for row in page.context["rows"].rows if row.title]


def test_the_rhythm_is_told_in_days(held: Gathering) -> None:
    assert rhythm.met(held.body, Sitting.ASSEMBLY, NOW) == rhythm.Met(14, 0)
    later = NOW + timedelta(days=16)
    assert rhythm.met(held.body, Sitting.ASSEMBLY, later) == rhythm.Met(14, 16)
    assert rhythm.met(held.body, Sitting.ASSEMBLY, later).late
    assert rhythm.met(held.body, Sitting.BOARD, NOW) == rhythm.Met(7, None)
    page = held.recorder.get(reverse("convene", args=[held.body.public_id]))
    assert "The charter says every 14 days." in page.content.decode()
