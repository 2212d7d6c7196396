"""Attempts on tasks and on what was reported of them (DOMAIN §2.6)."""

from communes.models import Task, TaskReport
from tests.invariants.acts import Act, Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.ground import Ground, of


def _task(g: Ground) -> Task:
    return of(Task, item__meeting=g.open)


def _carried(g: Ground) -> TaskReport:
    return of(TaskReport, outcome="carried")


def _after_the_end(g: Ground) -> Act:
    return Insert(_carried(g), {"task_id": of(TaskReport, outcome="done").task_id})


TASKS: list[Attempt] = [
    Attempt("communes_task_no_update", "another task", lambda g: Change(_task(g), {"text": "x"})),
    Attempt(
        "communes_task_no_delete",
        "a task taken back",
        lambda g: Remove(Task.objects.create(**_plain(g))),
    ),
    Attempt("communes_task_no_truncate", "no tasks", lambda g: Empty("communes_task")),
    Attempt(
        "communes_task_signed_no_insert",
        "a task after the signing",
        lambda g: Insert(_task(g), {"item_id": g.signed.items.all()[0].pk}),
    ),
    Attempt(
        "communes_task_of_its_body",
        "a task of another body",
        lambda g: Insert(_task(g), {"body_id": g.women.pk}),
    ),
    Attempt(
        "task_one_bears_it", "a task of nobody", lambda g: Insert(_task(g), {"person_id": None})
    ),
    Attempt(
        "communes_taskreport_no_update",
        "another report",
        lambda g: Change(_carried(g), {"sentence": "x"}),
    ),
    Attempt("communes_taskreport_no_delete", "no report", lambda g: Remove(_carried(g))),
    Attempt(
        "communes_taskreport_no_truncate", "no reports", lambda g: Empty("communes_taskreport")
    ),
    Attempt("communes_taskreport_of_open", "a report after the end", _after_the_end),
    Attempt(
        "task_carried_until_a_day",
        "carried on for ever",
        lambda g: Insert(_carried(g), {"due": None}),
    ),
]


def _plain(g: Ground) -> dict[str, object]:
    known = _task(g)
    return {
        name: getattr(known, name) for name in ("body", "item", "text", "person", "due", "given_at")
    }
