"""Folding for search: every spelling of a name that a register really holds finds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.folding import fold, skeleton, sort_key

ALIKE = [
    ("Bêrîvan", "berivan", "BÊRÎVAN", "Berîvan"),
    ("Şêrîn", "serin", "ŞÊRÎN"),
    ("Gülşah Çağlar", "gulsah caglar", "GÜLŞAH  ÇAĞLAR"),
    ("Işık", "ışık", "IŞIK", "isik"),
    ("İbrahim", "ibrahim", "IBRAHIM"),
    ("Se'îd", "Se’îd", "Seîd", "Seʿîd", "Se´îd"),
    ("أحمد", "احمد", "إحمد", "ٱحمد", "أَحْمَد", "أحـــمد"),
    ("آزاد", "ازاد", "ئازاد"),
    ("فاطمة", "فاطمه", "فاطمە"),
    ("هدى", "هدی", "هدي"),
    ("كمال", "کمال"),
    ("عائشة", "عایشه"),
    ("مؤمن", "مومن"),
    ("ڕۆژین", "روژين", "رۆژین"),
    ("گوڵ", "گول"),
    ("بێریڤان", "بيريفان"),
    ("علاء", "علا"),
    ("شارع ١٢", "شارع ۱۲", "شارع 12"),
    ("Kolana 3/B", "kolana 3 b", "Kolana  3\u00a0B"),
    ("\u200fعلي\u200e", "علی"),
    ("\ufeed\u0020\ufe8d", "و ا"),
]

# Latin, Arabic-keyboard and Sorani spellings that must meet in one skeleton.
SOUND_ALIKE = [
    ("Bêrîvan", "بيريفان", "بێریڤان", "Berivan"),
    ("Mihemed", "محمد", "Muhammad", "Mehmmed"),
    ("Hesen", "حسن", "حەسەن", "Hasan"),
    ("Xelîl", "خليل", "Khalil", "Xalîl"),
    ("Ebdullah", "عبدالله", "Abdulla"),
    ("Şêrîn", "شيرين", "شێرین", "Shirin"),
    ("Çiya", "چیا", "Chiya"),
    ("Gulistan", "گولستان", "كولستان", "غولستان"),
    ("Osman", "عثمان"),
    ("Al-Hasan", "الحسن"),
    ("Ebd el-Rehman", "عبد الرحمن"),
    ("Ehmed", "أحمد", "ئەحمەد", "ئه\u200cحمه\u200cد"),
    ("Fatime", "فاطمة", "Fatima", "Fatimah"),
    ("Rojîn", "روجين", "ڕۆژین"),
]


@pytest.mark.parametrize("spellings", ALIKE)
def test_spellings_fold_alike(spellings: tuple[str, ...]) -> None:
    assert {fold(spelling) for spelling in spellings} == {fold(spellings[0])}


def test_folded_forms_are_plain() -> None:
    assert fold("  Bêrîvan,  Çağ-Işık ") == "berivan cag isik"
    assert fold("شارع ٣٤") == "شارع 34"
    assert fold("…!") == fold("\u200b") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zelal", "Zelîn"), ("Rojda", "Roja"), ("گول", "كول"), ("Alan", "Elan"), ("ab", "a b")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF), max_size=12))
def test_folding_arabic_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_invisible_characters_never_hide_a_name(left: str, right: str) -> None:
    for invisible in ("\u200b", "\u200f", "\u2069", "\ufeff", "\u00ad"):
        assert fold(left + invisible + right) == fold(left + right)


@given(st.text())
def test_what_is_folded_has_no_doubled_or_outer_space(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())
    assert all(char.isprintable() for char in fold(text) if ord(char) < 0x250)


@given(st.text(st.characters(codec="utf-8", max_codepoint=0x24F)))
def test_case_never_matters_in_latin(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(text.lower())


@given(st.text(max_size=20), st.text(max_size=20))
def test_names_sort_by_what_is_folded(one: str, other: str) -> None:
    if fold(one) < fold(other):
        assert sort_key(one) < sort_key(other)


def test_the_same_letters_stand_together() -> None:
    names = ["Şêro", "Sera", "Şera", "Sero"]
    assert sorted(names, key=sort_key) == ["Sera", "Şera", "Sero", "Şêro"]


@pytest.mark.parametrize("spellings", SOUND_ALIKE)
def test_scripts_meet_in_a_skeleton(spellings: tuple[str, ...]) -> None:
    assert {skeleton(spelling) for spelling in spellings} == {skeleton(spellings[0])}


def test_a_skeleton_is_consonants() -> None:
    assert skeleton("Bêrîvan Xelîl") == "brvn hl"
    assert skeleton("Ala") == "al"


@given(st.text())
def test_a_skeleton_ignores_what_folding_ignores(text: str) -> None:
    assert skeleton(f" \u200b{text} ") == skeleton(text)


@given(st.lists(st.sampled_from(sum(SOUND_ALIKE, ())), min_size=1, max_size=4))
def test_words_keep_their_own_skeletons(words: list[str]) -> None:
    assert skeleton(" ".join(words)) == " ".join(skeleton(word) for word in words)
