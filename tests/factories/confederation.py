"""A confederation that can grow: one of everything that pages list, then one more of each.

Pages ask the real clock, so everything here lies around the present: founded two months ago,
one assembly signed, one closed and waiting for signatures, one open now, one still to come.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from communes.domain import (
    closing,
    demanding,
    importing,
    inviting,
    moving,
    noticing,
    proposing,
    publishing,
    tasking,
    tokening,
)
from communes.domain.acting import Actor, acting
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Account, Body, Meeting, MotionVersion, Passkey, RegisterUpload
from communes.register_file import RegisterRow
from councils.domain import seating
from mandates.domain import filling, instructing, recalling
from mandates.domain.instructing import Bond
from mandates.models import OfficeCode
from quotas.domain import auditing, electing, establishing, nominating, totalling
from quotas.domain.establishing import BodyTerms
from quotas.domain.founding import Gathering, found_meeting
from tests.factories import binding, lots, petitions, world
from tests.factories.world import SYSTEM, Town

ROLES = ("secretary", "cochair1", "cochair2", "delegate", "admin", "resident")


@dataclass
class Confederation:
    """A commune with its year, a council above it, and accounts for the cast."""

    home: Town
    council: Body
    now: datetime
    accounts: dict[str, Account] = field(default_factory=dict)
    units: list[Town] = field(default_factory=list)
    motions: list[MotionVersion] = field(default_factory=list)
    open_meeting: Meeting | None = None
    grown: int = 0


def confederation(*, pairs: int = 12) -> Confederation:
    """One commune, one council, one of everything."""
    now = timezone.now()
    founded = now - timedelta(days=60)
    home = world.settled_town("Komîna Zeytûn", pairs=pairs, at=founded)
    host = seating.establish_council(
        "neighbourhood", BodyTerms("Meclîsa Taxê", world.ZONE, "en"), by=SYSTEM, at=founded
    )
    made = Confederation(home, host, now)
    admit(made, home, founded + timedelta(days=1))
    world.publishes(home.body)
    world.auditor(home, home.women[5], now - timedelta(days=40))
    names = [home.women[1], home.women[0], home.men[0], home.men[2], home.women[5], home.men[3]]
    for role, person in zip(ROLES, names, strict=True):
        made.accounts[role] = world.account(role, person)
    grow(made)
    open_one(made)
    world.audited(home.body, now)
    return made


def admit(made: Confederation, town: Town, at: datetime) -> None:
    """Let a commune send its co-chairs to the council."""
    seating.seat_unit(town.body, made.council, by=SYSTEM, at=at)
    made.units.append(town)


def grow(made: Confederation) -> None:
    """One more of everything that a page lists."""
    made.grown += 1
    number = made.grown
    if number > 1:
        founded = made.now - timedelta(days=50 - number)
        town = world.settled_town(f"Komîna {number}", pairs=8, at=founded)
        admit(made, town, founded + timedelta(days=1))
    _lives(made, number)
    _meets(made, number)
    _delegates(made, number)
    binding.voted(made.home, made.council, made.now, number)
    _measures(made, number)
    petitions.grow(made.home, number, made.now - timedelta(days=2))
    _keeps_safe(made, number)
    noticing.deliver(made.now)


def _keeps_safe(made: Confederation, number: int) -> None:
    """A device more, a passkey and a token of the secretary."""
    account = made.accounts["secretary"]
    Client().force_login(account)
    told = {"name": f"Stick {number}", "host": "testserver", "credential_id": f"{number:08d}"}
    Passkey.objects.create(account=account, made_at=made.now - timedelta(days=1), **told)
    terms = tokening.Terms(f"Program {number}", "read", 90)
    tokening.make(account, terms, by=Actor(account=account), at=made.now)


def open_one(made: Confederation) -> Meeting:
    """The assembly that is going on now, with one item of each kind."""
    at = made.now - timedelta(hours=1)
    items = [
        PlannedItem("Opening", "discussion", planned_minutes=5),
        PlannedItem("Water pump", planned_minutes=20),
        PlannedItem("Committee", "election"),
        PlannedItem("The shared well", "instruction"),
        PlannedItem("Another council", "joining"),
        PlannedItem("A committee for the school", "committee"),
        PlannedItem("Who audits us", "auditor"),
        PlannedItem("Who keeps our papers", "appointment"),
        PlannedItem("Recall", "recall"),
        *binding.waiting(made.home.body),
        PlannedItem("A new charter", "charter"),
        PlannedItem("Who writes for us", "sortition"),
    ]
    meeting = world.assembly(made.home, items, at=at)
    by_kind = {item.kind: item for item in meeting.items.all()}
    seat = world.seat(made.home.body, OfficeCode.AUDITOR)
    electing_item = by_kind["election"]
    nominating.plan(electing_item, [seat], by=SYSTEM, at=at)
    election = nominating.of_item(electing_item)
    assert election is not None
    nominating.stand(election, made.home.men[5], by=SYSTEM, at=at)
    instructing.plan(by_kind["instruction"], made.motions[0], by=SYSTEM, at=at)
    lots.drawn(made.home, by_kind["sortition"], at)
    recalling.plan(by_kind["recall"], petitions.chair(made.home, at), by=SYSTEM, at=at)
    made.open_meeting = meeting
    return meeting


def _lives(made: Confederation, number: int) -> None:
    """Residents, a committee, an invitation, a notice."""
    at = made.now - timedelta(days=30)
    home = made.home
    for offset in range(3):
        world.resident(home.body, f"Newcomer {number} {offset}", "woman", at=at)
    committee = establishing.establish_committee(
        home.body, field=f"field {number}", name=f"Committee {number}", by=SYSTEM, at=at, size=3
    )
    guest = world.resident(home.body, f"Guest {number}", "man", at=at)
    inviting.invite([guest], by=SYSTEM, at=at)
    _imports(made, number)
    _stands_in(made, committee, at)
    meeting = found_meeting(committee, Gathering("Hall", at), by=SYSTEM, at=at)
    assert meeting.body == committee


def _stands_in(made: Confederation, committee: Body, at: datetime) -> None:
    """An alternate for the committee's co-chair."""
    chair = world.holder(world.seat(made.home.body, OfficeCode.CO_CHAIR, "woman"), at)
    assert chair is not None
    assert chair.resolution is not None
    seat = world.seat(committee, OfficeCode.CO_CHAIR, "woman")
    with acting(by=SYSTEM, at=at) as acts:
        filling.name_alternates(seat, [made.home.women[5]], chair.resolution, acts=acts)


