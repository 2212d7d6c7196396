"""How a name is found however it was typed: one folded form of a text for searching.

DOMAIN §3: "search folds ê/e, î/i, ş/s and Arabic and Latin forms". A folded text is for
comparing and finding, never for showing: what people wrote is kept as they wrote it.
"""

import re
import unicodedata
from collections.abc import Mapping

# Written or left out at will within a word: apostrophes, the modifier letters for hamza and
# ayn, the Arabic lengthening stroke.
_WITHIN_WORDS = frozenset("'`´‘’‛ʹʻʼʽʾʿˈ′՚＇ـ")

# Combining hamza and madda still have to join their letter when the other marks go.
_JOINING_MARKS = frozenset("\u0653\u0654\u0655")

_LETTERS: Mapping[str, str] = {
    **dict.fromkeys("ىیېۍێ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ةەہھۃ", "ه"),
    **dict.fromkeys("ۆۇۊۋۈ", "و"),
    **dict(zip("ٱڤڕڵ", "افرل", strict=True)),
    **dict(zip("ıəłøđð", "ielodd", strict=True)),
    "ء": "",
    "æ": "ae",
    "œ": "oe",
}

# At the beginning of a Sorani word ئ only carries the vowel that follows.
_CARRIER = re.compile(r"(?<![^\W_])ئ(ا?)")


class _Marks(dict[int, str | None]):
    """Table for str.translate: takes away what may stand within a word or not."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        invisible = unicodedata.category(char) in {"Cf", "Mn", "Me", "Cs"}
        gone = char in _WITHIN_WORDS or (invisible and char not in _JOINING_MARKS)
        self[code] = None if gone else char
        return self[code]


class _Forms(dict[int, str | None]):
    """Table for str.translate: one form of each letter, digits in ASCII, spaces for the rest."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        folded: str | None = char
        if char in _LETTERS:
            folded = _LETTERS[char]
        elif category in {"Cf", "Mn", "Me", "Cs"}:
            folded = None
        elif category == "Nd":
            folded = str(unicodedata.decimal(char))
        elif category[0] in "PSZC":
            folded = " "
        self[code] = folded
        return folded


_MARKS = _Marks()
_FORMS = _Forms()


def fold(text: str) -> str:
    """Return the form of `text` under which it is searched.

    Folds case, diacritics (ê, î, û, ş, ç, ğ, ı), the forms of alef, ya, kaf, ha and waw, the
    Sorani letters ڕ ڵ ۆ ێ ڤ, vowel signs, Arabic and Persian digits; takes away apostrophes
    and invisible characters; punctuation and runs of spaces become one space. Folding what is
    folded changes nothing. A text of punctuation alone folds to the empty text, which a
    search must not take for a match with everything.
    """
    bare = _without_marks(text)
    carried = _CARRIER.sub("ا", bare)
    return " ".join(unicodedata.normalize("NFKD", carried).translate(_FORMS).split())


def sort_key(text: str) -> str:
    """Return a key that sorts names as they are searched, the very same letters first.

    The folded text, a tab (which sorts before every folded character), and the text itself.
    """
    return f"{fold(text)}\t{text}"


def _without_marks(text: str) -> str:
    """Lower case, composed, without invisible characters and marks that stand alone."""
    without = text.translate(_MARKS)
    spelled = unicodedata.normalize("NFKC", without).casefold().translate(_MARKS)
    return unicodedata.normalize("NFKC", spelled)


# Consonants that Kurmanji, Turkish, Arabic and Sorani spelling exchange for each other stand
# in one class; "a" is every vowel and what carries one, w and y are vowels within a word.
_CLASSES: Mapping[str, str] = {
    letter: sound
    for sound, letters in {
        "a": "aeiouıəاأإآٱءعئؤەةى",
        "w": "wوۆۇۊ",
        "y": "yيیێې",
        "b": "bpبپ",
        "v": "vfفڤ",
        "t": "tتط",
        "d": "dد",
        "s": "sسصثش",
        "z": "zزذظض",
        "c": "cjجچژ",
        "k": "kqgقكکگغẍ",
        "h": "hxهحخہھ",
        "l": "lلڵ",
        "m": "mم",
        "n": "nن",
        "r": "rرڕ",
    }.items()
    for letter in letters
}
_SOUNDS = str.maketrans(dict(_CLASSES))
_PAIRS = {"sh": "s", "ch": "c", "kh": "h", "gh": "k", "dh": "z", "th": "t", "dj": "c"}
_PAIR = re.compile("|".join(_PAIRS))
_ARTICLE = re.compile(r"\b([ae]l) (?=\w)")


def skeleton(text: str) -> str:
    """Return the consonants of a text in one spelling for Latin and Arabic script.

    A search aid only, and a guess: it lets بيريفان find Bêrîvan, and also finds names that
    merely sound alike, so its matches stand below those of `fold`. Vowels go except at the
    beginning of a word, doubled consonants count once, a final h is silent. Letters of other
    scripts stay as they are. The same text always gives the same skeleton.
    """
    latin = _PAIR.sub(lambda pair: _PAIRS[pair[0]], _without_marks(_with_sorani_vowels(text)))
    plain = unicodedata.normalize("NFKD", latin.translate(_SOUNDS)).translate(_FORMS)
    words = _ARTICLE.sub(r"\1", " ".join(plain.split())).translate(_SOUNDS).split()
    return " ".join(_bones(word) for word in words)


def _with_sorani_vowels(text: str) -> str:
    """Older keyboards write the vowel ە as ه with a zero-width non-joiner after it."""
    return text.replace("ه\u200c", "ە")


def _bones(word: str) -> str:
    rest = re.sub("[awy]", "", word[1:])
    once = re.sub(r"(.)\1+", r"\1", word[0] + rest)
    return once[:-1] if len(once) > 1 and once.endswith("h") else once
