"""What the women present decided stands (DOMAIN §2.6, §4)."""

from communes.guard_patterns import append_only
from communes.guards import AnyGuard, Guard

WOMENS: list[AnyGuard] = [
    *append_only("communes_womensvote", "what the women decided stands"),
    Guard(
        "communes_womensvote_signed_no_insert",
        "communes_womensvote",
        "INSERT",
        "EXISTS (SELECT 1 FROM communes_agendaitem i JOIN communes_meeting m "
        "ON m.id = i.meeting_id WHERE i.id = NEW.item_id AND m.signed_at IS NOT NULL)",
        "the minutes are signed",
    ),
]
