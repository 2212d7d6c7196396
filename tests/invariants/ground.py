"""One confederation in which every law has something to be broken on, made through the deeds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model

from communes.domain import (
    attending,
    closing,
    consensus,
    mending,
    moving,
    opening,
    resolving,
    retiming,
    speaking,
    tasking,
    voting,
    womens,
)
from communes.domain.convening import Invitation, convene
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.domain.recounting import Times
from communes.models import (
    Account,
    AgendaItem,
    Attendance,
    Ballot,
    Body,
    ConveningRequest,
    Meeting,
    MotionVersion,
    Person,
    Relation,
    Role,
    Task,
)
from councils.domain import seating
from councils.models import Joining
from mandates.domain import (
    ending,
    instructing,
)
from mandates.domain.instructing import Bond
from mandates.models import EndReason, Mandate, OfficeCode
from quotas.domain import auditing, nominating, piling
from quotas.domain.establishing import BodyTerms
from quotas.models import Audit, Election, Primary
from tests.factories import world
from tests.factories.world import SYSTEM, Town
from tests.invariants.days import BASE, MET, OLD, TODAY
from tests.invariants.surroundings import demand, surround

M = TypeVar("M", bound=Model)


@dataclass
class Ground:
    """What the attempts lay hands on."""

    old: Town
    town: Town
    other: Town
    women: Body
    council: Body
    second_council: Body
    account: Account
    motion: MotionVersion
    open: Meeting
    closed: Meeting
    womens: Meeting
    womens_election: Election
    ballot: Ballot
    closed_ballot: Ballot
    womens_ballot: Ballot
    demand: ConveningRequest
    audit: Audit

    @property
    def woman(self) -> Person:
        """A member who holds no seat."""
        return self.town.women[-2]

    @property
    def man(self) -> Person:
        """A member who holds no seat."""
        return self.town.men[-2]

    @property
    def signed(self) -> Meeting:
        """A meeting whose minutes are signed."""
        return self.town.founding

    def chair(self, gender: str = "woman") -> Mandate:
        """The mandate of the town's co-chair."""
        return Mandate.objects.get(
            seat__body=self.town.body,
            seat__office=OfficeCode.CO_CHAIR,
            seat__reserved_gender=gender,
            end_reason="",
        )

    def delegate(self) -> Mandate:
        """The delegate's mandate that rests on the woman co-chair's."""
        return Mandate.objects.get(rests_on=self.chair())

    def stay(self, meeting: Meeting | None = None) -> Attendance:
        """Somebody who is in the room of an open meeting."""
        rows = Attendance.objects.filter(meeting=meeting or self.open, left_at__isnull=True)
        return rows.order_by("pk")[0]

    def item(self, meeting: Meeting, kind: str = "decision") -> AgendaItem:
        """The first item of the kind."""
        return meeting.items.filter(kind=kind).order_by("position")[0]


def lay() -> Ground:
    """Everything, from the oldest list to the vote that is still open."""
    old = world.settled_town("Komîna Kevn", pairs=8, at=OLD)
    called(old, OLD + timedelta(days=20))
    town = world.settled_town(pairs=8, at=BASE)
    other = world.town("Komîna Gulan", pairs=1, at=BASE)
    council, second = _councils(town)
    motion = moving.raise_motion(
        council, title="Water", text="Pipes for all.", by=SYSTEM, at=BASE + timedelta(days=2)
    )
    women = Body.objects.get(affiliations__parent=town.body, affiliations__relation=Relation.BESIDE)
    account = world.account("secretary", town.women[1])
    closed = _closed(town)
    meeting, ballot, closed_ballot = _open(town, motion)
    womens, election, womens_ballot = _womens(women, town)
    asked = demand(women, town)
    surround(town, account)
    audit = auditing.order(BASE.date(), scope=town.body, account=account, by=SYSTEM, at=TODAY)
    return Ground(
        old,
        town,
        other,
        women,
        council,
        second,
        account,
        motion,
        meeting,
        closed,
        womens,
        election,
        ballot,
        closed_ballot,
        womens_ballot,
        asked,
        auditing.run(audit, at=TODAY),
    )


