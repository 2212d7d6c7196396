"""Petitions on the way: a commune whose co-chair is old enough in office to be recalled."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from communes.domain.acting import Actor
from communes.models import Person
from mandates.domain import petitioning, signing
from mandates.models import Mandate, OfficeCode, Petition
from tests.factories import world
from tests.factories.world import NOW, Town

GROUNDS = "She sold the pump and told nobody."
AFTER = timedelta(days=100)
"""So long after the election a petition may be opened."""


@dataclass
class Demand:
    """A petition against the woman co-chair of a settled commune."""

    town: Town
    petition: Petition
    opened: datetime

    @property
    def mandate(self) -> Mandate:
        """The mandate of the woman co-chair, as it is now."""
        return Mandate.objects.select_related("seat__body").get(pk=self.petition.mandate_id)

    @property
    def signers(self) -> list[Person]:
        """Electors who hold no seat."""
        return [*self.town.women[3:], *self.town.men[3:]]

    def fresh(self) -> Petition:
        """The petition, as it stands in the database now."""
        return Petition.objects.select_related("mandate__seat__body", "body").get(
            pk=self.petition.pk
        )

    def sign(self, *people: Person, at: datetime | None = None) -> list[str]:
        """Let these sign; returns the codes of their receipts."""
        when = at or self.opened + timedelta(days=1)
        return [signing.sign(self.petition, by=Actor(one), at=when).code for one in people]


def chair(town: Town, at: datetime = NOW) -> Mandate:
    """The mandate of the woman co-chair."""
    found = world.holder(world.seat(town.body, OfficeCode.CO_CHAIR, "woman"), at)
    assert found is not None
    return found


def demand(*, pairs: int = 10, at: datetime = NOW, town: Town | None = None) -> Demand:
    """A petition opened 100 days after the founding: of 21 electors at least 5 have to sign."""
    made = town or world.settled_town(pairs=pairs, at=at)
    opened = at + AFTER
    petition = petitioning.open_petition(
        chair(made, opened), grounds=GROUNDS, by=Actor(made.men[3]), at=opened
    )
    return Demand(made, petition, opened)
