"""Tasks and what was reported of them are written once (DOMAIN §2.6)."""

from communes.guard_patterns import append_only
from communes.guards import AnyGuard, Guard

TASKS: list[AnyGuard] = [
    *append_only("communes_task", "a task stays as it was given"),
    *append_only("communes_taskreport", "a report stays as it was made"),
    Guard(
        "communes_task_signed_no_insert",
        "communes_task",
        "INSERT",
        "EXISTS (SELECT 1 FROM communes_agendaitem i JOIN communes_meeting m "
        "ON m.id = i.meeting_id WHERE i.id = NEW.item_id AND m.signed_at IS NOT NULL)",
        "the minutes are signed",
    ),
    Guard(
        "communes_task_of_its_body",
        "communes_task",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM communes_agendaitem i JOIN communes_meeting m "
        "ON m.id = i.meeting_id WHERE i.id = NEW.item_id AND m.body_id = NEW.body_id)",
        "a task is given by the body that meets",
    ),
    Guard(
        "communes_taskreport_of_open",
        "communes_taskreport",
        "INSERT",
        "EXISTS (SELECT 1 FROM communes_taskreport r WHERE r.task_id = NEW.task_id "
        "AND r.outcome IN ('done', 'dropped'))",
        "the task is over",
    ),
]
