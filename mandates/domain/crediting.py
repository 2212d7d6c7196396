"""Credentials: what a mandate is, signed by the installation, and whether such a code holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime

from communes.domain.stating import stamp
from mandates.arithmetic import tokens
from mandates.domain.binding import Sheet
from mandates.models import Mandate

MOST = 6
"""So many instructions stand in the code; the card and the page tell all."""
LONGEST = 60
"""Letters of a name or title in the code."""
_NAMES = ("name", "office", "body", "since", "day")


@dataclass(frozen=True)
class Finding:
    """What a code says and whether it holds.

    `verdict` is `valid`, `expired`, `not_yet`, `ended` (known only where the books are),
    `unknown_key`, `forged` or `unreadable`; `facts` are told of a code that was really signed;
    `in_books` says whether this installation holds the mandate itself.
    """

    verdict: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    in_books: bool = False

    @property
    def holds(self) -> bool:
        """Whether the bearer holds the mandate, as far as can be known here."""
        return self.verdict == "valid"

    def instant(self, name: str) -> datetime | None:
        """One of the instants that the code tells."""
        return parse_datetime(str(self.facts.get(name) or ""))


def own_key() -> Ed25519PrivateKey:
    """The key of the installation: it follows from the installation's secret, on each machine."""
    seed = salted_hmac("mandates.credential", "ed25519", algorithm="sha256").digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def own_public() -> bytes:
    """The public half, 32 bytes."""
    return own_key().public_key().public_bytes_raw()


def exported() -> str:
    """The public key as a file (PEM), for whoever is to check without a network."""
    kind, shape = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return own_key().public_key().public_bytes(kind, shape).decode()


def public_of(text: str) -> bytes | None:
    """The public key in a file; None for what is no key of this kind."""
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else None


def facts_of(sheet: Sheet, at: datetime) -> dict[str, Any]:
    """What the code says of a mandate: names as they stand, the term, what binds, the day."""
    mandate, seat = sheet.mandate, sheet.mandate.seat
    bound = [
        [
            one.version.motion.title[:LONGEST],
            one.version.number,
            str(one.instruction.stance) if one.instruction else "",
        ]
        for one in sheet.bound[:MOST]
    ]
    return {
        "mandate": mandate.key,
        "name": mandate.person.name[:LONGEST],
        "office": str(seat.office),
        "body": seat.body.name[:LONGEST],
        "for": seat.sending_body.name[:LONGEST] if seat.sending_body else None,
        "kind": str(mandate.kind),
        "since": stamp(mandate.since),
        "until": stamp(mandate.until) if mandate.until else None,
        "bound": cast("Any", bound),
        "more": max(0, len(sheet.bound) - MOST),
        "day": stamp(at),
    }


def code_of(sheet: Sheet, at: datetime) -> str:
    """The signed code of a mandate as it stands."""
    packed = tokens.pack(facts_of(sheet, at))
    key = own_key()
    public = key.public_key().public_bytes_raw()
    return tokens.code(public, key.sign(tokens.to_sign(packed)), packed)


def check(text: str, at: datetime, keys: Sequence[bytes] = ()) -> Finding:
    """Whether a code holds at the instant; `keys` are trusted beside the installation's own.

    Whether the mandate was ended meanwhile is known only where the installation holds it.
    """
    found = tokens.read(text)
    if found is None:
        return Finding("unreadable")
    public = tokens.named(found.key, [own_public(), *keys])
    if public is None:
        return Finding("unknown_key")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(found.signature, found.signed)
    except InvalidSignature:
        return Finding("forged")
    facts = tokens.facts(found.packed)
    if facts is None or not all(isinstance(facts.get(name), str) for name in _NAMES):
        return Finding("unreadable")
    return _in_books(facts, at) or Finding(_verdict(facts, at), facts)


def trusted(files: Iterable[str]) -> list[bytes]:
    """The public keys in these files; what is none is left out."""
    return [key for key in map(public_of, files) if key is not None]


def _verdict(facts: Mapping[str, Any], at: datetime) -> str:
    since, until = (parse_datetime(str(facts.get(name) or "")) for name in ("since", "until"))
    if until is not None and until <= at:
        return "expired"
    return "not_yet" if since is None or since > at else "valid"


def _in_books(facts: Mapping[str, Any], at: datetime) -> Finding | None:
    """What the installation's own rows say, where it holds the mandate."""
    try:
        row = Mandate.objects.filter(public_id=str(facts.get("mandate"))).first()
    except (ValidationError, ValueError):
        return None
    if row is None:
        return None
    if row.in_force(at):
        return Finding("valid", facts, in_books=True)
    early = bool(row.end_reason) and row.since <= at
    return Finding("ended" if early else _verdict(facts, at), facts, in_books=True)
