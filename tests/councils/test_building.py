"""Whoever began with nothing builds a confederation on these pages, week by week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communes.domain import attending, closing, demanding, opening, planning, signing
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.planning import PlannedItem
from communes.models import Account, AgendaItem, Body, Meeting, Person
from mandates.models import Mandate, OfficeCode
from quotas.domain import nominating
from quotas.models import Audit
from tests.factories import world
from tests.factories.world import SYSTEM

pytestmark = pytest.mark.django_db

COUNT = {"method": "hands", "votes_for": "18", "against": "1", "abstain": "0", "text": ""}


@dataclass
class Clock:
    """The present, which a test moves on."""

    at: datetime

    def now(self) -> datetime:
        """The present instant."""
        return self.at

    def pass_days(self, days: int) -> datetime:
        """Some days later."""
        self.at += timedelta(days=days)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock by which pages go too."""
    made = Clock(world.NOW)
    monkeypatch.setattr(timezone, "now", made.now)
    return made


def as_person(person: Person) -> Client:
    """A browser in which the person is signed in."""
    known = Account.objects.filter(person=person).first()
    client = Client()
    client.force_login(known or world.account(f"account-{person.pk}", person))
    return client


def hold(
    body: Body, items: list[PlannedItem], chairs: list[Person], people: list[Person], clock: Clock
) -> Meeting:
    """Convene with ten days' notice, open, and let these people in; the second chair records."""
    at = clock.at + timedelta(days=10)
    meeting = convene(body, Invitation("Hall", at, items), by=SYSTEM, at=clock.at)
    clock.at = at
    opening.open_meeting(meeting, chairs=chairs, recorder=chairs[-1], by=SYSTEM, at=at)
    attending.check_in(meeting, people, by=SYSTEM, at=at)
    return meeting


def post(person: Person, name: str, item: AgendaItem, told: dict[str, str]) -> None:
    """Hand in a form about an item; it must go through."""
    answer = as_person(person).post(reverse(name, args=[item.public_id]), told)
    assert answer.status_code == 302, answer.content.decode()


def elect(item: AgendaItem, runner: Person, winner: Person, votes: int) -> None:
    """On the pages: put up, name another for whom it concerns, count."""
    post(runner, "candidates", item, {"person": winner.key})
    at = timezone.now()
    for role in nominating.concerned_roles(item, at):
        free = nominating.may_run(item, at)[0]
        post(runner, "name_for_election", item, {"role": role, "person": free.key})
    row = nominating.candidates(nominating.of_item(item))[0]  # type: ignore[arg-type]
    post(runner, "elect", item, {f"votes-{row.key}": str(votes), "method": "hands"})


def second_commune(founder: Person, clock: Clock) -> world.Town:
    """A further commune, from the founder's page to its elected officers."""
    told = {
        "name": "Komîna Rimman", "area": "", "time_zone": world.ZONE, "language": "en",
        "place": "School", "day": f"{clock.at:%Y-%m-%d}", "clock": "18:00",
        "recorder": "Zozan", "gender": "woman", "birth_year": "1990",
        "household": "House 7", "address": "",
    }  # fmt: skip
    assert as_person(founder).post("/communes/new/", told).status_code == 302
    body = Body.objects.get(name="Komîna Rimman")
    made = world.Town(body, body.meetings.get(), Person.objects.get(name="Zozan"))
    slip = as_person(founder).post(f"/communes/{body.key}/founded/invitation/")
    assert "Zozan" in slip.content.decode()
    for number in range(10):
        made.women.append(world.resident(body, f"Hêvî {number}", "woman", at=clock.at))
        made.men.append(world.resident(body, f"Baran {number}", "man", at=clock.at))
    chairs = [made.women[-1], made.men[-1]]
    world.opened(made.founding, chairs, made.recorder, made.people, clock.at)
    winners = {"woman": made.women[0], "man": made.men[0], "": made.women[1]}
    for item in made.founding.items.filter(kind="election").order_by("position"):
        seat = nominating.seats_of(nominating.of_item(item))[0]  # type: ignore[arg-type]
        elect(item, made.recorder, winners[seat.reserved_gender], 12)
    closing.close(made.founding, by=SYSTEM, at=clock.at)
    for chair in chairs:
        signing.sign(made.founding, person=chair, by=Actor(chair), at=clock.at)
    return made


