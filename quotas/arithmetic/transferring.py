"""The single transferable vote: the weighted inclusive Gregory method, as in Scotland.

The source is the Scottish Local Government Elections Order 2007, Schedule 1, rules 45 to 52:
Droop's quota; every paper of an elected candidate passes on with its value times surplus over
votes, to five decimals, any remainder ignored; the highest surplus first; then whoever has the
fewest votes is excluded, papers keeping their value; who is left when the seats just suffice is
elected. With seats reserved for women or men, and quotas across them, the candidates are guarded
(`keeping`): those who can no longer sit anywhere are excluded together before anything else
happens *(ours)*.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from quotas.arithmetic.guarding import vacant
from quotas.arithmetic.keeping import Guard, all_quotas, guard_of, traits_of
from quotas.arithmetic.ranked import (
    UNIT,
    Counted,
    Deed,
    RankedElection,
    RankedTie,
    Round,
    Why,
)
from quotas.arithmetic.seating import TieBreak
from quotas.arithmetic.tie_rules import TieRule
from quotas.arithmetic.tied import choose, ranked_by
from quotas.arithmetic.traits import shorts

Pile = dict[int, list[int]]
"""Papers by the value with which they came; they are named by their ranking's index."""


def count(
    election: RankedElection, order: TieBreak, rule: TieRule = TieRule.WOMAN_FIRST
) -> Counted:
    """Count the papers; `order`, by the `rule`, settles ties that no earlier round settles.

    In which order papers and candidates are given does not matter.
    """
    going = _Count(election, order, rule)
    going.first()
    while (deed := going.next_deed()) is not None:
        deed()
    return going.counted()


@dataclass(frozen=True)
class _Moved:
    """Whose papers a round transfers, who gains what, what goes out, and why."""

    of: Sequence[int] = ()
    gained: Mapping[int, int] = field(default_factory=dict)
    spent: int = 0
    lost: int = 0
    why: Why | None = None
    guarded: tuple[int, ...] = ()


