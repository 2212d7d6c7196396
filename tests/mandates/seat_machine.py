"""A seat and its mandates as a machine, beside a model of a few lines (DOMAIN §2.1 to §2.3, §5)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from communes.domain import booking
from communes.domain.acting import acting
from communes.models import Gender, Person
from communes.problems import Refused
from mandates.answers import offices, parameters
from mandates.domain import ending, expiring, filling, following, granting, placing, succeeding
from mandates.domain.granting import Ground
from mandates.domain.placing import SeatTerms
from mandates.models import Alternate, EndReason, Mandate, OfficeCode, Seat
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town

BEGIN = NOW.replace(year=2004)
END = NOW - timedelta(days=400)
"""The machine's days lie in the past, for what the database itself refuses goes by its clock."""
PEOPLE = 5
WHO = st.integers(0, PEOPLE - 1)


@dataclass
class Model:
    """What should be so: who holds the seat until when, who waits, who is called."""

    holder: int | None
    until: datetime
    kept: int | None = None
    waiting: list[int] = field(default_factory=list)
    called: int | None = None
    answer_by: datetime = BEGIN
    term: datetime = BEGIN
    men: set[int] = field(default_factory=set)
    gone: int | None = None

    def vacate(self, at: datetime) -> None:
        """The holder is gone before the term: whoever comes next is called."""
        self.term, self.gone, self.holder, self.kept = self.until, self.holder, None, None
        self.call(at)

    def call(self, at: datetime) -> None:
        """Call the next who fits; those who do not, and who just went, are passed over."""
        self.called = None
        while self.waiting and self.called is None:
            first = self.waiting.pop(0)
            if first not in self.men and first != self.gone:
                self.called, self.answer_by = first, at + timedelta(days=7)

    def take(self, who: int, until: datetime) -> None:
        """Somebody holds the seat."""
        self.holder, self.until, self.kept, self.called = who, until, who, None


