"""The story of a count for people, and how ranked papers are told: a sentence or more a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from communes.models import Method, Resolution
from mandates.models import Seat
from quotas import count_wording, quota_wording
from quotas.arithmetic import counts
from quotas.arithmetic.counts import KeptCount
from quotas.arithmetic.ranked import UNIT, Deed, Round
from quotas.domain import piling, ranking
from quotas.domain.nominating import seats_then
from quotas.models import Candidacy, Election


@dataclass(frozen=True)
class Line:
    """A candidate with the votes received, and the seat won, if one was."""

    candidacy: Candidacy
    votes: int
    seat: Seat | None


@dataclass(frozen=True)
class Standing:
    """Where a candidate stands at the end of a round; `votes` in words, `value` for a picture."""

    candidacy: Candidacy
    votes: str
    value: int
    elected: bool


@dataclass(frozen=True)
class RoundTold:
    """A round in sentences, and who has how many votes at its end."""

    number: int
    sentences: Sequence[str]
    standings: Sequence[Standing]


@dataclass(frozen=True)
class Story:
    """How a count came out, for people: the lines by votes, the sentences, the empty seats.

    Of ranked papers also the rounds; `quota` and `whole` (all votes) are in hundred-thousandths.
    """

    lines: Sequence[Line]
    displacements: Sequence[str]
    ties: Sequence[str]
    vacant: Sequence[Seat]
    alternates: Sequence[str] = ()
    unmet: Sequence[str] = ()
    abstain: int = 0
    resolution: Resolution | None = None
    rounds: Sequence[RoundTold] = ()
    quota: int = 0
    papers: int = 0
    method: str = ""
    voting: Sequence[str] = ()
    """Who voted, where not simply everyone."""
    tied: bool = False
    """Whether seats are empty because equal votes are voted on anew."""
    opened: Sequence[str] = ()

    @property
    def queues(self) -> bool:
        """Whether people stood in queues behind the candidates."""
        return self.method == Method.QUEUE

    @property
    def longest(self) -> int:
        """How many stood in the longest queue, for the length of a picture's rows."""
        return max((line.votes for line in self.lines), default=0)

    @property
    def quota_value(self) -> int:
        """The quota as pictures take it."""
        return self.quota * UNIT

    @property
    def seats(self) -> int:
        """How many seats there were to fill."""
        return len(self.vacant) + sum(1 for line in self.lines if line.seat is not None)

    @property
    def whole(self) -> int:
        """The length of a picture's row: the most that anyone ever had, at least the quota."""
        most = [one.value for each in self.rounds for one in each.standings]
        return max([self.quota_value, *most])


def foreseen(election: Election, at: datetime) -> Story | None:
    """What the papers as they lie would come to; None while none ranks anyone."""
    reached = ranking.counted(election, at)
    if reached is None:
        return None
    kept = counts.of_facts(counts.as_facts(reached, seed=""))
    blank = sum(election.papers.filter(ranking=[]).values_list("papers", flat=True))
    return _story(election, piling.on_ballot(election), kept, abstain=blank)


def kept_story(election: Election, resolution: Resolution) -> Story:
    """The story of the result that stands, told from the rounds that it keeps."""
    facts: Mapping[str, Any] = resolution.facts
    by_person = {row.person.key: row for row in piling.on_ballot(election)}
    rows = [by_person[key] for key in facts["on_ballot"]]
    kept = counts.of_facts(facts["count"])
    return _story(election, rows, kept, abstain=facts["abstain"], resolution=resolution)


def _story(
    election: Election,
    rows: Sequence[Candidacy],
    kept: KeptCount,
    *,
    abstain: int,
    resolution: Resolution | None = None,
) -> Story:
    seats = seats_then(election, resolution.facts if resolution is not None else {})
    seated = {row.pk: seat for seat, row in ranking.placed(rows, seats, kept.elected)}
    taken = {seat.pk for seat in seated.values()}
    first = kept.rounds[0].votes

    def name(number: int) -> str:
        return rows[number - 1].person.name

    # Long: one line for each thing that is told.
    numbers = [*kept.elected, *(one for one in _by_first(first) if one not in kept.elected)]
    return Story(
        lines=[
            Line(rows[one - 1], first[one] // UNIT, seated.get(rows[one - 1].pk)) for one in numbers
        ],
        displacements=[count_wording.displaced(one, name) for one in kept.displaced],
        ties=[],
        vacant=[seat for seat in seats if seat.pk not in taken],
        alternates=alternates(
            resolution,
            {row.person.key: row.person.name for row in rows},
            {seat.key: seat for seat in seats},
        ),
        abstain=abstain,
        resolution=resolution,
        unmet=[quota_wording.unmet(one) for one in kept.unmet],
        rounds=_rounds(rows, kept),
        quota=kept.quota,
        papers=kept.papers,
    )


def alternates(
    resolution: Resolution | None, names: Mapping[str, str], seats: Mapping[str, Seat]
) -> list[str]:
    """Who stands in for which seat, as the decision has it."""
    told = resolution.facts.get("alternates", {}) if resolution is not None else {}
    words = _("Where the seat %(office)s %(number)s falls vacant, in this order: %(names)s.")
    return [
        words
        % {
            "office": seats[key].get_office_display(),
            "number": seats[key].number,
            "names": ", ".join(names[one] for one in people),
        }
        for key, people in told.items()
        if people
    ]


def _by_first(first: Mapping[int, int]) -> list[int]:
    return sorted(first, key=lambda one: (-first[one], one))


def _rounds(rows: Sequence[Candidacy], kept: KeptCount) -> list[RoundTold]:
    elected: set[int] = set()
    out: set[int] = set()
    told = []
    for one in kept.rounds:
        elected |= {who for who, _reason in one.elected}
        out |= set(one.of) if one.deed is Deed.EXCLUSION else set()
        told.append(_round(rows, one, elected, out))
    return told


def _round(rows: Sequence[Candidacy], one: Round, elected: set[int], out: set[int]) -> RoundTold:
    def name(number: int) -> str:
        return rows[number - 1].person.name

    left = sorted((who for who in one.votes if who not in out), key=lambda who: -one.votes[who])
    return RoundTold(
        number=one.number,
        sentences=count_wording.round_sentences(one, name),
        standings=[
            Standing(
                rows[who - 1], count_wording.votes(one.votes[who]), one.votes[who], who in elected
            )
            for who in left
        ],
    )
