"""A paper as PDF, by typst: the same bytes for the same paper, on every machine.

The template reads what people wrote as data and never as code. Fonts come with the program:
those of the machine are left aside, for they would make other bytes.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from communes.pictures import dark_runs, squares
from communes.typesetting.letters import breakable, drawable, rightward
from communes.typesetting.papers import Mark, Paper

FOLDER = Path(__file__).parent
FONTS = ("fontpkg_noto_serif", "fontpkg_amiri")
"""Latin with the letters of Kurmanji; Arabic with those of Sorani.

Armenian is drawn by the font for codes that the typesetter brings along."""


def pdf(paper: Paper) -> bytes:
    """Set the paper; identical papers give identical bytes."""
    import typst  # heavy: only whoever prints loads it

    compiler = typst.Compiler(
        str(FOLDER / "paper.typ"), root=str(FOLDER), font_paths=_fonts(), ignore_system_fonts=True
    )
    told = drawable(json.dumps(_data(paper), ensure_ascii=False))
    made = compiler.compile(format="pdf", sys_inputs={"paper": told}, timestamp=0)
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> Any:
    import typst

    folders = [str(resources.files(name) / "files") for name in FONTS]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _data(paper: Paper) -> dict[str, Any]:
    return {
        "key": paper.key,
        "title": paper.title,
        "language": paper.language,
        "right": paper.rightward,
        "running": [breakable(part) for part in paper.running],
        "foot": breakable(paper.foot),
        "blocks": [_block(block, paper.rightward) for block in paper.blocks],
        "mark": _mark(paper.mark) if paper.mark else None,
    }


def _block(block: Mapping[str, Any], right: bool) -> dict[str, Any]:
    told = dict(block)
    if "text" in told:
        told["paragraphs"] = _paragraphs(told.pop("text"), right)
    if "parts" in told:
        told["parts"] = [_block(part, right) for part in told["parts"]]
    if told["as"] == "table":
        told["rows"] = [[breakable(cell) for cell in row] for row in told["rows"]]
    if told["as"] == "slips":
        told["rows"] = [{**row, "qr": _runs(row["qr"])} for row in told["rows"]]
    if told["as"] == "signatures":
        told["rows"] = [{key: breakable(row[key]) for key in row} for row in told["rows"]]
    return told


def _paragraphs(text: str, right: bool) -> Sequence[Mapping[str, Any]]:
    lines = [line for line in text.split("\n") if line.strip()]
    return [{"text": breakable(line), "right": rightward(line, right)} for line in lines]


def _mark(mark: Mark) -> dict[str, str]:
    """The mark with its picture."""
    return {"words": mark.words, "code": mark.code, "qr": _qr(mark.qr)}


def _qr(text: str) -> str:
    """A QR code as SVG: modules of one unit within a quiet edge."""
    code = squares(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.side} {code.side}">'
        f'<path d="{code.path}" fill="#000"/></svg>'
    )


def _runs(digits: str) -> Mapping[str, Any] | None:
    """A code of random digits, for the template to draw: thousands of pictures are slow."""
    if not digits:
        return None
    side, runs = dark_runs(digits, mask=0)
    return {"side": side, "runs": runs}
