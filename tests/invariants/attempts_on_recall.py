"""Attempts on recalls, petitions and their signatures (DOMAIN §2.1, §2.3, §2.6, §2.10, §5)."""

from datetime import timedelta

from communes.domain.acting import Actor
from mandates.domain import petitioning
from mandates.models import (
    Mandate,
    OfficeCode,
    Petition,
    PetitionElector,
    RecallItem,
    Sheet,
    Signature,
    Verification,
)
from tests.factories import world
from tests.invariants.acts import Change, Empty, Insert, Remove
from tests.invariants.attempting import Attempt, lifting
from tests.invariants.days import TODAY
from tests.invariants.ground import Ground, of

DAY = timedelta(days=1)


def _running() -> Petition:
    return of(Petition, concluded_at__isnull=True)


def _signature(**which: object) -> Signature:
    """One given by the own account."""
    return of(Signature, petition=_running(), status="valid", **which)


def _replied(g: Ground) -> None:
    petition = _running()
    by = Actor(petition.mandate.person)
    petitioning.reply(petition, text="Never.", by=by, at=TODAY)


def _late(g: Ground) -> None:
    after = _running().closes_at + DAY
    told = {"status": "late", "received_at": after, "person_id": g.town.men[6].pk}
    Insert(_signature(), told).orm()


def _planned(g: Ground) -> None:
    RecallItem.objects.create(item=g.item(g.open, "discussion"), mandate=g.chair())


def _secretary(g: Ground) -> Mandate:
    rows = Mandate.objects.filter(seat__body=g.town.body, seat__office=OfficeCode.SECRETARY)
    return rows.get(end_reason="")


_MANDATES: list[Attempt] = [
    Attempt(
        "mandates_mandate_recalled_update",
        "recalled by nobody",
        lambda g: Change(_secretary(g), {"until": TODAY, "end_reason": "recalled"}),
    ),
    Attempt(
        "mandates_mandate_recalled_insert",
        "born recalled",
        lambda g: Insert(
            g.chair(),
            {
                "seat_id": world.seat(g.council, OfficeCode.CO_CHAIR, "woman").pk,
                "end_reason": "recalled",
            },
        ),
    ),
    Attempt(
        "mandates_recallitem_stays",
        "another is recalled than was announced",
        lambda g: Change(of(RecallItem), {"mandate_id": g.chair("man").pk}),
        _planned,
    ),
]

_PETITIONS: list[Attempt] = [
    Attempt(
        "mandates_petition_stays",
        "a lower threshold",
        lambda g: Change(_running(), {"threshold": 1}),
    ),
    Attempt(
        "mandates_petition_stays",
        "other grounds",
        lambda g: Change(_running(), {"grounds": "Worse."}),
    ),
    Attempt(
        "mandates_petition_replied_once",
        "another reply",
        lambda g: Change(_running(), {"reply": "Yes, I did."}),
        _replied,
    ),
    Attempt(
        "mandates_petition_concluded_once",
        "an outcome undone",
        lambda g: Change(of(Petition, concluded_at__isnull=False), {"concluded_at": None}),
    ),
    Attempt("mandates_petition_no_delete", "a petition", lambda g: Remove(_running())),
    Attempt("mandates_petition_no_truncate", "all", lambda g: Empty("mandates_petition")),
    Attempt(
        "petition_closes_after_opening",
        "closed before it opened",
        lambda g: Insert(_running(), {"closes_at": TODAY - DAY}),
    ),
    Attempt(
        "petition_threshold_within_roll",
        "more signatures than electors",
        lambda g: Insert(_running(), {"threshold": 999}),
    ),
    Attempt(
        "mandates_petitionelector_stays",
        "a roll erased sooner",
        lambda g: Change(of(PetitionElector), {"erase_on": TODAY.date()}),
    ),
    Attempt(
        "mandates_petitionelector_frozen",
        "an elector more",
        lambda g: Insert(of(PetitionElector), {"person_id": g.other.women[0].pk}),
    ),
    Attempt(
        "petition_elector_once",
        "an elector twice",
        lambda g: Insert(of(PetitionElector)),
        lifting("mandates_petitionelector_frozen"),
    ),
    Attempt(
        "mandates_petitionelector_kept",
        "an elector less",
        lambda g: Remove(of(PetitionElector)),
    ),
    Attempt(
        "mandates_petitionelector_no_truncate",
        "the whole roll",
        lambda g: Empty("mandates_petitionelector"),
    ),
]

_SIGNATURES: list[Attempt] = [
    Attempt(
        "mandates_signature_on_roll",
        "a stranger signs",
        lambda g: Insert(_signature(), {"person_id": g.other.women[0].pk}),
    ),
    Attempt(
        "mandates_signature_in_time_insert",
        "signed after the closing",
        lambda g: Insert(
            _signature(), {"person_id": g.town.men[6].pk, "received_at": _running().closes_at}
        ),
    ),
    Attempt(
        "mandates_signature_in_time_update",
        "a late one made good",
        lambda g: Change(of(Signature, status="late"), {"status": "valid"}),
        _late,
    ),
    Attempt("signature_counts_once", "signed twice", lambda g: Insert(_signature())),
    Attempt(
        "mandates_signature_stays",
        "given to another",
        lambda g: Change(_signature(), {"person_id": g.town.men[6].pk}),
    ),
    Attempt(
        "mandates_signature_receipt_stays",
        "another receipt",
        lambda g: Change(_signature(), {"receipt": "f" * 64}),
    ),
    Attempt(
        "mandates_signature_settled",
        "withdrawn when it was over",
        lambda g: Change(
            of(Signature, petition__concluded_at__isnull=False), {"withdrawn_at": TODAY}
        ),
    ),
    Attempt("mandates_signature_kept", "a signature", lambda g: Remove(_signature())),
    Attempt("mandates_signature_no_truncate", "all", lambda g: Empty("mandates_signature")),
]

_SHEETS: list[Attempt] = [
    Attempt("mandates_sheet_stays", "more lines", lambda g: Change(of(Sheet), {"lines": 99})),
    Attempt(
        "mandates_sheet_collector_stays",
        "somebody else's sheet",
        lambda g: Change(of(Sheet, collector__isnull=False), {"collector_id": g.woman.pk}),
    ),
    Attempt(
        "sheet_collector_until_settled",
        "collector known for good",
        lambda g: Change(of(Sheet, collector__isnull=False), {"settled_at": TODAY}),
    ),
    Attempt("mandates_sheet_no_delete", "a sheet", lambda g: Remove(of(Sheet))),
    Attempt("mandates_sheet_no_truncate", "all sheets", lambda g: Empty("mandates_sheet")),
    Attempt("sheet_number_once", "two of one number", lambda g: Insert(of(Sheet))),
    Attempt(
        "mandates_verification_stays",
        "another than the lot fell on",
        lambda g: Change(of(Verification), {"person_id": g.man.pk}),
    ),
    Attempt("mandates_verification_no_delete", "a lot", lambda g: Remove(of(Verification))),
    Attempt(
        "mandates_verification_no_truncate", "all lots", lambda g: Empty("mandates_verification")
    ),
    Attempt("verification_once", "drawn twice", lambda g: Insert(of(Verification))),
]

RECALL: list[Attempt] = [*_MANDATES, *_PETITIONS, *_SIGNATURES, *_SHEETS]
