"""Who elects the woman among the co-chairs: all, the women alone, or all whom the women named.

DOMAIN §6, a parameter of the charter of the day. A woman elector is an elector whose declared
gender is woman. A women's body has no others: there everyone votes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from communes.domain import chartering, counting
from communes.domain.counting import Electorate
from communes.kinds import Voters
from communes.models import AgendaItem, Body, Circle, Gender
from communes.problems import Problem
from mandates.models import OfficeCode, Seat
from quotas.models import Election, ElectionSeat, Primary
from quotas.parameters import ElectedBy, QuotasParameters

WOMEN: Voters = "women_electors"


@dataclass(frozen=True)
class Voting:
    """Who votes in an election: `women` is their electorate where they vote before or alone."""

    way: ElectedBy
    women: Electorate | None = None
    primary: Primary | None = None

    @property
    def alone(self) -> bool:
        """Whether nobody but the women votes."""
        return self.way is ElectedBy.WOMEN

    @property
    def first(self) -> bool:
        """Whether the women are to vote first, and have not."""
        return self.way is ElectedBy.PRIMARY and self.primary is None

    @property
    def none_here(self) -> bool:
        """Whether it needs the women, and none of them who may vote is in the room."""
        needed = self.alone or self.first
        return needed and self.women is not None and not self.women.present


def rules(body: Body, at: datetime) -> QuotasParameters:
    """This floor's parameters as the body has them."""
    return cast("QuotasParameters", chartering.parameters("quotas", at, body))


def elected_by(body: Body, seats: Sequence[Seat], at: datetime) -> ElectedBy:
    """Who elects to these seats when the body meets."""
    return rules(body, at).womens_co_chair if any(map(_womans, seats)) else ElectedBy.ALL


def way(election: Election, at: datetime) -> ElectedBy:
    """Who elects to the seats of the election."""
    rows = ElectionSeat.objects.filter(election=election).select_related("seat__body")
    return elected_by(election.item.meeting.body, [row.seat for row in rows], at)


def voting(election: Election, at: datetime) -> Voting:
    """Who votes in the election, and how many of the women there are and are here."""
    found = way(election, at)
    if found is ElectedBy.ALL:
        return Voting(found)
    women = counting.of_voters(election.item, WOMEN, at)
    return Voting(found, women, Primary.objects.filter(election=election).first())


def voters_of(item: AgendaItem, at: datetime) -> Voters | None:
    """The women alone, where the charter says so; None where it is as in any election."""
    rows = ElectionSeat.objects.filter(
        election__item=item, seat__office=OfficeCode.CO_CHAIR, seat__reserved_gender=Gender.WOMAN
    )
    if not rows.exclude(seat__body__circle=Circle.WOMEN).exists():
        return None
    alone = rules(item.meeting.body, at).womens_co_chair is ElectedBy.WOMEN
    return WOMEN if alone else None


def seats_problems(body: Body, seats: Sequence[Seat], at: datetime) -> list[Problem]:
    """Why one vote cannot fill these seats: others elect to one of them than to the rest."""
    if elected_by(body, seats, at) is ElectedBy.ALL or all(map(_womans, seats)):
        return []
    message = _(
        "By the charter the women vote apart on the woman among the co-chairs: her seat has an "
        "item of its own."
    )
    return [Problem("seats_apart", message, {}, "seats")]


def _womans(seat: Seat) -> bool:
    return (
        seat.office == OfficeCode.CO_CHAIR
        and seat.reserved_gender == Gender.WOMAN
        and seat.body.circle != Circle.WOMEN
    )
