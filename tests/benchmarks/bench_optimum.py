"""Seats under eleven quotas, 400 candidates, 50 seats: how long the optimum takes."""

import time
from random import Random

import pytest

from quotas.arithmetic.optimum import optimum
from quotas.arithmetic.searching import Contender
from quotas.arithmetic.seating import by_lot
from quotas.arithmetic.traits import Quota, shorts

CANDIDATES, SEATS, RUNS = 400, 50, 10
COMPONENTS = ("a", "b", "c", "d", "e", "f")
QUOTAS = [
    Quota("gender", "woman", 20),
    Quota("gender", "man", 20),
    Quota("age", "youth", 10),
    Quota("place", "town", 15, 35),
    Quota("place", "country", 15, 35),
    *(Quota("component", name, least) for name, least in zip(COMPONENTS, range(1, 7), strict=True)),
]


def stand(random: Random, most: int) -> list[Contender]:
    """Men and the old get more votes, so that the quotas bind."""
    found = []
    for number in range(CANDIDATES):
        gender = random.choices(["woman", "man"], [1, 2])[0]
        age = random.choices(["youth", "older"], [1, 5])[0]
        favour = (2 if gender == "man" else 1) * (2 if age == "older" else 1)
        traits = {
            "gender": gender,
            "age": age,
            "place": random.choices(["town", "country"], [4, 1])[0],
            "component": random.choices([*COMPONENTS, ""], [1, 1, 1, 1, 1, 1, 20])[0],
        }
        found.append(Contender(f"c{number:03}", random.randint(1, most) * favour, traits))
    return found


@pytest.mark.parametrize("most", [100_000, 300, 10])
def test_optimum(most: int) -> None:
    """Votes up to `most`: the fewer values, the more ties there are to settle."""
    assert len(QUOTAS) == 11
    times = []
    for seed in range(RUNS):
        people = stand(Random(seed), most)
        began = time.perf_counter()
        found = optimum(people, SEATS, QUOTAS, by_lot("s"))
        times.append(time.perf_counter() - began)
        assert len(found.seated) == SEATS
        assert not shorts([one.traits for one in found.seated], QUOTAS)
    times.sort()
    print(
        f"\n{len(QUOTAS)} quotas, {CANDIDATES} candidates, {SEATS} seats, votes up to {most:,}: "
        f"median {times[RUNS // 2]:.2f} s, longest {times[-1]:.2f} s, "
        f"{len(found.passed)} displaced in the last"
    )
