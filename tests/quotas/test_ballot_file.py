"""BLT files: read as they are written, refused row by row, counted by the command."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from quotas.ballot_file import BallotFile, read_ballots, read_genders
from quotas.ballot_file.writing import written

WARD = Path(__file__).parent.parent / "data" / "ballots_scottish_ward.blt"
"""Real ranked ballots of a Scottish ward of 2012, four seats, candidates lettered."""


def codes(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in read_ballots(text.encode()).problems]


def told(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("count", *arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_a_file_with_everything_in_it() -> None:
    text = (
        "# a comment\n3 2 # candidates, seats\n-2\n\n4 1 3 0\n(id 7) 1 - 2 3 0\n"
        '2 0\n3 1 3 0\n0\n"Zozan # of Amed" "Aram"\nBerîvan\n"A ward"\n'
    )
    assert read_ballots(text.encode()) == BallotFile(
        3,
        2,
        frozenset({2}),
        {(1, 3): 7, (3,): 1, (): 2},
        ("Zozan # of Amed", "Aram", "Berîvan"),
        "A ward",
    )


def test_every_problem_is_told_with_its_row() -> None:
    text = '3 2\n-4\n1 2=3 0\n1 4 0\n1 1 1 0\nx 1 0\n1 2\n1 0 2 0\n-1 x\n1.5 1 0\n0\n"A"\n"B" C\n'
    assert codes(text) == [
        (2, "blt_withdrawal"),
        (3, "blt_equal_ranks"),
        (4, "blt_candidate"),
        (5, "blt_twice"),
        (6, "blt_weight"),
        (7, "blt_ballot_end"),
        (8, "blt_ballot_end"),
        (9, "blt_withdrawal"),
        (10, "blt_weight"),
        (13, "blt_quote"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", (0, "empty_file")),
        ("# only\n", (0, "empty_file")),
        ("two 2\n", (1, "blt_head")),
        ("2 0\n", (1, "blt_head")),
        ("20000 1\n", (0, "too_many_candidates")),
        ("2 1\n1 1 0\n", (0, "blt_no_end")),
        ('2 1\n1 1 0\n0\n"A"\n', (0, "blt_names_missing")),
        ('2 1\n0\n"A"\n"B"\n"T"\n"U"\n', (6, "blt_names_over")),
        (f'1 1\n0\n"{"x" * 300}"\n', (3, "too_long")),
        ("1 1\n" + "9" * 6000 + " 1 0\n0\n", (2, "blt_weight")),
    ],
)
def test_a_file_that_cannot_be_counted(text: str, problem: tuple[int, str]) -> None:
    assert codes(text) == [problem]
    assert all(one.sentence for one in read_ballots(text.encode()).problems)


names = st.lists(
    st.text(st.characters(categories=["L", "N"], include_characters='" #'), max_size=9)
)


@st.composite
def files(draw: st.DrawFn) -> BallotFile:
    candidates = draw(st.integers(1, 6))
    gone = draw(st.frozensets(st.integers(1, candidates), max_size=2))
    standing = [one for one in range(1, candidates + 1) if one not in gone]
    ways = st.lists(st.sampled_from(standing), unique=True) if standing else st.just([])
    ballots = draw(st.dictionaries(ways.map(tuple), st.integers(1, 99), max_size=6))
    called = tuple(f"Candidate {one}" for one in range(candidates)) if draw(st.booleans()) else ()
    return BallotFile(candidates, draw(st.integers(1, 9)), gone, ballots, called, "")


@given(files(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_is_written_is_read_again(file: BallotFile, encoding: str) -> None:
    assert read_ballots(written(file).encode(encoding)) == file


@given(names, st.text(max_size=9))
def test_names_of_any_kind_come_back(called: list[str], title: str) -> None:
    whole = BallotFile(len(called) or 1, 1, names=tuple(called) or ("x",), title="T")
    read = read_ballots(written(whole).encode())
    assert not read.problems
    assert read.names == tuple(" ".join(name.split()) for name in whole.names)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    read_ballots(data)
    read_ballots(b"2 1\n" + data)
    read_ballots(b"2 1\n0\n" + data)
    read_genders(data, 3)
    read_genders(b"candidate,gender\n" + data, 3)


def test_genders_by_number() -> None:
    read = read_genders(b"Gender;Candidate\nf;1\nman;2\n;3\n", 3)
    assert (dict(read.genders), read.problems) == (
        {1: "woman", 2: "man", 3: "undisclosed"},
        (),
    )
    bad = read_genders(b"candidate,gender\n9,f\n1,queen\n2,m\n2,f\nx,f\n", 3)
    assert [(one.line, one.code) for one in bad.problems] == [
        (2, "blt_candidate"),
        (3, "unknown_gender"),
        (5, "row_twice"),
        (6, "blt_candidate"),
    ]


def test_a_real_ward_is_counted() -> None:
    """4,120 valid papers for four seats; two independent programs elect the same four."""
    found = told(str(WARD))
    assert found["elected"] == [1, 4, 2, 3]
    assert (found["quota"], found["ballots"], found["displaced"]) == (825, 4120, [])
    assert [one["of"] for one in found["rounds"] if one["deed"] == "exclusion"] == [
        [9],
        [10],
        [6],
        [5],
        [8],
        [7],
    ]
    assert told(str(WARD), "--seats", "1")["elected"] == [1]


def test_the_command_keeps_seats(tmp_path: Path) -> None:
    genders = tmp_path / "genders.csv"
    genders.write_text("candidate,gender\n1,m\n2,m\n3,m\n4,m\n5,f\n6,m\n7,f\n8,m\n9,f\n10,m\n")
    found = told(str(WARD), "--genders", str(genders), "--reserve-women", "2", "--seed", "x")
    assert sorted(set(found["elected"]) & {5, 7, 9}) == [5, 7]
    assert found["raw"] == [1, 4, 2, 3]
    assert {one["would_have"] for one in found["displaced"]} == {2, 3}
    assert all("(C" in one["sentence"] for one in found["displaced"])
    by_rule = told(str(WARD), "--genders", str(genders), "--rule", "both40")
    assert len(set(by_rule["elected"]) & {5, 7, 9}) == 2
    assert told(str(WARD), "--genders", str(genders)) == by_rule
    assert told(str(WARD), "--genders", str(genders), "--rule", "none")["displaced"] == []
    assert all(one["sentences"] for one in by_rule["rounds"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.blt"], "No such file"),
        (["a\0b"], "null byte"),
        ([str(WARD), "--seats", "0"], "number of seats"),
        ([str(WARD), "--seats", "-3", "--rule", "both40"], "number of seats"),
        ([str(WARD), "--reserve-women", "9"], "reserved"),
        ([str(WARD), "--reserve-women", "1"], "--genders"),
        ([str(WARD), "--reserve-women", "1", "--rule", "both40"], "either"),
        ([str(WARD), "--genders", str(WARD)], "no such column"),
    ],
)
def test_the_command_says_what_is_wrong(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("count", *arguments)
