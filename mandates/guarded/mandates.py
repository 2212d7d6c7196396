"""The laws of seats and mandates that the database itself keeps."""

from communes.guard_patterns import both, unchanging, undeleted
from communes.guards import AnyGuard, Guard, NoOverlap, NoTruncate

_OTHER_CHAIR = (
    "EXISTS (SELECT 1 FROM mandates_seat s WHERE s.body_id = NEW.body_id AND s.id <> NEW.id "
    "AND s.office = 'co_chair' AND s.until IS NULL AND CASE "
    "WHEN s.reserved_gender = NEW.reserved_gender THEN NEW.reserved_gender <> '' "
    "ELSE s.reserved_gender = '' OR NEW.reserved_gender = '' END)"
)
_NO_PAIR = (
    "NEW.office = 'co_chair' AND NEW.until IS NULL "
    "AND EXISTS (SELECT 1 FROM communes_body b WHERE b.id = NEW.body_id AND b.circle <> 'women') "
    f"AND {_OTHER_CHAIR}"
)
_OUTLASTS = (
    "EXISTS (SELECT 1 FROM mandates_mandate g WHERE g.id = NEW.rests_on_id "
    "AND g.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > g.until))"
)
_CARRIES = (
    "NEW.until IS NOT NULL AND EXISTS (SELECT 1 FROM mandates_mandate f "
    "WHERE f.rests_on_id = NEW.id AND (f.until IS NULL OR f.until > NEW.until))"
)
_HELD_OTHERWISE = (
    "NEW.gender <> OLD.gender AND EXISTS (SELECT 1 FROM mandates_mandate m "
    "JOIN mandates_seat s ON s.id = m.seat_id JOIN communes_body b ON b.id = s.body_id "
    "WHERE m.person_id = NEW.id AND m.end_reason = '' AND (m.until IS NULL OR m.until > {now}) "
    "AND (m.reserved_gender NOT IN ('', NEW.gender) "
    "OR (b.circle = 'women' AND NEW.gender <> 'woman')))"
)
_REMOVED = "a mandate ends and is never removed"
_CHAIRS = "a pair is one woman and one man"
_NAMED = "an alternate who was named stays on record"
_GIVEN = "an instruction given is superseded and never changed"

_MANDATES: list[AnyGuard] = [
    NoOverlap(
        "mandates_mandate_one_holder",
        "mandates_mandate",
        ("seat_id",),
        "one seat has one holder at a time",
    ),
    Guard(
        "mandates_mandate_true_snapshot",
        "mandates_mandate",
        "INSERT",
        "NEW.gender IS DISTINCT FROM (SELECT p.gender FROM communes_person p "
        "WHERE p.id = NEW.person_id) OR NEW.reserved_gender IS DISTINCT FROM "
        "(SELECT s.reserved_gender FROM mandates_seat s WHERE s.id = NEW.seat_id)",
        "a mandate repeats the gender of its holder and the reservation of its seat",
    ),
    Guard(
        "mandates_mandate_circle",
        "mandates_mandate",
        "INSERT",
        "NEW.gender <> 'woman' AND EXISTS (SELECT 1 FROM mandates_seat s "
        "JOIN communes_body b ON b.id = s.body_id "
        "WHERE s.id = NEW.seat_id AND b.circle = 'women')",
        "only women hold seats of a women''s body",
    ),
    Guard(
        "mandates_mandate_grounded",
        "mandates_mandate",
        "INSERT",
        "(NEW.basis = 'ex_officio' AND NEW.rests_on_id IS NULL) OR (NEW.resolution_id IS NULL "
        "AND NEW.basis IN ('founding', 'election', 'resolution'))",
        "a mandate names the decision or the mandate it rests on",
    ),
    Guard(
        "mandates_mandate_only_shortened",
        "mandates_mandate",
        "UPDATE",
        "OLD.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > OLD.until)",
        "a mandate may end sooner and never later",
    ),
    Guard(
        "mandates_mandate_ended_stays",
        "mandates_mandate",
        "UPDATE",
        "OLD.end_reason <> '' AND (NEW.end_reason <> OLD.end_reason "
        "OR NEW.until IS DISTINCT FROM OLD.until)",
        "a mandate that was ended stays ended",
    ),
    Guard(
        "mandates_mandate_ended_why",
        "mandates_mandate",
        "UPDATE",
        "NEW.until IS DISTINCT FROM OLD.until AND NEW.end_reason = ''",
        "a mandate that ends before its term says why",
    ),
    *both(
        "mandates_mandate_recalled",
        "mandates_mandate",
        "NEW.end_reason = 'recalled' AND NEW.ended_by_id IS NULL",
        "a recall names the decision it rests on",
    ),
    Guard(
        "mandates_mandate_within_ground",
        "mandates_mandate",
        "INSERT",
        _OUTLASTS,
        "a mandate never outlasts the one it rests on",
    ),
    Guard(
        "mandates_mandate_carries",
        "mandates_mandate",
        "UPDATE",
        _CARRIES,
        "what rests on a mandate ends with it",
    ),
    unchanging(
        "mandates_mandate_stays",
        "mandates_mandate",
        [
            *("seat_id", "person_id", "since", "basis", "kind", "gender", "reserved_gender"),
            *("rests_on_id", "resolution_id", "term_until"),
        ],
        "a mandate is ended and granted anew, never changed",
    ),
    *undeleted("mandates_mandate", _REMOVED),
    Guard(
        "mandates_person_gender",
        "communes_person",
        "UPDATE",
        _HELD_OTHERWISE,
        "a seat reserved otherwise is given up first",
    ),
]

