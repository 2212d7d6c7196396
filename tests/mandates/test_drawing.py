"""Who verifies a sheet, and that each elector counts once in whatever order sheets come."""

import json
from datetime import timedelta
from itertools import permutations

import pytest

from communes import ports
from communes.domain.acting import Actor
from communes.models import Entry, Person
from mandates.arithmetic import petitions
from mandates.domain import concluding, drawing, signing, verifying
from mandates.models import Sheet
from tests.factories import world
from tests.factories.petitions import Demand, demand
from tests.grounds import laid
from tests.mandates.test_sheets import DAY, confirm, hand_in, refused, verifiers

pytestmark = pytest.mark.django_db

FIRST, SECOND, WITHDRAW, SETTLE_FIRST, SETTLE_SECOND = range(5)
HOUR = timedelta(hours=1)


@laid
def made() -> Demand:
    """A petition among whose electors everyone has an account."""
    town = world.settled_town()
    for person in town.people:
        world.account(person.key, person)
    return demand(town=town)


def collector(made: Demand) -> Person:
    """Who hands in the sheets of these tests."""
    return made.town.men[9]


def possible(order: tuple[int, ...]) -> bool:
    """A sheet is settled after it was handed in; withdrawn is what somebody signed."""
    place = [order.index(step) for step in range(5)]
    settled = place[SETTLE_FIRST] > place[FIRST] and place[SETTLE_SECOND] > place[SECOND]
    return settled and place[FIRST] < min(place[SECOND], place[WITHDRAW])


ORDERS = [order for order in permutations(range(5)) if possible(order)]


def carry_out(made: Demand, order: tuple[int, ...]) -> None:
    """Two sheets with one and the same signatory, who withdraws; in this order."""
    who, sheets = made.signers[0], dict[int, Sheet]()
    for number, step in enumerate(order):
        at = DAY + number * HOUR
        if step in (FIRST, SECOND):
            sheets[step] = hand_in(made, who, at=at)
        elif step == WITHDRAW:
            signing.withdraw(made.petition, by=Actor(who), at=made.opened + at)
        else:
            confirm(made, sheets[step - SETTLE_FIRST], at)


def give_back(made: Demand, sheet: Sheet) -> None:
    """The first verifier gives the task back."""
    verifying.decline(sheet, by=Actor(verifiers(sheet)[0]), at=made.opened + DAY)


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_what_was_withdrawn_never_counts_again(made: Demand, order: tuple[int, ...]) -> None:
    carry_out(made, order)
    told = concluding.funnel(made.fresh(), made.opened + 2 * DAY)
    assert (told.received, told.counted, told.waiting) == (2, 0, 0)
    assert told.withdrawn + told.repeated == 2
    assert told.repeated >= 1


def test_the_collector_never_verifies_the_own_sheet_and_is_forgotten(made: Demand) -> None:
    sheet = hand_in(made, *made.signers[:3])
    officers = {person for person, _office in ports.officers(made.town.body, made.opened)}
    pool = drawing.eligible(made.petition, collector(made), made.opened + DAY)
    for _each in range(len(pool) - 2):
        give_back(made, sheet)
        sheet.refresh_from_db()
        assert sheet.collector == collector(made)
        assert not {collector(made), *officers} & set(verifiers(sheet))
    assert refused(lambda: give_back(made, sheet)) == ["verifiers_missing"]
    confirm(made, sheet, 2 * DAY)
    sheet.refresh_from_db()
    assert sheet.collector is None


def test_the_collector_is_forgotten_with_a_petition_that_lapsed(made: Demand) -> None:
    sheet = hand_in(made, made.signers[0])
    concluding.sweep(made.petition.closes_at + 9 * DAY)
    sheet.refresh_from_db()
    assert (sheet.settled_at, sheet.collector) == (None, None)


def test_the_published_lot_tells_of_nobody_that_they_signed(made: Demand) -> None:
    signers = [*made.town.women[3:10], *made.town.men[5:8]]
    sheet = hand_in(made, *signers)
    facts = json.loads(Entry.objects.get(kind="sheet.received").content)["facts"]
    order = petitions.drawn(facts["seed"], [one.key for one in drawing.roll(made.petition)])
    last = max(order.index(one) for one in facts["verifiers"])
    passed_over = set(order[:last]) - set(facts["verifiers"])
    assert not passed_over & {one.key for one in signers}
    everyone = drawing.eligible(made.petition, collector(made), made.opened + DAY)
    assert set(signers) <= set(everyone)
    assert facts["drawn_from"] == len(everyone)
    assert sheet.lot_seed == facts["seed"]
