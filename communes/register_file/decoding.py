"""From the bytes of a file to its text, and what had to be assumed on the way."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from communes.register_file.remarks import RowProblem, of_file

#: How files begin that people take for a table when they upload it.
FORMATS = {
    b"PK\x03\x04": "XLSX or ODS",
    b"\xd0\xcf\x11\xe0": "XLS",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
}

MARKS = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}

# Arabic words in Windows-1256 are runs of high bytes; Turkish and Kurmanji words in the
# Latin code pages are ASCII letters with a high byte here and there.
_RUNS = re.compile(rb"[\x80-\xff]{2,}")
_MIXED = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")


@dataclass(frozen=True)
class Decoded:
    """A file's text; the encoding if it was a guess; or why there is no text."""

    text: str = ""
    assumed: str | None = None
    problem: RowProblem | None = None


def decode(data: bytes) -> Decoded:
    """Return the text of a file as a spreadsheet writes it.

    A byte order mark is believed; what is UTF-8 is read as UTF-8, and so is what nearly is,
    with a mark in place of each broken character. Anything else is taken for the Windows
    code page of Arabic (1256), Turkish (1254) or western Latin (1252) script.
    """
    for start, name in FORMATS.items():
        if data.startswith(start):
            return Decoded(problem=of_file("not_csv", format=name))
    decoded = _by_mark(data) or _by_content(data)
    if "\0" in decoded.text:
        return Decoded(problem=of_file("not_a_text"))
    return decoded


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, errors="replace"))
    return None


def _by_content(data: bytes) -> Decoded:
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - broken
    if whole >= broken:
        return Decoded(text)
    arabic = len(_RUNS.findall(data)) > len(_MIXED.findall(data))
    for page in (1256,) if arabic else (1254, 1252):
        try:
            return Decoded(data.decode(f"cp{page}"), assumed=f"Windows-{page}")
        except UnicodeDecodeError:
            continue
    return Decoded(problem=of_file("not_a_text"))
