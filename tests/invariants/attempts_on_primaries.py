"""Attempts on what the women counted before all voted (DOMAIN §6)."""

from quotas.models import Election, Primary
from tests.invariants.acts import Change, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.ground import Ground, of


def _other(g: Ground) -> int:
    """A signed election before which there was no primary."""
    return of(Election, item__meeting=g.signed).pk


PRIMARIES: list[Attempt] = [
    Attempt(
        "quotas_primary_signed_no_insert",
        "a primary found later",
        lambda g: Insert(of(Primary), {"election_id": _other(g)}),
    ),
    Attempt(
        "quotas_primary_signed_no_update",
        "another day",
        lambda g: Change(of(Primary), {"recorded_at": g.signed.starts_at}),
    ),
    Attempt("quotas_primary_signed_no_delete", "no primary", lambda g: Remove(of(Primary))),
    Attempt(
        "quotas_primary_counted",
        "another count",
        lambda g: Change(of(Primary), {"abstain": 3}),
        lifting("quotas_primary_signed_no_update"),
    ),
]