def of(model: type[M], **which: object) -> M:
    """The first row that answers the description."""
    row: M = model._default_manager.filter(**which).order_by("pk")[0]
    return row


def called(made: Town, at: datetime) -> Meeting:
    """A signed assembly that decided by calling every name; one who came later was corrected."""
    held = world.assembly(made, [PlannedItem("Pump"), PlannedItem("Anew", "election")], at=at)
    item = held.items.get(kind="decision")
    ranked(held.items.get(kind="election"), made, at)
    ballot = voting.open_vote(item, by=SYSTEM, at=at)
    for person in made.people[:12]:
        voting.cast(ballot, person=person, choice="for", by=SYSTEM, at=at)
    voting.close_vote(ballot, by=SYSTEM, at=at)
    count = Count(12, method="roll_call")
    resolving.adopt(item, count=count, text="", by=SYSTEM, at=at, ballot=ballot)
    stay, over = held.attendances.get(person=made.people[-1]), at + timedelta(hours=1)
    times, why = Times(at + timedelta(minutes=9), over), "Came later."
    retiming.retime(stay, times=times, by=SYSTEM, at=over, reason=why, knowing=True)
    return world.closed_and_signed(held, [made.women[0], made.men[0]], at + timedelta(hours=2))


def ranked(item: AgendaItem, made: Town, at: datetime) -> None:
    """An election by ranked papers, of which one is typed in; before it the women voted."""
    seat = world.seat(made.body, OfficeCode.SECRETARY)
    election = nominating.plan(item, [seat], method="ranked", by=SYSTEM, at=at)
    stands = nominating.stand(election, made.women[3], by=SYSTEM, at=at)
    piling.add(election, ranking=[stands], papers=1, by=SYSTEM, at=at)
    counted = {"votes": {stands.key: 4}, "named": [stands.key], "abstain": 0, "method": "hands"}
    room = {"electorate": 9, "present": 5, "happened_at": at, "recorded_at": at}
    Primary.objects.create(election=election, **counted, **room)


def _councils(town: Town) -> tuple[Body, Body]:
    at = BASE + timedelta(days=1)
    made = [
        seating.establish_council(
            "neighbourhood", BodyTerms(name, world.ZONE, "en"), by=SYSTEM, at=at
        )
        for name in ("Council", "Second council")
    ]
    seating.seat_unit(town.body, made[0], by=SYSTEM, at=at)
    Joining.objects.create(unit=town.body, host=made[0], asked_at=at, accepted_at=at)
    return made[0], made[1]


def _closed(town: Town) -> Meeting:
    """Closed and not signed, with a decision; and an election of the secretary anew."""
    at = BASE + timedelta(days=20)
    secretary = world.seat(town.body, OfficeCode.SECRETARY)
    held = world.assembly(town, [PlannedItem("Road"), PlannedItem("Secretary", "election")], at=at)
    slip = world.decide(held.items.get(kind="decision"), Count(12), at)
    mending.mend(slip, count=Count(13), text="", reason="Counted again.", by=SYSTEM, at=at)
    item = held.items.get(kind="election")
    nominating.plan(item, [secretary], by=SYSTEM, at=at)
    known = world.holder(secretary, at)
    assert known is not None
    ending.end(known, reason=EndReason.RESIGNED, by=SYSTEM, at=at)
    world.elect_one(item, town.women[2], 9, at)
    closing.close(held, by=SYSTEM, at=at)
    return held


