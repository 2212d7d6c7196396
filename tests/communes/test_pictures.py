"""The arithmetic of the pictures."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communes import pictures

COUNT = st.integers(min_value=0, max_value=500)


def numbers(lengths: list[str]) -> list[float]:
    return [float(length.removesuffix("%")) for length in lengths]


@given(COUNT, COUNT, COUNT, st.booleans())
def test_segments_fill_the_row_without_gap_or_overlap(
    women: int, men: int, vacant: int, mirrored: bool
) -> None:
    bar = pictures.bar(
        {"woman": women, "vacant": vacant, "man": men},
        whole=women + men + vacant,
        mirrored=mirrored,
    )
    spans = sorted(tuple(numbers([part.x, part.width])) for part in bar.segments)
    end = 0.0
    for start, width in spans:
        assert start == pytest.approx(end, abs=0.02)
        end = start + width
    assert not spans or end == pytest.approx(100, abs=0.02)


def test_a_mirrored_bar_begins_at_the_other_end() -> None:
    bar = pictures.bar({"here": 25}, whole=100, ticks=[40], mirrored=True)
    assert (bar.segments[0].x, bar.segments[0].width, bar.ticks) == ("75%", "25%", ("60%",))


def test_more_than_the_whole_stays_on_the_row() -> None:
    bar = pictures.bar({"here": 50}, whole=40, ticks=[60])
    assert (bar.segments[0].width, bar.ticks) == ("100%", ("100%",))


def test_nothing_at_all_is_an_empty_row() -> None:
    assert pictures.bar({"woman": 0}, whole=0).segments == ()


def test_ticks_stand_where_the_reserved_shares_end() -> None:
    row = pictures.seat_row({"woman": 4, "vacant": 2, "man": 6}, reserved_women=5, reserved_men=5)
    assert row == [*["woman"] * 4, "vacant", "tick", "vacant", "man", "tick", *["man"] * 5]


def test_without_open_seats_one_tick_parts_the_shares() -> None:
    row = pictures.seat_row({"woman": 1, "man": 1}, reserved_women=1, reserved_men=1)
    assert row == ["woman", "tick", "man"]


@given(COUNT, COUNT, COUNT, COUNT, COUNT)
def test_no_seat_is_lost_in_the_row(
    women: int, men: int, vacant: int, reserved_women: int, reserved_men: int
) -> None:
    seats = {"woman": women, "man": men, "vacant": vacant}
    row = pictures.seat_row(seats, reserved_women=reserved_women, reserved_men=reserved_men)
    assert {kind: row.count(kind) for kind in seats} == seats
    assert row.count("tick") <= 2


@pytest.mark.parametrize(("households", "parts"), [(1, 1), (400, 1), (401, 2), (801, 3)])
def test_where_a_commune_would_divide(households: int, parts: int) -> None:
    assert pictures.scale(households, low=30, high=400).parts == parts


def test_the_scale_is_ordered_and_its_mirror_turned_round() -> None:
    plain = pictures.scale(52, low=30, high=400)
    turned = pictures.scale(52, low=30, high=400, mirrored=True)
    assert [point.amount for point in plain.points] == [30, 100, 200, 400]
    assert numbers([p.x for p in plain.points]) == sorted(numbers([p.x for p in plain.points]))
    here, there = numbers([plain.here, turned.here])
    assert here + there == pytest.approx(100, abs=0.02)


@pytest.mark.parametrize(("days", "gone"), [(-1, 0), (0, 0), (5, 50), (10, 100), (11, 100)])
def test_the_share_of_time(days: int, gone: int) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    end = start + timedelta(days=10)
    assert pictures.share_of_time(start, end, now=start + timedelta(days=days)) == gone


def test_a_period_of_no_length_is_over() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert pictures.share_of_time(start, start, now=start) == 100


def test_a_hash_is_read_in_fours() -> None:
    assert pictures.grouped("9f3ac210b7") == "9f3a c210 b7"


def test_a_qr_code_keeps_its_quiet_zone() -> None:
    code = pictures.squares("https://komin.local/book/1204")
    first = code.path.split("z")[0]
    assert first == "M4 4h7v1h-7"
    assert code.side == 29 + 8
