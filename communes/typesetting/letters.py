"""What people wrote, made fit for paper: every sign visible, every line in its direction."""

import re
import unicodedata

from django.utils.translation import get_language_bidi

LONGEST_WORD = 40
"""Letters after which a word without any gap may be broken."""
GAP = "\u200b"
_FIRST, _LAST = "\u2068", "\u2069"
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that turn the direction of what follows: in a record they would put words in disorder."""
_SYRIAC = re.compile(r"[\u0700-\u074f]+")
_SYRIAC_LETTERS = {
    **dict(zip("ܐܒܓܕܗܘܙܚܛܝܟܠܡܢܣܤܥܦܨܩܪܬ", "abgdhwzḥṭyklmnssʿpṣqrt", strict=True)),
    "ܫ": "sh",
}
_LONG = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_RIGHT = ("R", "AL")


def legible(text: str) -> str:
    """The text with its hidden signs shown: a turn of direction reads `[U+202E]`.

    Joiners and the marks that only lean a neighbour (LRM, RLM) stay: Sorani is written with them.
    """
    shown = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(_shown(sign) for sign in shown)


def breakable(text: str) -> str:
    """The text with a gap in each word that no line could hold."""
    return _LONG.sub(lambda found: found[0] + GAP, text)


def drawable(text: str) -> str:
    """The text with its Syriac in Latin letters: no font that comes with the program draws it.

    One letter for one, vowel signs left out, the first a capital: a name that can be read aloud
    and told from another serves a paper better than empty boxes.
    """
    return _SYRIAC.sub(_in_latin, text)


def isolated(text: object) -> str:
    """A name or title within a sentence of the language in use; neither disturbs the other.

    Where both run the same way it stays bare: whoever copies from the paper gets just the text.
    """
    shown, rightward_here = legible(str(text)), get_language_bidi()
    against = ("L", "EN") if rightward_here else (*_RIGHT, "AN")
    if any(unicodedata.bidirectional(sign) in against for sign in shown):
        return f"{_FIRST}{shown}{_LAST}"
    return shown


def rightward(text: str, otherwise: bool) -> bool:
    """Whether a paragraph runs from right to left: its first strong letter says so."""
    for sign in text:
        found = unicodedata.bidirectional(sign)
        if found in ("L", *_RIGHT):
            return found in _RIGHT
    return otherwise


def _in_latin(found: re.Match[str]) -> str:
    said = "".join(_SYRIAC_LETTERS.get(sign, "") for sign in found[0])
    return said[:1].upper() + said[1:]


def _shown(sign: str) -> str:
    if sign == "\n" or sign.isprintable():
        return sign
    number = ord(sign)
    if number in _TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn"):
        return f"[U+{number:04X}]"
    return sign
