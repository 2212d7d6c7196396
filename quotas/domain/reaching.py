"""What a count of whatever method comes to: who sits where, what is empty, who was displaced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from communes.domain.counting import Count
from mandates.models import EndReason, Mandate, MandateBasis, Seat
from quotas.models import Candidacy, Displacement, Election


@dataclass(frozen=True)
class Passing:
    """Who would have been seated, who is (None: the seat stays empty), by which rule."""

    would_have: Candidacy
    seated: Candidacy | None
    seat: Seat
    code: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The whole outcome: `votes` by candidacy as its row keeps them, `facts` for the book,
    `alternates` the keys of who stands in for each seat; `anew` whether equal votes leave places
    open that are voted on anew.
    """

    seated: Sequence[tuple[Seat, Candidacy]]
    vacant: Sequence[Seat]
    votes: Mapping[int, int]
    displaced: Sequence[Passing]
    count: Count
    rule: str
    facts: Mapping[str, Any]
    alternates: Mapping[str, Sequence[str]]
    anew: bool = False

    def as_facts(self) -> dict[str, Any]:
        """What the resolution keeps: ids and figures, no names."""
        return {
            "seated": [{"seat": seat.key, "person": row.person.key} for seat, row in self.seated],
            "vacant": [seat.key for seat in self.vacant],
            "displaced": [
                {
                    "would_have": one.would_have.person.key,
                    "seated": one.seated.person.key if one.seated else None,
                    "seat": one.seat.key,
                    "reason": one.code,
                    **({"figures": dict(one.figures)} if one.figures else {}),
                }
                for one in self.displaced
            ],
            **self.facts,
        }


def granted(row: Candidacy) -> Mandate | None:
    """The mandate that came of a candidacy by the result that stands, None for who won nothing."""
    rows = Mandate.objects.filter(person=row.person_id, seat=row.seat_id)
    own = rows.filter(resolution__item=row.election.item_id).exclude(end_reason=EndReason.MENDED)
    own = own.exclude(basis=MandateBasis.EX_OFFICIO)
    return own.select_related("person", "seat__body", "resolution__item__meeting__body").first()


def keep(election: Election, rows: Sequence[Candidacy], result: Result) -> list[Candidacy]:
    """Write down the votes, who won which seat, and every displacement; returns who won."""
    won = {row.pk: seat for seat, row in result.seated}
    for row in rows:
        row.votes = result.votes[row.pk]
        row.seat = won.get(row.pk)
    Candidacy.objects.bulk_update(rows, ["votes", "seat"])
    Displacement.objects.bulk_create(
        Displacement(
            election=election,
            seat=one.seat,
            would_have=one.would_have,
            seated=one.seated,
            code=one.code,
            figures=dict(one.figures),
        )
        for one in result.displaced
    )
    known = {row.pk: row for row in rows}
    return [known[row.pk] for _seat, row in result.seated]
