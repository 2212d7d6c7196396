"""An elector signs a petition with the own account, once, and may withdraw until it succeeds.

A signature enters no book: it would name its signatory. The book holds counts and commitments.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest

from django.utils.translation import gettext as _

from communes.domain import rolls
from communes.domain.acting import Actor, acting
from communes.domain.chartering import communes_parameters
from communes.models import Person
from communes.problems import Problem, refuse_if
from communes.randomness import new_salt, random_bytes
from mandates.arithmetic.petitions import Standing
from mandates.domain import concluding
from mandates.domain.petitioning import locked
from mandates.models import Channel, Petition, PetitionElector, Signature, SignatureStatus

CODE_BYTES = 15
HELD = (SignatureStatus.VALID, SignatureStatus.WAITING)
_ON_PAPER = (SignatureStatus.WAITING, SignatureStatus.REPEATED, SignatureStatus.REFUSED)
"""A line on paper that does not count, or not yet, keeps nobody from signing with the account."""


@dataclass(frozen=True)
class Signed:
    """A signature and the code of its receipt, which is shown once and stored nowhere."""

    signature: Signature
    code: str


def elector_problems(petition: Petition, person: Person | None) -> list[Problem]:
    """Why the person is not on the roll that was frozen when the petition opened."""
    if person is not None:
        if PetitionElector.objects.filter(petition=petition, person=person).exists():
            return []
        at = petition.opened_at
        age = communes_parameters(at, petition.body).election_age
        on = rolls.day_of(petition.body, at).date()
        here = rolls.residents_of(petition.body, at, age=0).filter(pk=person.pk)
        if here.exists() and not person.has_reached(age, on):
            message = _("When the petition opened you had not reached the age of %(age)s.")
            return [Problem("below_election_age", message % {"age": age}, {"age": age})]
    message = _("Only electors of %(body)s when the petition opened may sign it.")
    return [Problem("not_on_roll", message % {"body": petition.body.name})]


def over_problems(petition: Petition, at: datetime) -> list[Problem]:
    """Why nobody signs the petition any more; what comes late is recorded all the same."""
    standing = petition.standing(at)
    if standing == Standing.SUCCEEDED:
        message = _("The petition has reached its threshold; no more signatures are needed.")
        return [Problem("petition_succeeded", message)]
    if standing == Standing.ENDED:
        return [Problem("petition_ended", _("The mandate is over, and the petition with it."))]
    if at.astimezone(UTC).date() >= petition.erase_on:
        message = _("The petition is over and its lists are erased.")
        return [Problem("petition_erased", message)]
    return []


def again_problems(petition: Petition, person: Person | None) -> list[Problem]:
    """Why the person does not sign a second time: each signs once, whatever was withdrawn."""
    mine = of(petition, person)
    if any(one.withdrawn_at is not None for one in mine):
        message = _("You signed and withdrew your signature; each signs once.")
        return [Problem("signed_and_withdrawn", message)]
    if any(one.channel == Channel.ACCOUNT or one.status not in _ON_PAPER for one in mine):
        return [Problem("signed_already", _("You have already signed this petition."))]
    return []


def sign_problems(petition: Petition, person: Person | None, at: datetime) -> list[Problem]:
    """Every reason against this person signing now."""
    own = elector_problems(petition, person)
    return own or [*over_problems(petition, at), *again_problems(petition, person)]


def sign(petition: Petition, *, by: Actor, at: datetime) -> Signed:
    """Sign with the own account; the signature that reaches the threshold lets it succeed.

    One received after the closing is recorded and does not count. Raises `Refused`.
    """
    with acting(by=by, at=at):
        row = locked(petition)
        refuse_if(sign_problems(row, by.person, at))
        assert by.person is not None
        late = at >= row.closes_at or row.concluded_at is not None
        code, salt = new_code(), new_salt()
        signature = Signature.objects.create(
            petition=row,
            person=by.person,
            channel=Channel.ACCOUNT,
            received_at=at,
            status=SignatureStatus.LATE if late else SignatureStatus.VALID,
            counted_at=None if late else at,
            salt=salt,
            receipt=receipt_of(salt, code),
            erase_on=row.erase_on,
        )
        if late:
            row.late += 1
            row.save(update_fields=["late"])
        else:
            concluding.succeed_if_reached(row, at)
    return Signed(signature, code)


def withdraw_problems(petition: Petition, person: Person | None, at: datetime) -> list[Problem]:
    """Why the person withdraws nothing now."""
    held = [one for one in of(petition, person) if one.status in HELD]
    if not held:
        return [Problem("not_signed", _("You have not signed this petition."))]
    if all(one.withdrawn_at is not None for one in held):
        return [Problem("withdrawn", _("You have already withdrawn your signature."))]
    if petition.standing(at) == Standing.SUCCEEDED:
        message = _("The petition has succeeded; signatures stand.")
        return [Problem("petition_succeeded", message)]
    if not petition.running(at) or petition.concluded_at is not None:
        return [Problem("petition_over", _("This petition is over."))]
    return []


def withdraw(petition: Petition, *, by: Actor, at: datetime) -> None:
    """Withdraw one's own signature, on paper too, until the petition succeeds. Raises `Refused`."""
    with acting(by=by, at=at):
        row = locked(petition)
        refuse_if(withdraw_problems(row, by.person, at))
        mine = Signature.objects.filter(petition=row, person=by.person, status__in=HELD)
        mine.filter(withdrawn_at__isnull=True).update(withdrawn_at=at)


def of(petition: Petition, person: Person | None) -> Sequence[Signature]:
    """The person's own signatures, the one that counts first."""
    if person is None:
        return []
    rows = Signature.objects.filter(petition=petition, person=person).select_related("sheet")
    order = list(SignatureStatus)
    return sorted(rows, key=lambda one: (order.index(SignatureStatus(one.status)), one.pk))


def receipt_for_paper(petition: Petition, *, by: Actor, at: datetime) -> Signed:
    """A receipt for who signed on paper, asked for with the own account, once.

    Raises `Refused`.
    """
    with acting(by=by, at=at):
        row = locked(petition)
        bare = Signature.objects.filter(petition=row, person=by.person, receipt="")
        mine = bare.order_by("pk").first()
        if mine is None:
            message = _("There is no signature of yours without a receipt.")
            refuse_if([Problem("no_receipt_due", message)])
        assert mine is not None
        code = new_code()
        mine.salt = new_salt()
        mine.receipt = receipt_of(mine.salt, code)
        mine.save(update_fields=["salt", "receipt"])
    return Signed(mine, code)


def check(petition: Petition, person: Person | None, code: str) -> Signature | None:
    """The person's own signature that the code is the receipt of; nobody else's is ever found."""
    for one in of(petition, person):
        if one.receipt and compare_digest(receipt_of(one.salt, code), one.receipt):
            return one
    return None


def new_code() -> str:
    """The code of a receipt, in groups of four."""
    plain = base64.b32encode(random_bytes(CODE_BYTES)).decode()
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def receipt_of(salt: str, code: str) -> str:
    """The salted hash under which a receipt is kept; spaces, dashes and case do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(bytes.fromhex(salt) + plain.encode()).hexdigest()
