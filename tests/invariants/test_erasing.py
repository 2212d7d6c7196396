"""Personal lists go after the charter's time, not before; books and minutes verify without them."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from communes import guards
from communes.arithmetic.chains import commitment
from communes.domain import booking, closing, erasing, voting
from communes.domain.convening import Invitation
from communes.domain.demanding import demand
from communes.domain.planning import PlannedItem
from communes.models import (
    Attendance,
    ConveningSigner,
    ListCommitment,
    Meeting,
    Minutes,
    RollCallVote,
)
from tests.factories import world
from tests.factories.world import SYSTEM
from tests.invariants.ground import called

pytestmark = pytest.mark.django_db

OLD = datetime(timezone.now().year - 3, 3, 10, 15, tzinfo=UTC)
"""A founding whose lists may go."""
NEW = timezone.now().replace(hour=15, minute=0, second=0, microsecond=0) - timedelta(days=40)
"""A founding whose lists are kept."""


def lists(meeting: Meeting) -> tuple[int, int]:
    """How many stays and votes of the meeting are kept."""
    votes = RollCallVote.objects.filter(ballot__item__meeting=meeting)
    return Attendance.objects.filter(meeting=meeting).count(), votes.count()


def printed(meeting: Meeting) -> bool:
    """Whether the minutes are those whose hash stands in the book."""
    kept = Minutes.objects.get(meeting=meeting)
    return commitment(bytes.fromhex(kept.salt), [json.loads(kept.content)]) == kept.digest


def test_lists_of_signed_meetings_go_and_all_else_verifies() -> None:
    made = world.settled_town(pairs=8, at=OLD)
    meeting = called(made, OLD + timedelta(days=20))
    minutes = Minutes.objects.get(meeting=meeting)
    assert lists(meeting) == (16 + 1, 12)  # and the entry that a correction struck out
    assert erasing.erase_due(timezone.now()) == 3
    assert lists(meeting) == (0, 0)
    assert booking.verify(made.body) is None
    assert printed(meeting)
    minutes.refresh_from_db()
    assert minutes.content.count('"electorate"') == 1
    counts = ListCommitment.objects.exclude(name="signings").values_list("count", "salt")
    assert sorted(counts) == [(12, ""), (16, ""), (16 + 1, "")]


def test_erasing_again_changes_nothing() -> None:
    called(world.settled_town(pairs=8, at=OLD), OLD + timedelta(days=20))
    erasing.erase_due(timezone.now())
    before = list(ListCommitment.objects.order_by("pk").values())
    assert erasing.erase_due(timezone.now() + timedelta(days=1)) == 0
    assert list(ListCommitment.objects.order_by("pk").values()) == before


def test_lists_stay_for_the_time_that_was_promised() -> None:
    made = world.settled_town(pairs=8, at=NEW)
    assert erasing.erase_due(timezone.now()) == 0
    assert lists(made.founding) == (16, 0)


def test_no_instant_that_is_typed_lets_a_list_go_sooner() -> None:
    made = world.settled_town(pairs=8, at=NEW)
    assert erasing.erase_due(NEW + timedelta(days=4000)) == 0
    assert lists(made.founding) == (16, 0)


def test_an_earlier_instant_erases_what_was_due_then() -> None:
    made = world.settled_town(pairs=8, at=OLD)
    day = OLD.replace(year=OLD.year + 1)
    assert erasing.erase_due(day - timedelta(days=1)) == 0
    assert erasing.erase_due(day) == 1
    assert lists(made.founding) == (0, 0)
    assert booking.verify(made.body) is None


def test_a_leap_day_is_kept_a_whole_year() -> None:
    leap = datetime(2024, 2, 29, 15, tzinfo=UTC)
    made = world.settled_town(pairs=8, at=leap)
    days = set(Attendance.objects.filter(meeting=made.founding).values_list("erase_on", flat=True))
    assert days == {date(2025, 3, 1)}


@pytest.mark.parametrize("model", [Attendance, RollCallVote])
def test_the_database_keeps_what_is_not_due(model: type[Attendance] | type[RollCallVote]) -> None:
    called(world.settled_town(pairs=8, at=NEW), NEW + timedelta(days=20))
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_a_row_promised_longer_keeps_its_list() -> None:
    made = world.settled_town(pairs=8, at=OLD)
    guards.lift(connection)
    stay = Attendance.objects.filter(meeting=made.founding).order_by("pk")[0]
    Attendance.objects.filter(pk=stay.pk).update(erase_on=timezone.now().date() + timedelta(days=9))
    guards.install(connection)
    assert erasing.erase_due(timezone.now()) == 0
    assert lists(made.founding) == (16, 0)


def test_lists_that_no_entry_vouches_for_go_too() -> None:
    made = world.settled_town(pairs=8, at=OLD)
    held = world.assembly(made, [PlannedItem("Pump")], at=OLD + timedelta(days=20))
    ballot = voting.open_vote(held.items.get(), by=SYSTEM, at=OLD + timedelta(days=20))
    at = OLD + timedelta(days=20)
    voting.cast(ballot, person=made.women[0], choice="for", by=SYSTEM, at=at)
    voting.close_vote(ballot, by=SYSTEM, at=at)
    closing.close(held, by=SYSTEM, at=at)
    erasing.erase_due(timezone.now())
    assert lists(held) == (0, 0)
    assert booking.verify(made.body) is None


def test_who_demanded_a_meeting_is_forgotten_and_the_meeting_is_not() -> None:
    made = world.settled_town(pairs=8, at=OLD)
    at = OLD + timedelta(days=20)
    asked = demand(
        made.body,
        Invitation("Yard", at + timedelta(days=9), [PlannedItem("Water")]),
        reason="Water",
        signers=made.women[:3],
        by=SYSTEM,
        at=at,
    )
    assert ConveningSigner.objects.count() == 3
    erasing.erase_due(at + timedelta(days=300))
    assert ConveningSigner.objects.count() == 3
    erasing.erase_due(timezone.now())
    assert not ConveningSigner.objects.exists()
    asked.refresh_from_db()
    assert asked.meeting is not None
    assert booking.verify(made.body) is None
