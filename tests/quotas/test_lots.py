"""Lots for seats: reserved seats never wrongly filled, as many seats filled as can be, replayed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quotas.arithmetic import lots
from quotas.arithmetic.drawing import Drawn, draw
from quotas.arithmetic.lots import GENDER, YES, YOUTH, Places, Terms
from quotas.arithmetic.seating import Candidate, SeatSpec, placed
from quotas.arithmetic.traits import Traits
from quotas.people_file import read_features, read_people

People = dict[str, Traits]
GENDERS = ("woman", "man", "other", "undisclosed")


@st.composite
def cases(draw: st.DrawFn) -> tuple[People, Places]:
    small = st.integers(0, 2)
    places = Places(draw(small), draw(small), draw(small), draw(small))
    young = st.booleans() if places.young else st.none()
    rows = st.tuples(st.sampled_from(GENDERS), young)
    found = draw(st.lists(rows, min_size=1, max_size=8))
    people = {str(at): lots.traits_of(*one) for at, one in enumerate(found, start=1)}
    return people, places


def seats_of(places: Places) -> list[SeatSpec]:
    kept = [*["woman"] * places.women, *["man"] * places.men, *[None] * places.open]
    return [SeatSpec(str(at), one) for at, one in enumerate(kept)]


def drawn_by(people: People, asked: Terms, seed: str) -> Drawn:
    return draw(people, asked.quotas, asked.size, seed)


def most_seated(people: People, places: Places) -> int:
    """How many can sit at once, counted another way: each gender in its seats, others in open."""
    count = Counter(one[GENDER] for one in people.values())
    women, men = min(count["woman"], places.women), min(count["man"], places.men)
    return women + men + min(places.open, len(people) - women - men)


def sits(people: Mapping[str, Traits], drawn: Sequence[str], places: Places) -> int:
    rows = [Candidate(one, people[one][GENDER], 0) for one in drawn]
    return len(placed(rows, seats_of(places)))


@given(cases(), st.text(max_size=5))
def test_whoever_is_drawn_finds_a_seat_and_as_many_as_can_be_are_drawn(
    case: tuple[People, Places], seed: str
) -> None:
    people, places = case
    asked = lots.terms(people, {}, places)
    assert asked.size == most_seated(people, places)
    if not asked.size:
        return
    drawn = drawn_by(people, asked, seed)
    assert sits(people, drawn.people, places) == asked.size == len(drawn.people)
    assert sum(drawn.chances.values(), Fraction(0)) == asked.size
    if places.young:
        young = sum(1 for one in drawn.people if people[one][YOUTH] == YES)
        assert young + asked.young_short >= places.young


@given(cases(), st.integers(0, 9))
def test_the_files_draw_the_same_and_the_mark_knows_them(
    case: tuple[People, Places], seed: int
) -> None:
    people, places = case
    asked = lots.terms(people, {}, places)
    if not asked.size:
        return
    told = lots.people_file(people, asked.quotas), lots.features_file(asked.quotas)
    features = read_features(told[1].encode())
    assert not features.problems
    read = read_people(told[0].encode(), features.quotas)
    assert not read.problems
    again = draw(read.people, features.quotas, asked.size, str(seed))
    first = drawn_by(people, asked, str(seed))
    assert (again.people, again.fingerprint) == (first.people, first.fingerprint)
    assert lots.mark(*told, asked.size) != lots.mark(told[0], told[1], asked.size + 1)


@given(cases(), st.randoms(use_true_random=False))
def test_other_numbers_change_nobodys_chance(case: tuple[People, Places], random: Random) -> None:
    people, places = case
    asked = lots.terms(people, {}, places)
    if not asked.size:
        return
    numbers = list(people)
    random.shuffle(numbers)
    other = dict(zip(numbers, people.values(), strict=True))
    assert lots.terms(other, {}, places) == asked
    before, after = drawn_by(people, asked, "1"), drawn_by(other, asked, "1")
    for old, new in zip(people, numbers, strict=True):
        assert before.chances[old] == after.chances[new]


@given(cases(), st.randoms(use_true_random=False))
def test_places_given_up_are_drawn_for_until_nobody_is_left(
    case: tuple[People, Places], random: Random
) -> None:
    people, places = case
    asked = lots.terms(people, {}, places)
    if not asked.size:
        return
    holds, out = set(drawn_by(people, asked, "s").people), set[str]()
    for number in range(2, 12):
        if not holds:
            return
        gone = random.choice(sorted(holds))
        holds, out = holds - {gone}, out | {gone}
        left = {one: told for one, told in people.items() if one not in holds | out}
        kept = {one: people[one] for one in holds}
        again = lots.terms(left, kept, places)
        assert 0 <= again.size <= 1
        if again.size:
            holds |= set(drawn_by(left, again, lots.seed_of("s", number)).people)
        still = {one: told for one, told in people.items() if one not in out}
        assert len(holds) == most_seated(still, places)
        assert sits(people, sorted(holds), places) == len(holds)


def test_seeds_of_later_drawings_follow_from_the_one_thrown() -> None:
    assert [lots.seed_of("4 2", number) for number in (1, 2, 3)] == ["4 2", "4 2/2", "4 2/3"]