@dataclass
class _Count:
    election: RankedElection
    order: TieBreak
    rule: TieRule = TieRule.WOMAN_FIRST
    rankings: list[tuple[tuple[int, ...], int]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    piles: dict[int, Pile] = field(default_factory=lambda: defaultdict(dict))
    votes: dict[int, int] = field(default_factory=dict)
    continuing: set[int] = field(default_factory=set)
    elected: list[int] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    ties: list[RankedTie] = field(default_factory=list)
    ranks: dict[int, int] = field(default_factory=dict)
    gone: int = 0

    def first(self) -> None:
        """Rule 45: sort the papers by first preference."""
        self.continuing = set(self.election.genders)
        self.votes = dict.fromkeys(sorted(self.continuing), 0)
        self.rankings = [(way, n) for way, n in sorted(self.election.ballots.items()) if way and n]
        self.places = [0] * len(self.rankings)
        for way, (ranking, papers) in enumerate(self.rankings):
            self.piles[ranking[0]].setdefault(UNIT, []).append(way)
            self.votes[ranking[0]] += papers * UNIT
        self._end(Deed.FIRST, _Moved())

    def next_deed(self) -> Callable[[], None] | None:
        """What the next round does, None when the count is over."""
        able = self.guard.able(self.elected, self.continuing)
        if not able:
            return None
        if len(able) < len(self.continuing):
            doomed = sorted(self.continuing.difference(able))
            return lambda: self._exclude(doomed, Why.NO_SEAT)
        surpluses = [one for one in self.elected if self.votes[one] > self.quota]
        if surpluses:
            return lambda: self._pass_surplus(self._pick(surpluses, lowest=False))
        return self._exclude_lowest

    def counted(self) -> Counted:
        """The whole count, when it is over."""
        election, traits = self.election, traits_of(self.election)
        asked = all_quotas(election) if election.quotas else ()
        return Counted(
            quota=self.election.quota,
            papers=self.election.papers,
            elected=tuple(self.elected),
            rounds=tuple(self.rounds),
            vacant=vacant(election.kept, [election.genders[one] for one in self.elected]),
            quotas=election.quotas,
            unmet=shorts((traits[one] for one in self.elected), asked),
        )

    @property
    def quota(self) -> int:
        return self.election.quota * UNIT

    @cached_property
    def guard(self) -> Guard:
        return guard_of(self.election)

    def _pick(self, among: Sequence[int], *, lowest: bool) -> int:
        """The one with the fewest votes, or the most; a tie is settled and noted."""
        wanted = (min if lowest else max)(self.votes[one] for one in among)
        tied = [one for one in among if self.votes[one] == wanted]
        if len(tied) == 1:
            return tied[0]
        told = self.ranks, self.election.genders, self.order
        tie = choose(tied, *told, lowest=lowest, rule=self.rule)
        if tie not in self.ties:
            self.ties.append(tie)
        return tie.chosen

    def _pass_surplus(self, candidate: int) -> None:
        """Rule 48: each paper at its value times surplus over votes, remainders ignored."""
        total = self.votes[candidate]
        surplus = total - self.quota
        gained, spent = self._spread([candidate], lambda value: surplus * value // total)
        self.votes[candidate] = self.quota
        lost = surplus - spent - sum(gained.values())
        self._end(Deed.SURPLUS, _Moved([candidate], gained, spent, lost))

    def _exclude_lowest(self) -> None:
        """Rule 50, of those who are not guarded: there is always one, or all would be seated."""
        guarded = self.guard.guarded(self.elected, self.continuing)
        lowest = self._pick(sorted(self.continuing.difference(guarded)), lowest=True)
        votes = self.votes
        passed = (one for one in guarded if votes[one] < votes[lowest])
        self._exclude([lowest], Why.FEWEST, tuple(sorted(passed)))

    def _exclude(self, out: Sequence[int], why: Why, guarded: tuple[int, ...] = ()) -> None:
        self.continuing.difference_update(out)
        gained, spent = self._spread(out, lambda value: value)
        for one in out:
            self.votes[one] = 0
        self._end(Deed.EXCLUSION, _Moved(out, gained, spent, 0, why, guarded))

    def _spread(
        self, out: Sequence[int], worth: Callable[[int], int]
    ) -> tuple[Mapping[int, int], int]:
        """Pass all their papers to the next who continues; who gains what, and what goes out."""
        gained: Counter[int] = Counter()
        spent = 0
        for pile in [self.piles.pop(one, {}) for one in out]:
            for value, papers in pile.items():
                passed = worth(value)
                for to, ways in self._by_next(papers).items():
                    votes = passed * sum(self.rankings[way][1] for way in ways)
                    if to is None:
                        spent += votes
                    else:
                        gained[to] += votes
                        self.piles[to].setdefault(passed, []).extend(ways)
        for to, votes in gained.items():
            self.votes[to] += votes
        return gained, spent

    def _by_next(self, ways: Iterable[int]) -> dict[int | None, list[int]]:
        """The rankings by the next on them who continues, None for nobody; moves their places."""
        continuing, places, rankings = self.continuing, self.places, self.rankings
        found: dict[int | None, list[int]] = defaultdict(list)
        for way in ways:
            ranking, to = rankings[way][0], None
            for place in range(places[way] + 1, len(ranking)):
                if ranking[place] in continuing:
                    places[way], to = place, ranking[place]
                    break
            found[to].append(way)
        return found

    def _end(self, deed: Deed, moved: _Moved) -> None:
        """Elect whom the votes now elect, and write the round down."""
        self.gone += moved.spent + moved.lost
        elected = tuple(self._elect())
        self.rounds.append(
            Round(
                number=len(self.rounds) + 1,
                deed=deed,
                of=tuple(moved.of),
                why=moved.why,
                transfers=dict(sorted(moved.gained.items())),
                exhausted=moved.spent,
                lost=moved.lost,
                votes=dict(self.votes),
                nontransferable=self.gone,
                elected=elected,
                guarded=moved.guarded,
                ties=tuple(self.ties),
            )
        )
        self.ties.clear()
        self.ranks = ranked_by(self.votes, self.ranks)

    def _elect(self) -> Iterable[tuple[int, Why]]:
        """Rule 47, then rule 52: who reached the quota and finds a seat, then all if they fit."""
        reached = [one for one in self.continuing if self.votes[one] >= self.quota]
        for one in self._ranked(reached):
            if one in self.guard.able(self.elected, self.continuing):
                self._seat(one)
                yield one, Why.QUOTA
        if self.continuing and self.guard.all_fit(self.elected, self.continuing):
            for one in self._ranked(self.continuing):
                self._seat(one)
                yield one, Why.LAST

    def _seat(self, one: int) -> None:
        self.continuing.remove(one)
        self.elected.append(one)

    def _ranked(self, candidates: Iterable[int]) -> list[int]:
        """Most votes first."""
        left, ranked = sorted(candidates), []
        while left:
            ranked.append(self._pick(left, lowest=False))
            left.remove(ranked[-1])
        return ranked
