"""Nouns of the mandates floor."""

from mandates.models.declarations import Asked, Declaration, Declared
from mandates.models.hearings import Hearing
from mandates.models.instructions import Instruction, Stance
from mandates.models.mandates import EndReason, Mandate, MandateBasis, MandateKind, Said
from mandates.models.reports import Report
from mandates.models.seats import OfficeCode, Reservation, Seat

__all__ = [
    "Asked",
    "Declaration",
    "Declared",
    "EndReason",
    "Hearing",
    "Instruction",
    "Mandate",
    "MandateBasis",
    "MandateKind",
    "OfficeCode",
    "Report",
    "Reservation",
    "Said",
    "Seat",
    "Stance",
]
