"""One assembly from founding to signed minutes, through the deeds."""

from datetime import timedelta

import pytest

from communes.domain import attending, booking, closing, mending, recording
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.models import Entry, Minutes, Stage
from communes.problems import Refused
from mandates.models import OfficeCode
from tests.factories import world
from tests.factories.world import NOW, SYSTEM

pytestmark = pytest.mark.django_db


def test_founding_elects_officers_for_a_year() -> None:
    made = world.settled_town()
    chair = world.holder(world.seat(made.body, OfficeCode.CO_CHAIR, "woman"), NOW)
    assert chair is not None
    assert chair.person == made.women[0]
    assert chair.until == NOW.replace(year=2027)
    assert chair.basis == "founding"
    assert made.founding.stage == Stage.SIGNED
    assert booking.verify(made.body) is None


def test_an_assembly_decides_and_is_signed() -> None:
    made = world.settled_town()
    at = NOW + timedelta(days=30)
    meeting = world.assembly(made, at=at)
    pump, other = meeting.items.order_by("position")
    assert attending.room(meeting, at).may_decide
    resolution = world.decide(pump, Count(12, 6, 2), at, "The pump is mended from the fund.")
    assert resolution.adopted
    assert (resolution.needed, resolution.rule) == (12, "two_thirds")
    recording.write(other, text="Şêrîn asks about fuel.", version=0, by=SYSTEM, at=at)
    mended = mending.mend(
        resolution,
        count=Count(11, 7, 2),
        text="",
        reason="Counted again.",
        by=SYSTEM,
        at=at + timedelta(minutes=5),
    )
    assert not mended.adopted
    assert (mended.number, mended.revision) == (resolution.number, 1)
    world.closed_and_signed(meeting, [made.women[0], made.men[0]], at + timedelta(hours=2))
    assert meeting.stage == Stage.SIGNED
    assert Minutes.objects.filter(meeting=meeting).count() == 1
    assert booking.verify(made.body) is None
    assert Entry.objects.filter(body=made.body, kind="minutes.signed").count() == 2


def test_more_hands_than_people_are_refused() -> None:
    made = world.settled_town()
    at = NOW + timedelta(days=30)
    meeting = world.assembly(made, at=at, present=made.people[:16])
    with pytest.raises(Refused) as refused:
        world.decide(meeting.items.all()[0], Count(14, 3, 0), at)
    assert [problem.code for problem in refused.value.problems] == ["count_too_high"]


def test_too_few_women_may_deliberate_and_not_decide() -> None:
    made = world.settled_town()
    at = NOW + timedelta(days=30)
    meeting = world.assembly(made, at=at, present=[*made.men, *made.women[:6]])
    with pytest.raises(Refused) as refused:
        world.decide(meeting.items.all()[0], Count(16), at)
    assert "presence_unmet" in [problem.code for problem in refused.value.problems]


def test_signatures_fall_with_the_text_they_were_given_for() -> None:
    made = world.settled_town()
    at = NOW + timedelta(days=30)
    meeting = world.assembly(made, at=at)
    item = meeting.items.all()[0]
    closing.close(meeting, by=SYSTEM, at=at + timedelta(hours=1))
    from communes.domain import signing

    signing.sign(meeting, person=made.women[0], by=Actor(made.women[0]), at=at)
    recording.write(item, text="Forgotten sentence.", version=0, by=SYSTEM, at=at)
    assert not any(one.done for one in signing.expected(meeting))
    signing.sign(meeting, person=made.men[0], by=Actor(made.men[0]), at=at)
    meeting.refresh_from_db()
    assert meeting.stage == Stage.CLOSED
