"""Registers as spreadsheets export them: every encoding, every slip, and any bytes at all."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from communes.arithmetic.genders import Gender
from communes.register_file import RegisterFile, RegisterRow, RowProblem, read_register
from communes.register_file.columns import GENDERS, HEADINGS
from communes.register_file.remarks import MESSAGES

HEADER = "household,address,name,gender,birth_year"
PLAIN = HEADER + "\n12,Kolana 3,Bêrîvan Kobanî,woman,1987\n12,Kolana 3,Hogir,man,2011\n"
ROWS = (
    RegisterRow(2, "12", "Kolana 3", "Bêrîvan Kobanî", "woman", 1987),
    RegisterRow(3, "12", "Kolana 3", "Hogir", "man", 2011),
)
ARABIC = "الأسرة;العنوان;الاسم;الجنس;سنة الميلاد\r\n١٢;شارع ٣;بيريفان;أنثى;١٩٨٧\r\n"


def read(text: str | bytes, max_rows: int = 50_000) -> RegisterFile:
    data = text.encode() if isinstance(text, str) else text
    return read_register(data, max_year=2026, max_rows=max_rows)


def slips(*lines: str) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.code) for one in read("\n".join(lines)).problems]


def one(line: str, header: str = HEADER) -> RegisterRow:
    found = read(f"{header}\n{line}\n")
    assert found.problems == ()
    return found.rows[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_way_in_which_a_spreadsheet_writes(
    encoding: str, delimiter: str, line_end: str
) -> None:
    text = PLAIN.replace(",", delimiter).replace("\n", line_end)
    assert read(text.encode(encoding)) == RegisterFile(ROWS)


def test_utf_16_of_the_other_end() -> None:
    assert read(b"\xfe\xff" + PLAIN.encode("utf-16-be")).rows == ROWS


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    assert read("sep=;\r\n" + PLAIN.replace(",", ";")).rows == ROWS


def test_arabic_headings_digits_and_genders() -> None:
    expected = RegisterRow(2, "١٢", "شارع ٣", "بيريفان", "woman", 1987)
    assert read(ARABIC).rows == (expected,)
    windows = read(
        ARABIC.replace("١٢", "12").replace("٣", "3").replace("١٩٨٧", "1987").encode("cp1256")
    )
    assert windows.rows == (RegisterRow(2, "12", "شارع 3", "بيريفان", "woman", 1987),)
    assert [note.figures for note in windows.notes] == [{"encoding": "Windows-1256"}]


@pytest.mark.parametrize(("page", "name"), [(1254, "Gülşah Işık"), (1252, "Žofia Ažman")])
def test_latin_code_pages_are_assumed_and_said(page: int, name: str) -> None:
    found = read(PLAIN.replace("Bêrîvan Kobanî", name).encode(f"cp{page}"))
    assert found.rows[0].name == name
    assert [note.figures for note in found.notes] == [{"encoding": f"Windows-{page}"}]


def test_one_broken_character_is_named_and_not_guessed() -> None:
    data = PLAIN.encode().replace(b"Hogir", b"Hog\xeer")
    assert read(data).rows == ROWS[:1]
    assert read(data).problems == (RowProblem(3, "name", "unreadable_character"),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n;;;\r\n", "empty_file"),
        (b"PK\x03\x04\x14\x00", "not_csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "not_csv"),
        (b"a,b\x00c", "not_a_text"),
        (b"a\x81b\x8dc\x9d", "not_a_text"),
    ],
)
def test_what_is_no_table_is_told_apart(data: bytes, code: str) -> None:
    assert [problem.code for problem in read(data).problems] == [code]


@pytest.mark.parametrize(
    ("column", "word"), [(c, w) for c, words in HEADINGS.items() for w in words]
)
def test_every_heading_is_known(column: str, word: str) -> None:
    columns = dict.fromkeys(["household", "address", "name", "gender", "birth_year"], "")
    header = [word.upper() if name == column else name for name in columns]
    if column in ("birth_date", "parent_name"):
        header.append(f" {word} ")
    assert read(",".join(header)) == RegisterFile()


@pytest.mark.parametrize(
    ("gender", "word"), [(g, w) for g, words in GENDERS.items() for w in words]
)
def test_every_word_for_a_gender_is_known(gender: Gender, word: str) -> None:
    assert one(f"1,a,Zozan, {word.upper()} ,1990").gender == gender


def test_columns_stand_in_any_order_and_others_are_ignored() -> None:
    header = "Telefon,Birth Year,NAME , gender,Father's name,household,address,mother's name"
    found = read(f"{header}\n0963,1987,Bêrîvan,f,Elî,12,Kolana 3,Eyşe\n")
    assert found.rows == (RegisterRow(2, "12", "Kolana 3", "Bêrîvan", "woman", 1987, "Elî"),)
    assert [note.figures for note in found.notes] == [{"columns": "Telefon, mother's name"}]


def test_blank_rows_count_as_rows_of_the_spreadsheet() -> None:
    text = f"\n{HEADER}\n\n ,, , \u200f,\n1,a,Zozan,w,1990\n\n\n2,b,Aram,m,x\n"
    found = read(text)
    assert [row.line for row in found.rows] == [5]
    assert [problem.line for problem in found.problems] == [8]


def test_a_cell_may_hold_line_breaks_and_delimiters() -> None:
    row = one('1,"Kolana 3,\r\nmala ""sor""","Zozan\nKobanî",w,1990')
    assert (row.address, row.name) == ('Kolana 3, mala "sor"', "Zozan Kobanî")


