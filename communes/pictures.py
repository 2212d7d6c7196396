"""The arithmetic of the pictures: shares of a row, seats, the scale of households, QR squares.

Pure, and without a word of text. Lengths are percentages of the picture's width, as strings
that SVG takes as they are, so that no locale puts a comma where SVG wants a point. `mirrored`
turns a picture for languages that are written from right to left.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import segno

SCALE_FROM, SCALE_TO = 15, 800
"""Households at the two ends of the scale; equal steps are equal ratios (ours)."""

SEATS_DRAWN = 30
"""A body of more seats is drawn as a bar of shares instead of one mark a seat."""


@dataclass(frozen=True)
class Segment:
    """A part of a row: what it stands for, where it begins, how long it is, how many it holds."""

    kind: str
    x: str
    width: str
    amount: int


@dataclass(frozen=True)
class Bar:
    """A row of segments with ticks at the places to reach."""

    segments: tuple[Segment, ...]
    ticks: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """A labelled place on the scale of households."""

    x: str
    amount: int


@dataclass(frozen=True)
class Scale:
    """The scale of households: the allowed stretch, the commune on it, the labelled places."""

    band_x: str
    band_width: str
    here: str
    points: tuple[Point, ...]
    parts: int
    """Into how many communes of lawful size it would divide; 1 while it need not."""


@dataclass(frozen=True)
class Squares:
    """A QR code: modules a side with the quiet zone, and the path of its dark squares."""

    side: int
    path: str


def percent(share: float) -> str:
    """A share of the width as SVG takes it: 0.125 is "12.5%"; kept between 0 and 1."""
    return f"{round(min(max(share, 0.0), 1.0) * 100, 2):g}%"


def bar(
    parts: Mapping[str, int], *, whole: int, ticks: Iterable[int] = (), mirrored: bool = False
) -> Bar:
    """Lay `parts` side by side on a row that is `whole` long; parts of nothing are left out."""
    length = max(whole, sum(parts.values()), 1)
    segments, start = [], 0
    for kind, amount in parts.items():
        if amount > 0:
            begin = length - start - amount if mirrored else start
            segments.append(
                Segment(kind, percent(begin / length), percent(amount / length), amount)
            )
        start += max(amount, 0)
    places = (percent(1 - tick / length if mirrored else tick / length) for tick in ticks)
    return Bar(tuple(segments), tuple(places))


def line(points: Iterable[tuple[float, float]], *, mirrored: bool = False) -> str:
    """A line through shares over time, as SVG's points on a ground of 100 by 100.

    Each point is how far along it lies and how high, both from 0 to 1.
    """
    places = ((1 - along if mirrored else along, 1 - high) for along, high in points)
    return " ".join(f"{_hundred(x)},{_hundred(y)}" for x, y in places)


def _hundred(share: float) -> str:
    return f"{round(min(max(share, 0.0), 1.0) * 100, 2):g}"


def seat_row(seats: Mapping[str, int], *, reserved_women: int, reserved_men: int) -> list[str]:
    """The seats of a body one by one, with "tick" where a reserved share ends.

    Women sit from the start, men from the end, what is open or empty between them: so a
    share that is not reached shows as something else on its side of the tick.
    """
    order = ("woman", "other", "undisclosed", "vacant", "man")
    row = [kind for kind in order for _ in range(seats.get(kind, 0))]
    places = {reserved_women, len(row) - reserved_men} - {0, len(row)}
    for place in sorted((p for p in places if 0 < p < len(row)), reverse=True):
        row.insert(place, "tick")
    return row


def scale(households: int, *, low: int, high: int, mirrored: bool = False) -> Scale:
    """Where a commune of so many households stands, and where it would divide."""

    def place(amount: float) -> float:
        reach = math.log(SCALE_TO / SCALE_FROM)
        share = math.log(max(amount, SCALE_FROM) / SCALE_FROM) / reach
        return 1 - min(share, 1.0) if mirrored else min(share, 1.0)

    begin, end = sorted((place(low), place(high)))
    labelled = sorted({low, high, *(n for n in (100, 200) if low * 1.5 < n < high / 1.5)})
    return Scale(
        band_x=percent(begin),
        band_width=percent(end - begin),
        here=percent(place(households)),
        points=tuple(Point(percent(place(amount)), amount) for amount in labelled),
        parts=max(1, math.ceil(households / high)),
    )


def share_of_time(starts: datetime, ends: datetime, *, now: datetime) -> int:
    """How much of a period is gone, in hundredths; 0 before it begins, 100 once it is over."""
    if ends <= starts:
        return 100
    return min(max(int((now - starts) / (ends - starts) * 100), 0), 100)


def grouped(text: str, *, size: int = 4) -> str:
    """A hash in groups that can be read aloud: "9f3ac210" is "9f3a c210"."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def squares(text: str) -> Squares:
    """The QR code of a text, as one SVG path, with its quiet zone of four."""
    side, runs = dark_runs(text)
    return Squares(side, "".join(f"M{x} {y}h{long}v1h-{long}z" for x, y, long in runs))


def dark_runs(text: str, *, mask: int | None = None) -> tuple[int, list[tuple[int, int, int]]]:
    """The side of a QR code with its quiet zone of four, and its dark squares in rows: where each
    stretch of them begins, and how long it is.

    `mask` says which of the eight patterns is laid over it; without, the best is looked for, which
    takes six times as long. Over random digits all are alike.
    """
    code = segno.make(text, error="m", micro=False, mask=mask)
    rows = ["".join("#" if dark else " " for dark in row) for row in code.matrix_iter(border=4)]
    stretches = [(y, run) for y, row in enumerate(rows) for run in re.finditer("#+", row)]
    return len(rows), [(run.start(), y, len(run[0])) for y, run in stretches]
