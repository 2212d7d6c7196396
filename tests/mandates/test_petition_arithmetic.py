"""Thresholds, closings and standings: pure, in fractions and instants."""

import csv
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.arithmetic import petitions
from mandates.arithmetic.petitions import Life, Standing

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
START = datetime(2020, 1, 1, tzinfo=UTC)

# Real recall petitions of the United Kingdom (Recall of MPs Act 2015), as the list
# "recall_petitions_uk.csv" that accompanies the domain description gives them.
KINGDOM = Path(__file__).parent.parent / "data" / "recall_petitions_uk.csv"
TABLE = list(csv.DictReader(KINGDOM.read_text().splitlines()))
ROWS = [row for row in TABLE if row["eligible_electors"]]

instants = st.integers(0, 10**10).map(lambda n: START + n * 30_000 * MOMENT)
zones = st.sampled_from(
    ["Asia/Damascus", "Africa/Cairo", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "UTC"]
).map(ZoneInfo)


def test_four_of_them_give_the_roll() -> None:
    assert len(ROWS) == 4


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["constituency"])
def test_each_published_outcome_follows_from_roll_and_signatures(row: dict[str, str]) -> None:
    electors, signed = int(row["eligible_electors"]), int(row["valid_signatures"])
    needed = petitions.threshold(Fraction("1/10"), electors)
    succeeded = petitions.reached(signed, needed)
    assert succeeded == (row["outcome"] == "successful")
    assert succeeded == (10 * signed >= electors)


def test_published_thresholds_that_were_rounded_down_are_not_ours() -> None:
    exact = {row["constituency"]: int(row["eligible_electors"]) for row in ROWS}
    assert petitions.threshold(Fraction(1, 10), exact["Peterborough"]) == 6968
    assert petitions.threshold(Fraction(1, 10), exact["North Antrim"]) - 7099 == 444


@given(st.fractions(0, 1), st.integers(1, 10**6))
def test_the_threshold_is_the_least_number_that_is_the_share(share: Fraction, roll: int) -> None:
    needed = petitions.threshold(share, roll)
    assert 1 <= needed <= roll
    assert Fraction(needed, roll) >= share
    assert needed == 1 or Fraction(needed - 1, roll) < share


@given(st.lists(st.sampled_from([1, -1])), st.integers(1, 5))
def test_success_is_at_the_first_change_that_reaches_it(changes: list[int], needed: int) -> None:
    told = [(datetime(2026, 1, 1, tzinfo=UTC) + n * DAY, one) for n, one in enumerate(changes)]
    counts = [sum(changes[: n + 1]) for n in range(len(changes))]
    first = next((told[n][0] for n, count in enumerate(counts) if count >= needed), None)
    assert petitions.reached_at(told, needed) == first


@given(instants, st.integers(1, 400), zones)
def test_a_deadline_is_the_first_instant_of_a_day_that_exists_there(
    since: datetime, days: int, zone: ZoneInfo
) -> None:
    ends = petitions.deadline(since, days, zone)
    last = (ends - MOMENT).astimezone(zone).date()
    begun = since.astimezone(zone).date()
    assert ends.tzinfo == UTC
    assert ends.astimezone(zone).date() > last
    assert last <= begun + days * DAY < ends.astimezone(zone).date()


def test_where_midnight_does_not_exist_it_closes_when_the_clocks_jump() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # on 24 April 2026 clocks go from 24:00 to 1:00
    since = datetime(2026, 2, 22, 12, tzinfo=UTC)
    ends = petitions.deadline(since, 60, cairo)
    assert ends == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert ends.astimezone(cairo).hour == 1


@given(
    st.integers(0, 90), st.integers(60, 70), st.none() | st.integers(0, 90),
    st.none() | st.integers(0, 90),
)  # fmt: skip
def test_a_petition_never_stands_in_two_places(
    day: int, until: int, succeeded: int | None, ended: int | None
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def at(days: int | None) -> datetime | None:
        return None if days is None else start + days * DAY

    life = Life(start + 60 * DAY, start + until * DAY, at(succeeded), at(ended))
    now = start + day * DAY
    standing = petitions.standing(life, now)
    over = petitions.over_since(life, now)
    assert (over is None) == (standing in (Standing.OPEN, Standing.COUNTING))
    if over is not None:
        assert over <= now
        assert petitions.standing(life, now + 100 * DAY) in (standing, Standing.SUCCEEDED)
    if standing == Standing.OPEN:
        assert now < life.closes_at


@given(st.text(), st.sets(st.text()))
def test_the_same_seed_draws_the_same_lots(seed: str, ids: set[str]) -> None:
    seed, ids = (
        seed.encode("utf-8", "ignore").decode(),
        {one.encode("utf-8", "ignore").decode() for one in ids},
    )
    drawn = petitions.drawn(seed, ids)
    assert sorted(drawn) == sorted(ids)
    assert drawn == petitions.drawn(seed, sorted(ids, reverse=True))
