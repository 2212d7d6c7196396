"""Two wordings as one text: each can be read out of it again, and nothing takes long."""

import time

from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.wordings import Piece, pieces

TEXTS = st.text(alphabet="ab ê\n،", max_size=60) | st.text(max_size=40)


@given(old=TEXTS, new=TEXTS)
def test_both_wordings_are_read_out_again(old: str, new: str) -> None:
    told = pieces(old, new)
    assert "".join(one.text for one in told if one.change != "new") == old
    assert "".join(one.text for one in told if one.change != "gone") == new
    assert all(one.text for one in told)


@given(text=TEXTS)
def test_a_text_that_stayed_is_all_the_same(text: str) -> None:
    assert {one.change for one in pieces(text, text)} <= {"same"}


def test_words_are_told_not_letters() -> None:
    assert pieces("A new well at the mill.", "Two wells at the old mill.") == [
        Piece("gone", "A new well"),
        Piece("new", "Two wells"),
        Piece("same", " at the"),
        Piece("new", " old"),
        Piece("same", " mill."),
    ]


def test_a_hostile_text_takes_no_time() -> None:
    began = time.process_time()
    told = pieces("a b " * 5000, "b c a " * 3300)
    assert [one.change for one in told] == ["gone", "new", "same"]
    assert time.process_time() - began < 1
