"""The laws of measuring that the database itself keeps."""

from communes.guard_patterns import append_only, both, unchanging, undeleted
from communes.guards import AnyGuard, Event, Guard, NoTruncate

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
_KEPT_FOR_OTHERS = (
    "EXISTS (SELECT 1 FROM mandates_seat s "
    "WHERE s.id = NEW.seat_id AND s.reserved_gender <> 'woman')"
)
_CLOSED = (
    "OLD.office <> 'co_chair' AND OLD.reserved_gender <> '' "
    "AND NEW.reserved_gender <> OLD.reserved_gender AND (NEW.reserved_gender <> '' OR NOT EXISTS "
    "(SELECT 1 FROM quotas_releasedseat r WHERE r.seat_id = NEW.id AND r.until IS NULL))"
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
        "quotas_releasedseat_womens",
        "quotas_releasedseat",
        "INSERT",
        _KEPT_FOR_OTHERS,
        "the women present open seats kept for women alone",
    ),
    Guard(
        "quotas_seat_opened",
        "mandates_seat",
        "UPDATE",
        _CLOSED,
        "only the women present open a seat that is kept",
    ),
]

_FIXED = "EXISTS (SELECT 1 FROM quotas_sortition s WHERE s.id = {row}.sortition_id AND {when})"
_LIST_STANDS = "the list of a drawing is fixed"
_SEATS: dict[Event, str] = {"INSERT": "NEW", "DELETE": "OLD"}
_DRAWN = "what the seed drew stands"

SORTITION: list[AnyGuard] = [
    Guard(
        "quotas_sortition_fixed",
        "quotas_sortition",
        "UPDATE",
        "OLD.frozen_at IS NOT NULL AND (NEW.frozen_at IS DISTINCT FROM OLD.frozen_at "
        "OR NEW.mark <> OLD.mark OR NEW.pool <> OLD.pool OR NEW.item_id <> OLD.item_id "
        "OR NEW.body_id <> OLD.body_id OR NEW.terms IS DISTINCT FROM OLD.terms)",
        _LIST_STANDS,
    ),
    Guard(
        "quotas_sortition_seeded",
        "quotas_sortition",
        "UPDATE",
        "OLD.seeded_at IS NOT NULL AND (NEW.seed <> OLD.seed "
        "OR NEW.seeded_at IS DISTINCT FROM OLD.seeded_at)",
        "there is one seed",
    ),
    *undeleted("quotas_sortition", "a drawing stays with its item"),
    *(
        Guard(
            f"quotas_sortitionseat_fixed_no_{event.lower()}",
            "quotas_sortitionseat",
            event,
            _FIXED.replace("{row}", row).replace("{when}", "s.frozen_at IS NOT NULL"),
            _LIST_STANDS,
        )
        for event, row in _SEATS.items()
    ),
    unchanging(
        "quotas_sortitionseat_stays", "quotas_sortitionseat", ["sortition_id", "seat_id"], _DRAWN
    ),
    Guard(
        "quotas_lot_late",
        "quotas_lot",
        "INSERT",
        _FIXED.replace("{row}", "NEW").replace("{when}", "s.frozen_at IS NOT NULL"),
        _LIST_STANDS,
    ),
    Guard("quotas_lot_undrawn", "quotas_lot", "INSERT", "NEW.drawing IS NOT NULL", _DRAWN),
    Guard(
        "quotas_lot_fixed",
        "quotas_lot",
        "UPDATE",
        "(NEW.person_id <> OLD.person_id OR NEW.sortition_id <> OLD.sortition_id "
        "OR NEW.stays_out <> OLD.stays_out) OR ((NEW.number IS DISTINCT FROM OLD.number "
        "OR NEW.gender <> OLD.gender OR NEW.young <> OLD.young OR NEW.erase_on <> OLD.erase_on) "
        "AND " + _FIXED.replace("{row}", "OLD").replace("{when}", "s.frozen_at IS NOT NULL") + ")",
        _LIST_STANDS,
    ),
    Guard(
        "quotas_lot_drawn",
        "quotas_lot",
        "UPDATE",
        "(NEW.drawing IS DISTINCT FROM OLD.drawing AND (OLD.drawing IS NOT NULL OR NOT "
        + _FIXED.replace("{row}", "NEW").replace("{when}", "s.seeded_at IS NOT NULL")
        + ")) OR (OLD.gave_up_at IS NOT NULL AND NEW.gave_up_at IS DISTINCT FROM OLD.gave_up_at)",
        _DRAWN,
    ),
    Guard(
        "quotas_lot_kept",
        "quotas_lot",
        "DELETE",
        "OLD.number IS NOT NULL AND OLD.erase_on > {today}",
        "a list is kept for the charter''s time",
    ),
    NoTruncate("quotas_lot_no_truncate", "quotas_lot", "a list is kept for the charter''s time"),
    Guard(
        "quotas_drawing_seeded",
        "quotas_drawing",
        "INSERT",
        "NOT " + _FIXED.replace("{row}", "NEW").replace("{when}", "s.seeded_at IS NOT NULL"),
        "nothing is drawn before there is a seed",
    ),
    *append_only("quotas_drawing", _DRAWN),
]

GUARDS: list[AnyGuard] = [
    *RELEASES,
    *SORTITION,
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
