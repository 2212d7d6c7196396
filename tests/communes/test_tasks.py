"""Tasks: given, due, back on the agenda, reported; by page and by API, under the same rules."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import planning, tasking
from communes.domain.planning import PlannedItem, put_on_agenda
from communes.models import AgendaItem, Entry, Notice, OpenPoint, Person, Task, TaskReport
from communes.problems import Refused
from tests.counting import queries
from tests.factories.gathering import Gathering, gathering, planned, post
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering(present=12)


def day(days: int) -> date:
    return (timezone.now() + timedelta(days=days)).date()


def give(held: Gathering, person: Person, days: int = 5, text: str = "Buy the pump") -> Task:
    at = timezone.now()
    return tasking.give(held.item(), text=text, person=person, due=day(days), by=SYSTEM, at=at)


def awaited(held: Gathering) -> list[OpenPoint]:
    """The tasks that wait for the next agenda."""
    return [point for point in planning.waiting(held.body) if point.kind == "task"]


def codes(error: "pytest.ExceptionInfo[Refused]") -> set[str]:
    return {problem.code for problem in error.value.problems}


def url(name: str, one: Any) -> str:
    return reverse(name, args=[one.public_id])


def test_a_task_is_given_in_the_room_and_waits_at_home(held: Gathering) -> None:
    bearer = held.town.men[3]
    told = {"text": "Buy the pump", "bearer": bearer.key, "due": day(5).isoformat()}
    answer = post(held.recorder, url("task_give", held.item()), **told)
    assert answer["Location"] == url("item", held.item()) + "#tasks"
    task = Task.objects.get()
    assert task.person == bearer
    home = held.member.get("/").content.decode()
    assert "Buy the pump" in home
    assert Notice.objects.filter(code="task_given").count() == 1
    entry = Entry.objects.get(kind="task.given")
    assert "Buy the pump" not in entry.content
    assert bearer.name not in entry.content
    assert "Buy the pump" in held.member.get(url("body", held.body)).content.decode()


def test_what_is_missing_is_said_and_nothing_is_given(held: Gathering) -> None:
    wrong = [
        {"text": "", "bearer": held.town.men[3].key, "due": day(5).isoformat()},
        {"text": "x", "bearer": "", "due": day(5).isoformat()},
        {"text": "x", "bearer": "nonsense", "due": day(5).isoformat()},
        {"text": "x", "bearer": held.town.men[3].key, "due": day(-9).isoformat()},
        {"text": "x", "bearer": held.town.men[3].key, "due": "9999-99-99"},
    ]
    for told in wrong:
        assert post(held.recorder, url("task_give", held.item()), **told).status_code == 422
    assert post(held.member, url("task_give", held.item()), **wrong[0]).status_code == 403
    assert not Task.objects.exists()


def test_a_due_task_comes_back_once_on_the_next_agenda(held: Gathering) -> None:
    task = give(held, held.town.men[3], days=1)
    assert tasking.bring_back(timezone.now()) == 0
    later = timezone.now() + timedelta(days=2)
    assert tasking.bring_back(later) == 1
    assert tasking.bring_back(later) == 0
    point = awaited(held)[0]
    assert point.title == "Task: Buy the pump"
    meeting = planned(held)
    items = [PlannedItem(point.title, point.kind, point=point)]
    put_on_agenda(meeting, items, by=SYSTEM, at=timezone.now())
    item = AgendaItem.objects.get(meeting=meeting, kind="task")
    assert tasking.of_item(item) == task
    assert not awaited(held)


def test_carried_on_it_comes_back_on_the_new_day(held: Gathering) -> None:
    task = give(held, held.town.men[3], days=1)
    tasking.bring_back(timezone.now() + timedelta(days=2))
    told = {"outcome": "carried", "sentence": "No money yet.", "due": day(9).isoformat()}
    assert post(held.member, url("task", task), **told).status_code == 302
    assert not OpenPoint.objects.filter(kind="task").exists()
    assert tasking.bring_back(timezone.now() + timedelta(days=5)) == 0
    assert tasking.bring_back(timezone.now() + timedelta(days=10)) == 1
    assert Task.objects.open().get().falls_due == day(9)


def test_a_task_ends_once(held: Gathering) -> None:
    task = give(held, held.town.men[3])
    told = {"outcome": "done", "sentence": "It runs."}
    assert post(held.member, url("task", task), **told).status_code == 302
    with pytest.raises(Refused) as refused:
        tasking.report(task, outcome="done", sentence="x", by=SYSTEM, at=timezone.now())
    assert codes(refused) == {"task_over"}
    assert Task.objects.over().get() == task
    assert not Task.objects.open().exists()
    assert "Buy the pump" not in held.member.get("/").content.decode()


def test_who_bears_a_task_reports_and_only_the_body_drops_it(held: Gathering) -> None:
    task = give(held, held.town.men[3])
    told = {"outcome": "dropped", "sentence": "Nobody wants it."}
    assert post(held.member, url("task", task), **told).status_code == 422
    assert post(held.stranger, url("task", task), **told).status_code == 403
    assert not TaskReport.objects.exists()
    assert post(held.recorder, url("task", task), **told).status_code == 302


def test_names_are_for_the_bodys_own_members(held: Gathering) -> None:
    task = give(held, held.town.women[3])
    for page in (url("task", task), url("tasks", held.body)):
        assert task.person is not None
        assert task.person.name in held.member.get(page).content.decode()
        assert task.person.name not in held.stranger.get(page).content.decode()
    told = held.stranger.get(f"/api/v1/tasks/{task.key}").json()
    assert told["person"] is None


def test_a_committee_of_the_body_may_bear_it_and_no_other(held: Gathering) -> None:
    at = timezone.now()
    with pytest.raises(Refused) as refused:
        tasking.give(held.item(), text="x", committee=held.body, due=day(3), by=SYSTEM, at=at)
    assert codes(refused) == {"bearer_unfit"}
    with pytest.raises(Refused) as refused:
        tasking.give(held.item(), text="x", due=day(3), by=SYSTEM, at=at)
    assert codes(refused) == {"bearer_missing"}


def test_the_api_gives_lists_and_reports(held: Gathering) -> None:
    kind, item = "application/json", f"/api/v1/items/{held.item().key}/tasks"
    told = {"text": "Lamps", "person": held.town.men[3].key, "due": day(4).isoformat()}
    made = held.recorder.post(item, told, kind)
    assert made.status_code == 201, made.content
    late = held.recorder.post(item, {**told, "due": "2020-01-01"}, kind)
    assert (late.status_code, late.json()["problems"][0]["code"]) == (409, "due_past")
    assert held.member.post(item, told, kind).status_code == 403
    rows = held.member.get(f"/api/v1/bodies/{held.body.key}/tasks").json()["results"]
    assert [(row["text"], row["fate"]) for row in rows] == [("Lamps", "")]
    reports = f"/api/v1/tasks/{made.json()['id']}/reports"
    dropped = {"outcome": "dropped", "sentence": "No."}
    assert held.member.post(reports, dropped, kind).status_code == 403
    carried = held.member.post(reports, {"outcome": "carried", "sentence": "Soon."}, kind)
    assert (carried.status_code, carried.json()["problems"][0]["code"]) == (409, "due_missing")
    done = held.member.post(reports, {"outcome": "done", "sentence": "Lit."}, kind)
    assert (done.status_code, done.json()["fate"]) == (200, "done")


def test_the_minutes_hold_the_tasks_without_names(held: Gathering) -> None:
    give(held, held.town.men[3])
    held.close()
    page = held.member.get(url("minutes", held.meeting)).content.decode()
    assert "Buy the pump" in page
    assert held.town.men[3].name not in page


def test_lists_cost_the_same_whatever_their_length(held: Gathering) -> None:
    give(held, held.town.men[3])
    pages = [url("tasks", held.body), url("body", held.body), "/"]
    few = [queries(partial(held.member.get, page)) for page in pages]
    for _time in range(3):
        give(held, held.town.men[3], text="Another")
    assert [queries(partial(held.member.get, page)) for page in pages] == few
