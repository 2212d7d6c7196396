"""Nested areas: a forest drawn as rows of cells, each as wide as the leaves below it.

Pure. Lengths are percentages of the picture's width, as strings that SVG takes as they are.
`mirrored` turns the picture for languages that are written from right to left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ROOMY, WIDE = 12.0, 35.0
"""Percent of the width from which a cell has room for a name, and even on a phone."""


@dataclass(frozen=True)
class Tree:
    """A node by its key, with what lies below it."""

    key: int
    below: tuple["Tree", ...] = ()

    @property
    def leaves(self) -> int:
        """How many ends the tree has; a node without any below it is one itself."""
        return sum(one.leaves for one in self.below) or 1


@dataclass(frozen=True)
class Area:
    """A cell: of which node, in which row from above, from where, how wide."""

    key: int
    row: int
    x: str
    width: str
    roomy: bool
    wide: bool


def nested(forest: Sequence[Tree], *, mirrored: bool = False) -> list[Area]:
    """The cells of a forest, parents before children; the widths of a row never exceed 100 %."""
    whole = sum(tree.leaves for tree in forest)
    found: list[Area] = []
    begin = 0
    for tree in forest:
        _place(tree, 0, begin, whole, found, mirrored)
        begin += tree.leaves
    return found


def rows(areas: Sequence[Area]) -> int:
    """How many rows the cells take."""
    return max((area.row for area in areas), default=-1) + 1


def _place(tree: Tree, row: int, begin: int, whole: int, found: list[Area], mirrored: bool) -> None:
    leaves = tree.leaves
    first = whole - begin - leaves if mirrored else begin
    x, width = 100 * first / whole, 100 * leaves / whole
    area = Area(tree.key, row, _said(x), _said(width), width >= ROOMY, width >= WIDE)
    found.append(area)
    for one in tree.below:
        _place(one, row + 1, begin, whole, found, mirrored)
        begin += one.leaves


def _said(percent: float) -> str:
    return f"{percent:.3f}%"
