"""Names reduced in texts: found however they are spelled, told in four ways."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes.naming import FULL, LEFT_OUT, STEPS, Hit, Named, Reduction, stricter
from communes.typesetting import Mark, Paper

PEOPLE = [
    Named("Zozan Ehmed", "co_chair", sure=True),
    Named("زوزان أحمد", "member"),
    Named("Azad", "secretary", sure=True),
    Named("Rojda"),
    Named("Şêrîn Hesen Elî"),
]


def say(office: str) -> str:
    return {"co_chair": "co-chair"}.get(office, "somebody")


def told(text: str, how: str = "initials") -> str:
    return Reduction.of(PEOPLE, how, say).text(text)


@pytest.mark.parametrize(
    ("text", "reduced"),
    [
        ("Zozan Ehmed asks.", "Z. E. asks."),
        ("asks Zozan Ehmed.", "asks Z. E."),
        ("ji Zozan Ehmedê re", "ji Z. E. re"),
        ("ZOZAN-EHMED'S pump", "Z. E. pump"),
        ("Ehmed Zozan", "E. Z."),
        ("Serin  Hesen\nEli", "S. H. E."),
        ("قالت زوزان احمد شيئا", "قالت ز. ا. شيئا"),
        ("\u2068Zozan Ehmed\u2069, Azad", "\u2068Z. E.\u2069, A."),
        ("Zozan. Ehmed", "Zozan. Ehmed"),
        ("Zozan alone, Rojda too, azadî", "Zozan alone, Rojda too, azadî"),
        ("", ""),
    ],
)
def test_a_name_is_found_however_it_stands(text: str, reduced: str) -> None:
    assert told(text) == reduced


def test_names_are_told_in_four_ways() -> None:
    text = "Zozan Ehmed and Azad"
    assert told(text, "full") == text
    assert told(text, "office") == "[co-chair] and [somebody]"
    assert told(text, "none") == f"{LEFT_OUT} and {LEFT_OUT}"
    assert stricter("full", "office") == stricter("office", "initials") == "office"


def test_a_paper_is_reduced_wherever_a_text_stands_and_its_mark_stays() -> None:
    mark = Mark("Entry 3 · Azad", "abcd", "komin x 3 abcd")
    blocks: list[Mapping[str, Any]] = [
        {"as": "text", "text": "Zozan Ehmed"},
        {
            "as": "decision",
            "title": "Azad",
            "struck": False,
            "parts": [{"as": "small", "text": "Azad"}],
        },
        {"as": "signatures", "rows": [{"name": "Azad", "role": "chair", "told": "Zozan Ehmed"}]},
        {"as": "table", "head": ["Azad"], "rows": [["Azad"]], "shares": [1]},
    ]
    paper = Paper("k", "Azad", "en", blocks, running=("Azad", "x"), mark=mark)
    made = Reduction.of(PEOPLE, "none", say).paper(paper)
    assert made.title == made.running[0] == LEFT_OUT
    assert "Azad" not in str(made.blocks)
    assert "Zozan" not in str(made.blocks)
    assert [block["as"] for block in made.blocks] == [block["as"] for block in blocks]
    assert (made.mark, made.key) == (mark, "k")


TEXTS = st.text(st.sampled_from("ZozanEhmed Azd.,-\n\u200b\u202eزنأ'ê"), max_size=60)


@given(TEXTS, st.sampled_from(STEPS))
def test_what_is_no_name_stays_and_no_name_stays(text: str, how: str) -> None:
    known = Reduction.of(PEOPLE, how, say)
    whole = f"{text} | Zozan Ehmed | {text}"
    reduced = known.text(whole)
    hits = list(known.hits(whole))
    assert all(one.end <= other.begin for one, other in pairwise(hits))
    kept = [whole[end:begin] for end, begin in _gaps(hits, len(whole))]
    assert all(part.rstrip(".") in reduced or part in reduced for part in kept)
    assert ("Zozan Ehmed" in reduced) == (how == FULL)


def _gaps(hits: list[Hit], length: int) -> list[tuple[int, int]]:
    ends = [0, *(one.end for one in hits)]
    begins = [*(one.begin for one in hits), length]
    return list(zip(ends, begins, strict=True))


@given(st.lists(st.text(min_size=1, max_size=12), max_size=6), st.text(max_size=80))
def test_hostile_names_and_texts_do_no_harm(names: list[str], text: str) -> None:
    known = Reduction.of([Named(name, sure=True) for name in names], "none", say)
    assert isinstance(known.text(text), str)
    assert known.value({"a": [text, 3, None]})["a"][1:] == [3, None]
