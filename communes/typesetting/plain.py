"""A paper as plain text, for whoever reads without anything else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from communes.typesetting.papers import Paper

Block = Mapping[str, Any]


def plain(paper: Paper) -> str:
    """The paper's text, lines ended by a line feed; titles underlined, decisions set in."""
    lines = list(_lines(paper.blocks))
    if paper.mark is not None:
        lines += ["", paper.mark.words, paper.mark.code]
    if paper.foot:
        lines += ["", paper.foot]
    return "\n".join(lines).strip("\n") + "\n"


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _SET[block["as"]](block)


def _title(block: Block) -> Iterator[str]:
    yield from (block["text"], "=" * min(len(block["text"]), 70))


def _heading(block: Block) -> Iterator[str]:
    yield from ("", block["text"], "-" * min(len(block["text"]), 70))


def _text(block: Block) -> Iterator[str]:
    yield ""
    yield from block["text"].split("\n")


def _struck(block: Block) -> Iterator[str]:
    yield ""
    yield from (f"~~ {line}" for line in block["text"].split("\n"))


def _decision(block: Block) -> Iterator[str]:
    yield ""
    yield f"  {block['title']}"
    for line in _lines(block["parts"]):
        yield f"  {line}" if line else ""


def _signatures(block: Block) -> Iterator[str]:
    yield ""
    for row in block["rows"]:
        yield f"{row['name']} ({row['role']}): {row['told'] or '______________'}"


def _table(block: Block) -> Iterator[str]:
    yield ""
    for row in [block["head"], *block["rows"]]:
        yield " | ".join(cell.replace("\n", " ") for cell in row)


def _slips(block: Block) -> Iterator[str]:
    yield ""
    for row in block["rows"]:
        yield f"{row['number']} {row['name']} ({row['body']})"


_SET = {
    "slips": _slips,
    "title": _title,
    "lead": _text,
    "heading": _heading,
    "text": _text,
    "small": _text,
    "struck": _struck,
    "decision": _decision,
    "signatures": _signatures,
    "table": _table,
}
