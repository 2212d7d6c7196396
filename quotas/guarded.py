"""The laws of measuring that the database itself keeps."""

from communes.guard_patterns import append_only, both
from communes.guards import AnyGuard, Event, Guard

_SIGNED = (
    "EXISTS (SELECT 1 FROM quotas_election e JOIN communes_agendaitem i ON i.id = e.item_id "
    "JOIN communes_meeting m ON m.id = i.meeting_id "
    "WHERE e.id = {row}.election_id AND m.signed_at IS NOT NULL)"
)
_ROWS: dict[Event, str] = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}

GUARDS: list[AnyGuard] = [
    *append_only("quotas_finding", "a finding is what it was on the day"),
    *append_only("quotas_levelresult", "a result is what it was on the day"),
    *both(
        "quotas_candidacy_circle",
        "quotas_candidacy",
        "EXISTS (SELECT 1 FROM quotas_election e JOIN communes_body b ON b.id = e.body_id "
        "WHERE e.id = NEW.election_id AND b.circle = 'women') AND NOT EXISTS "
        "(SELECT 1 FROM communes_person p WHERE p.id = NEW.person_id AND p.gender = 'woman')",
        "only women stand in a women''s body",
    ),
    *(
        Guard(
            f"quotas_candidacy_signed_no_{event.lower()}",
            "quotas_candidacy",
            event,
            _SIGNED.replace("{row}", row),
            "the minutes are signed",
        )
        for event, row in _ROWS.items()
    ),
]