def test_two_communes_a_council_its_co_chairs_and_an_auditor(clock: Clock) -> None:
    first = world.settled_town("Komîna Zeytûn", at=clock.at)
    officers = [first.women[0], first.men[0]]
    items = [PlannedItem("Council", "joining"), PlannedItem("Health", "committee")]
    meeting = hold(first.body, items, officers, first.people, clock)
    joining, committee = meeting.items.order_by("position")
    council = {"host": "new", "level": "neighbourhood", "name": "Taxa Bakur"}
    post(officers[1], "join_council", joining, {**COUNT, **council})
    form = {"field": "health", "name": "Health of Zeytûn", "size": "5"}
    post(officers[1], "form_committee", committee, {**COUNT, **form})
    host = Body.objects.get(kind="council")

    clock.pass_days(3)
    second = second_commune(first.women[0], clock)
    theirs = [second.women[0], second.men[0]]
    meeting = hold(second.body, [PlannedItem("Council", "joining")], theirs, second.people, clock)
    post(theirs[1], "join_council", meeting.items.get(), {**COUNT, "host": host.key})

    session = accepted(host, officers, clock)
    delegates = officers + theirs
    seats(session, host, delegates, clock)
    audited(session, host, delegates, clock)


def accepted(host: Body, delegates: list[Person], clock: Clock) -> Meeting:
    """The council has no co-chairs yet: its delegates convene themselves, and accept the unit."""
    at = clock.at + timedelta(days=25)
    items = [
        PlannedItem("Acceptance", "acceptance", point=planning.waiting(host)[0]),
        PlannedItem("Co-chair, a woman", "election"),
        PlannedItem("Co-chair, a man", "election"),
        PlannedItem("Auditor's seat", "auditor"),
        PlannedItem("Auditor", "election"),
    ]
    request = demanding.demand(
        host,
        Invitation("Hall", at, items),
        reason="Nobody chairs us yet.",
        signers=delegates,
        by=Actor(delegates[0]),
        at=clock.at,
    )
    meeting = request.meeting
    assert meeting is not None
    clock.at = at
    opening.open_meeting(meeting, chairs=delegates, recorder=delegates[1], by=SYSTEM, at=at)
    attending.check_in(meeting, delegates, by=SYSTEM, at=at)
    item = meeting.items.get(kind="acceptance")
    post(delegates[0], "accept_unit", item, {**COUNT, "votes_for": "2", "against": "0"})
    return meeting


def seats(session: Meeting, host: Body, delegates: list[Person], clock: Clock) -> None:
    """The four delegates elect a woman and a man; whoever stands does not run the item."""
    attending.check_in(session, delegates[2:], by=SYSTEM, at=clock.at)
    by_title = {item.title: item for item in session.items.all()}
    for title, gender, winner in (
        ("Co-chair, a woman", "woman", delegates[0]),
        ("Co-chair, a man", "man", delegates[3]),
    ):
        place = world.seat(host, OfficeCode.CO_CHAIR, gender)
        post(delegates[1], "plan_election", by_title[title], {"seats": place.key})
        elect(by_title[title], delegates[1], winner, 4)
        held = world.holder(place, clock.at)
        assert held is not None
        assert held.person == winner


def audited(session: Meeting, host: Body, delegates: list[Person], clock: Clock) -> None:
    """An auditor's seat, its election, and the first audit of the whole branch."""
    by_title = {item.title: item for item in session.items.all()}
    post(delegates[1], "make_auditor", by_title["Auditor's seat"], {**COUNT, "votes_for": "3"})
    place = world.seat(host, OfficeCode.AUDITOR)
    post(delegates[1], "plan_election", by_title["Auditor"], {"seats": place.key})
    elect(by_title["Auditor"], delegates[1], delegates[2], 4)
    assert Mandate.objects.in_force(clock.at).get(seat=place).person == delegates[2]
    clock.pass_days(1)
    told = {"scope": host.key, "on": f"{clock.at - timedelta(hours=12):%Y-%m-%d}"}
    client = as_person(delegates[2])
    page = client.get(client.post("/audit/", told)["Location"]).content.decode()
    audit = Audit.objects.get()
    assert audit.bodies == Body.objects.count()
    for name in ("Komîna Zeytûn", "Komîna Rimman", "Taxa Bakur", "Health of Zeytûn"):
        assert name in page
    tree = as_person(delegates[0]).get("/confederation/").content.decode()
    assert tree.index("Taxa Bakur") < tree.index("Komîna Rimman")
