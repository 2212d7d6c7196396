"""Two sweeps find at once that a forced recall meeting took no vote: one meeting is convened."""

from datetime import datetime, timedelta

import pytest

from communes.domain import closing
from communes.models import Basis, Meeting, OpenPoint
from mandates.domain import calling
from tests.factories import world
from tests.factories.petitions import demand
from tests.factories.world import SYSTEM
from tests.races.racing import Outcome, race, unlocked

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)


def passed_over(people: int) -> datetime:
    """A forced meeting of so many that closed without a vote; when it is swept."""
    made = demand()
    made.sign(*made.signers[:5])
    meeting, town = Meeting.objects.get(basis=Basis.PETITION), made.town
    chairs = [town.women[2], town.men[2]]
    present = town.people[:people]
    world.opened(meeting, chairs, town.women[3], present, meeting.starts_at)
    closing.close(meeting, by=SYSTEM, at=meeting.starts_at + HOUR)
    return meeting.starts_at + 2 * HOUR


def swept_twice(at: datetime) -> tuple[Outcome, int]:
    """Two workers convene anew."""
    outcome = race(
        lambda: calling.sweep(at), lambda: calling.sweep(at), before="communes_bodycounter"
    )
    return outcome, Meeting.objects.filter(basis=Basis.PETITION).count() - 1


@pytest.mark.parametrize(("people", "second"), [(3, 1), (16, 0)])
def test_one_meeting_is_convened(people: int, second: int) -> None:
    outcome, convened = swept_twice(passed_over(people))
    assert (outcome.met, outcome.kinds, convened) == (False, [], 1)
    assert sorted(str(one) for one in outcome.answers) == ["0", "1"]
    assert Meeting.objects.filter(second_of__isnull=False).count() == second


def test_without_the_lock_two_are_convened() -> None:
    at = passed_over(16)
    with unlocked(OpenPoint):
        outcome, convened = swept_twice(at)
    assert (outcome.met, outcome.kinds, convened) == (True, [], 2)
