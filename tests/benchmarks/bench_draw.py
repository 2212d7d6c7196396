"""Sortition from pools up to 2,000 people: how long the fairest lottery takes."""

import time
from random import Random

import pytest

from quotas.arithmetic.drawing import draw
from quotas.arithmetic.traits import Quota, Traits

FEATURES = {
    "gender": {"woman": 1, "man": 2},
    "age": {"16-30": 1, "31-50": 3, "51-65": 4, "66+": 2},
    "place": {"north": 5, "south": 3, "east": 2, "west": 1},
    "schooling": {"none": 1, "some": 3, "much": 6},
}
"""How many of each there are in the pool; the quotas ask for equal shares."""


def pool(random: Random, number: int) -> dict[str, Traits]:
    """People who came forward: men, the old and the schooled more often."""
    return {
        f"p{one:04}": {
            trait: random.choices(list(values), list(values.values()))[0]
            for trait, values in FEATURES.items()
        }
        for one in range(number)
    }


@pytest.mark.parametrize(("number", "size"), [(100, 20), (500, 40), (1000, 60), (2000, 110)])
def test_draw(number: int, size: int) -> None:
    """Each value's equal share, one fewer or two more."""
    people = pool(Random(2021), number)
    quotas = [
        Quota(trait, value, size // len(values) - 1, size // len(values) + 2)
        for trait, values in FEATURES.items()
        for value in values
    ]
    began = time.perf_counter()
    found = draw(people, quotas, size, "seed")
    took = time.perf_counter() - began
    assert sum(found.chances.values()) == size
    low, high = (float(pick(found.chances.values())) for pick in (min, max))
    print(
        f"\n{size} of {number} people, {len(quotas)} quotas: {took:.1f} s, "
        f"{len(found.lottery.kinds)} kinds, {len(found.lottery.panels)} panels, "
        f"chances {low:.4f} to {high:.4f}, equal would be {size / number:.4f}"
    )
