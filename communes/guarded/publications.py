"""A publication stands until it is withdrawn, once; what was issued stays known."""

from communes.guard_patterns import append_only
from communes.guards import AnyGuard, Guard

PUBLICATIONS: list[AnyGuard] = [
    *append_only("communes_publication", "a publication is withdrawn, never changed"),
    *append_only("communes_withdrawal", "a withdrawal is never changed"),
    *append_only("communes_issuedpaper", "that a paper was issued stays known"),
    Guard(
        "communes_publication_of_signed",
        "communes_publication",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM communes_meeting m WHERE m.id = NEW.meeting_id "
        "AND m.signed_at IS NOT NULL)",
        "only signed minutes are published",
    ),
    Guard(
        "communes_publication_one_stands",
        "communes_publication",
        "INSERT",
        "EXISTS (SELECT 1 FROM communes_publication p WHERE p.meeting_id = NEW.meeting_id "
        "AND NOT EXISTS (SELECT 1 FROM communes_withdrawal w WHERE w.publication_id = p.id))",
        "these minutes are published already",
    ),
]
