"""Tables of seats: read as any spreadsheet writes them, judged with nothing guessed."""

import csv
import json
from io import StringIO
from itertools import product
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quotas.arithmetic.composition import Composition, Rounding, verdict
from quotas.arithmetic.tables import TableRule, judge_table, judged, rule_of, share
from quotas.composition_file import read_composition
from tests.factories import world
from tests.factories.gathering import client_of

PARLIAMENT = Path(__file__).parent.parent / "data" / "composition_norway_2014.csv"
WORDS = {"woman": "women", "man": "men", "other": "other", "undisclosed": "undisclosed"}
CASES = [(rule, "ceil") for rule in TableRule] + [(TableRule.BOTH40, "table")]


def written(rows: list[dict[str, str]], delimiter: str = ",") -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def told(*arguments: str) -> list[dict[str, object]]:
    out = StringIO()
    call_command("audit_file", *arguments, "--format", "json", stdout=out)
    found: list[dict[str, object]] = json.loads(out.getvalue())
    return found


def test_a_parliament_misses_forty_percent_by_one() -> None:
    """67 women of 169, as published: 39.6 %."""
    assert told(str(PARLIAMENT), "--rule", "both40") == [
        {
            "body": None,
            "seats": 169,
            "women": 67,
            "men": 102,
            "other": 0,
            "undisclosed": 0,
            "share_women": 39.6,
            "verdict": "fail",
            "needs": 1,
        }
    ]


genders = st.sampled_from(["woman", "man", "other", "undisclosed", ""])
tables = st.lists(st.tuples(st.sampled_from(["a", "b ö", 'c "q", x']), genders), min_size=1)


@given(tables, st.sampled_from([",", ";", "\t", "|"]))
def test_a_table_is_read_as_it_was_written(rows: list[tuple[str, str]], delimiter: str) -> None:
    data = written([{"body": body, "gender": word} for body, word in rows], delimiter=delimiter)
    read = read_composition(data)
    assert not read.problems
    for body, have in read.bodies:
        words = [word for name, word in rows if name == body]
        assert have.seats == len(words)
        assert have.vacant_open == words.count("")
        for word, field in WORDS.items():
            assert getattr(have, field) == words.count(word)
    assert [body for body, _have in read.bodies] == list(dict.fromkeys(body for body, _ in rows))


few = st.integers(0, 4)


@given(few, few, few, few, few, st.sampled_from(CASES))
def test_what_the_undisclosed_could_turn_is_never_guessed(
    women: int, men: int, other: int, unsaid: int, vacant: int, case: tuple[TableRule, str]
) -> None:
    """Every way of counting them, one by one, against the verdict."""
    rule = rule_of(case[0], Rounding.TABLE if case[1] == "table" else Rounding.UP)
    ways = set()
    for way in product("wmo", repeat=unsaid):
        have = Composition(
            women + way.count("w"), men + way.count("m"), other + way.count("o"), 0, 0, 0, vacant
        )
        ways.add(verdict(rule, have))
    found = judged("x", rule, Composition(women, men, other, unsaid, 0, 0, vacant))
    if len(ways) == 1:
        assert found.verdict == ways.pop()
        assert found.needs is not None
        assert (found.needs == 0) == (found.verdict == "pass")
    else:
        assert (found.verdict, found.needs) == ("undeterminable", None)


@given(tables)
def test_all_seats_together_are_the_sum_of_the_bodies(rows: list[tuple[str, str]]) -> None:
    read = read_composition(written([{"body": body, "gender": word} for body, word in rows]))
    *bodies, total = judge_table(rule_of(TableRule.BOTH40), read.bodies, by_body=True)
    assert total.body is None
    for field in ("seats", "women", "men", "other", "undisclosed"):
        parts = [one.as_json()[field] for one in bodies]
        assert sum(part for part in parts if isinstance(part, int)) == total.as_json()[field]


