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
from quotas.models.lots import Drawing, Lot, PoolKind, Sortition, SortitionSeat
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
    "Drawing",
    "Election",
    "ElectionMethod",
    "ElectionSeat",
    "Finding",
    "Happened",
    "LevelResult",
    "Lot",
    "Nomination",
    "PoolKind",
    "Primary",
    "RankedPapers",
    "ReleasedSeat",
    "SeatPlan",
    "SeatRelease",
    "Sortition",
    "SortitionSeat",
]
