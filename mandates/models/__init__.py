"""Nouns of the mandates floor."""

from mandates.models.instructions import Instruction, Stance
from mandates.models.mandates import EndReason, Mandate, MandateBasis, MandateKind, Said
from mandates.models.seats import OfficeCode, Reservation, Seat

__all__ = [
    "EndReason",
    "Instruction",
    "Mandate",
    "MandateBasis",
    "MandateKind",
    "OfficeCode",
    "Reservation",
    "Said",
    "Seat",
    "Stance",
]