def test_words_headings_marks_and_blanks() -> None:
    """Capital letters, a byte order mark, single letters, one column with blank lines."""
    data = b"\xef\xbb\xbfGender ;BODY\nF;x\n male;x\nFEMALE;x\n;x\n;\n"
    ((_body, have),) = read_composition(data).bodies
    assert (have.women, have.men, have.vacant) == (2, 1, 1)
    ((_body, alone),) = read_composition(b"gender\r\nwoman\r\n\r\nman\r\n\r\n").bodies
    assert (alone.women, alone.men, alone.vacant) == (1, 1, 1)


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty_file", 0),
        (b"\n\n", "empty_file", 0),
        (b"gender\n", "no_seats", 0),
        (b"name,sex\nx,f\n", "missing_column", 1),
        (b"gender,gender\nf,m\n", "column_twice", 1),
        (b"gender,body\nf,a\nqueen,a\n", "unknown_gender", 3),
        (b"gender,body\nf,\n", "missing_value", 2),
        (b"gender,body\nf,a,b\n", "too_many_columns", 2),
        (b'gender,body\nf,"a\nm,b\n', "quote_unclosed", 2),
        (b"gender,body\nf," + b"a" * 201, "too_long", 2),
        (b"PK\x03\x04....", "not_csv", 0),
        (b"gender\nf\0", "not_a_text", 0),
    ],
)
def test_a_bad_table_is_refused_with_its_row(data: bytes, code: str, line: int) -> None:
    problem = read_composition(data).problems[0]
    assert (problem.code, problem.line) == (code, line)
    assert problem.sentence


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reading(data: bytes) -> None:
    read = read_composition(data)
    assert bool(read.problems) != bool(read.bodies)


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("gender\nqueen\n")
    with pytest.raises(CommandError, match="Row 2, column gender: “queen”"):
        call_command("audit_file", str(table), "--rule", "both40")
    with pytest.raises(CommandError, match="women alone"):
        call_command("audit_file", str(table), "--rule", "women50", "--rounding", "table")
    with pytest.raises(CommandError, match="No such file"):
        call_command("audit_file", str(tmp_path / "none.csv"), "--rule", "both40")


def test_the_command_prints_columns(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("body,gender\nNorth,f\nNorth,m\nSouth,m\nSouth,\n")
    out = StringIO()
    call_command("audit_file", str(table), "--rule", "both40", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[1].split() == ["North", "2", "1", "1", "0", "0", "50.0", "pass", "0"]
    assert lines[2].split() == ["South", "2", "0", "1", "0", "0", "0.0", "vacant", "1"]
    assert lines[3].split()[-3:] == ["25.0", "vacant", "1"]


def test_shares_round_halves_up() -> None:
    assert [str(share(*pair)) for pair in ((1, 16), (67, 169), (1, 3), (0, 0))] == [
        "6.3",
        "39.6",
        "33.3",
        "0.0",
    ]


@pytest.mark.django_db
def test_the_page_judges_an_upload_and_keeps_nothing() -> None:
    town = world.settled_town(pairs=10)
    client = client_of("reader", town.women[0])
    page = reverse("audit_table")
    assert client.get(page).status_code == 200
    chosen = {"rule": "both40", "rounding": "up"}
    given_file = SimpleUploadedFile("seats.csv", PARLIAMENT.read_bytes())
    answer = client.post(page, {**chosen, "file": given_file})
    assert answer.status_code == 200
    assert "67 of 169" in answer.content.decode()
    hostile = SimpleUploadedFile("seats.csv", b"body,gender\n<script>alert(1)</script>,f\n")
    shown = client.post(page, {**chosen, "file": hostile}).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


@pytest.mark.django_db
def test_the_page_says_what_is_wrong_at_its_field() -> None:
    town = world.settled_town(pairs=10)
    client = client_of("reader", town.women[0])
    bad = SimpleUploadedFile("seats.csv", b"gender\nqueen\n")
    answer = client.post(reverse("audit_table"), {"rule": "women50", "rounding": "up", "file": bad})
    assert answer.status_code == 422
    assert "queen" in answer.content.decode()
    bad.seek(0)
    told_both = client.post(
        reverse("audit_table"), {"rule": "women50", "rounding": "table", "file": bad}
    )
    assert "both genders" in told_both.content.decode()
