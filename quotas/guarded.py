"""The laws of measuring that the database itself keeps."""

from communes.guard_patterns import append_only, both, unchanging
from communes.guards import AnyGuard, Event, Guard

_SIGNED = (
    "EXISTS (SELECT 1 FROM quotas_election e JOIN communes_agendaitem i ON i.id = e.item_id "
    "JOIN communes_meeting m ON m.id = i.meeting_id "
    "WHERE e.id = {row}.election_id AND m.signed_at IS NOT NULL)"
)
_ROWS: dict[Event, str] = {"INSERT": "NEW", "UPDATE": "OLD", "DELETE": "OLD"}

_OTHER_HOLDER = (
    "NEW.mandate_id IS NOT NULL AND NEW.candidacy_id IS NOT NULL AND NOT EXISTS (SELECT 1 "
    "FROM mandates_mandate m JOIN quotas_candidacy c ON c.person_id = m.person_id "
    "WHERE m.id = NEW.mandate_id AND c.id = NEW.candidacy_id)"
)
_OVER = (
    "NEW.mandate_id IS NOT NULL AND EXISTS (SELECT 1 FROM mandates_mandate m "
    "WHERE m.id = NEW.mandate_id AND m.end_reason <> '')"
)

GUARDS: list[AnyGuard] = [
    *both(
        "quotas_nomination_holder",
        "quotas_nomination",
        _OTHER_HOLDER,
        "a nomination goes with the candidate alone",
    ),
    *both(
        "quotas_nomination_over",
        "quotas_nomination",
        _OVER,
        "a component stands with a mandate that is not over",
    ),
    unchanging(
        "quotas_nomination_declared",
        "quotas_nomination",
        ["component", "organisation", "declared_at"],
        "a component is declared anew or not at all",
    ),
    *append_only("quotas_finding", "a finding is what it was on the day"),
    *append_only("quotas_course", "the life of a finding is told by its events"),
    *append_only("quotas_courseevent", "what happened to a finding is not undone"),
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
    *(
        Guard(
            f"quotas_rankedpapers_signed_no_{event.lower()}",
            "quotas_rankedpapers",
            event,
            _SIGNED.replace("{row}", row),
            "the minutes are signed",
        )
        for event, row in _ROWS.items()
    ),
]
