"""Sortition: quotas kept, chances as equal as they allow, the same seed the same draw."""

import csv
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import StringIO
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quotas.arithmetic.drawing import NoPanel, draw
from quotas.arithmetic.fairness import TOTAL, Pool, kinds_of
from quotas.arithmetic.programs import Program
from quotas.arithmetic.traits import Quota, Traits
from quotas.people_file import read_features, read_people

NEAR = 2e-5
GIVE = 3e-7
"""By so much a floor yields to the solver's doubles; all of them together by far less than NEAR."""
VALUES = {"gender": ["woman", "man"], "age": ["young", "old"], "place": ["north", "south"]}
Case = tuple[dict[str, Traits], list[Quota], int]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows = st.tuples(*(st.sampled_from(values) for values in VALUES.values()))
    people: dict[str, Traits] = {
        f"p{n}": dict(zip(VALUES, traits, strict=True))
        for n, traits in enumerate(draw(st.lists(rows, min_size=1, max_size=7)))
    }
    keys = [(trait, value) for trait, values in VALUES.items() for value in values]
    quotas = []
    for trait, value in draw(st.lists(st.sampled_from(keys), unique=True, max_size=4)):
        least = draw(st.integers(0, 2))
        quotas.append(Quota(trait, value, least, draw(st.integers(least, 4))))
    return people, quotas, draw(st.integers(1, len(people)))


def keeps(panel: Sequence[str], people: Mapping[str, Traits], quotas: Sequence[Quota]) -> bool:
    for quota in quotas:
        number = sum(1 for one in panel if people[one][quota.trait] == quota.value)
        if number < quota.least or (quota.most is not None and number > quota.most):
            return False
    return True


def panels_of(case: Case) -> list[tuple[str, ...]]:
    people, quotas, size = case
    return [one for one in combinations(sorted(people), size) if keeps(one, people, quotas)]


def highest(
    panels: Sequence[Sequence[str]], floors: Mapping[str, float], raised: Sequence[str]
) -> float:
    """How high the chances of the raised can be together, all others at least their floors."""
    program = Program(whole=False)
    weights = [program.add() for _panel in panels]
    top = program.add()
    program.row(dict.fromkeys(weights, 1), least=1, most=1)
    for person in {*floors, *raised}:
        terms = {w: 1.0 for w, panel in zip(weights, panels, strict=True) if person in panel}
        if person in raised:
            program.row(terms | {top: -1.0}, least=0)
        else:
            program.row(terms, least=max(0.0, floors[person] - GIVE))
    values = program.best({top: 1.0})
    assert values is not None
    return values[top]


def by_brute_force(panels: Sequence[Sequence[str]], people: Sequence[str]) -> dict[str, float]:
    """Leximin over all panels there are: who cannot rise above the lowest is fixed there."""
    fixed: dict[str, float] = {}
    while len(fixed) < len(people):
        free = [one for one in people if one not in fixed]
        lowest = highest(panels, fixed, free)
        floors = {**fixed, **dict.fromkeys(free, lowest)}
        for one in free:
            others = {person: floor for person, floor in floors.items() if person != one}
            if highest(panels, others, [one]) <= lowest + NEAR / 4:
                fixed[one] = lowest
    return fixed


def _tight() -> Case:
    """Floors that doubles overdo by a hair: with nothing to yield there was no answer."""
    rows = ["young north", "young north", "young south", "old north", "young south", "old south"]
    people: dict[str, Traits] = {
        f"p{n}": dict(zip(VALUES, ["woman", *row.split()], strict=True))
        for n, row in enumerate(rows)
    }
    one = [Quota(trait, value, 1, 1) for trait, value in (("age", "young"), ("place", "north"))]
    return people, [*one, Quota("gender", "man", 0, 0)], 2


@settings(max_examples=60, deadline=None)
@given(cases())
@example(_tight())
def test_chances_are_as_equal_as_by_brute_force(case: Case) -> None:
    people, quotas, size = case
    panels = panels_of(case)
    assume(panels)
    found = draw(people, quotas, size, "s").chances
    expected = by_brute_force(panels, sorted(people))
    for person, chance in expected.items():
        assert abs(float(found[person]) - chance) < NEAR


@settings(max_examples=60, deadline=None)
@given(cases(), st.text(max_size=5))
def test_quotas_are_kept_and_chances_sum_to_the_size(case: Case, seed: str) -> None:
    people, quotas, size = case
    panels = panels_of(case)
    assume(panels)
    found = draw(people, quotas, size, seed)
    assert found.people in panels
    assert sum(found.chances.values()) == size
    assert all(0 <= chance <= 1 for chance in found.chances.values())
    assert sum(weight for _panel, weight in found.lottery.panels) == TOTAL
    again = draw(people, quotas, size, seed)
    assert again == found


@settings(max_examples=40, deadline=None)
@given(cases(), st.randoms())
def test_the_order_and_names_of_people_do_not_matter(case: Case, random: Random) -> None:
    people, quotas, size = case
    assume(panels_of(case))
    found = draw(people, quotas, size, "s")
    rows = random.sample(list(people.items()), len(people))
    assert draw(dict(rows), random.sample(quotas, len(quotas)), size, "s") == found
    names = dict(zip(people, random.sample(range(99), len(people)), strict=True))
    renamed = draw({f"q{names[one]}": t for one, t in people.items()}, quotas, size, "s")
    assert {f"q{names[one]}": chance for one, chance in found.chances.items()} == dict(
        renamed.chances
    )


