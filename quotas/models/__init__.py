"""Nouns of the quotas floor."""

from quotas.models.audits import Audit, AuditState, Finding, LevelResult
from quotas.models.elections import Candidacy, Displacement, Election, ElectionSeat
from quotas.models.nominations import Nomination
from quotas.models.plans import SeatPlan

__all__ = [
    "Audit",
    "AuditState",
    "Candidacy",
    "Displacement",
    "Election",
    "ElectionSeat",
    "Finding",
    "LevelResult",
    "Nomination",
    "SeatPlan",
]
