"""A body over time: held and missed, who came, what became of what was decided."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communes.arithmetic.columns import columns, missed
from communes.domain.counting import Count
from communes.domain.history import history
from communes.domain.planning import PlannedItem
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import gathering

DAY = date(2026, 3, 1)


def test_a_late_meeting_misses_nothing_and_a_gap_of_two_is_one() -> None:
    for gap, lost in ((14, 0), (16, 0), (27, 0), (28, 1), (42, 2)):
        days = [DAY, DAY + timedelta(days=gap)]
        assert missed(days, 14, days[-1]) == lost, gap
    for since, lost in ((0, 0), (14, 0), (15, 1), (29, 2)):
        assert missed([DAY], 14, DAY + timedelta(days=since)) == lost, since
    assert missed([], 14, DAY) == 0


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=30))
def test_no_column_leaves_the_picture(figures: list[tuple[int, int]]) -> None:
    drawn = columns([(whole, min(whole, part)) for whole, part in figures])
    assert len(drawn) == len(figures)
    for one in drawn:
        assert 0 <= float(one.x) <= float(one.x) + float(one.width) <= 100.1
        assert abs(float(one.y) + float(one.height) - 100) < 0.02
        assert float(one.part_height) <= float(one.height) + 0.01


@pytest.mark.django_db
def test_the_page_tells_in_numbers_and_asks_a_constant_number_of_queries() -> None:
    held = gathering(present=16)
    url = reverse("over_time", args=[held.body.public_id])
    one = queries(lambda: held.stranger.get(url))
    world.decide(held.item(1), Count(16), timezone.now(), "Decided.")
    chairs = [held.town.women[0], held.town.men[0]]
    for days in (20, 35):
        at = timezone.now() - timedelta(days=days)
        made = world.assembly(held.town, [PlannedItem("Well")], at=at)
        world.closed_and_signed(made, chairs, at + timedelta(hours=1))
    assert queries(lambda: held.stranger.get(url)) <= one
    told = history(held.body, timezone.now())
    assert [(row.came, row.women) for row in told.gathered][-1] == (16, 8)
    page = held.stranger.get(url).content.decode()
    assert "Decided" not in page
    assert "50 %" in page
    assert held.guest.get(url).status_code == 403
