"""Petitions for a recall: opened, replied to, signed, withdrawn, confirmed on paper."""

from uuid import UUID

from django.db.models import QuerySet

from communes.api.asking import Ask, chosen, found, require, require_fresh, require_seen
from communes.api.reaching import body_of
from communes.api.resources import acts, reads
from communes.models import Person
from mandates import permissions
from mandates.domain import binding, concluding, drawing, petitioning, signing, verifying
from mandates.domain.signing import Signed
from mandates.models import Mandate, Petition, Sheet, SignatureStatus
from mandates.serializers.petitions import (
    ConfirmSerializer,
    GroundsSerializer,
    HandInSerializer,
    OwnSignatureSerializer,
    PetitionSerializer,
    PetitionSheetSerializer,
    ReceiptCodeSerializer,
    ReplySerializer,
    SheetLinesSerializer,
    SheetSerializer,
)


@reads(PetitionSerializer, lists=True)
def body_petitions(ask: Ask, body: UUID) -> QuerySet[Petition]:
    """The petitions of a body's electors, the latest first."""
    return concluding.of_body(body_of(ask, body), ask.at)


@acts(PetitionSheetSerializer, takes=GroundsSerializer, status=201)
def open_petition(ask: Ask, mandate: UUID) -> Petition:
    """Open a petition for the recall of a mandate; the person concerned is told at once."""
    require(ask.me is not None)
    row = found(binding.with_seats(Mandate.objects.all()), mandate)
    body_of(ask, petitioning.granting_body(row, ask.at).public_id)
    made = petitioning.open_petition(row, grounds=ask.told["grounds"], by=ask.by, at=ask.at)
    return _petition(ask, made.public_id)


@reads(PetitionSheetSerializer)
def petition(ask: Ask, petition: UUID) -> Petition:
    """One petition: grounds, reply, threshold, closing, and what became of the signatures."""
    return _petition(ask, petition)


@acts(PetitionSheetSerializer, takes=ReplySerializer)
def reply_to_petition(ask: Ask, petition: UUID) -> Petition:
    """Put the reply of the person concerned beside the grounds, once."""
    row = _petition(ask, petition)
    require(ask.myself.pk == row.mandate.person_id)
    petitioning.reply(row, text=ask.told["reply"], by=ask.by, at=ask.at)
    return _petition(ask, petition)


@reads(OwnSignatureSerializer)
def my_signature(ask: Ask, petition: UUID) -> Signed:
    """One's own signature under a petition; nobody reads another's (404 without one)."""
    return _own(ask, _petition(ask, petition))


@acts(OwnSignatureSerializer, status=201, unkept=("code",))
def sign_petition(ask: Ask, petition: UUID) -> Signed:
    """Sign with the own account; the code of the receipt is answered once and kept nowhere.

    Needs a fresh proof. A signature after the closing is recorded and does not count.
    """
    row = _petition(ask, petition)
    require_fresh(ask)
    return signing.sign(row, by=ask.by, at=ask.at)


@acts(OwnSignatureSerializer)
def withdraw_signature(ask: Ask, petition: UUID) -> Signed:
    """Withdraw one's own signature, until the petition succeeds. Needs a fresh proof."""
    row = _petition(ask, petition)
    require_fresh(ask)
    signing.withdraw(row, by=ask.by, at=ask.at)
    return _own(ask, row)


@acts(OwnSignatureSerializer, status=201, unkept=("code",))
def receipt_for_paper(ask: Ask, petition: UUID) -> Signed:
    """A receipt for who signed on paper, once."""
    return signing.receipt_for_paper(_petition(ask, petition), by=ask.by, at=ask.at)


@acts(OwnSignatureSerializer, takes=ReceiptCodeSerializer)
def check_receipt(ask: Ask, petition: UUID) -> Signed:
    """What became of the own signature that the code is the receipt of (404 for any other)."""
    row = _petition(ask, petition)
    one = signing.check(row, ask.me, ask.told["code"])
    require_seen(one is not None)
    assert one is not None
    return Signed(one, ask.told["code"])


@reads(SheetSerializer, lists=True)
def sheets(ask: Ask, petition: UUID) -> QuerySet[Sheet]:
    """The paper sheets handed in: how many lines, under which seed the verifiers were drawn."""
    return _petition(ask, petition).sheets.order_by("number")


@acts(SheetSerializer, takes=HandInSerializer, status=201)
def hand_in_sheet(ask: Ask, petition: UUID) -> Sheet:
    """Hand in a sheet; it is received now, and counts when those drawn by lot confirm it."""
    row = _petition(ask, petition)
    require(not signing.elector_problems(row, ask.me))
    signers = chosen(drawing.roll(row), ask.told["electors"], "electors")
    return verifying.hand_in(row, signers=signers, lines=ask.told["lines"], by=ask.by, at=ask.at)


@reads(SheetLinesSerializer)
def sheet(ask: Ask, sheet: UUID) -> Sheet:
    """A sheet with its lines, for those on whom the lot fell (404 for everyone else)."""
    return _sheet(ask, sheet)


@acts(SheetSerializer, takes=ConfirmSerializer)
def confirm_sheet(ask: Ask, sheet: UUID) -> Sheet:
    """Confirm a sheet but for the lines refused. Needs a fresh proof."""
    row = _sheet(ask, sheet)
    require_fresh(ask)
    named = Person.objects.filter(pk__in=row.signatures.values("person"))
    refused = chosen(named, ask.told["refused"], "refused")
    verifying.confirm(row, refused=refused, by=ask.by, at=ask.at)
    return Sheet.objects.get(pk=row.pk)


@acts(SheetSerializer)
def decline_sheet(ask: Ask, sheet: UUID) -> Sheet:
    """Give the task back; the next lot is called."""
    row = _sheet(ask, sheet)
    verifying.decline(row, by=ask.by, at=ask.at)
    return row


def _petition(ask: Ask, petition: UUID) -> Petition:
    require(ask.me is not None)
    rows = permissions.readable_petitions(ask.me, ask.at)
    shown = rows.select_related(
        *("mandate__seat__sending_body", "mandate__seat__follows"),
        *("mandate__rests_on", "mandate__resolution"),
    )
    return found(shown, petition)


def _own(ask: Ask, row: Petition) -> Signed:
    mine = signing.of(row, ask.me)
    require_seen(bool(mine))
    return Signed(mine[0], "")


def _sheet(ask: Ask, sheet: UUID) -> Sheet:
    require(ask.me is not None)
    readable = permissions.readable_petitions(ask.me, ask.at)
    row = found(permissions.sheets_to_verify(ask.me).filter(petition__in=readable), sheet)
    waiting = row.signatures.filter(status=SignatureStatus.WAITING)
    people = Person.objects.filter(pk__in=waiting.values("person"))
    row.named = list(people.order_by("sort_key", "pk"))  # type: ignore[attr-defined]
    return row
