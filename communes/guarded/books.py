"""Books, decisions and minutes are written once (DOMAIN §1, §2.6)."""

from communes.guard_patterns import append_only, unchanging
from communes.guards import AnyGuard, Guard

_NOT_CLOSED = (
    "NOT EXISTS (SELECT 1 FROM communes_meeting m WHERE m.id = NEW.meeting_id "
    "AND m.closed_at IS NOT NULL AND m.signed_at IS NULL)"
)

BOOKS: list[AnyGuard] = [
    *append_only("communes_entry", "a book is written once"),
    *append_only("communes_resolution", "a resolution is never changed"),
    *append_only("communes_resolutioneffect", "what became of a resolution is never changed"),
    *append_only("communes_minutes", "signed minutes are never changed"),
    *append_only("communes_signing", "a signature is never changed"),
    *append_only("communes_motionversion", "a wording stays; another is another version"),
    Guard(
        "communes_entry_chained",
        "communes_entry",
        "INSERT",
        "NEW.number < 1 OR (NEW.number > 1 AND NEW.previous = '') "
        "OR NEW.previous IS DISTINCT FROM COALESCE((SELECT e.hash FROM communes_entry e "
        "WHERE e.body_id = NEW.body_id AND e.number = NEW.number - 1), '')",
        "an entry follows the one before it",
    ),
    Guard(
        "communes_resolution_no_more_than_voters",
        "communes_resolution",
        "INSERT",
        "NEW.present > NEW.electorate",
        "no more people vote than may",
    ),
    Guard(
        "communes_minutes_of_closed",
        "communes_minutes",
        "INSERT",
        _NOT_CLOSED,
        "minutes are kept of a meeting that is closed and not yet signed",
    ),
    Guard(
        "communes_signing_of_closed",
        "communes_signing",
        "INSERT",
        _NOT_CLOSED,
        "minutes are signed after the meeting and before they are sealed",
    ),
    unchanging(
        "communes_charter_stays",
        "communes_charter",
        ["version", "name", "text", "scope", "since", "resolution_id"],
        "a charter is changed by a new version",
    ),
    Guard(
        "communes_charter_no_delete",
        "communes_charter",
        "DELETE",
        "true",
        "a charter is changed by a new version",
    ),
]