def _imports(made: Confederation, number: int) -> None:
    """A register file imported, and one uploaded that waits for its decision."""
    row = RegisterRow(2, f"House {number}", "", f"From a file {number}", "woman", 1991)
    importing.apply([row], made.home.body, by=SYSTEM, at=made.now - timedelta(days=30))
    RegisterUpload.objects.create(
        account=made.accounts["secretary"],
        commune=made.home.body.commune,
        filename="register.csv",
        data=f"household,address,name,gender,birth_year\n9,,Zozan {number},f,1990\n".encode(),
        uploaded_at=made.now,
    )


def _meets(made: Confederation, number: int) -> None:
    """One assembly signed, one closed, one to come, one demanded, a session of the council."""
    home, now = made.home, made.now
    chairs = [home.women[0], home.men[0]]
    signed = world.assembly(home, at=now - timedelta(days=20 + number))
    world.decide(signed.items.get(position=1), Count(15, 3, 1), signed.opened_at or now, "Pump")
    world.closed_and_signed(signed, chairs, now - timedelta(days=20 + number - 1))
    publishing.publish(signed, by=Actor(home.women[0]), at=now - timedelta(days=2))
    closed = world.assembly(home, at=now - timedelta(days=3, hours=number))
    _gives(made, closed)
    closing.close(closed, by=SYSTEM, at=now - timedelta(days=2))
    later = now + timedelta(days=10 + number)
    convene(
        home.body,
        Invitation("School yard", later, [PlannedItem(f"Roof {number}"), PlannedItem("School")]),
        by=Actor(home.women[0]),
        at=now,
    )
    proposing.propose(
        home.body,
        person=home.women[3],
        title=f"Shade {number}",
        text="Trees along the road.",
        kind="decision",
        by=Actor(home.women[3]),
        at=now,
    )
    demanding.demand(
        home.body,
        Invitation("Under the tree", later, [PlannedItem("Water")]),
        reason="The pump stands still.",
        signers=[home.women[2]],
        by=Actor(home.women[2]),
        at=now,
    )


def _gives(made: Confederation, meeting: Meeting) -> None:
    """A task for each account that is somebody of the home, and one that is over."""
    at = meeting.opened_at or made.now
    due, item = (made.now + timedelta(days=9)).date(), meeting.items.get(position=1)
    for person in (made.home.women[0], made.home.women[1], made.home.men[0]):
        told = tasking.give(item, text="Lamps", person=person, due=due, by=SYSTEM, at=at)
    tasking.report(told, outcome="done", sentence="They burn.", by=SYSTEM, at=at)


def _delegates(made: Confederation, number: int) -> None:
    """A motion before the council, the instruction on it, and the session that hears it."""
    at = made.now - timedelta(days=28)
    version = moving.raise_motion(
        made.council, title=f"Shared well {number}", text="Dig a well.", by=SYSTEM, at=at
    )
    made.motions.append(version)
    held = made.now - timedelta(days=15 + number)
    meeting = world.assembly(made.home, [PlannedItem("Well", "instruction")], at=held)
    item = meeting.items.get()
    instructing.plan(item, version, by=SYSTEM, at=held)
    bond = Bond("for")
    instructing.instruct(item, bond=bond, count=Count(20), text="", by=SYSTEM, at=held)
    session = made.now + timedelta(days=30 + number)
    items = [PlannedItem(version.motion.title, "motion", motion_version=version)]
    convene(made.council, Invitation("Hall", session, items), by=SYSTEM, at=made.now)


def _measures(made: Confederation, number: int) -> None:
    """An audit done, and the result of an election for its story."""
    audit = auditing.order(
        (made.now - timedelta(days=number)).date(),
        scope=made.home.body,
        account=made.accounts.get("admin"),
        by=SYSTEM,
        at=made.now,
    )
    auditing.run(audit, at=made.now)


def elect(item: Any, votes: int, at: datetime) -> None:
    """Seat the first candidate of an item."""
    election = nominating.of_item(item)
    assert election is not None
    first = election.candidacies.all()[0]
    electing.elect(item, tally=totalling.Tally({first.pk: votes}), by=SYSTEM, at=at)
