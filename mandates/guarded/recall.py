"""Petitions: what was opened stays as it was, who signs is on its roll, in time and once (§5)."""

from communes.guard_patterns import both, kept_for_a_time, unchanging, undeleted
from communes.guards import AnyGuard, Guard

_OF_PETITION = "SELECT 1 FROM mandates_petition p WHERE p.id = NEW.petition_id"
_KEPT = "the list is kept until its time is over"
_STAYS = "a petition stays as it was opened"
_SHEET = "a sheet stays as it was handed in"
_DRAWN = "who was drawn by lot was drawn"

_PETITIONS: list[AnyGuard] = [
    unchanging(
        "mandates_petition_stays",
        "mandates_petition",
        [
            *("mandate_id", "body_id", "grounds", "opened_at", "closes_at", "zone"),
            *("roll_size", "threshold", "erase_on"),
        ],
        _STAYS,
    ),
    Guard(
        "mandates_petition_replied_once",
        "mandates_petition",
        "UPDATE",
        "OLD.replied_at IS NOT NULL AND (NEW.reply <> OLD.reply "
        "OR NEW.replied_at IS DISTINCT FROM OLD.replied_at)",
        "the reply stands beside the grounds as it was given",
    ),
    Guard(
        "mandates_petition_concluded_once",
        "mandates_petition",
        "UPDATE",
        "OLD.concluded_at IS NOT NULL AND (NEW.concluded_at IS DISTINCT FROM OLD.concluded_at "
        "OR NEW.succeeded_at IS DISTINCT FROM OLD.succeeded_at "
        "OR NEW.counts_until <> OLD.counts_until)",
        "what a petition came to stands",
    ),
    *undeleted("mandates_petition", _STAYS),
    Guard(
        "mandates_petitionelector_stays",
        "mandates_petitionelector",
        "UPDATE",
        "true",
        "the roll of a petition is frozen",
    ),
    Guard(
        "mandates_petitionelector_frozen",
        "mandates_petitionelector",
        "INSERT",
        "(SELECT count(*) FROM mandates_petitionelector e "
        "WHERE e.petition_id = NEW.petition_id) >= "
        "(SELECT p.roll_size FROM mandates_petition p WHERE p.id = NEW.petition_id)",
        "the roll of a petition is frozen",
    ),
    *kept_for_a_time("mandates_petitionelector", _KEPT),
]

_SIGNATURES: list[AnyGuard] = [
    Guard(
        "mandates_signature_on_roll",
        "mandates_signature",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM mandates_petitionelector e "
        "WHERE e.petition_id = NEW.petition_id AND e.person_id = NEW.person_id)",
        "who signs is on the roll that was frozen",
    ),
    *both(
        "mandates_signature_in_time",
        "mandates_signature",
        f"NEW.status = 'valid' AND EXISTS ({_OF_PETITION} AND p.closes_at <= NEW.received_at)",
        "what comes after the closing does not count",
    ),
    unchanging(
        "mandates_signature_stays",
        "mandates_signature",
        ["petition_id", "person_id", "channel", "sheet_id", "received_at", "erase_on"],
        "a signature stays the one that was received",
    ),
    Guard(
        "mandates_signature_receipt_stays",
        "mandates_signature",
        "UPDATE",
        "OLD.receipt <> '' AND (NEW.receipt <> OLD.receipt OR NEW.salt <> OLD.salt)",
        "a receipt is given once",
    ),
    Guard(
        "mandates_signature_settled",
        "mandates_signature",
        "UPDATE",
        "(NEW.status <> OLD.status OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) "
        f"AND (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL "
        f"OR EXISTS ({_OF_PETITION} AND p.concluded_at IS NOT NULL))",
        "what was counted stands",
    ),
    *kept_for_a_time("mandates_signature", _KEPT),
]

_SHEETS: list[AnyGuard] = [
    unchanging(
        "mandates_sheet_stays",
        "mandates_sheet",
        ["petition_id", "number", "lines", "received_at", "confirm_by", "lot_seed"],
        _SHEET,
    ),
    Guard(
        "mandates_sheet_collector_stays",
        "mandates_sheet",
        "UPDATE",
        "NEW.collector_id IS NOT NULL AND NEW.collector_id IS DISTINCT FROM OLD.collector_id",
        _SHEET,
    ),
    *undeleted("mandates_sheet", _SHEET),
    Guard(
        "mandates_verification_stays",
        "mandates_verification",
        "UPDATE",
        "NEW.sheet_id <> OLD.sheet_id OR NEW.person_id <> OLD.person_id "
        "OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) "
        "OR (OLD.declined_at IS NOT NULL AND NEW.declined_at IS DISTINCT FROM OLD.declined_at)",
        _DRAWN,
    ),
    *undeleted("mandates_verification", _DRAWN),
    Guard(
        "mandates_recallitem_stays",
        "mandates_recallitem",
        "UPDATE",
        "NEW.item_id <> OLD.item_id OR NEW.mandate_id <> OLD.mandate_id "
        "OR NEW.petition_id IS DISTINCT FROM OLD.petition_id",
        "another recall is another item",
    ),
]

RECALL: list[AnyGuard] = [*_PETITIONS, *_SIGNATURES, *_SHEETS]