def _open(town: Town, motion: MotionVersion) -> tuple[Meeting, Ballot, Ballot]:
    """Open, with one vote by name that is open, one that is closed, an instruction given."""
    titles = [PlannedItem("Pump"), PlannedItem("Fuel"), PlannedItem("Rest", "discussion")]
    held = world.assembly(town, [*titles, PlannedItem("Water", "instruction")], at=MET)
    pump, fuel = held.items.filter(kind="decision").order_by("position")
    ballots = [voting.open_vote(item, by=SYSTEM, at=MET) for item in (pump, fuel)]
    for ballot in ballots:
        voting.cast(ballot, person=town.women[0], choice="for", by=SYSTEM, at=MET)
    voting.close_vote(ballots[1], by=SYSTEM, at=MET)
    item = held.items.get(kind="instruction")
    instructing.plan(item, motion, by=SYSTEM, at=MET)
    instructing.instruct(item, bond=Bond("for"), count=Count(14), text="", by=SYSTEM, at=MET)
    _debate(held, town)
    _tasks(held, town)
    _blocks(held, fuel)
    rest = held.items.get(kind="discussion")
    womens.vote(rest, question="concerns", votes_for=4, against=1, by=SYSTEM, at=MET)
    return held, ballots[0], ballots[1]


def _blocks(held: Meeting, item: AgendaItem) -> None:
    """A block, an item put off and taken up, and one put off still."""
    consensus.record_block(item, blocks=1, reasons=["Fuel."], by=SYSTEM, at=MET)
    consensus.adjourn(item, to_next=False, by=SYSTEM, at=MET)
    consensus.take_up(item, by=SYSTEM, at=MET)
    rest = held.items.get(kind="discussion")
    consensus.adjourn(rest, to_next=False, by=SYSTEM, at=MET)


def _tasks(held: Meeting, town: Town) -> None:
    """One task that is carried on, and one that is done."""
    item, due = held.items.get(kind="discussion"), MET.date() + timedelta(days=9)
    for woman in town.women[2:4]:
        tasking.give(item, text="Ask the mayor", person=woman, due=due, by=SYSTEM, at=MET)
    first, second = Task.objects.order_by("pk")
    tasking.report(first, outcome="done", sentence="He agreed.", by=SYSTEM, at=MET)
    told = {"outcome": "carried", "sentence": "He is away.", "due": due + timedelta(days=9)}
    tasking.report(second, **told, by=SYSTEM, at=MET)  # type: ignore[arg-type]


def _debate(held: Meeting, town: Town) -> None:
    """Two men spoke; the women, whose list was empty, let the debate go on; one man waits."""
    item = held.items.get(kind="discussion")
    stays = held.attendances.filter(person__in=town.men).order_by("pk")[:3]
    spoke = [speaking.ask(item, stay, by=SYSTEM, at=MET) for stay in stays]
    speaking.give_floor(spoke[0], by=SYSTEM, at=MET)
    speaking.answer(item, goes_on=True, by=SYSTEM, at=MET)
    speaking.give_floor(spoke[1], by=SYSTEM, at=MET)


def _womens(women: Body, town: Town) -> tuple[Meeting, Election, Ballot]:
    """An open meeting of the women's assembly, with an election and an open vote."""
    items = [PlannedItem("Clinic"), PlannedItem("Co-chair", "election")]
    held = convene(women, Invitation("Yard", MET, items), by=SYSTEM, at=MET - timedelta(days=10))
    chairs = [town.women[0], town.women[3]]
    opening.open_meeting(held, chairs=chairs, recorder=town.women[1], by=SYSTEM, at=MET)
    opening.name_for(held, town.women[4], Role.WITNESS, by=SYSTEM, at=MET)
    attending.check_in(held, town.women, by=SYSTEM, at=MET)
    ballot = voting.open_vote(held.items.get(kind="decision"), by=SYSTEM, at=MET)
    voting.cast(ballot, person=town.women[0], choice="for", by=SYSTEM, at=MET)
    seat = world.seat(women, OfficeCode.CO_CHAIR)
    election = nominating.plan(held.items.get(kind="election"), [seat], by=SYSTEM, at=MET)
    nominating.stand(election, town.women[5], by=SYSTEM, at=MET)
    return held, election, ballot
