"""Who may be elected in a count of ranked ballots, and who may not be excluded.

DOMAIN §6: "as soon as those left of a reserved group just suffice for its seats, none of them is
excluded, and none of the others may take those seats". With seats for the two genders alone that
is counted (`guarding`). With quotas across them (youth, components) one person may serve several,
so it is asked of a whole program: whether those elected can be completed from those who continue
to a set that misses no more seats than any lawful set of all who stand must miss, and that leaves
as many seats empty as it misses of any one trait (as in `optimum`).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Protocol

from communes.arithmetic.genders import Gender
from quotas.arithmetic.guarding import fit, guarded_genders, size
from quotas.arithmetic.programs import Program, Unsolved
from quotas.arithmetic.ranked import RankedElection
from quotas.arithmetic.traits import Quota, beyond, by_trait

Serves = tuple[bool, ...]
"""Which of the quotas somebody serves; who serves the same ones is alike here."""


class Guard(Protocol):
    """What a count asks of its reservations; `continuing` are those neither elected nor out."""

    def able(self, elected: Collection[int], continuing: Collection[int]) -> set[int]:
        """Who of the continuing could be elected now."""

    def guarded(self, elected: Collection[int], continuing: Collection[int]) -> set[int]:
        """Who of the continuing may not be excluded."""

    def all_fit(self, elected: Collection[int], continuing: Collection[int]) -> bool:
        """Whether all who continue find a seat."""


def guard_of(election: RankedElection) -> Guard:
    """By the genders alone, or with quotas across them."""
    return Across(election) if election.quotas else ByGender(election)


class ByGender:
    """Seats kept for women and for men: counted."""

    def __init__(self, election: RankedElection) -> None:
        self.kept, self.genders = election.kept, election.genders

    def able(self, elected: Collection[int], continuing: Collection[int]) -> set[int]:
        """Who finds a seat beside the elected."""
        held = self._genders(elected)
        seated = {one for one in set(self.genders.values()) if fit(self.kept, [*held, one])}
        return {one for one in continuing if self.genders[one] in seated}

    def guarded(self, elected: Collection[int], continuing: Collection[int]) -> set[int]:
        """Those of a gender of whom just enough are left."""
        held, left = self._genders(elected), self._genders(continuing)
        genders = guarded_genders(self.kept, held, left)
        return {one for one in continuing if self.genders[one] in genders}

    def all_fit(self, elected: Collection[int], continuing: Collection[int]) -> bool:
        """Whether all can sit at once."""
        return fit(self.kept, self._genders([*elected, *continuing]))

    def _genders(self, candidates: Collection[int]) -> list[str]:
        return [self.genders[one] for one in candidates]


class Across:
    """Quotas across the genders: a program over how many of each sort of people are elected.

    Raises `Unsolved` if HiGHS finds no proof in time.
    """

    def __init__(self, election: RankedElection) -> None:
        self.seats, self.quotas = size(election.kept), all_quotas(election)
        traits = traits_of(election)
        self.serves = {
            one: tuple(quota.counts(own) for quota in self.quotas) for one, own in traits.items()
        }
        self.sorts = sorted(set(self.serves.values()))
        self.known: dict[tuple[tuple[int, int], ...], bool] = {}
        everyone = Counter(self.serves.values())
        self.program = Program()
        self.columns = {sort: self.program.add(most=everyone[sort]) for sort in self.sorts}
        self.empty = self.program.add(most=self.seats)
        self.short = [self.program.add(most=quota.least) for quota in self.quotas]
        self._bind()
        found = self.program.most(dict.fromkeys(self.short, -1))
        assert found is not None  # nobody elected and every quota missed is lawful
        self.fewest = -found[0]
        self.program.row(dict.fromkeys(self.short, 1), most=self.fewest)

    def _bind(self) -> None:
        everyone = dict.fromkeys([*self.columns.values(), self.empty], 1)
        self.program.row(everyone, least=self.seats, most=self.seats)
        for place, quota in enumerate(self.quotas):
            serving = {column: 1 for sort, column in self.columns.items() if sort[place]}
            self.program.row(serving | {self.short[place]: 1}, least=quota.least)
        for of_trait in by_trait(self.quotas).values():
            missing = {self.short[self.quotas.index(quota)]: 1 for quota in of_trait}
            self.program.row(missing | {self.empty: -1}, most=beyond(self.seats, of_trait))

    def able(self, elected: Collection[int], continuing: Collection[int]) -> set[int]:
        """Those beside whom the elected can still be completed to a lawful set."""
        found: dict[Serves, bool] = {}
        for one in continuing:
            if self.serves[one] not in found:
                rest = [other for other in continuing if other != one]
                found[self.serves[one]] = self.lawful([*elected, one], rest)
        return {one for one in continuing if found[self.serves[one]]}

    def guarded(self, elected: Collection[int], continuing: Collection[int]) -> set[int]:
        """Those without whom the elected cannot be completed to a lawful set."""
        found: dict[Serves, bool] = {}
        for one in continuing:
            if self.serves[one] not in found:
                rest = [other for other in continuing if other != one]
                found[self.serves[one]] = self.lawful(elected, rest)
        return {one for one in continuing if not found[self.serves[one]]}

    def all_fit(self, elected: Collection[int], continuing: Collection[int]) -> bool:
        """Whether all together are a lawful set."""
        return self.lawful([*elected, *continuing], [])

    def lawful(self, elected: Collection[int], continuing: Collection[int]) -> bool:
        """Whether some of the continuing complete the elected to a lawful set."""
        held = Counter(self.serves[one] for one in elected)
        left = Counter(self.serves[one] for one in continuing)
        bounds = tuple((held[sort], held[sort] + left[sort]) for sort in self.sorts)
        if bounds not in self.known:
            self.known[bounds] = self._solved(bounds)
        return self.known[bounds]

    def _solved(self, bounds: tuple[tuple[int, int], ...]) -> bool:
        for sort, (least, most) in zip(self.sorts, bounds, strict=True):
            self.program.between(self.columns[sort], least, most)
        values = self.program.best({})
        if values is None:
            return False
        if not self._holds({sort: round(values[self.columns[sort]]) for sort in self.sorts}):
            raise Unsolved("no whole numbers")
        return True

    def _holds(self, numbers: Mapping[Serves, int]) -> bool:
        """The answer in whole numbers, held against every quota once more."""
        empty = self.seats - sum(numbers.values())
        missing = {
            quota: max(0, quota.least - sum(n for sort, n in numbers.items() if sort[place]))
            for place, quota in enumerate(self.quotas)
        }
        if empty < 0 or sum(missing.values()) > self.fewest:
            return False
        return all(
            sum(missing[quota] for quota in of_trait) <= empty + beyond(self.seats, of_trait)
            for of_trait in by_trait(self.quotas).values()
        )


def all_quotas(election: RankedElection) -> tuple[Quota, ...]:
    """What is kept for the genders, and the quotas across them."""
    kept = ((Gender.WOMAN, election.kept.women), (Gender.MAN, election.kept.men))
    genders = [Quota("gender", gender.value, least) for gender, least in kept if least]
    return (*genders, *election.quotas)


def traits_of(election: RankedElection) -> dict[int, dict[str, str]]:
    """The traits of each who stands, the gender among them."""
    return {
        one: {**election.traits.get(one, {}), "gender": gender}
        for one, gender in election.genders.items()
    }