def test_text_is_kept_as_written_but_for_directions_and_spaces() -> None:
    row = one("1,=A1+B2,\u200f\u202bبێریڤان\u202c  \u00a0خەلیل\u200f,w,1990")
    assert (row.address, row.name) == ("=A1+B2", "بێریڤان خەلیل")


@pytest.mark.parametrize(
    "year", ["1987", " 1987 ", "١٩٨٧", "۱۹۸۷", "1987.0", "1987,0", "\u200e1987"]
)
def test_years(year: str) -> None:
    assert one(f'1,a,Zozan,w,"{year}"').birth_year == 1987


@pytest.mark.parametrize("born", ["1987-03-21", "21.03.1987", "21.3.1987", "٢١.٠٣.١٩٨٧"])
def test_dates(born: str) -> None:
    header = "household,address,name,gender,birth_year,birth_date"
    expected = (1987, date(1987, 3, 21))
    for year in ("1987", ""):
        row = one(f"1,a,Zozan,w,{year},{born}", header)
        assert (row.birth_year, row.birth_date) == expected
    row = one(f"1,a,Zozan,w,{born}", HEADER.replace("birth_year", "birth_date"))
    assert (row.birth_year, row.birth_date) == expected


def test_slips_are_named_by_row_and_column() -> None:
    header = f"{HEADER},birth_date"
    assert slips(
        header,
        ",a,Zozan,w,1990",
        "1,a, ,w,1990",
        "1,a,Zozan,femme,1990",
        "1,a,Zozan,w,90",
        "1,a,Zozan,w,",
        "1,a,Zozan,w,1889",
        "1,a,Zozan,w,2027",
        "1,a,Zozan,w,1990,30.02.1990",
        "1,a,Zozan,w,,30.02.1990",
        "1,a,Zozan,w,1990,01.02.1991",
        f"1,a,{'Z' * 201},w,1990",
        "1,a,Zo\x07zan,w,1990",
        "1,a,Zozan,w,1990,,more",
        "1,a",
    ) == [
        (2, "household", "missing_value"),
        (3, "name", "missing_value"),
        (4, "gender", "unknown_gender"),
        (5, "birth_year", "not_a_year"),
        (6, "birth_year", "missing_value"),
        (7, "birth_year", "year_out_of_range"),
        (8, "birth_year", "year_out_of_range"),
        (9, "birth_date", "not_a_date"),
        (10, "birth_date", "not_a_date"),
        (11, "birth_date", "dates_disagree"),
        (12, "name", "too_long"),
        (13, "name", "control_character"),
        (14, "", "too_many_columns"),
        (15, "name", "missing_value"),
        (15, "birth_year", "missing_value"),
    ]


def test_headings_that_are_missing_or_doubled_are_named() -> None:
    assert slips("", "household,name,gender,NAME") == [
        (2, "name", "column_twice"),
        (2, "address", "missing_column"),
        (2, "birth_year", "missing_column"),
    ]