@settings(max_examples=60, deadline=None)
@given(cases())
def test_what_cannot_be_kept_is_named_with_the_fewest_places(case: Case) -> None:
    people, quotas, size = case
    assume(not panels_of(case))
    with pytest.raises(NoPanel) as raised:
        draw(people, quotas, size, "s")
    told = sum(one.too_few + one.too_many for one in raised.value.breaches)
    misses = []
    for panel in combinations(people, size):
        miss = 0
        for quota in quotas:
            number = sum(1 for one in panel if people[one][quota.trait] == quota.value)
            miss += max(0, quota.least - number, number - (quota.most or 0))
        misses.append(miss)
    assert told == min(misses)


def test_every_panel_comes_up_as_often_as_its_weight() -> None:
    """400 seeds, a woman and a man of two and four: each drawn about as often as promised."""
    people: dict[str, Traits] = {f"w{n}": {"gender": "woman"} for n in range(2)}
    people |= {f"m{n}": {"gender": "man"} for n in range(4)}
    quotas = [Quota("gender", "woman", 1, 1), Quota("gender", "man", 1, 1)]
    counts = dict.fromkeys(people, 0)
    for seed in range(400):
        found = draw(people, quotas, 2, str(seed))
        for one in found.people:
            counts[one] += 1
    assert found.chances["w0"] == Fraction(1, 2)
    assert found.chances["m0"] == Fraction(1, 4)
    assert all(160 < counts[f"w{n}"] < 240 for n in range(2))
    assert all(65 < counts[f"m{n}"] < 135 for n in range(4))


def test_alike_people_are_one_kind() -> None:
    people = {name: {"gender": "woman", "hair": name} for name in "cab"}
    kinds = kinds_of(people, [Quota("gender", "woman", 1)])
    assert [kind.people for kind in kinds] == [("a", "b", "c")]
    assert Pool(kinds, [Quota("gender", "woman", 1)], 2).best({0: 1.0}) == (2,)


def test_the_order_of_quotas_does_not_matter_where_many_lotteries_are_fairest() -> None:
    people: dict[str, Traits] = {
        f"p{n}": {"age": age, "place": place}
        for n, (age, place) in enumerate(
            [
                *3 * [("young", "north")],
                ("young", "south"),
                *2 * [("old", "north")],
                ("old", "south"),
            ]
        )
    }
    quotas = [Quota("place", "north", 0, 3), Quota("age", "young", 1, 1)]
    assert draw(people, quotas, 3, "s") == draw(people, quotas[::-1], 3, "s")


FEATURES = "feature,value,min,max\ngender,Female,1,2\ngender,Male,1,2\nage,16-30,1,3\nage,31+,0,3\n"
PEOPLE = (
    "nationbuilder_id,name,gender,age\n1,Zozan,female,16-30\n2,Aram,Male,31+\n"
    "3,Leyla,Female,31+\n4,Hogir,Male,16-30\n"
)


def drawn(folder: Path, features: str, people: str, *arguments: str) -> dict[str, Any]:
    (folder / "features.csv").write_text(features)
    (folder / "people.csv").write_text(people)
    out = StringIO()
    files = ["--people", str(folder / "people.csv"), "--features", str(folder / "features.csv")]
    call_command("draw", *files, *arguments, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_command_draws_the_same_again(tmp_path: Path) -> None:
    found = drawn(tmp_path, FEATURES, PEOPLE, "--size", "2", "--seed", "six sixes")
    assert len(found["drawn"]) == 2
    assert list(found["chances"]) == ["1", "2", "3", "4"]
    assert abs(sum(found["chances"].values()) - 2) < 1e-9
    assert (found["seed"], found["size"]) == ("six sixes", 2)
    old = FEATURES.replace("feature,value", "category,name")
    rows = list(csv.reader(StringIO(PEOPLE)))
    turned = "\n".join(";".join(row) for row in [rows[0], *rows[:0:-1]])
    assert drawn(tmp_path, old, turned, "--size", "2", "--seed", "six sixes") == found


@pytest.mark.parametrize(
    ("features", "people", "size", "said"),
    [
        (
            FEATURES.replace("1,2", "3,3", 1),
            PEOPLE,
            "3",
            "from 3 to 3 of gender: female” there is 1 too few",
        ),
        (FEATURES, PEOPLE, "9", "9 of 4 people"),
        (FEATURES, PEOPLE, "0", "0 of 4 people"),
        (FEATURES.replace("min", "least"), PEOPLE, "2", "no such column"),
        (FEATURES.replace("1,3", "x,3"), PEOPLE, "2", "“x” is not a whole number"),
        (FEATURES.replace("1,3", "4,3"), PEOPLE, "2", "less than at least 4"),
        (FEATURES + "age,31+,1,1\n", PEOPLE, "2", "stands in two rows"),
        (FEATURES + "age,,1,1\n", PEOPLE, "2", "must not be blank"),
        ("feature,value,min,max\n", PEOPLE, "2", "no quota"),
        (FEATURES, PEOPLE.replace("age", "years"), "2", "column age: There is no such"),
        (FEATURES, PEOPLE.replace("31+", "thirty"), "2", "Row 3, column age: “thirty”"),
        (FEATURES, PEOPLE.replace("2,Aram", "1,Aram"), "2", "stands in two rows"),
        (FEATURES, PEOPLE.replace("2,Aram", ",Aram"), "2", "must not be blank"),
        (FEATURES, PEOPLE.splitlines()[0], "2", "nobody below"),
    ],
)
def test_the_command_says_what_is_wrong(
    tmp_path: Path, features: str, people: str, size: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said.replace("+", r"\+")):
        drawn(tmp_path, features, people, "--size", size, "--seed", "s")


@example(b"\x01,")
@given(st.binary(max_size=200))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    for read in (read_features(data), read_features(b"feature,value,min,max\n" + data)):
        assert bool(read.problems) != bool(read.quotas)
    for found in (read_people(data, []), read_people(b"id\n" + data, [])):
        assert bool(found.problems) != bool(found.people)
