"""A stream sealed with a passphrase: nobody reads it, and nobody changes it unnoticed."""

import os
import struct
import unicodedata
from collections.abc import Iterator
from io import RawIOBase
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"KOMINBAK"
FORMAT = 1
SALT = 16
COST = 17
"""Base-2 logarithm of scrypt's cost: 128 MiB and about half a second for each passphrase tried."""
COSTS = range(10, 21)
"""What a file may ask of the machine that opens it."""
CHUNK = 64 * 1024
TAG = 16
HEAD = len(MAGIC) + 2 + SALT


class NotSealedError(Exception):
    """The file is no backup, or not whole, or sealed with another passphrase."""


def key_of(passphrase: str, salt: bytes, cost: int) -> bytes:
    """The key that scrypt makes of a passphrase, however its letters were composed."""
    plain = unicodedata.normalize("NFKC", passphrase).encode()
    return Scrypt(salt=salt, length=32, n=2**cost, r=8, p=1).derive(plain)


def nonce(number: int, *, last: bool) -> bytes:
    """The nonce of a chunk: its number, and whether it is the last."""
    return number.to_bytes(11, "big") + bytes([last])


class Sealing:
    """Seals what is written to it into a file; whole only once it was closed."""

    def __init__(self, file: BinaryIO, passphrase: str, *, cost: int = COST) -> None:
        salt = os.urandom(SALT)
        self.head = MAGIC + struct.pack("BB", FORMAT, cost) + salt
        self.cipher = ChaCha20Poly1305(key_of(passphrase, salt, cost))
        self.file, self.number, self.waiting = file, 0, bytearray()
        file.write(self.head)

    def write(self, content: bytes) -> None:
        """Take more content; sealed a chunk at a time."""
        self.waiting += content
        while len(self.waiting) > CHUNK:
            self._seal(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]

    def close(self) -> None:
        """Seal the last chunk; the file itself stays open."""
        self._seal(bytes(self.waiting), last=True)
        self.waiting.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        number = nonce(self.number, last=last)
        self.file.write(self.cipher.encrypt(number, chunk, self.head))
        self.number += 1


def opened(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """The content of a sealed file, chunk by chunk, each proven before it is given.

    Raises `NotSealedError` at the first chunk that does not hold, and when the end is missing or
    something follows it.
    """
    head = file.read(HEAD)
    if len(head) < HEAD or not head.startswith(MAGIC):
        raise NotSealedError("This is not a backup of Komîn.")
    form, cost = head[len(MAGIC)], head[len(MAGIC) + 1]
    if form != FORMAT or cost not in COSTS:
        raise NotSealedError(f"This backup has a format that this program cannot read ({form}).")
    cipher = ChaCha20Poly1305(key_of(passphrase, head[-SALT:], cost))
    number, chunk = 0, file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(nonce(number, last=not following), chunk, head)
        except InvalidTag as error:
            raise NotSealedError(_why(number)) from error
        if not following:
            return
        number, chunk = number + 1, following


def _why(number: int) -> str:
    if number == 0:
        return "The passphrase is wrong, or the file was changed."
    return f"The file is not as it was written: changed or cut off after {number * CHUNK} bytes."


class Chunks(RawIOBase):
    """Chunks of bytes, read like a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self.chunks, self.left = chunks, b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer; 0 at the end."""
        while not self.left:
            found = next(self.chunks, None)
            if found is None:
                return 0
            self.left = found
        taken = self.left[: len(buffer)]
        buffer[: len(taken)] = taken
        self.left = self.left[len(taken) :]
        return len(taken)