class SeatMachine(RuleBasedStateMachine):
    """The seat of the woman co-chair, and one that follows it."""

    town: ClassVar[Town]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        town, self.at = self.town, BEGIN + timedelta(days=1)
        self.people = [Person.objects.get(pk=one.pk) for one in town.women[:PEOPLE]]
        self.seat = world.seat(town.body, OfficeCode.CO_CHAIR, "woman")
        terms = SeatTerms(OfficeCode.MEMBER, "woman", follows=self.seat)
        self.follower = placing.place(town.body, [terms], by=SYSTEM, at=self.at)[0]
        held = world.holder(self.seat, self.at)
        assert held is not None
        assert held.until is not None
        granting.follow(self.follower, held, by=SYSTEM, at=self.at)
        self.resolution = held.resolution
        self.model = Model(0, held.until, kept=0)

    def teardown(self) -> None:
        """The book holds; all is taken back."""
        try:
            assert booking.verify(self.town.body) is None
        finally:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    def mandate(self) -> Mandate:
        """The one in force."""
        return Mandate.objects.in_force(self.at).get(seat=self.seat)

    @property
    def held(self) -> bool:
        """Whether the model has a holder now."""
        return self.model.holder is not None

    @precondition(lambda self: self.at < END)
    @rule(days=st.sampled_from([0, 1, 6, 7, 30, 59, 60, 200, 366]), extra=st.integers(-1, 1))
    def time_passes(self, days: int, extra: int) -> None:
        """By days, and a microsecond more or less."""
        self.at += max(timedelta(0), timedelta(days=days, microseconds=extra))
        if self.held and self.model.until <= self.at:
            self.model.holder = None

    @rule(twice=st.booleans())
    def sweep(self, twice: bool) -> None:
        """Write down what is already so: nothing changes by it."""
        expiring.sweep(self.at)
        if twice:
            assert expiring.sweep(self.at) == 0

    @rule(who=WHO)
    def elect(self, who: int) -> None:
        """Grant it for a term; refused while it is held, or to a man."""
        until = granting.term_of(self.town.body, self.at)
        try:
            ground = Ground("election", resolution=self.resolution)
            granting.grant(self.seat, self.people[who], ground=ground, by=SYSTEM, at=self.at)
        except Refused:
            assert self.held or who in self.model.men
        else:
            assert not self.held
            assert who not in self.model.men
            self.model.take(who, until)
            self.model.waiting = []

    @precondition(lambda self: self.held)
    @rule(reason=st.sampled_from([EndReason.RESIGNED, EndReason.LEFT, EndReason.MENDED]))
    def end(self, reason: EndReason) -> None:
        """The holder is gone, or was entered by a slip."""
        ending.end(self.mandate(), reason=reason, by=SYSTEM, at=self.at)
        if reason == EndReason.MENDED:
            self.model.holder = self.model.kept = None
        else:
            self.model.vacate(self.at)

    @rule(people=st.lists(WHO, unique=True, max_size=3))
    def name_alternates(self, people: list[int]) -> None:
        """In place of those who wait."""
        able = [one for one in people if one not in self.model.men and one != self.model.called]
        assert self.resolution is not None
        with acting(by=SYSTEM, at=self.at) as acts:
            named = [self.people[one] for one in able]
            filling.name_alternates(self.seat, named, self.resolution, acts=acts)
        self.model.waiting = able

    @precondition(lambda self: self.model.called is not None)
    @rule(accepts=st.booleans())
    def answer(self, accepts: bool) -> None:
        """In time, or too late."""
        model, who = self.model, self.model.called
        assert who is not None
        call = Alternate.objects.called().get(seat=self.seat)
        late = self.at >= model.answer_by
        try:
            if accepts:
                succeeding.accept(call, by=SYSTEM, at=self.at)
            else:
                succeeding.decline(call, by=SYSTEM, at=self.at)
        except Refused:
            assert late or (accepts and (model.term <= self.at or who in model.men))
            return
        assert not late
        if accepts:
            model.take(who, model.term)
        else:
            model.call(self.at)

    @rule()
    def lapse(self) -> None:
        """Go on where nobody answered in time."""
        late = self.model.called is not None and self.model.answer_by <= self.at
        assert filling.lapse(self.at) == int(late)
        if late:
            self.model.call(self.at)

    @rule(who=WHO)
    def correct_gender(self, who: int) -> None:
        """A woman turns out to be entered wrongly, or the other way round."""
        person, men = self.people[who], self.model.men
        person.gender = Gender.WOMAN if who in men else Gender.MAN
        following.followed_by("corrected", person, None, self.at, SYSTEM)
        person.save(update_fields=["gender"])
        if who in men:
            men.remove(who)
            return
        men.add(who)
        if self.model.holder == who:
            self.model.vacate(self.at)

    @invariant()
    def it_is_so(self) -> None:
        """Who holds the seat, who follows, who is called, and who has the office by it."""
        type(self).steps += 1
        for seat in (self.seat, self.follower):
            found = Mandate.objects.in_force(self.at).filter(seat=seat)
            people = [self.people.index(row.person) for row in found.select_related("person")]
            assert people == ([self.model.holder] if self.held else [])
        calls = Alternate.objects.called().filter(seat=self.seat)
        called = [self.people.index(row.person) for row in calls.select_related("person")]
        assert called == ([self.model.called] if self.model.called is not None else [])
        waits = Alternate.objects.waiting().filter(seat=self.seat).select_related("person")
        assert [self.people.index(row.person) for row in waits] == self.model.waiting
        self.offices_are_so()

    def offices_are_so(self) -> None:
        """The holder has the office, and for a time whoever held it to the end of the term."""
        days = parameters(self.at).caretaker_days
        after = self.at < self.model.until + timedelta(days=days)
        cares = self.model.kept if not self.held and after else None
        for number, person in enumerate(self.people):
            told = [
                one.caretaker
                for one in offices(person, self.town.body, self.at)
                if one.code == OfficeCode.CO_CHAIR
            ]
            assert told == ([False] if number == self.model.holder else [True] * (number == cares))


def prepared() -> None:
    """The commune in which the machine runs."""
    SeatMachine.town = world.settled_town(pairs=8, at=BEGIN)
    SeatMachine.steps = 0
    assert Seat.objects.exists()
