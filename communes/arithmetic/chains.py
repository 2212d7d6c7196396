"""How a minute book vouches for itself: canonical JSON, a chain of hashes, salted lists.

DOMAIN §1 (minute book) and §2.10, DESIGN "Books that can leave the house": an entry is
canonical JSON, each entry's hash covers the one before it, and personal lists enter the
book only as salted hashes with their counts. Everything can be checked again without this
program: the hashes are SHA-256 over plain UTF-8 text.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import NamedTuple, TypeAlias

JSONValue: TypeAlias = "str | int | bool | list[JSONValue] | dict[str, JSONValue] | None"

#: What the first entry of a book names as the hash before it.
NO_PREVIOUS = ""

#: The largest integer that every reader of JSON takes exactly (2**53 - 1).
LARGEST_INTEGER = 9_007_199_254_740_991

#: Fewer bytes of salt than this could be guessed together with a short list.
SHORTEST_SALT = 16

_SPELLING = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)

_NOTHING_PRINTED: Mapping[int, str] = MappingProxyType({})


class NotCanonicalError(ValueError):
    """The value cannot stand in a book; the message names the place and the reason."""


def canonical(value: JSONValue) -> bytes:
    """Return the one spelling of `value` that is hashed: sorted keys, no spaces, UTF-8.

    Keys are sorted by code point. Text is kept exactly as it was written (no Unicode
    normalization: a book quotes). Floats, tuples, dates, integers beyond 2**53 - 1, keys
    that are not text and lone surrogates raise NotCanonicalError, so that reading an entry back
    and spelling it again always gives the same bytes.
    """
    if not _holds(value):
        _check(value, "$")
    try:
        return _SPELLING.encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonicalError(f"$: half a character at {error.start}") from error


_WORDS = frozenset({str, bool, NoneType})


def _holds(value: object) -> bool:
    """Whether the value may stand in a book; quicker than `_check`, which names the place.

    What is of a kind derived from these is left to `_check`.
    """
    kind = type(value)
    if kind is dict:
        for key, item in value.items():  # type: ignore[attr-defined]
            # Most of what stands in a book are words: they are not worth a call.
            if type(key) is not str or (type(item) not in _WORDS and not _holds(item)):
                return False
        return True
    if kind is list:
        return all(map(_holds, value))  # type: ignore[call-overload]
    if kind is int:
        return abs(value) <= LARGEST_INTEGER  # type: ignore[arg-type]
    return kind in _WORDS


def _check(value: object, place: str) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonicalError(f"{place}: an integer beyond 2**53 - 1")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            _check(item, f"{place}[{position}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonicalError(f"{place}: a key of type {type(key).__name__}")
            _check(item, f"{place}.{key}")
    else:
        raise NotCanonicalError(f"{place}: a value of type {type(value).__name__}")


def entry_hash(previous: str, content: bytes) -> str:
    """Return the SHA-256, in hexadecimal, of the previous hash, a newline, and the content.

    `previous` is the hash of the entry before, or NO_PREVIOUS for the first.
    """
    return hashlib.sha256(previous.encode("utf-8") + b"\n" + content).hexdigest()


class Link(NamedTuple):
    """One entry of a book as far as the chain is concerned."""

    number: int
    previous: str
    hash: str
    content: bytes


class BreakReason(StrEnum):
    """Why an entry is broken."""

    NUMBER = "number"  # an entry is missing, repeated or out of order
    PREVIOUS = "previous"  # it does not name the hash of the entry before
    CONTENT = "content"  # its hash is not the hash of what it says
    PRINTED = "printed"  # it is whole, but signed paper bears another hash
    MISSING = "missing"  # the book ends before an entry that signed paper names


@dataclass(frozen=True)
class FirstBreak:
    """The first entry that does not verify, and what stood where."""

    number: int
    reason: BreakReason
    expected: str
    found: str


def verify_chain(
    entries: Iterable[tuple[int, str, str, bytes]],
    *,
    printed: Mapping[int, str] = _NOTHING_PRINTED,
) -> FirstBreak | None:
    """Return the first broken entry of a book given in order, or None if it is whole.

    Entries are numbered from 1 without gaps. `printed` holds the hashes that stand on
    signed minutes, by entry number: they alone reveal a book that was written anew or cut
    short, for a chain of hashes can only vouch for its own order.
    """
    number, head = 0, NO_PREVIOUS
    for entry in entries:
        number += 1
        link = Link(*entry)
        broken = _break_of(link, number, head, printed.get(number))
        if broken:
            return broken
        head = link.hash
    cut = min((known for known in printed if known > number), default=None)
    if cut is None:
        return None
    return FirstBreak(cut, BreakReason.MISSING, printed[cut], "")


def _break_of(link: Link, number: int, head: str, paper: str | None) -> FirstBreak | None:
    if link.number != number:
        return FirstBreak(number, BreakReason.NUMBER, str(number), str(link.number))
    if link.previous != head:
        return FirstBreak(number, BreakReason.PREVIOUS, head, link.previous)
    computed = entry_hash(link.previous, link.content)
    if link.hash != computed:
        return FirstBreak(number, BreakReason.CONTENT, computed, link.hash)
    if paper is not None and paper != link.hash:
        return FirstBreak(number, BreakReason.PRINTED, paper, link.hash)
    return None


def commitment(salt: bytes, items: Sequence[JSONValue]) -> str:
    """Return the salted hash under which a personal list stands in a book (DOMAIN §2.10).

    SHA-256, in hexadecimal, of the salt in hexadecimal and then each item's canonical
    spelling, one a line, the lines sorted: the order in which people came does not matter,
    how often an item stands there does. Raises ValueError for a salt of fewer than 16
    bytes, for a short list under a guessable salt could be found by trying.
    """
    if len(salt) < SHORTEST_SALT:
        raise ValueError(f"a salt has at least {SHORTEST_SALT} bytes, not {len(salt)}")
    lines = [salt.hex().encode("ascii"), *sorted(canonical(item) for item in items)]
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def groups_of_four(digest: str) -> str:
    """Return a hash as people compare it: four characters, a space, four more."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
