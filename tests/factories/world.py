"""A small confederation with a named cast, made through the deeds themselves.

Everything happens at `NOW` unless told otherwise; a test moves the clock by passing `at=`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from communes import charter as texts
from communes.domain import (
    attending,
    chartering,
    closing,
    opening,
    planning,
    registering,
    resolving,
    signing,
)
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.domain.registering import Home, Particulars
from communes.models import (
    Account,
    AgendaItem,
    Body,
    BodyParameter,
    Charter,
    Household,
    Meeting,
    OpenPoint,
    Person,
    Resolution,
)
from mandates.models import Mandate, OfficeCode, Seat
from quotas.domain import auditing, electing, establishing, judging, nominating
from quotas.domain.establishing import BodyTerms
from quotas.domain.founding import Gathering, found_commune
from quotas.domain.nominating import seats_of
from quotas.domain.totalling import Tally
from quotas.models import Audit, Candidacy

NOW = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
ZONE = "Asia/Damascus"
SYSTEM = Actor(basis="test")
PASSWORD = "olive-tree-42"


@dataclass
class Town:
    """A commune with residents and, once `elected`, its officers."""

    body: Body
    founding: Meeting
    recorder: Person
    women: list[Person] = field(default_factory=list)
    men: list[Person] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Everyone of age, women first."""
        return [*self.women, *self.men]


def charter_in_force(at: datetime = NOW) -> Charter:
    """The shipped charter, in force since a year before `at`."""
    known = Charter.objects.first()
    if known is not None:
        return known
    text = texts.shipped("confederal-2014")
    since = at - timedelta(days=800)
    return chartering.put_in_force(text, name="confederal-2014", by=SYSTEM, at=since)


def resident(
    commune: Body,
    name: str,
    gender: str,
    *,
    birth_year: int = 1985,
    household: Household | None = None,
    at: datetime = NOW,
) -> Person:
    """A resident entered into the register."""
    told = Particulars(name=name, gender=gender, birth_year=birth_year)
    home = Home(existing=household) if household else Home(name=f"House of {name}")
    return registering.arrive(commune, particulars=told, home=home, by=SYSTEM, at=at).person


def town(name: str = "Komîna Zeytûn", *, pairs: int = 10, at: datetime = NOW) -> Town:
    """A commune just founded, with so many women and men; its founding meeting is convened."""
    charter_in_force(at)
    founded = found_commune(
        BodyTerms(name, ZONE, "en"),
        Gathering("School yard", at),
        recorder=Particulars(f"Rûken of {name}", "woman", 1980),
        home=Home(name="House 1"),
        by=SYSTEM,
        at=at,
    )
    made = Town(founded.commune, founded.meeting, founded.recorder)
    for number in range(pairs):
        made.women.append(resident(made.body, f"Woman {number} of {name}", "woman", at=at))
        made.men.append(resident(made.body, f"Man {number} of {name}", "man", at=at))
    return made


def opened(
    meeting: Meeting, chairs: list[Person], recorder: Person, present: list[Person], at: datetime
) -> Meeting:
    """Open a meeting and let these people in."""
    opening.open_meeting(meeting, chairs=chairs, recorder=recorder, by=SYSTEM, at=at)
    attending.check_in(meeting, present, by=SYSTEM, at=at)
    return meeting


def elect_one(item: AgendaItem, person: Person, votes: int, at: datetime) -> Resolution:
    """Let one candidate stand and win."""
    election = nominating.of_item(item)
    assert election is not None
    stands = nominating.stand(election, person, by=SYSTEM, at=at)
    return electing.elect(item, tally=Tally({stands.pk: votes}), by=SYSTEM, at=at)


def elect_one_of(candidacy: Candidacy, at: datetime) -> Mandate:
    """Let somebody who stands win; whoever else stands gets no vote."""
    election = candidacy.election
    votes = {row.pk: 7 if row == candidacy else 0 for row in election.candidacies.all()}
    electing.elect(election.item, tally=Tally(votes), by=SYSTEM, at=at)
    return Mandate.objects.in_force(at).get(person=candidacy.person, seat__in=seats_of(election))


