"""The order of an agenda: deeds, the pages with their buttons and drags, and the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from communes.arithmetic import outlines
from communes.domain import ordering, planning
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Meeting
from communes.problems import Refused
from tests.communes.test_convening_pages import filled, url_of
from tests.factories.calling import Caller
from tests.factories.gathering import Gathering, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ITEMS = [
    PlannedItem("Opening", planned_minutes=5),
    PlannedItem("Water", planned_minutes=10),
    PlannedItem("Pump", sub=True, planned_minutes=10),
    PlannedItem("Pipes", sub=True, planned_minutes=15),
    PlannedItem("School"),
]


@laid
def held() -> Gathering:
    return gathering()


@laid
def meeting(held: Gathering) -> Meeting:
    return planned(held, items=ITEMS)


def told(meeting: Meeting) -> list[str]:
    """The agenda as people read it; what is stored agrees with what the order says."""
    rows = list(meeting.items.order_by("position").select_related("parent"))
    subs = [row.parent_id is not None for row in rows]
    assert [row.number for row in rows] == outlines.numbers(subs)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    above = outlines.parents(subs)
    assert [row.parent for row in rows] == [None if up is None else rows[up] for up in above]
    return [f"{row.number} {row.title}" for row in rows]


def item(meeting: Meeting, title: str) -> AgendaItem:
    return meeting.items.get(title=title)


def test_sub_items_are_convened_moved_and_taken_off(meeting: Meeting) -> None:
    assert told(meeting) == ["1 Opening", "2 Water", "2.1 Pump", "2.2 Pipes", "3 School"]
    ordering.step_item(item(meeting, "Water"), -1, by=SYSTEM, at=NOW)
    assert told(meeting) == ["1 Water", "1.1 Pump", "1.2 Pipes", "2 Opening", "3 School"]
    ordering.put_under(item(meeting, "School"), True, by=SYSTEM, at=NOW)
    ordering.put_under(item(meeting, "Pump"), False, by=SYSTEM, at=NOW)
    assert told(meeting) == ["1 Water", "2 Pump", "2.1 Pipes", "3 Opening", "3.1 School"]
    planning.remove_item(item(meeting, "Pump"), by=SYSTEM, at=NOW)
    assert told(meeting) == ["1 Water", "2 Pipes", "3 Opening", "3.1 School"]
    planning.put_on_agenda(meeting, [PlannedItem("Roof", sub=True)], by=SYSTEM, at=NOW)
    assert told(meeting)[-1] == "3.2 Roof"


def test_nothing_stands_above_the_first_item(held: Gathering, meeting: Meeting) -> None:
    with pytest.raises(Refused, match="nothing_above"):
        ordering.put_under(item(meeting, "Opening"), True, by=SYSTEM, at=NOW)
    with pytest.raises(Refused, match="nothing_above"):
        planned(held, items=[PlannedItem("Alone", sub=True)])


def test_the_database_knows_one_level_and_one_meeting(held: Gathering, meeting: Meeting) -> None:
    pump, pipes = item(meeting, "Pump"), item(meeting, "Pipes")
    for row, parent in ((pipes, pump), (item(meeting, "School"), held.item()), (pump, pump)):
        with pytest.raises(DatabaseError), transaction.atomic():
            AgendaItem.objects.filter(pk=row.pk).update(parent=parent)


def test_a_drag_brings_the_whole_order_or_nothing(held: Gathering, meeting: Meeting) -> None:
    url = reverse("meeting_agenda", args=[meeting.public_id])
    keys = [item(meeting, name).key for name in ("School", "Water", "Pipes", "Pump", "Opening")]
    assert post(held.recorder, url, do="order", order=",".join(keys)).status_code == 302
    new = ["1 School", "2 Water", "2.1 Pipes", "2.2 Pump", "3 Opening"]
    assert told(meeting) == new
    for wrong in (keys[1:], [*keys, keys[0]], ["x"], []):
        page = post(held.recorder, url, do="order", order=",".join(wrong))
        assert page.status_code == 422
        assert "changed meanwhile" in page.content.decode()
    assert post(held.member, url, do="order", order=",".join(keys)).status_code == 403
    assert told(meeting) == new


def test_buttons_order_and_keep_what_was_typed(held: Gathering, meeting: Meeting) -> None:
    url = reverse("meeting_agenda", args=[meeting.public_id])
    school = item(meeting, "School")
    typed: dict[str, Any] = {f"minutes-{school.key}": "20"}
    assert post(held.recorder, url, do=f"in:{school.key}", **typed).status_code == 302
    assert told(meeting)[-1] == "2.3 School"
    assert item(meeting, "School").planned_minutes == 20
    assert post(held.recorder, url, do=f"out:{school.key}").status_code == 302
    typed = {f"minutes-{school.key}": "", f"minutes-{item(meeting, 'Pump').key}": "many"}
    assert post(held.recorder, url, do="minutes", **typed).status_code == 302
    assert item(meeting, "School").planned_minutes is None
    assert item(meeting, "Pump").planned_minutes == 10
    assert post(held.recorder, url, do=f"sideways:{school.key}").status_code == 404


def test_the_clock_runs_through_the_agenda(held: Gathering, meeting: Meeting) -> None:
    page = held.recorder.get(reverse("meeting", args=[meeting.public_id]))
    begins = [one["begins"] - meeting.starts_at for one in page.context["items"]]
    assert begins == [timedelta(minutes=minutes) for minutes in (0, 5, 5, 15, 30)]
    assert page.context["plan"]["ends"] == meeting.starts_at + timedelta(minutes=30)
    assert "One item has no time yet." in page.content.decode()
    notice = held.member.get(reverse("meeting_notice", args=[meeting.public_id])).content.decode()
    assert "2.1" in notice
    assert "it ends about" in notice


def test_rows_are_indented_dragged_and_timed_while_composed(held: Gathering) -> None:
    titles = ["One", "Two", "Three"]
    page = post(held.recorder, url_of(held), **filled(titles, do="in:1"))
    assert [line["number"] for line in page.context["plan"]["lines"]][:3] == ["1", "1.1", "2"]
    timed: dict[str, Any] = {"items-0-minutes": "10", "items-2-minutes": "20", "items-1-sub": "on"}
    page = post(held.recorder, url_of(held), **filled(titles, do="order", order="2,0,1", **timed))
    assert [row.title for row in page.context["rows"].rows][:3] == ["Three", "One", "Two"]
    assert [line["number"] for line in page.context["plan"]["lines"]][:3] == ["1", "2", "2.1"]
    assert page.context["plan"]["ends"] - page.context["plan"]["begins"] == timedelta(minutes=30)
    assert ", ends about <time" in page.content.decode()
    for wrong in ("0,0,1", "0,1", "x", "²,0,1"):
        page = post(held.recorder, url_of(held), **filled(titles, do="order", order=wrong))
        assert [row.title for row in page.context["rows"].rows][:3] == titles
    assert post(held.recorder, url_of(held), **filled(titles, **timed)).status_code == 302
    made = Meeting.objects.order_by("-pk")[0]
    assert told(made) == ["1 One", "1.1 Two", "2 Three"]


def test_a_program_orders_as_a_person_does(held: Gathering, meeting: Meeting) -> None:
    caller = Caller(held.town.women[1].account)
    pump = item(meeting, "Pump")
    shown = caller.get(f"items/{pump.key}")
    assert (shown.body["number"], shown.body["parent"]) == ("2.1", item(meeting, "Water").key)
    assert caller.send("put", f"items/{pump.key}/under", {"sub": False}).status == 200
    assert caller.send("put", f"items/{pump.key}/minutes", {"planned_minutes": 7}).status == 200
    assert caller.send("post", f"items/{pump.key}/move", {"to": 1}).status == 200
    assert told(meeting) == ["1 Pump", "1.1 Pipes", "2 Opening", "3 Water", "4 School"]
    first = item(meeting, "Pump")
    assert first.planned_minutes == 7
    refused = caller.send("put", f"items/{first.key}/under", {"sub": True})
    assert (refused.status, refused.codes) == (409, ["nothing_above"])
    member = Caller(held.town.men[3].account)
    assert member.send("put", f"items/{first.key}/under", {"sub": False}).status == 403


def test_an_agenda_of_before_has_its_places_as_numbers(meeting: Meeting) -> None:
    meeting.items.update(outline="")
    assert item(meeting, "School").number == "5"
