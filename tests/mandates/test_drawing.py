"""Who verifies a sheet."""

import json

import pytest

from communes import ports
from communes.domain.acting import Actor
from communes.models import Entry, Person
from mandates.arithmetic import petitions
from mandates.domain import concluding, drawing, verifying
from mandates.models import Sheet
from tests.factories import world
from tests.factories.petitions import Demand, demand
from tests.grounds import laid
from tests.mandates.test_sheets import DAY, confirm, hand_in, refused, verifiers

pytestmark = pytest.mark.django_db


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


def give_back(made: Demand, sheet: Sheet) -> None:
    """The first verifier gives the task back."""
    verifying.decline(sheet, by=Actor(verifiers(sheet)[0]), at=made.opened + DAY)


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
    officers = {person.key for person, _office in ports.officers(made.town.body, made.opened)}
    known = officers | {made.mandate.person.key, collector(made).key}
    order = petitions.drawn(facts["seed"], [one.key for one in drawing.roll(made.petition)])
    last = max(order.index(one) for one in facts["verifiers"])
    assert set(order[:last]) - set(facts["verifiers"]) <= known
    everyone = drawing.eligible(made.petition, collector(made), made.opened + DAY)
    assert set(signers) <= set(everyone)
    assert facts["drawn_from"] == len(everyone)
    assert sheet.lot_seed == facts["seed"]
