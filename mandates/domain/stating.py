"""What the book says of a mandate: figures and ids, never names."""

from hashlib import sha256
from typing import Any

from communes.domain.stating import stamp
from mandates.models import Mandate


def facts_of(mandate: Mandate) -> dict[str, Any]:
    """What the book says of a mandate as it was granted: ids, until when, a hash of its limits."""
    limits = sha256(mandate.limits.encode()).hexdigest() if mandate.limits else ""
    return {
        "mandate": mandate.key,
        "seat": mandate.seat.key,
        "person": mandate.person.key,
        "basis": str(mandate.basis),
        "kind": str(mandate.kind),
        "reserved": str(mandate.reserved_gender),
        "rests_on": mandate.rests_on.key if mandate.rests_on else None,
        "resolution": mandate.resolution.key if mandate.resolution else None,
        "until": stamp(mandate.term_until) if mandate.term_until else None,
        **({"limits": limits} if limits else {}),
    }
