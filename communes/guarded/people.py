"""The register: persons, where they live, what belongs where, one at a time."""

from communes.guard_patterns import undeleted
from communes.guards import AnyGuard, NoOverlap

_NEVER_REMOVED = "a person is never removed from the register"

PEOPLE: list[AnyGuard] = [
    *undeleted("communes_person", _NEVER_REMOVED),
    NoOverlap(
        "communes_residence_one_at_a_time",
        "communes_residence",
        ("person_id",),
        "a person lives in one household at a time",
    ),
    NoOverlap(
        "communes_affiliation_one_host",
        "communes_affiliation",
        ("body_id",),
        "a body federates into one host at a time",
        where="{row}relation = 'federates_into'",
    ),
    NoOverlap(
        "communes_charter_one_in_force",
        "communes_charter",
        ("scope",),
        "one charter is in force at a time",
    ),
]
