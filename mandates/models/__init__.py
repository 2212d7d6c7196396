"""Nouns of the mandates floor."""

from mandates.models.alternates import Alternate, Answer
from mandates.models.declarations import Asked, Declaration, Declared
from mandates.models.hearings import Hearing
from mandates.models.instructions import Instruction, Stance
from mandates.models.mandates import EndReason, Mandate, MandateBasis, MandateKind, Said
from mandates.models.recall import (
    Channel,
    Heard,
    Petition,
    PetitionElector,
    RecallItem,
    Sheet,
    Signature,
    SignatureStatus,
    Verification,
)
from mandates.models.reports import Reminder, Report
from mandates.models.seats import OfficeCode, Reservation, Seat

__all__ = [
    "Alternate",
    "Answer",
    "Asked",
    "Channel",
    "Declaration",
    "Declared",
    "EndReason",
    "Heard",
    "Hearing",
    "Instruction",
    "Mandate",
    "MandateBasis",
    "MandateKind",
    "OfficeCode",
    "Petition",
    "PetitionElector",
    "RecallItem",
    "Reminder",
    "Report",
    "Reservation",
    "Said",
    "Seat",
    "Sheet",
    "Signature",
    "SignatureStatus",
    "Stance",
    "Verification",
]
