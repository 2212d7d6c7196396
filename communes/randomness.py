"""Where random ids and salts come from: `secrets`, unless a source is passed in.

A demonstration is made from a seed, down to its public ids, so the source is a value that
`drawing_from` sets for one context and nothing else can change.
"""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

RandomBytes = Callable[[int], bytes]

_source: ContextVar[RandomBytes] = ContextVar("random_source", default=secrets.token_bytes)


@contextmanager
def drawing_from(source: RandomBytes) -> Iterator[None]:
    """Take random bytes from `source` within this context, e.g. `random.Random(7).randbytes`."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def random_bytes(count: int) -> bytes:
    """`count` random bytes from the source in force."""
    return _source.get()(count)


def new_public_id() -> uuid.UUID:
    """A random public id (UUID version 4: it tells nothing of time or order)."""
    return uuid.UUID(bytes=random_bytes(16), version=4)


def new_public_ids(count: int) -> list[str]:
    """So many random public ids at once, as 32 hexadecimal digits: the same as that many calls."""
    drawn = random_bytes(16 * count).hex()
    return [
        # Version 4 and the variant stand in two of the digits (RFC 9562, 5.4).
        f"{drawn[at : at + 12]}4{drawn[at + 13 : at + 16]}"
        f"{'89ab'[int(drawn[at + 16], 16) & 3]}{drawn[at + 17 : at + 32]}"
        for at in range(0, 32 * count, 32)
    ]


def new_salt() -> str:
    """A salt of 32 random bytes, in hexadecimal, for a commitment to a list."""
    return random_bytes(32).hex()


def random_below(limit: int) -> int:
    """A whole number from 0 up to below `limit`, each as likely as the next (to 2**-64)."""
    return int.from_bytes(random_bytes(16)) % limit
