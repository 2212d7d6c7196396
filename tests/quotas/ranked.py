"""Elections by ranked ballots to try things on."""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from hypothesis import strategies as st

from communes.arithmetic.genders import Gender
from quotas.arithmetic.guarding import keep
from quotas.arithmetic.ranked import RankedElection
from quotas.arithmetic.seating import Candidate

GENDERS = [gender.value for gender in Gender]


def in_order(tied: Sequence[Candidate]) -> list[Candidate]:
    """A tie rule without a lot: the lower number first."""
    return sorted(tied, key=lambda one: int(one.id))


def by_place(places: dict[int, int]) -> Callable[[Sequence[Candidate]], list[Candidate]]:
    """A tie rule by given places."""
    return lambda tied: sorted(tied, key=lambda one: places[int(one.id)])


@st.composite
def elections(draw: st.DrawFn, *, reserve: bool = True, most: int = 30) -> RankedElection:
    """Up to seven candidates, four seats, rankings of any length."""
    number = draw(st.integers(1, 7))
    everyone = list(range(1, number + 1))
    genders = {one: draw(st.sampled_from(GENDERS)) for one in everyone}
    rankings = st.permutations(everyone).flatmap(
        lambda whole: st.integers(0, number).map(lambda length: tuple(whole[:length]))
    )
    ballots = draw(st.dictionaries(rankings, st.integers(0, most), max_size=9))
    seats = draw(st.integers(1, 4))
    women = draw(st.integers(0, seats)) if reserve else 0
    men = draw(st.integers(0, seats - women)) if reserve else 0
    return RankedElection(genders, ballots, keep(seats, women, men))


def drawn(random: Random, candidates: int, seats: int, papers: int) -> RankedElection:
    """A large election: some candidates are liked more than others."""
    everyone = list(range(1, candidates + 1))
    weights = [1 / (place + 2) for place in range(candidates)]
    ballots: Counter[tuple[int, ...]] = Counter()
    for _paper in range(papers):
        picked = random.choices(everyone, weights, k=random.randint(1, candidates))
        ballots[tuple(dict.fromkeys(picked))] += 1
    genders = {one: random.choice(GENDERS[:2]) for one in everyone}
    return RankedElection(genders, ballots, keep(seats))
