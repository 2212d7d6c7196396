"""A petition beside a simple model of it: whatever is done, both come to the same.

The model knows nothing of the database: lists of signatures, a clock, and the words of DOMAIN §5.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from communes.domain.acting import Actor
from communes.models import Person
from communes.problems import Refused
from mandates.domain import concluding, ending, signing, verifying
from mandates.models import EndReason, Petition, Sheet
from tests.factories import petitions, world
from tests.factories.world import SYSTEM, Town

HOUR = timedelta(hours=1)


@dataclass
class Line:
    """One signature as the model keeps it."""

    person: int
    sheet: int | None
    status: str
    withdrawn: bool = False


@dataclass
class Paper:
    """One sheet as the model keeps it."""

    lines: int
    confirm_by: datetime
    in_time: bool
    confirmed: set[int] = field(default_factory=set)
    settled_at: datetime | None = None


@dataclass
class Model:
    """What DOMAIN says of a petition, in plain Python."""

    roll: set[int]
    threshold: int
    closes: datetime
    lines: list[Line] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    succeeded: datetime | None = None
    ended: datetime | None = None

    @property
    def counted(self) -> int:
        """Valid signatures that stand."""
        return sum(one.status == "valid" and not one.withdrawn for one in self.lines)

    def until(self) -> datetime:
        """Until when signatures can begin to count."""
        return max([self.closes, *(p.settled_at or p.confirm_by for p in self.papers if p.in_time)])

    def standing(self, now: datetime) -> str:
        """Where it stands."""
        if self.succeeded:
            return "succeeded"
        if self.ended and self.ended < self.until():
            return "ended"
        if now >= self.until():
            return "lapsed"
        return "open" if now < self.closes else "counting"

    def sign(self, person: int, now: datetime) -> set[str]:
        """The codes for which signing is refused; none when it is done."""
        if person not in self.roll:
            return {"below_election_age" if person == -1 else "not_on_roll"}
        codes = self._over(now)
        mine = [one for one in self.lines if one.person == person]
        if any(one.withdrawn for one in mine):
            codes.add("signed_and_withdrawn")
        elif any(one.sheet is None or one.status in ("valid", "late") for one in mine):
            codes.add("signed_already")
        if not codes:
            late = now >= self.closes
            self.lines.append(Line(person, None, "late" if late else "valid"))
            self._reach(now)
        return codes

    def withdraw(self, person: int, now: datetime) -> set[str]:
        """The same for withdrawing."""
        mine = [o for o in self.lines if o.person == person and o.status in ("valid", "waiting")]
        if not mine:
            return {"not_signed"}
        if all(one.withdrawn for one in mine):
            return {"withdrawn"}
        if self.succeeded:
            return {"petition_succeeded"}
        if self.standing(now) not in ("open", "counting"):
            return {"petition_over"}
        for one in mine:
            one.withdrawn = True
        return set()

    def hand_in(self, people: list[int], lines: int, confirm_by: datetime, now: datetime) -> None:
        """A sheet that was taken."""
        in_time = now < self.closes
        self.papers.append(Paper(lines, confirm_by, in_time))
        status = "waiting" if in_time else "late"
        number = len(self.papers) - 1
        self.lines += [Line(one, number, status) for one in people]

    def confirm(self, number: int, verifier: int, refused: list[int], now: datetime) -> None:
        """A confirmation that was taken."""
        paper = self.papers[number]
        paper.confirmed.add(verifier)
        waiting = [one for one in self.lines if one.sheet == number and one.status == "waiting"]
        for one in waiting:
            if one.person in refused:
                one.status = "refused"
        if len(paper.confirmed) == 2:
            for one in waiting:
                if one.status == "waiting":
                    one.status = "repeated" if self._signed_elsewhere(one) else "valid"
            paper.settled_at = now
            self._reach(now)

    def _signed_elsewhere(self, line: Line) -> bool:
        others = [o for o in self.lines if o.person == line.person and o.sheet != line.sheet]
        gone = any(one.withdrawn for one in others) and not line.withdrawn
        return gone or any(one.status == "valid" for one in others)

    def _over(self, now: datetime) -> set[str]:
        standing = self.standing(now)
        return {f"petition_{standing}"} if standing in ("succeeded", "ended") else set()

    def _reach(self, now: datetime) -> None:
        if self.counted >= self.threshold:
            self.succeeded = self.succeeded or now


class PetitionMachine(RuleBasedStateMachine):
    """Sign, withdraw, hand in, confirm, let time pass, end the mandate, sweep; in any order."""

    town: Town
    others: list[Person]
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.now = world.NOW + petitions.AFTER
        made = petitions.demand(town=self.town)
        self.petition = made.petition
        self.people = self.town.people
        self.model = Model(
            set(range(len(self.people))), self.petition.threshold, self.petition.closes_at
        )

    def teardown(self) -> None:
        """Undo everything: the next run begins with the same town."""
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def who(self, number: int) -> Person:
        """A person by number: -1 is under age, -2 lives elsewhere."""
        return self.people[number] if number >= 0 else self.others[number]

    def refused(self, act: Any) -> set[str]:
        """The codes for which an act is refused; none when it is done."""
        type(self).steps += 1
        try:
            act()
        except Refused as found:
            return {one.code for one in found.problems}
        return set()

    @rule(hours=st.sampled_from([1, 7, 24, 24 * 5, 24 * 20]))
    def time_passes(self, hours: int) -> None:
        type(self).steps += 1
        self.now += hours * HOUR

    @rule(number=st.integers(-2, 7))
    def sign(self, number: int) -> None:
        by, at = Actor(self.who(number)), self.now
        found = self.refused(lambda: signing.sign(self.petition, by=by, at=at))
        assert found == self.model.sign(number, at)

    @rule(number=st.integers(-2, 7))
    def withdraw(self, number: int) -> None:
        by, at = Actor(self.who(number)), self.now
        found = self.refused(lambda: signing.withdraw(self.petition, by=by, at=at))
        assert found == self.model.withdraw(number, at)

    @rule(people=st.lists(st.integers(0, 4), unique=True, max_size=3), more=st.integers(0, 1))
    def hand_in(self, people: list[int], more: int) -> None:
        lines, signers = len(people) + more, [self.who(one) for one in people]
        told: dict[str, Any] = {"signers": signers, "lines": lines, "by": Actor(self.people[5])}
        made: list[Sheet] = []
        found = self.refused(
            lambda: made.append(verifying.hand_in(self.petition, **told, at=self.now))
        )
        over = self.model.standing(self.now) in ("succeeded", "ended")
        assert bool(found) == (over or lines == 0), found
        if made:
            self.model.hand_in(people, lines, made[0].confirm_by, self.now)

    @precondition(lambda self: self.model.papers)
    @rule(data=st.data(), which=st.integers(0, 1), refused=st.lists(st.integers(0, 4), max_size=2))
    def confirm(self, data: st.DataObject, which: int, refused: list[int]) -> None:
        number = data.draw(st.integers(0, len(self.model.papers) - 1))
        paper = self.model.papers[number]
        sheet = Sheet.objects.select_related("petition__mandate", "petition__body").get(
            petition=self.petition, number=number + 1
        )
        drawn = [row.person for row in sheet.verifications.order_by("pk")]
        by = Actor(drawn[which] if drawn else self.people[6])
        told = [self.who(one) for one in refused]
        found = self.refused(lambda: verifying.confirm(sheet, refused=told, by=by, at=self.now))
        over = self.model.standing(self.now) in ("succeeded", "ended")
        late = self.now >= paper.confirm_by
        assert bool(found) == (not paper.in_time or which in paper.confirmed or over or late)
        if not found:
            self.model.confirm(number, which, refused, self.now)

    @precondition(lambda self: self.model.ended is None)
    @rule(really=st.integers(0, 15))
    def end_mandate(self, really: int) -> None:
        if really == 0:
            type(self).steps += 1
            row = self.petition.mandate
            ending.end(row, reason=EndReason.RESIGNED, by=SYSTEM, at=self.now)
            self.model.ended = self.now

    @rule()
    def sweep(self) -> None:
        type(self).steps += 1
        concluding.sweep(self.now)

    @invariant()
    def both_say_the_same(self) -> None:
        row = Petition.objects.select_related("mandate", "body").get(pk=self.petition.pk)
        assert row.standing(self.now) == self.model.standing(self.now)
        assert row.succeeded_at == self.model.succeeded
        told = concluding.funnel(row, self.now)
        assert told.counted == self.model.counted
        assert told.withdrawn == sum(
            one.status == "valid" and one.withdrawn for one in self.model.lines
        )
        papers = sum(one.lines for one in self.model.papers)
        own = sum(one.sheet is None for one in self.model.lines)
        assert told.received == papers + own
        assert told.repeated == sum(one.status == "repeated" for one in self.model.lines)


def prepare() -> None:
    """A town of 17 electors, all with accounts, a child of it and a stranger."""
    town = world.settled_town(pairs=8)
    for person in town.people:
        world.account(person.key, person)
    other = world.town("Komîna Gulan", pairs=1)
    young = world.resident(town.body, "Young", "man", birth_year=world.NOW.year - 17)
    PetitionMachine.town, PetitionMachine.others = town, [other.men[0], young]
    PetitionMachine.steps = 0
