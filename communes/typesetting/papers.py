"""What a paper is: plain data, complete in itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language_info

Block = Mapping[str, Any]


@dataclass(frozen=True)
class Mark:
    """What vouches for a paper, at its end: words, a code in groups, and the same as a picture."""

    words: str
    code: str
    qr: str


@dataclass(frozen=True)
class Paper:
    """A document for paper.

    `key` stands in the file's properties and says what it is, for whoever checks it later;
    `running` is repeated on each sheet, above (at the beginning and at the end of the line) and
    below.
    """

    key: str
    title: str
    language: str
    blocks: Sequence[Block]
    running: tuple[str, str] = ("", "")
    foot: str = ""
    mark: Mark | None = None
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def rightward(self) -> bool:
        """Whether its language is written from right to left."""
        return bool(get_language_info(self.language)["bidi"])
