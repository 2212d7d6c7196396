"""The laws of measuring that the database itself keeps."""

from communes.guard_patterns import append_only, both, unchanging, undeleted
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

_UNDECIDED = (
    "NOT EXISTS (SELECT 1 FROM quotas_seatrelease r JOIN communes_womensvote v ON v.id = r.vote_id "
    "WHERE r.id = NEW.release_id AND v.question = 'seats' AND v.adopted "
    "AND 2 * v.votes_for > v.women)"
)
_OF_A_PAIR = (
    "EXISTS (SELECT 1 FROM mandates_seat s WHERE s.id = NEW.seat_id "
    "AND (s.office = 'co_chair' OR s.sending_body_id IS NOT NULL))"
)
_CLOSED = (
    "OLD.reserved_gender <> '' AND NEW.reserved_gender = '' AND NOT EXISTS (SELECT 1 "
    "FROM quotas_releasedseat r WHERE r.seat_id = NEW.id AND r.until IS NULL)"
)

RELEASES: list[AnyGuard] = [
    *append_only("quotas_seatrelease", "what the women decided stands"),
    *undeleted("quotas_releasedseat", "a seat that was opened stays on record"),
    unchanging(
        "quotas_releasedseat_stays",
        "quotas_releasedseat",
        ["release_id", "seat_id", "candidacy_id"],
        "a seat that was opened stays on record",
    ),
    Guard(
        "quotas_releasedseat_decided",
        "quotas_releasedseat",
        "INSERT",
        _UNDECIDED,
        "more than half of the women present open a seat",
    ),
    Guard(
        "quotas_releasedseat_pair",
        "quotas_releasedseat",
        "INSERT",
        _OF_A_PAIR,
        "the seats of a pair are never opened",
    ),
    Guard(
        "quotas_seat_opened",
        "mandates_seat",
        "UPDATE",
        _CLOSED,
        "only the women present open a seat that is kept",
    ),
]

GUARDS: list[AnyGuard] = [
    *RELEASES,
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
    *(
        Guard(
            f"quotas_primary_signed_no_{event.lower()}",
            "quotas_primary",
            event,
            _SIGNED.replace("{row}", row),
            "the minutes are signed",
        )
        for event, row in _ROWS.items()
    ),
    unchanging(
        "quotas_primary_counted",
        "quotas_primary",
        ["election_id", "votes", "named", "abstain", "method", "electorate", "present"],
        "a primary is taken back and held anew",
    ),
]
