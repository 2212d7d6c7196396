"""A committee with confidential items in every shape, and who may and may not read them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from communes.domain import consensus, mending, recording, resolving, tasking
from communes.domain.acting import Actor
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.models import Account, AgendaItem, Body, Meeting, Person, Resolution, Task
from mandates.models import OfficeCode, Seat
from quotas.domain import electing, establishing, nominating
from quotas.domain.totalling import Tally
from tests.factories import world
from tests.factories.confederation import Confederation, confederation
from tests.factories.world import SYSTEM, Town

MARKER = "Zerife-4711"
"""Stands in every word that is confidential, and nowhere else."""


@dataclass
class Committee:
    """A committee of peace with its roll; one meeting signed, one going on."""

    made: Confederation
    body: Body
    members: list[Person]
    signed: Meeting
    sealed: AgendaItem
    decision: Resolution
    task: Task
    meeting: Meeting
    item: AgendaItem
    accounts: dict[str, Account] = field(default_factory=dict)


def words(what: str) -> str:
    """Words that nobody outside may find."""
    return f"{what} {MARKER}"


def committee() -> Committee:
    """One of everything that can be confidential."""
    made = confederation()
    home, now = made.home, made.now
    body = seated(home, [home.women[3], home.men[3]], now - timedelta(days=27))
    members = [home.women[3], home.men[3]]
    signed, decision, task = held(body, members, now - timedelta(days=9))
    meeting = convened(body, members, now - timedelta(hours=1))
    item = meeting.items.get(confidential=True)
    recording.write(item, text=words("Now"), version=0, by=Actor(members[0]), at=now)
    found = Committee(made, body, members, signed, decision.item, decision, task, meeting, item)
    _accounts(found)
    return found


def seated(home: Town, chairs: list[Person], at: datetime) -> Body:
    """A committee whose co-chairs the assembly elected."""
    body = establishing.establish_committee(
        home.body, field="peace", name="Peace", by=SYSTEM, at=at - timedelta(days=11), size=3
    )
    seats = Seat.objects.filter(body=body, office=OfficeCode.CO_CHAIR).order_by("pk")
    meeting = world.assembly(home, [PlannedItem("Peace", "election")], at=at)
    item = meeting.items.get()
    election = nominating.plan(item, list(seats), by=SYSTEM, at=at)
    rows = [nominating.stand(election, one, by=SYSTEM, at=at) for one in chairs]
    electing.elect(item, tally=Tally({row.pk: 9 for row in rows}), by=SYSTEM, at=at)
    return body


def convened(body: Body, members: list[Person], at: datetime) -> Meeting:
    """An open meeting with a plain and a confidential item."""
    items = [PlannedItem("Tea"), PlannedItem(words("A quarrel"), confidential=True)]
    by = Actor(members[0])
    meeting = convene(body, Invitation("Yard", at, items), by=by, at=at - timedelta(days=5))
    return world.opened(meeting, members, members[0], members, at)


def filled(meeting: Meeting, members: list[Person], at: datetime) -> tuple[Resolution, Task]:
    """A record, a block, a decision mended and a task under the confidential item."""
    item, by = meeting.items.get(confidential=True), Actor(members[0])
    recording.write(item, text=words("Record"), version=0, by=by, at=at)
    consensus.record_block(item, blocks=1, reasons=[words("Block")], by=by, at=at)
    consensus.adjourn(item, to_next=False, by=by, at=at)
    consensus.take_up(item, by=by, at=at)
    slip = resolving.adopt(item, count=Count(2), text=words("Decided"), by=by, at=at)
    told = {"text": words("Mended"), "reason": words("Slip")}
    decision = mending.mend(slip, count=Count(1, 0, 1), **told, by=by, at=at)
    due = (at + timedelta(days=30)).date()
    task = tasking.give(item, text=words("Task"), due=due, person=members[1], by=by, at=at)
    return decision, task


def carried(task: Task, person: Person, at: datetime) -> None:
    """The task is carried on."""
    due, by = task.due + timedelta(days=9), Actor(person)
    sentence = words("Report")
    tasking.report(task, outcome="carried", sentence=sentence, due=due, by=by, at=at)


def held(body: Body, members: list[Person], at: datetime) -> tuple[Meeting, Resolution, Task]:
    """A signed meeting with a record, a block, a decision mended, a task reported on."""
    meeting = convened(body, members, at)
    decision, task = filled(meeting, members, at)
    world.closed_and_signed(meeting, members, at + timedelta(hours=1))
    carried(task, members[1], at + timedelta(days=1))
    return meeting, decision, task


def _accounts(found: Committee) -> None:
    """Everyone in turn: members of the roll, and all who stand outside it."""
    home = found.made.home
    outside = {name: one for name, one in found.made.accounts.items() if one.person}
    members = {person.pk for person in found.members}
    found.accounts = {name: one for name, one in outside.items() if one.person_id not in members}
    boss = Account.objects.create(username="boss", is_staff=True, is_superuser=True)
    staff = world.account("staff", home.men[4])
    staff.is_staff = staff.is_superuser = True
    staff.save()
    found.accounts |= {"boss": boss, "staff": staff}
    first = Account.objects.filter(person=found.members[0]).first()
    second = Account.objects.filter(person=found.members[1]).first()
    found.accounts["member"] = first or world.account("member", found.members[0])
    found.accounts["bearer"] = second or world.account("bearer", found.members[1])
