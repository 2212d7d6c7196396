"""What would end is told beforehand, and agrees with what then ends."""

from datetime import timedelta

import pytest

from communes import ports
from communes.domain import registering
from communes.models import Person
from councils.domain import seating
from mandates.models import Mandate
from quotas.domain.establishing import BodyTerms
from tests.factories import world
from tests.factories.world import NOW, SYSTEM

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=5)


@pytest.mark.parametrize("event", ["died", "left", "gender"])
def test_what_is_foretold_is_what_ends(event: str) -> None:
    made = world.settled_town()
    terms = BodyTerms("Council", world.ZONE, "en")
    host = seating.establish_council("neighbourhood", terms, by=SYSTEM, at=NOW)
    seating.seat_unit(made.body, host, by=SYSTEM, at=NOW + timedelta(days=1))
    chair = made.women[0]
    held = Mandate.objects.filter(person=chair).in_force(LATER)
    before = held.count()
    corrected = Person.objects.get(pk=chair.pk)
    corrected.gender = "man" if event == "gender" else chair.gender
    told = ports.would_follow(event, corrected, made.body, LATER)
    assert held.count() == before == 2
    ports.followed_by(event, corrected, made.body, LATER, SYSTEM)
    assert len(told) == before - held.count() == 2
    assert any("Council" in sentence for sentence in told)


def test_nothing_is_foretold_for_who_holds_nothing() -> None:
    made = world.settled_town()
    assert ports.would_follow("died", made.men[3], None, LATER) == []


def test_a_person_is_confirmed_once() -> None:
    made = world.town(pairs=1)
    told = registering.Particulars("At the door", "woman", 1990)
    home = registering.Home("House 9")
    entered = registering.arrive(
        made.body, particulars=told, home=home, by=SYSTEM, at=NOW, confirmed=False
    )
    for _time in range(2):
        assert registering.confirm(entered.person, by=SYSTEM, at=LATER).confirmed
    entries = made.body.entries.filter(kind="register.changed", content__contains='"confirmed"')
    assert entries.count() == 1
