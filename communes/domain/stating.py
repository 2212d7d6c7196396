"""What the book says of a resolution, and how it writes an instant: figures and ids, no names."""

from datetime import UTC, datetime
from typing import Any

from communes.models import Resolution


def stamp(instant: datetime) -> str:
    """An instant as entries write it: UTC, ISO 8601, to the microsecond."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def facts_of(resolution: Resolution) -> dict[str, Any]:
    """What the book says of a resolution: figures and ids."""
    # Long: one line for each thing that a decision freezes.
    return {
        "resolution": resolution.key,
        "number": resolution.number,
        "revision": resolution.revision,
        "mends": resolution.mends.key if resolution.mends else None,
        "item": resolution.item.key,
        "kind": resolution.item.kind,
        "text": resolution.text,
        "method": str(resolution.method),
        "electorate": resolution.electorate,
        "present": resolution.present,
        "women_present": resolution.women_present,
        "for": resolution.votes_for,
        "against": resolution.votes_against,
        "abstain": resolution.abstentions,
        "units": list(resolution.units),
        "rule": resolution.rule,
        "needed": resolution.needed,
        "charter": resolution.charter.version,
        "verdict": str(resolution.verdict),
        "facts": dict(resolution.facts),
        "ballot": resolution.ballot.key if resolution.ballot else None,
        "happened_at": stamp(resolution.happened_at),
        "recorded_at": stamp(resolution.recorded_at),
    }
