"""How people's names are told to everyone: whole, by initials, by office, or not at all.

Knows no model. A name is found in a text as a search finds it: however it is spelled (ê for e,
Arabic forms of one letter), with the endings that Kurdish, Turkish and English put to its last
word, in either order. A name of one word is found only where it is known to be meant. What a
text calls somebody otherwise (a nickname, a given name alone) no program knows: whoever
publishes names such words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from communes.folding import fold
from communes.typesetting import Paper

FULL, INITIALS, OFFICE, NONE = STEPS = ("full", "initials", "office", "none")
"""From telling all to telling nothing."""
LEFT_OUT = "[…]"
MOST_WORDS = 8
"""How many words of a name are looked at."""
ENDING = 3
"""Letters that may follow the last word of a name: "Ehmedê", "Ehmed's"."""
_WORD = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d'’ʼ‘`])*"
)
_BETWEEN = " \t\n\u00a0-‐–\u200b\u200e\u200f\u2066\u2067\u2068\u2069"
_WIDEST = 6

Say = Callable[[str], str]


@dataclass(frozen=True)
class Named:
    """Somebody whose name is reduced: `office` is a code; `sure` where one word is enough."""

    name: str
    office: str = ""
    sure: bool = False


@dataclass(frozen=True)
class Hit:
    """A name found in a text: from which sign to which, and whose."""

    begin: int
    end: int
    person: Named


def stricter(one: str, other: str) -> str:
    """Whichever of the two tells less."""
    return max(one, other, key=STEPS.index)


@dataclass(frozen=True)
class Reduction:
    """Names to be reduced, in one way; `say` puts the code of an office into words."""

    how: str
    say: Say
    people: Mapping[tuple[str, ...], Named] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Named], how: str, say: Say) -> "Reduction":
        """The reduction of these people's names; who is named first holds an office first."""
        known: dict[tuple[str, ...], Named] = {}
        for person in people:
            words = _words(person.name)
            if len(words) > 1 or (words and person.sure):
                known.setdefault(words, person)
                known.setdefault(words[::-1], person)
        return cls(how, say, known)

    def text(self, text: str) -> str:
        """The text with every name in it reduced."""
        if self.how == FULL or not self.people:
            return text
        told, last = [], 0
        for hit in self.hits(text):
            told += [text[last : hit.begin], self._told(hit, text)]
            dotted = told[-1].endswith(".") and text[hit.end : hit.end + 1] == "."
            last = hit.end + dotted
        return "".join([*told, text[last:]])

    def hits(self, text: str) -> Iterator[Hit]:
        """The names in a text, from left to right, the longest at each place."""
        found = list(_WORD.finditer(text))
        folded = [fold(word[0]).replace(" ", "") for word in found]
        place = 0
        while place < len(found):
            person, length = self._at(text, found, folded, place)
            if person is not None:
                yield Hit(found[place].start(), found[place + length - 1].end(), person)
            place += length

    def value(self, value: Any) -> Any:
        """Data of any depth with every text in it reduced; its keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.value(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.value(one) for one in value)
        return value

    def paper(self, paper: Paper) -> Paper:
        """The paper with every name in it reduced; what vouches for it stays."""
        return replace(
            paper,
            title=self.text(paper.title),
            blocks=[self._block(block) for block in paper.blocks],
            running=(self.text(paper.running[0]), self.text(paper.running[1])),
        )

    def _block(self, block: Mapping[str, Any]) -> Mapping[str, Any]:
        parts = {"parts": [self._block(one) for one in block["parts"]]} if "parts" in block else {}
        rest = {key: value for key, value in block.items() if key not in ("as", "parts")}
        return {"as": block["as"], **self.value(rest), **parts}

    def _at(
        self, text: str, found: Sequence[re.Match[str]], folded: Sequence[str], place: int
    ) -> tuple[Named | None, int]:
        longest = 1
        while (
            longest < MOST_WORDS
            and place + longest < len(found)
            and _close(text, found[place + longest - 1].end(), found[place + longest].start())
        ):
            longest += 1
        for length in range(longest, 0, -1):
            person = self._known(tuple(folded[place : place + length]))
            if person is not None:
                return person, length
        return None, 1

    def _known(self, words: tuple[str, ...]) -> Named | None:
        if words in self.people or len(words) < 2:
            return self.people.get(words)
        for cut in range(1, ENDING + 1):
            person = self.people.get((*words[:-1], words[-1][:-cut]))
            if person is not None:
                return person
        return None

    def _told(self, hit: Hit, text: str) -> str:
        if self.how == INITIALS:
            return " ".join(f"{word[0][0]}." for word in _WORD.finditer(text, hit.begin, hit.end))
        return LEFT_OUT if self.how == NONE else f"[{self.say(hit.person.office)}]"


def _words(name: str) -> tuple[str, ...]:
    words = (fold(word[0]).replace(" ", "") for word in _WORD.finditer(name))
    return tuple(word for word in words if word)[:MOST_WORDS]


def _close(text: str, end: int, begin: int) -> bool:
    """Whether nothing but a gap, a hyphen or invisible signs stands between two words."""
    return begin - end <= _WIDEST and not text[end:begin].strip(_BETWEEN)