def test_a_quote_that_is_never_closed_swallows_nobody_silently() -> None:
    lines = [HEADER, '1,"Kolana 3,Zozan,w,1990', "2,b,Aram,m,1991", "3,c,Leyla,w,1992"]
    assert slips(*lines) == [(2, "", "quote_unclosed")]
    last = [HEADER, "1,a,Zozan,w,1990", '2,b,"Aram', "3,c,Leyla,w,1992", ""]
    assert slips(*last) == [(3, "", "quote_unclosed")]
    endless = [HEADER, '1,a,"' + "x" * 200_000]
    assert slips(*endless) == [(2, "", "quote_unclosed")]


def test_a_blank_address_is_that_of_the_household() -> None:
    lines = ["1,Kolana 3,A,w,1990", "1,,B,m,1991", "2,,C,w,1992", "2,x,D,w,1992", "2,y,E,w,1992"]
    rows = read("\n".join([HEADER, *lines, "3,,F,w,1990"])).rows
    assert [row.address for row in rows] == ["Kolana 3", "Kolana 3", "", "x", "y", ""]


def test_too_many_rows_are_not_read() -> None:
    lines = [HEADER, *(f"{number},a,Zozan,w,1990" for number in range(4))]
    assert read("\n".join(lines), max_rows=4).problems == ()
    found = read("\n".join(lines), max_rows=3)
    assert len(found.rows) == 3
    assert found.problems == (RowProblem(0, "", "too_many_rows", {"limit": 3}),)


cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "w", "m", "1990", "name", "gender", '"', "\n", "1990-01-01", "٢٠٠١", "\u200f", "'"]
)


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"household,address,name,gender,birth_year\n\xff\xfe,\x81")
def test_any_bytes_are_read_without_raising(data: bytes) -> None:
    found = read(data)
    assert not found.rows or all(row.name and row.household for row in found.rows)
    assert {remark.code for remark in found.problems + found.notes} <= MESSAGES.keys()


@given(st.lists(st.lists(cells, min_size=1, max_size=7), max_size=6), st.sampled_from(",;\t|"))
def test_any_table_below_the_headings_is_read_or_named(
    table: list[list[str]], delimiter: str
) -> None:
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow([*HEADER.split(","), "birth_date"])
    writer.writerows(table)
    found = read(file.getvalue())
    lines = {row.line for row in found.rows} | {problem.line for problem in found.problems}
    assert lines <= set(range(2, len(table) + 2)) | {0}
    for row in found.rows:
        assert 1890 <= row.birth_year <= 2026
        assert Gender(row.gender)
        assert len(row.name) <= 200


names = st.text("abêîşçBŞ عبدگۆ", min_size=1, max_size=20).filter(str.strip)


@given(st.lists(st.tuples(names, names, names, st.sampled_from(Gender), st.integers(1890, 2026))))
def test_what_was_written_is_read(people: list[tuple[str, str, str, Gender, int]]) -> None:
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerows([HEADER.split(","), *people])
    found = read(file.getvalue())
    assert found.problems == ()
    for row, (household, address, name, gender, year) in zip(found.rows, people, strict=True):
        written = tuple(" ".join(text.split()) for text in (household, address, name))
        assert (row.household, row.address, row.name) == written
        assert (row.gender, row.birth_year) == (gender, year)


def test_problems_speak_of_row_and_column() -> None:
    found = read(f"{HEADER}\n1,a,Zozan,femme,1990\n")
    with translation.override("en"):
        problem = found.problems[0].as_problem()
        assert problem.message == (
            "Row 2, column gender: “femme” is none of woman, man, other, undisclosed."
        )
        assert (problem.code, problem.field) == ("unknown_gender", "file")
        assert problem.figures == {"text": "femme", "row": 2, "column": "gender"}
        assert read("").problems[0].sentence == "The file is empty."
        assert RowProblem(3, "", "quote_unclosed").sentence.startswith("Row 3: A quotation mark")


def test_every_code_has_a_message_that_its_figures_fit() -> None:
    words = ["columns", "encoding", "format", "headings", "text"]
    numbers = ["candidate", "candidates", "least", "limit", "most", "names", "year"]
    figures: dict[str, str | int] = dict.fromkeys(words, "x") | dict.fromkeys(numbers, 1)
    with translation.override("en"):
        for code in MESSAGES:
            assert "%" not in RowProblem(1, "name", code, figures).sentence