def closed_and_signed(meeting: Meeting, chairs: list[Person], at: datetime) -> Meeting:
    """Close the meeting; its chairs sign."""
    closing.close(meeting, by=SYSTEM, at=at)
    for chair in chairs:
        signing.sign(meeting, person=chair, by=Actor(chair), at=at)
    meeting.refresh_from_db()
    return meeting


def settled_town(name: str = "Komîna Zeytûn", *, pairs: int = 10, at: datetime = NOW) -> Town:
    """A commune whose founding meeting elected the first woman and man, and a secretary.

    Co-chairs are `women[0]` and `men[0]`, secretary `women[1]`; the last pair chaired.
    """
    made = town(name, pairs=pairs, at=at)
    chairs = [made.women[-1], made.men[-1]]
    opened(made.founding, chairs, made.recorder, made.people, at)
    for item in made.founding.items.filter(kind="election").order_by("position"):
        election = nominating.of_item(item)
        assert election is not None
        seat = nominating.seats_of(election)[0]
        winner = made.women[0] if seat.reserved_gender == "woman" else made.men[0]
        if seat.office == OfficeCode.SECRETARY:
            winner = made.women[1]
        elect_one(item, winner, 10, at)
    closed_and_signed(made.founding, chairs, at + timedelta(hours=2))
    return made


def assembly(
    made: Town,
    titles: list[PlannedItem] | None = None,
    *,
    at: datetime,
    present: list[Person] | None = None,
) -> Meeting:
    """An open assembly of the town at the instant, convened ten days before by its officers."""
    items = titles or [PlannedItem("Water pump"), PlannedItem("Any other business", "discussion")]
    held = convene(
        made.body,
        Invitation("School yard", at, items),
        by=Actor(made.women[0]),
        at=at - timedelta(days=10),
    )
    chairs = [made.women[0], made.men[0]]
    return opened(held, chairs, made.women[1], present or made.people, at)


def decide(item: AgendaItem, count: Count, at: datetime, text: str = "") -> Resolution:
    """Enter a plain decision."""
    return resolving.adopt(item, count=count, text=text, by=SYSTEM, at=at)


def publishes(body: Body, at: datetime = NOW, **more: Any) -> None:
    """The body's own charter opens its minutes to everyone; `more` sets further parameters."""
    told = {"readers": "everyone", "names": "initials", **more}
    for name, value in told.items():
        BodyParameter.objects.create(
            body=body, section="publication", name=name, value=value, since=at - timedelta(days=700)
        )


def awaited(body: Body) -> list[OpenPoint]:
    """What waits for the body's next agenda, but for minutes to be approved, which always do."""
    return [point for point in planning.waiting(body) if point.kind != "approval"]


def account(name: str, person: Person | None, password: str = PASSWORD) -> Account:
    """An account that can sign in."""
    made = Account(username=name, person=person)
    made.set_password(password)
    made.save()
    return made


def seat(body: Body, office: str, reserved: str = "") -> Seat:
    """The first seat of the office, of the reservation if one is named."""
    rows = Seat.objects.filter(body=body, office=office)
    return (rows.filter(reserved_gender=reserved) if reserved else rows).order_by("pk")[0]


def holder(of: Seat, at: datetime) -> Mandate | None:
    """Who holds the seat at the instant."""
    return Mandate.objects.filter(seat=of).in_force(at).first()


def audited(scope: Body, at: datetime) -> Audit:
    """An audit of a branch as of this day: the lives of its findings begin."""
    ordered = auditing.order(judging.day_of(at), scope=scope, account=None, by=SYSTEM, at=at)
    return auditing.run(ordered, at=at)


def auditor(made: Town, person: Person, at: datetime) -> Mandate:
    """An auditor of the town's branch, elected in its assembly."""
    place = establishing.add_auditor(made.body, by=SYSTEM, at=at - timedelta(days=11))
    meeting = assembly(made, [PlannedItem("Auditor", "election")], at=at)
    item = meeting.items.get()
    nominating.plan(item, [place], by=SYSTEM, at=at)
    elect_one(item, person, 9, at)
    found = holder(place, at)
    assert found is not None
    return found
