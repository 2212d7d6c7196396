"""Petitions on the way: a commune whose co-chair is old enough in office to be recalled."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from communes.domain.acting import Actor
from communes.models import BodyParameter, Person
from mandates.domain import petitioning, signing, verifying
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


def at_any_age(town: Town, at: datetime) -> None:
    """A body whose charter lets a petition be opened from a mandate's first day."""
    told = {"section": "recall", "name": "after_days", "since": at}
    BodyParameter.objects.get_or_create(body=town.body, **told, defaults={"value": 0})


def grow(town: Town, number: int, at: datetime) -> Petition:
    """One more petition: three have signed, a sheet waits for its verifiers.

    Accounts of at least three electors without an office are there already.
    """
    at_any_age(town, at)
    rows = Mandate.objects.in_force(at).filter(seat__body=town.body).order_by("pk")
    mandate = rows.select_related("seat__body", "person")[number - 1]
    made = petitioning.open_petition(mandate, grounds=GROUNDS, by=Actor(town.men[8]), at=at)
    for person in (*town.women[6:8], town.men[3]):
        signing.sign(made, by=Actor(person), at=at)
    signers, by = town.women[8:10], Actor(town.men[8])
    verifying.hand_in(made, signers=signers, lines=3, by=by, at=at)
    return made
