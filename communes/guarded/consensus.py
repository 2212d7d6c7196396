"""Blocks, their reasons and the pause before a vote are written once (DOMAIN §2.6, §4)."""

from communes.guard_patterns import append_only, unchanging, undeleted
from communes.guards import AnyGuard, Guard

_SIGNED = (
    "EXISTS (SELECT 1 FROM communes_agendaitem i JOIN communes_meeting m "
    "ON m.id = i.meeting_id WHERE i.id = NEW.item_id AND m.signed_at IS NOT NULL)"
)
_MINUTES = "the minutes are signed"
_STAYS = "an item was put off when it was"

CONSENSUS: list[AnyGuard] = [
    *append_only("communes_consensuscheck", "blocks and their reasons stay"),
    Guard(
        "communes_consensuscheck_signed_no_insert",
        "communes_consensuscheck",
        "INSERT",
        _SIGNED,
        _MINUTES,
    ),
    unchanging(
        "communes_adjournment_stays",
        "communes_adjournment",
        ["item_id", "at", "to_next"],
        _STAYS,
    ),
    Guard(
        "communes_adjournment_taken_up_once",
        "communes_adjournment",
        "UPDATE",
        "OLD.taken_up_at IS NOT NULL AND NEW.taken_up_at IS DISTINCT FROM OLD.taken_up_at",
        "an item is taken up once",
    ),
    *undeleted("communes_adjournment", _STAYS),
    *(
        Guard(
            f"communes_adjournment_signed_no_{event.lower()}",
            "communes_adjournment",
            event,
            _SIGNED,
            _MINUTES,
        )
        for event in ("INSERT", "UPDATE")
    ),
]
