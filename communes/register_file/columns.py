"""The words that registers use: headings of columns, and genders, in several languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communes.arithmetic.genders import Gender
from communes.folding import fold
from communes.register_file.remarks import RowProblem

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "household": (
        *("household", "house", "household no", "family", "malbat", "mal", "hejmara malê"),
        *("hejmara malbatê", "hane", "الأسرة", "أسرة", "رقم الأسرة", "العائلة", "عائلة"),
        *("رقم العائلة", "البيت", "خێزان", "ماڵ", "ژمارەی خێزان", "ژمارەی ماڵ"),
    ),
    "address": (
        *("address", "navnîşan", "adres", "العنوان", "عنوان", "ناونیشان"),
        *("street", "kolan", "الشارع", "شارع", "شەقام", "کۆڵان"),
    ),
    "name": (
        *("name", "full name", "nav", "nav û paşnav", "navê tevahî", "ad soyad", "isim"),
        *("الاسم", "اسم", "الإسم", "الاسم الكامل", "الاسم والكنية", "الاسم الثلاثي"),
        *("ناو", "ناوی تەواو", "ناوی سیانی"),
    ),
    "gender": (
        *("gender", "sex", "zayend", "cinsiyet", "الجنس", "جنس", "النوع", "النوع الاجتماعي"),
        *("ڕەگەز", "جێندەر"),
    ),
    "birth_year": (
        *("birth year", "year of birth", "born", "sala jidayikbûnê", "sala zayînê"),
        *("doğum yılı", "سنة الميلاد", "سنة الولادة", "عام الميلاد", "المواليد", "مواليد"),
        *("ساڵی لەدایکبوون", "ساڵی لە دایک بوون"),
    ),
    "birth_date": (
        *("birth date", "date of birth", "roja jidayikbûnê", "dîroka jidayikbûnê"),
        *("dîroka zayînê", "doğum tarihi", "تاريخ الميلاد", "تاريخ الولادة"),
        *("بەرواری لەدایکبوون", "ڕێکەوتی لەدایکبوون", "ڕۆژی لەدایکبوون"),
    ),
    "parent_name": (
        *("parent name", "parent's name", "a parent's name", "parent", "father name"),
        *("father's name", "father", "mother name", "mother's name", "mother", "navê bav"),
        *("navê bavê", "navê dê", "navê dayikê", "baba adı", "anne adı", "اسم الأب"),
        *("اسم الأم", "اسم الوالد", "اسم الوالدة", "اسم أحد الوالدين", "ناوی باوک", "ناوی دایک"),
    ),
}

#: Columns without which a file is no register; of the last two one suffices.
REQUIRED = ("household", "address", "name", "gender")
BIRTH = ("birth_year", "birth_date")

GENDERS: Mapping[Gender, tuple[str, ...]] = {
    Gender.WOMAN: (
        *("woman", "female", "f", "w", "jin", "mê", "kadın", "امرأة", "أنثى", "مؤنث"),
        *("ئافرەت", "ژن", "مێ", "مێینە"),
    ),
    Gender.MAN: (
        *("man", "male", "m", "mêr", "zilam", "nêr", "erkek", "رجل", "ذكر", "مذكر"),
        *("پیاو", "نێر", "نێرینە"),
    ),
    Gender.OTHER: ("other", "o", "yên din", "din", "diğer", "آخر", "أخرى", "غير ذلك", "هیتر", "تر"),
    Gender.UNDISCLOSED: (
        *("undisclosed", "u", "", "n/a", "nediyar", "belirtilmemiş", "غير محدد", "غير معلن"),
        *("نادیار", "دیاری نەکراو"),
    ),
}


def _key(word: str) -> str:
    return fold(word).replace(" ", "")


_COLUMNS = {_key(word): column for column, words in HEADINGS.items() for word in words}
_GENDERS = {_key(word): gender for gender, words in GENDERS.items() for word in words}


@dataclass(frozen=True)
class Header:
    """Which column stands where; headings that nobody knows; what is wrong with the row."""

    width: int
    places: Mapping[str, int]
    ignored: tuple[str, ...]
    problems: tuple[RowProblem, ...]


def read_header(line: int, cells: Sequence[str]) -> Header:
    """Return what the row of headings says.

    A required column that stands twice is a problem; of two optional ones the first counts.
    """
    places: dict[str, int] = {}
    ignored: list[str] = []
    problems: list[RowProblem] = []
    for place, cell in enumerate(cells):
        column = _COLUMNS.get(_key(cell))
        if column is None or (column in places and column not in REQUIRED):
            ignored.append(" ".join(cell.split()))
        elif column in places:
            problems.append(RowProblem(line, column, "column_twice"))
        else:
            places[column] = place
    problems += [_missing(line, column) for column in REQUIRED if column not in places]
    if not any(column in places for column in BIRTH):
        problems.append(_missing(line, BIRTH[0]))
    return Header(len(cells), places, tuple(filter(None, ignored)), tuple(problems))


def known_columns(cells: Sequence[str]) -> int:
    """Return how many of the cells are headings of a register."""
    return sum(_key(cell) in _COLUMNS for cell in cells)


def gender_of(cell: str) -> Gender | None:
    """Return the gender that a cell names; a blank one is undisclosed, None is no gender."""
    return _GENDERS.get(_key(cell))


def _missing(line: int, column: str) -> RowProblem:
    headings = ", ".join((*REQUIRED, BIRTH[0]))
    return RowProblem(line, column, "missing_column", {"headings": headings})
