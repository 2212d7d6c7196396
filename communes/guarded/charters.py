"""Charters: what a meeting decided upon stays as the meeting had it before it (DOMAIN §1, §2.6)."""

from communes.guards import AnyGuard, Event, Guard, NoTruncate

_DECIDED = (
    "EXISTS (SELECT 1 FROM communes_resolution r WHERE r.item_id = {row}.item_id "
    "AND NOT EXISTS (SELECT 1 FROM communes_resolutioneffect e "
    "WHERE e.resolution_id = r.id AND e.effect = 'struck'))"
)
"""A decision stands on the item: adopted or refused, and not struck out as a slip."""
_ROWS: dict[Event, tuple[str, ...]] = {
    "INSERT": ("NEW",),
    "UPDATE": ("OLD", "NEW"),
    "DELETE": ("OLD",),
}

CHARTERS: list[AnyGuard] = [
    *(
        Guard(
            f"communes_charterdraft_decided_no_{event.lower()}",
            "communes_charterdraft",
            event,
            " OR ".join(_DECIDED.replace("{row}", row) for row in rows),
            "the meeting has decided upon this draft",
        )
        for event, rows in _ROWS.items()
    ),
    NoTruncate(
        "communes_charterdraft_no_truncate",
        "communes_charterdraft",
        "the meeting has decided upon this draft",
    ),
]
