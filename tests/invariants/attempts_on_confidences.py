"""Attempts on confidential items: words where they may be read, marks lifted (DOMAIN §2.8, §4)."""

from typing import TypeVar

from django.db.models import Model

from communes.models import (
    AgendaItem,
    ConfidentialText,
    ConsensusCheck,
    Resolution,
    ResolutionEffect,
    Task,
    TaskReport,
)
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt
from tests.invariants.ground import Ground, of

M = TypeVar("M", bound=Model)
OPEN = {"item__confidential": True, "item__meeting__signed_at": None}
"""Under the confidential item of the meeting that goes on."""


def _item() -> AgendaItem:
    return of(AgendaItem, confidential=True, meeting__signed_at=None)


def _signed() -> AgendaItem:
    return of(AgendaItem, confidential=True, meeting__signed_at__isnull=False)


def _under(model: type[M], **which: object) -> M:
    return of(model, **OPEN, **which)


def _slip() -> ResolutionEffect:
    return of(ResolutionEffect, effect="struck", resolution__item__confidential=True)


def _report(g: Ground) -> Insert:
    return Insert(of(TaskReport, task__item__confidential=True), {"sentence": "They quarrel."})


CONFIDENCES: list[Attempt] = [
    Attempt(
        "communes_agendaitem_apart_insert",
        "a confidential item with its record in the open",
        lambda g: Insert(_item(), {"text": "They quarrel.", "position": 99}),
    ),
    Attempt(
        "communes_agendaitem_apart_update",
        "a record in the open",
        lambda g: Change(_item(), {"text": "They quarrel."}),
    ),
    Attempt(
        "communes_agendaitem_of_committee",
        "an assembly with a confidential item",
        lambda g: Insert(_item(), {"meeting_id": g.open.pk, "position": 99}),
    ),
    Attempt(
        "communes_agendaitem_confidential",
        "a mark lifted",
        lambda g: Change(_item(), {"confidential": False}),
    ),
    Attempt(
        "communes_agendaitem_neutral",
        "a title that tells",
        lambda g: Change(_item(), {"title": "A quarrel"}),
    ),
    Attempt(
        "communes_resolution_apart",
        "a decision in the open",
        lambda g: Insert(_under(Resolution, mends=None), {"number": 4000, "text": "They quarrel."}),
    ),
    Attempt(
        "communes_task_apart",
        "a task in the open",
        lambda g: Insert(_under(Task), {"text": "Speak with them."}),
    ),
    Attempt("communes_taskreport_apart", "a report in the open", _report),
    Attempt(
        "communes_resolutioneffect_apart",
        "what the slip was, in the open",
        lambda g: Insert(_slip(), {"reason": "They quarrel."}),
    ),
    Attempt(
        "communes_consensuscheck_apart",
        "reasons in the open",
        lambda g: Insert(_under(ConsensusCheck), {"reasons": ["They quarrel."]}),
    ),
    Attempt(
        "communes_confidentialtext_of_confidential",
        "words apart under an open item",
        lambda g: Insert(
            _under(ConfidentialText, what="task"), {"item_id": g.item(g.open).pk, "what": "block"}
        ),
    ),
    Attempt(
        "communes_confidentialtext_signed_no_insert",
        "words after the signing",
        lambda g: Insert(
            _under(ConfidentialText, what="task"), {"item_id": _signed().pk, "what": "block"}
        ),
    ),
    Attempt(
        "communes_confidentialtext_only_record",
        "another decision",
        lambda g: Change(_under(ConfidentialText, what="decision"), {"text": "x"}),
    ),
    Attempt(
        "communes_confidentialtext_kept",
        "words erased before their time",
        lambda g: Remove(_under(ConfidentialText, what="record")),
    ),
    Attempt(
        "communes_confidentialtext_no_truncate",
        "no words",
        lambda g: Empty("communes_confidentialtext"),
    ),
    Attempt(
        "confidential_words_once",
        "two texts for one",
        lambda g: Insert(_under(ConfidentialText, what="task")),
    ),
]
