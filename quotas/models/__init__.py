"""Nouns of the quotas floor."""

from quotas.models.audits import Audit, AuditState, Finding, LevelResult
from quotas.models.courses import Course, CourseEvent, Happened
from quotas.models.elections import (
    Candidacy,
    Displacement,
    Election,
    ElectionMethod,
    ElectionSeat,
    Primary,
    RankedPapers,
)
from quotas.models.nominations import Nomination
from quotas.models.plans import SeatPlan
from quotas.models.releases import ReleasedSeat, SeatRelease

__all__ = [
    "Audit",
    "AuditState",
    "Candidacy",
    "Course",
    "CourseEvent",
    "Displacement",
    "Election",
    "ElectionMethod",
    "ElectionSeat",
    "Finding",
    "Happened",
    "LevelResult",
    "Nomination",
    "Primary",
    "RankedPapers",
    "ReleasedSeat",
    "SeatPlan",
    "SeatRelease",
]