_SEATS: list[AnyGuard] = [
    *both("mandates_seat_pair", "mandates_seat", _NO_PAIR, _CHAIRS),
    Guard(
        "mandates_seat_chair_stays",
        "mandates_seat",
        "UPDATE",
        "OLD.office = 'co_chair' AND NEW.reserved_gender <> OLD.reserved_gender",
        _CHAIRS,
    ),
    unchanging(
        "mandates_seat_stays",
        "mandates_seat",
        ["body_id", "office", "sending_body_id", "since"],
        "a seat stays the seat it is",
    ),
]

_INSTRUCTIONS: list[AnyGuard] = [
    Guard(
        "mandates_instruction_given",
        "mandates_instruction",
        "UPDATE",
        "OLD.given_at IS NOT NULL AND NOT (OLD.struck_at IS NULL AND NEW.struck_at IS NOT NULL "
        "AND NEW.given_at = OLD.given_at AND NEW.stance = OLD.stance "
        "AND NEW.limits = OLD.limits AND NEW.sender_id = OLD.sender_id "
        "AND NEW.motion_version_id = OLD.motion_version_id "
        "AND NEW.item_id = OLD.item_id AND NEW.resolution_id = OLD.resolution_id "
        "AND NEW.supersedes_id IS NOT DISTINCT FROM OLD.supersedes_id)",
        _GIVEN,
    ),
    *both(
        "mandates_instruction_by_resolution",
        "mandates_instruction",
        "NEW.given_at IS NOT NULL AND NEW.resolution_id IS NULL",
        "an instruction is given by a resolution",
    ),
    Guard(
        "mandates_instruction_no_delete",
        "mandates_instruction",
        "DELETE",
        "OLD.given_at IS NOT NULL",
        _GIVEN,
    ),
    NoTruncate("mandates_instruction_no_truncate", "mandates_instruction", _GIVEN),
]

_ALTERNATES: list[AnyGuard] = [
    Guard(
        "mandates_alternate_true_snapshot",
        "mandates_alternate",
        "INSERT",
        "NEW.gender IS DISTINCT FROM (SELECT p.gender FROM communes_person p "
        "WHERE p.id = NEW.person_id) OR NEW.reserved_gender IS DISTINCT FROM "
        "(SELECT s.reserved_gender FROM mandates_seat s WHERE s.id = NEW.seat_id)",
        "an alternate is of the same reservation as the seat",
    ),
    unchanging(
        "mandates_alternate_stays",
        "mandates_alternate",
        ["seat_id", "person_id", "position", "gender", "reserved_gender", "resolution_id", "since"],
        "alternates are named anew, never changed",
    ),
    Guard(
        "mandates_alternate_answered_stays",
        "mandates_alternate",
        "UPDATE",
        "OLD.until IS NOT NULL",
        "what an alternate answered stays",
    ),
    *undeleted("mandates_alternate", _NAMED),
]

MANDATES: list[AnyGuard] = [*_MANDATES, *_SEATS, *_INSTRUCTIONS, *_ALTERNATES]
