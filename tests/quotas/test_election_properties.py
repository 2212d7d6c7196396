"""What must hold of any election: names and order do not matter, a vote more never harms.

The arithmetic on many cases, and through the deeds of a meeting on a few: who put up whom first
is no matter, kept seats are filled when enough stand, and from what the result keeps anyone
comes to the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communes.domain.planning import PlannedItem
from communes.models import BodyParameter, Person, Resolution
from mandates.models import Mandate, Seat
from quotas.arithmetic.optimum import optimum
from quotas.arithmetic.searching import Contender
from quotas.arithmetic.seating import Candidate, SeatSpec, TieBreak, by_lot, seat
from quotas.arithmetic.tie_rules import TieRule
from quotas.arithmetic.traits import Quota
from quotas.domain import electing, establishing, exporting, nominating, piling, telling
from quotas.domain.totalling import Tally
from quotas.models import Displacement
from tests.factories.gathering import Gathering, gathering
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.quotas.test_optimum import cases
from tests.quotas.test_seating import elections

Told = tuple[list[Candidate], list[SeatSpec]]
Case = tuple[list[Contender], int, list[Quota]]


def by_name(names: Mapping[str, str]) -> TieBreak:
    """A tie rule by what the candidates were called before."""
    return lambda tied: sorted(tied, key=lambda one: names[one.id])


def renaming(ids: Sequence[str], random: Random) -> dict[str, str]:
    """Another name for each, in another order."""
    return dict(zip(ids, random.sample([f"n{n:02}" for n in range(40)], len(ids)), strict=True))


@given(elections(), st.randoms(), st.sampled_from(TieRule))
def test_other_names_seat_the_same_people(election: Told, random: Random, rule: TieRule) -> None:
    candidates, seats = election
    new = renaming([one.id for one in candidates], random)
    old = {name: one for one, name in new.items()}
    one = seat(candidates, seats, by_name({key: key for key in new}), rule)
    others = [Candidate(new[each.id], each.gender, each.votes) for each in candidates]
    other = seat(others, seats, by_name(old), rule)
    assert [(place, old[each.id]) for place, each in other.seated] == [
        (place, each.id) for place, each in one.seated
    ]
    assert [old[each.would_have.id] for each in other.displaced] == [
        each.would_have.id for each in one.displaced
    ]


@given(cases(), st.randoms())
def test_under_several_quotas_other_names_seat_the_same_people(case: Case, random: Random) -> None:
    people, seats, quotas = case
    new = renaming([one.id for one in people], random)
    old = {name: one for one, name in new.items()}
    one = optimum(people, seats, quotas, by_name({key: key for key in new}))
    others = [Contender(new[each.id], each.votes, each.traits) for each in people]
    other = optimum(others, seats, quotas, by_name(old))
    assert [old[each.id] for each in other.seated] == [each.id for each in one.seated]
    assert other.unmet == one.unmet


@given(elections(), st.sampled_from(TieRule), st.integers(1, 3))
def test_a_vote_more_never_unseats_whatever_settles_ties(
    election: Told, rule: TieRule, more: int
) -> None:
    candidates, seats = election
    for _place, holder in seat(candidates, seats, by_lot("s", rule), rule).seated:
        raised = Candidate(holder.id, holder.gender, holder.votes + more)
        others = [one for one in candidates if one.id != holder.id]
        again = seat([*others, raised], seats, by_lot("s", rule), rule)
        assert raised in [one for _place, one in again.seated]


@given(elections(), st.sampled_from([TieRule.WOMAN_FIRST, TieRule.LOT]))
def test_seats_that_are_kept_are_filled_when_enough_stand(election: Told, rule: TieRule) -> None:
    candidates, seats = election
    reached = seat(candidates, seats, by_lot("s", rule), rule)
    for gender in ("woman", "man"):
        kept = sum(1 for place in seats if place.reserved == gender)
        stand = sum(1 for one in candidates if one.gender == gender and one.votes)
        sits = sum(1 for place, _one in reached.seated if place.reserved == gender)
        assert sits == min(kept, stand)
        assert reached.unmet.get(gender, 0) == kept - sits


@dataclass
class Ground:
    """A meeting that elects the members of a committee."""

    held: Gathering
    seats: list[Seat]

    @property
    def people(self) -> list[Person]:
        """Ten who may stand."""
        return [*self.held.town.women[4:9], *self.held.town.men[4:9]]


@laid
def ground() -> Ground:
    """An open assembly with twenty in the room."""
    held = gathering(items=[PlannedItem("Committee", "election")])
    made = establishing.establish_committee(
        held.body, field="health", name="Health", size=7, by=SYSTEM, at=held.meeting.convened_at
    )
    seats = Seat.objects.filter(body=made, office="member", follows__isnull=True)
    return Ground(held, list(seats.order_by("pk")))


@dataclass(frozen=True)
class Outcome:
    """Who is elected, the story of it, what the book keeps, and what anyone can carry away."""

    elected: frozenset[Person]
    resolution: Resolution
    told: tuple[frozenset[Person], list[str]]
    again: tuple[frozenset[Person], list[str]]
    raw: Mapping[str, object]


@contextmanager
def counted(
    ground: Ground, method: str, votes: Mapping[Person, int], order: Sequence[Person]
) -> Iterator[Outcome]:
    """The meeting elects; afterwards nothing of it ever happened."""
    at, item = timezone.now(), ground.held.item()
    with transaction.atomic():
        made = nominating.plan(item, ground.seats, method=method, by=SYSTEM, at=at)
        made.lot_seed = "three dice: 4 1 6"
        made.save()
        rows = {one: nominating.stand(made, one, by=SYSTEM, at=at) for one in order}
        tally = None
        if method == "ranked":
            for one in order:
                if votes[one]:
                    piling.add(made, ranking=[rows[one]], papers=votes[one], by=SYSTEM, at=at)
        else:
            tally = Tally({row.pk: votes[one] for one, row in rows.items()})
            foreseen = telling.foreseen(made, tally, at)
        resolution = electing.elect(item, tally=tally, by=SYSTEM, at=at)
        story = telling.story_of(made)
        assert story is not None
        won = Mandate.objects.in_force(at).filter(seat__in=ground.seats)
        told = [(one.candidacy.person, one.seat) for one in story.lines if one.seat]
        before = foreseen.displacements if tally and foreseen else story.displacements
        yield Outcome(
            frozenset(one.person for one in won.select_related("person")),
            resolution,
            (frozenset(person for person, _seat in told), list(story.displacements)),
            (frozenset(row.person for row in won), list(before)),
            exporting.raw(made, resolution),
        )
        transaction.set_rollback(True)


def votes_of(ground: Ground, random: Random) -> dict[Person, int]:
    """Votes for each, several of them equal: fewer for women, so that kept seats matter."""
    return {one: random.randint(0, 1 if one.gender == "woman" else 3) for one in ground.people}


@pytest.mark.parametrize("method", ["totals", "approvals", "ranked"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_a_meeting_order_does_not_matter_and_a_vote_more_does_not_harm(
    ground: Ground, method: str, seed: int
) -> None:
    random = Random(seed)
    votes = votes_of(ground, random) | {ground.people[0]: 3}
    with counted(ground, method, votes, ground.people) as outcome:
        elected = outcome.elected
    lots = method == "ranked"  # there a lot goes by the number on the ballot
    shuffled = random.sample(ground.people, len(ground.people))
    with counted(ground, method, votes, ground.people if lots else shuffled) as outcome:
        assert outcome.elected == elected
    for one in sorted(elected, key=lambda person: person.pk)[:2]:
        if not lots:  # as a whole this method is not monotone
            with counted(ground, method, {**votes, one: votes[one] + 1}, shuffled) as outcome:
                assert one in outcome.elected


@pytest.mark.parametrize("method", ["totals", "approvals", "ranked"])
@pytest.mark.parametrize("rule", ["woman_first_then_lot", "lot"])
def test_in_a_meeting_kept_seats_are_filled_and_what_is_kept_tells_the_same(
    ground: Ground, method: str, rule: str
) -> None:
    since = ground.held.meeting.convened_at
    BodyParameter.objects.create(
        body=ground.held.body, section="quotas", name="tie", value=rule, since=since
    )
    for seed in (4, 5):
        votes = votes_of(ground, Random(seed))
        with counted(ground, method, votes, ground.people) as outcome:
            assert outcome.told == outcome.again
            assert outcome.told[0] == outcome.elected
            rows = Displacement.objects.filter(election__item=ground.held.item())
            assert rows.count() == len(outcome.resolution.facts["displaced"])
            for gender in ("woman", "man"):
                kept = [one for one in ground.seats if one.reserved_gender == gender]
                stand = [one for one, number in votes.items() if number and one.gender == gender]
                least = min(len(kept), len(stand))
                assert sum(one.gender == gender for one in outcome.elected) >= least
            if method != "ranked":  # those papers are counted again by a command of their own
                assert replayed(outcome.raw) == {one.key for one in outcome.elected}


def replayed(raw: Mapping[str, object]) -> set[str]:
    """Who sits, counted from the exported figures alone."""
    told: dict[str, object] = dict(raw)
    people, kept = told["candidates"], told["reserved"]
    assert isinstance(people, list)
    assert isinstance(kept, dict)
    numbers = told["votes"]
    assert isinstance(numbers, list)
    specs = [SeatSpec(f"w{n}", "woman") for n in range(kept["women"])]
    specs += [SeatSpec(f"m{n}", "man") for n in range(kept["men"])]
    specs += [SeatSpec(f"o{n}") for n in range(int(str(told["seats"])) - len(specs))]
    rule = TieRule(str(told["ties"]))
    candidates = [
        Candidate(one["person"], one["gender"], number)
        for one, number in zip(people, numbers, strict=True)
    ]
    order = by_lot(str(told["seed"] or ""), rule)
    return {one.id for _place, one in seat(candidates, specs, order, rule).seated}
