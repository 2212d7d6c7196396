"""Changing single values behind the program's back, past every guard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from communes.domain import booking
from communes.models import (
    Attendance,
    Body,
    ConfidentialText,
    Entry,
    ListCommitment,
    Minutes,
    Resolution,
    ResolutionEffect,
    RollCallVote,
    Signing,
)
from mandates.models import (
    Mandate,
    Petition,
    PetitionElector,
    Sheet,
    Signature,
    SignatureStatus,
)
from tests.invariants.acts import Change

UNSAID: Mapping[type[Model], Mapping[str, str]] = {
    Resolution: {"folded": "the text once more, as it is searched"},
    ListCommitment: {"public_id": "names the commitment to nobody"},
    ResolutionEffect: {"reason": "a text; the minutes hold it"},
    Mandate: {
        "gender": "a book tells no gender of a person; a reserved seat's is held by a constraint",
    },
    Petition: {
        "counts_until": "follows from the closing and the sheets",
        "concluded_at": "when the outcome was written down: its entry's instant of recording",
        "late": "nothing rests on what came too late",
    },
    PetitionElector: {"erase_on": "as its petition's, for which the book vouches"},
    Sheet: {"collector_id": "kept until it is settled and then erased; no book names anybody"},
    Signature: {
        "sheet_id": "as its sheet's lines",
        "salt": "of the receipt, which its signatory holds",
        "receipt": "the hash of what its signatory holds",
    },
}
"""Columns for which no book vouches, and why."""


def vouched() -> dict[type[Model], QuerySet[Any]]:
    """The rows for which a book vouches."""
    return {
        Entry: Entry.objects.all(),
        Minutes: Minutes.objects.all(),
        Resolution: Resolution.objects.all(),
        ResolutionEffect: ResolutionEffect.objects.all(),
        Signing: Signing.objects.filter(meeting__signed_at__isnull=False),
        Attendance: Attendance.objects.filter(meeting__signed_at__isnull=False),
        RollCallVote: RollCallVote.objects.filter(ballot__resolution__isnull=False),
        ConfidentialText: ConfidentialText.objects.exclude(
            what__in=["title", "record"], item__meeting__signed_at=None
        ),
        ListCommitment: ListCommitment.objects.all(),
        Mandate: Mandate.objects.all(),
        Petition: Petition.objects.all(),
        PetitionElector: PetitionElector.objects.all(),
        Sheet: Sheet.objects.all(),
        Signature: Signature.objects.filter(
            petition__concluded_at__isnull=False, status=SignatureStatus.VALID
        ),
    }


def columns(model: type[Model]) -> list[str]:
    """The columns of the model for which its book vouches, but for its own key."""
    unsaid = UNSAID.get(model, {})
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname not in unsaid
    ]


@dataclass(frozen=True)
class Tampering:
    """One value of one row, as it is and as it is to be."""

    row: Model
    column: str
    value: Any

    def __str__(self) -> str:
        was = getattr(self.row, self.column)
        return f"{self.row._meta.label} {self.row.pk} {self.column}: {was!r} -> {self.value!r}"

    def commit(self) -> bool:
        """Change the value by a plain statement; whether the table took it as another value."""
        Change(self.row, {self.column: self.value}).sql()
        stored = type(self.row)._base_manager.values_list(self.column, flat=True)
        return bool(stored.get(pk=self.row.pk) != getattr(self.row, self.column))


def tampering(random: Random, model: type[Model], column: str) -> Tampering:
    """Another value for the column of some row."""
    rows = vouched()[model]
    row = rows.order_by("pk")[random.randrange(rows.count())]
    field = next(one for one in row._meta.concrete_fields if one.attname == column)
    if field.remote_field is not None:
        return Tampering(row, column, _another_row(random, row, column, field.remote_field.model))
    return Tampering(row, column, _another(random, getattr(row, column)))


def _another_row(random: Random, row: Model, column: str, model: type[Model]) -> int | None:
    others = model._default_manager.exclude(pk=getattr(row, column)).order_by("pk")
    ids = list(others.values_list("pk", flat=True))
    return random.choice(ids) if ids else None


def _another(random: Random, value: Any) -> Any:
    if isinstance(value, str):
        return _text(random, value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + random.choice([1, 2, 7])
    if isinstance(value, datetime):
        return value + timedelta(microseconds=random.choice([1, -1, 86_400_000_000]))
    if isinstance(value, date):
        return value + timedelta(days=random.choice([1, -1, 400]))
    if isinstance(value, UUID):
        return UUID(int=random.getrandbits(128), version=4)
    if isinstance(value, dict):
        return {**value, "more": 1}
    if isinstance(value, list):
        return [*value, 1]
    assert value is None, value
    return datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def _text(random: Random, value: str) -> str:
    """The text with one sign more, less or other."""
    if not value or random.random() < 0.3:
        return value + random.choice("x0 \n{")
    place = random.randrange(len(value))
    other = random.choice([sign for sign in '0a}"é' if sign != value[place]])
    return value[:place] + random.choice(["", other]) + value[place + 1 :]


def broken() -> bool:
    """Whether any book tells that something is not as it was."""
    return any(booking.verify(body) for body in Body.objects.order_by("pk"))
