"""Reports: what delegates filed stays as they filed it (DOMAIN §5)."""

from communes.guard_patterns import unchanging
from communes.guards import AnyGuard, Guard, NoTruncate

_STAYS = "a report stays as it was filed"

REPORTS: list[AnyGuard] = [
    Guard(
        "mandates_report_filed_stays",
        "mandates_report",
        "UPDATE",
        "OLD.filed_at IS NOT NULL AND (NEW.text <> OLD.text OR NEW.version <> OLD.version "
        "OR NEW.filed_at IS DISTINCT FROM OLD.filed_at "
        "OR NEW.saved_at IS DISTINCT FROM OLD.saved_at "
        "OR NEW.saved_by_id IS DISTINCT FROM OLD.saved_by_id)",
        _STAYS,
    ),
    unchanging(
        "mandates_report_stays",
        "mandates_report",
        ["sender_id", "session_id"],
        "a report is on the session for which it was begun",
    ),
    Guard(
        "mandates_report_no_delete",
        "mandates_report",
        "DELETE",
        "OLD.filed_at IS NOT NULL",
        _STAYS,
    ),
    NoTruncate("mandates_report_no_truncate", "mandates_report", _STAYS),
]
