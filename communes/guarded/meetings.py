"""Meetings: what was signed stands (DOMAIN §4); what belongs to one stays with it (§2.6, §2.8)."""

from communes.guard_patterns import both, unchanging
from communes.guards import AnyGuard, Event, Guard, NoTruncate

_MINUTES = "the minutes are signed"
_SIGNED = (
    "EXISTS (SELECT 1 FROM communes_meeting m WHERE m.id = {row}.meeting_id "
    "AND m.signed_at IS NOT NULL)"
)
_ITEM_SIGNED = (
    "EXISTS (SELECT 1 FROM communes_agendaitem i JOIN communes_meeting m ON m.id = i.meeting_id "
    "WHERE i.id = NEW.item_id AND m.signed_at IS NOT NULL)"
)
_DECISION_SIGNED = (
    "EXISTS (SELECT 1 FROM communes_resolution r "
    "JOIN communes_agendaitem i ON i.id = r.item_id "
    "JOIN communes_meeting m ON m.id = i.meeting_id "
    "WHERE r.id = NEW.resolution_id AND m.signed_at IS NOT NULL)"
)


def frozen_once_signed(table: str, *events: Event) -> list[AnyGuard]:
    """Rows of a signed meeting are neither added nor changed nor removed."""
    rows: dict[Event, tuple[str, ...]] = {
        "INSERT": ("NEW",),
        "UPDATE": ("OLD", "NEW"),
        "DELETE": ("OLD",),
    }
    return [
        Guard(
            f"{table}_signed_no_{event.lower()}",
            table,
            event,
            " OR ".join(_SIGNED.replace("{row}", row) for row in rows[event]),
            _MINUTES,
        )
        for event in events
    ]


MEETINGS: list[AnyGuard] = [
    *frozen_once_signed("communes_attendance", "INSERT", "UPDATE"),
    *frozen_once_signed("communes_agendaitem", "INSERT", "UPDATE", "DELETE"),
    *frozen_once_signed("communes_meetingrole", "INSERT", "UPDATE", "DELETE"),
    *(
        Guard(f"{table}_signed_no_insert", table, "INSERT", _ITEM_SIGNED, _MINUTES)
        for table in ("communes_ballot", "communes_resolution")
    ),
    Guard(
        "communes_resolutioneffect_signed_no_slip",
        "communes_resolutioneffect",
        "INSERT",
        f"NEW.effect = 'struck' AND {_DECISION_SIGNED}",
        _MINUTES,
    ),
    Guard(
        "communes_meeting_signed",
        "communes_meeting",
        "UPDATE",
        "OLD.signed_at IS NOT NULL",
        _MINUTES,
    ),
    Guard(
        "communes_meeting_signed_with_minutes",
        "communes_meeting",
        "UPDATE",
        "OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM communes_minutes k WHERE k.meeting_id = NEW.id)",
        "a meeting is signed by its minutes",
    ),
    Guard(
        "communes_meeting_signed_later",
        "communes_meeting",
        "INSERT",
        "NEW.signed_at IS NOT NULL",
        "a meeting is signed by its minutes",
    ),
    unchanging(
        "communes_meeting_stays",
        "communes_meeting",
        ["body_id", "sitting", "number", "convened_at"],
        "a meeting stays with its body",
    ),
    unchanging(
        "communes_agendaitem_stays",
        "communes_agendaitem",
        ["meeting_id"],
        "an item stays in its meeting",
    ),
    *both(
        "communes_agendaitem_one_level",
        "communes_agendaitem",
        "NEW.parent_id IS NOT NULL AND EXISTS (SELECT 1 FROM communes_agendaitem a "
        "WHERE a.id = NEW.parent_id AND (a.meeting_id <> NEW.meeting_id "
        "OR a.parent_id IS NOT NULL OR a.id = NEW.id))",
        "an agenda has one level of sub-items",
    ),
    unchanging(
        "communes_meetingrole_stays",
        "communes_meetingrole",
        ["meeting_id", "person_id", "role", "item_id", "since"],
        "who was named was named",
    ),
    Guard(
        "communes_meeting_no_delete",
        "communes_meeting",
        "DELETE",
        "true",
        "a meeting is cancelled and never removed",
    ),
    NoTruncate(
        "communes_meeting_no_truncate",
        "communes_meeting",
        "a meeting is cancelled and never removed",
    ),
]
