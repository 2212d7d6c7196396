"""A credential as a code: signed facts that fit a QR picture and can be checked without a network.

`KOMIN1:` and base32 of: eight bytes that name the key, the signature of Ed25519 (64 bytes), and
the facts as canonical JSON, deflated. The letters are those that a QR picture stores best and
that survive being typed: case, spaces and hyphens do not matter.
"""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from communes.arithmetic.chains import canonical

PREFIX = "KOMIN1:"
KEY, SIGNATURE = 8, 64
LONGEST = 4_000
"""Signs of a code; more fits no picture."""
MOST_FACTS = 8_192
"""Bytes of facts: what is deflated is not let out further."""
_CONTEXT = b"komin-credential-1\n"


class Read(NamedTuple):
    """A code taken apart; nothing of it is proven yet."""

    key: bytes
    signature: bytes
    packed: bytes

    @property
    def signed(self) -> bytes:
        """What the signature is of."""
        return _CONTEXT + self.packed


def key_name(public: bytes) -> bytes:
    """The eight bytes by which a code names the key that signed it."""
    return hashlib.sha256(public).digest()[:KEY]


def fingerprint(public: bytes) -> str:
    """The key's fingerprint, for paper: SHA-256 of its 32 bytes, the first half."""
    return hashlib.sha256(public).hexdigest()[:32]


def pack(facts: Mapping[str, Any]) -> bytes:
    """The facts as they are signed."""
    return zlib.compress(canonical(dict(facts)), 9)


def to_sign(packed: bytes) -> bytes:
    """What the signature is of."""
    return _CONTEXT + packed


def code(public: bytes, signature: bytes, packed: bytes) -> str:
    """The code of a credential."""
    whole = key_name(public) + signature + packed
    return PREFIX + base64.b32encode(whole).decode().rstrip("=")


def read(text: str) -> Read | None:
    """Take a code apart; None for what is none."""
    plain = "".join(text.split()).replace("-", "").upper()
    if len(plain) > LONGEST or not plain.isascii() or not plain.startswith(PREFIX):
        return None
    letters = plain.removeprefix(PREFIX)
    try:
        whole = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(whole) <= KEY + SIGNATURE:
        return None
    return Read(whole[:KEY], whole[KEY : KEY + SIGNATURE], whole[KEY + SIGNATURE :])


def facts(packed: bytes) -> dict[str, Any] | None:
    """The facts that were signed; None for what is none."""
    letting_out = zlib.decompressobj()
    try:
        plain = letting_out.decompress(packed, MOST_FACTS)
        if letting_out.unconsumed_tail or not letting_out.eof:
            return None
        told = json.loads(plain)
    except (zlib.error, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def named(key: bytes, known: Iterable[bytes]) -> bytes | None:
    """The public key that a code names, among those known."""
    return next((public for public in known if key_name(public) == key), None)
