"""Meetings around the present, for pages that ask the real clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from communes import freshness
from communes.domain import closing
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, Body, Meeting, Person
from tests.factories import world
from tests.factories.world import Town

PLAIN = [
    PlannedItem("Water pump", planned_minutes=12),
    PlannedItem("Heating oil for the school"),
    PlannedItem("Any other business", "discussion"),
]


@dataclass
class Gathering:
    """A settled commune whose assembly is open, and clients of its people.

    The co-chairs chair it, the secretary records it. `member` lives there and runs nothing,
    `stranger` lives in another commune, `guest` is an account without a person.
    """

    town: Town
    meeting: Meeting
    recorder: Client
    chairs: tuple[Client, Client]
    member: Client
    stranger: Client
    guest: Client

    @property
    def body(self) -> Body:
        """The commune."""
        return self.town.body

    def item(self, position: int = 1) -> AgendaItem:
        """An item of the open meeting, as it stands now."""
        return self.meeting.items.get(position=position)

    def close(self) -> None:
        """Close the meeting."""
        closing.close(self.meeting, by=Actor(self.town.women[1]), at=timezone.now())


def client_of(name: str, person: Person | None) -> Client:
    """A client signed in as the person."""
    client = Client()
    client.force_login(world.account(name, person))
    return client


def stale(client: Client, ago: timedelta = timedelta(minutes=16)) -> Client:
    """Let so much time pass since the client last proved that it is still its holder."""
    session = client.session
    session[freshness.PROVED] = (timezone.now() - ago).isoformat()
    session.save()
    return client


def gathering(
    *,
    pairs: int = 10,
    items: list[PlannedItem] | None = None,
    present: int | None = None,
    founded: int = 60,
) -> Gathering:
    """An assembly that opened half an hour ago, with `present` people in the room, women first.

    The officers were elected `founded` days ago.
    """
    now = timezone.now()
    town = world.settled_town(pairs=pairs, at=now - timedelta(days=founded))
    other = world.town("Komîna Rimman", pairs=1, at=now - timedelta(days=50))
    mixed = [one for pair in zip(town.women, town.men, strict=True) for one in pair]
    here = mixed if present is None else mixed[:present]
    meeting = world.assembly(
        town, items or PLAIN, at=now - timedelta(minutes=30), present=here or [town.women[0]]
    )
    return Gathering(
        town=town,
        meeting=meeting,
        recorder=client_of("recorder", town.women[1]),
        chairs=(client_of("chair1", town.women[0]), client_of("chair2", town.men[0])),
        member=client_of("member", town.men[3]),
        stranger=client_of("stranger", other.men[0]),
        guest=client_of("guest", None),
    )


def planned(held: Gathering, *, days: int = 6, items: list[PlannedItem] | None = None) -> Meeting:
    """A further assembly of the commune, convened yesterday for a day to come (0 is today)."""
    now = timezone.now()
    starts_at = now + (timedelta(days=days) if days else timedelta(minutes=1))
    return convene(
        held.body,
        Invitation("School yard", starts_at, items or PLAIN),
        by=Actor(held.town.women[0]),
        at=now - timedelta(days=8),
    )


def post(
    client: Client, url: str, *, htmx: str = "", waited: int | str | None = None, **fields: Any
) -> Any:
    """Hand in a form with a fresh key; with `htmx` as htmx does for that target, with `waited`
    (milliseconds) as an outbox does.

    The answer is the test client's, with its context.
    """
    headers = {"HX-Request": "true", "HX-Target": htmx} if htmx else {}
    if waited is not None:
        headers["Komin-Waited"] = str(waited)
    data = {"submission": str(uuid4()), **fields}
    return client.post(url, data, headers=headers)
