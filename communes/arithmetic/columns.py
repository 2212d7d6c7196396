"""Small pictures of figures over time: columns side by side, and meetings that were not held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True)
class Column:
    """One column, in hundredths of the picture's width and height, as SVG takes them."""

    x: str
    width: str
    y: str
    height: str
    part_y: str
    part_height: str


def columns(figures: Sequence[tuple[int, int]]) -> list[Column]:
    """A column for each (whole, part of it), the highest as high as the picture."""
    highest = max((whole for whole, _part in figures), default=0) or 1
    step = 100 / max(len(figures), 1)
    return [
        Column(
            x=f"{place * step + step * 0.1:.2f}",
            width=f"{step * 0.8:.2f}",
            y=f"{100 - 100 * whole / highest:.2f}",
            height=f"{100 * whole / highest:.2f}",
            part_y=f"{100 - 100 * part / highest:.2f}",
            part_height=f"{100 * part / highest:.2f}",
        )
        for place, (whole, part) in enumerate(figures)
    ]


def missed(days: Sequence[date], every: int, until: date) -> int:
    """How many meetings were not held between the first of these days and `until`.

    A gap of twice the rhythm is one meeting missed, of three times two; a meeting a few days late
    misses nothing. After the last one every whole rhythm that is over is one missed.
    """
    held = sorted(days)
    gaps = [(later - earlier).days for earlier, later in pairwise(held)]
    since = (until - held[-1]).days if held else 0
    return sum(max(0, gap // every - 1) for gap in gaps) + max(0, (since - 1) // every)
