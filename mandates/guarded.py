"""The laws of seats and mandates that the database itself keeps."""

from communes.guards import AnyGuard, Guard, NoOverlap

_TWICE = (
    "NEW.office = 'co_chair' AND NEW.reserved_gender <> '' AND NEW.until IS NULL "
    "AND EXISTS (SELECT 1 FROM communes_body b WHERE b.id = NEW.body_id AND b.circle <> 'women') "
    "AND EXISTS (SELECT 1 FROM mandates_seat s WHERE s.body_id = NEW.body_id "
    "AND s.office = 'co_chair' AND s.reserved_gender = NEW.reserved_gender "
    "AND s.until IS NULL AND s.id <> NEW.id)"
)

GUARDS: list[AnyGuard] = [
    NoOverlap(
        "mandates_mandate_one_holder",
        "mandates_mandate",
        "seat_id",
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
        "mandates_mandate_only_shortened",
        "mandates_mandate",
        "UPDATE",
        "NEW.seat_id <> OLD.seat_id OR NEW.person_id <> OLD.person_id OR NEW.since <> OLD.since "
        "OR NEW.gender <> OLD.gender OR NEW.reserved_gender <> OLD.reserved_gender "
        "OR (OLD.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > OLD.until))",
        "a mandate may end sooner and never later",
    ),
    Guard(
        "mandates_mandate_no_delete",
        "mandates_mandate",
        "DELETE",
        "true",
        "a mandate ends and is never removed",
    ),
    Guard(
        "mandates_seat_pair_insert",
        "mandates_seat",
        "INSERT",
        _TWICE,
        "a pair is one woman and one man",
    ),
    Guard(
        "mandates_seat_pair_update",
        "mandates_seat",
        "UPDATE",
        f"({_TWICE}) OR (OLD.office = 'co_chair' AND NEW.reserved_gender <> OLD.reserved_gender)",
        "a pair is one woman and one man",
    ),
    Guard(
        "mandates_instruction_given",
        "mandates_instruction",
        "UPDATE",
        "OLD.given_at IS NOT NULL AND NOT (OLD.struck_at IS NULL AND NEW.struck_at IS NOT NULL "
        "AND NEW.given_at = OLD.given_at AND NEW.stance = OLD.stance "
        "AND NEW.limits = OLD.limits AND NEW.sender_id = OLD.sender_id "
        "AND NEW.motion_version_id = OLD.motion_version_id)",
        "an instruction given is superseded and never changed",
    ),
    Guard(
        "mandates_instruction_no_delete",
        "mandates_instruction",
        "DELETE",
        "OLD.given_at IS NOT NULL",
        "an instruction given is superseded and never removed",
    ),
]
