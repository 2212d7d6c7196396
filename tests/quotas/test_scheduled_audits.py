"""Audits by the charter's rhythm: once a turn for each tree, and told to who fell below."""

import re
from datetime import date, datetime, timedelta

import pytest

from communes.models import Charter, Notice
from config.sweeping import sweep
from mandates.domain import ending
from mandates.models import EndReason, OfficeCode
from quotas.domain import judging, scheduling
from quotas.models import Audit, AuditState, Course
from tests.factories import confederation, world
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db


@laid
def made() -> Confederation:
    """A confederation, two months old."""
    return confederation.confederation()


def test_once_a_month_for_each_tree(made: Confederation) -> None:
    assert set(scheduling.roots(made.now)) == {made.council}
    at = made.now.replace(day=1) + timedelta(days=33)
    assert scheduling.order_due(at) == 1
    assert scheduling.order_due(at + timedelta(hours=5)) == 0
    assert scheduling.order_due(at + timedelta(days=40)) == 1
    rows = Audit.objects.exclude(occasion="")
    assert {row.state for row in rows} == {AuditState.DONE}
    assert {row.scope for row in rows} == {made.council}
    assert not Audit.objects.filter(occasion="").filter(scope=made.council).exists()


def test_who_fell_below_is_told_once_and_who_waits_for_a_seat_is_not(made: Confederation) -> None:
    at = made.now.replace(day=1) + timedelta(days=33)
    sweep(at)
    before = set(Course.objects.unanswered())
    assert {one.finding.verdict for one in before} <= {"fail"}
    body = made.home.body
    for seat in (world.seat(body, OfficeCode.CO_CHAIR, one) for one in ("woman", "man")):
        mandate = world.holder(seat, made.now)
        if mandate is not None:
            ending.end(mandate, reason=EndReason.DIED, by=SYSTEM, at=made.now)
    sweep(at + timedelta(days=40))
    vacant = Course.objects.get(body=body, rule="pair")
    assert vacant.finding.verdict == "vacant"
    assert vacant in Course.objects.untold()
    told = Notice.objects.filter(code="finding_notified", body__isnull=False)
    assert told.count() == Course.objects.unanswered().count()


def test_a_tree_that_began_this_month_waits_for_the_next(made: Confederation) -> None:
    at = made.now.replace(day=1) + timedelta(days=33)
    new = world.settled_town("Komîna Nû", pairs=8, at=at.replace(day=2)).body
    assert new in scheduling.roots(at.replace(day=3))
    scheduling.order_due(at.replace(day=3))
    assert not Audit.objects.filter(scope=new).exists()
    scheduling.order_due(at + timedelta(days=31))
    audit = Audit.objects.get(scope=new)
    assert audit.on == judging.day_of(at + timedelta(days=31))


def charter_says(made: Confederation, rhythm: str, day: int, at: datetime) -> None:
    """A new version of the charter has that rhythm."""
    head, rest = world.charter_in_force(made.now).text.split("[quotas]\n", 1)
    rest = re.sub(r"(?m)^audit_.*\n", "", rest)
    text = f'{head}[quotas]\naudit_rhythm = "{rhythm}"\naudit_day = {day}\n{rest}'
    last = Charter.objects.order_by("-version")[0]
    Charter.objects.filter(pk=last.pk).update(until=at)
    Charter.objects.create(version=last.version + 1, name="x", text=text, since=at)


@pytest.mark.parametrize(
    ("rhythm", "day", "on", "name"),
    [
        ("off", 1, date(2026, 5, 9), None),
        ("monthly", 1, date(2026, 5, 1), "monthly:2026-05"),
        ("monthly", 10, date(2026, 5, 9), None),
        ("monthly", 10, date(2026, 5, 10), "monthly:2026-05"),
        ("monthly", 28, date(2026, 2, 28), "monthly:2026-02"),
        ("quarterly", 5, date(2026, 4, 4), None),
        ("quarterly", 5, date(2026, 4, 5), "quarterly:2026-04"),
        ("quarterly", 5, date(2026, 6, 1), "quarterly:2026-04"),
        ("quarterly", 1, date(2026, 12, 31), "quarterly:2026-10"),
    ],
)
def test_a_turn_begins_on_the_day_that_the_charter_names(
    rhythm: str, day: int, on: date, name: str | None
) -> None:
    turn = scheduling.turn(on, rhythm, day)
    assert (turn.name if turn else None) == name


def on(made: Confederation, months: int, day: int) -> datetime:
    """That day, so many months into the next quarter."""
    whole = made.now.year * 12 + 3 * ((made.now.month - 1) // 3 + 1) + months
    return made.now.replace(year=whole // 12, month=whole % 12 + 1, day=day)


def test_the_charter_sets_the_rhythm_and_turns_it_off(made: Confederation) -> None:
    charter_says(made, "off", 1, on(made, 0, 1))
    assert scheduling.order_due(on(made, 0, 20)) == 0
    charter_says(made, "quarterly", 12, on(made, 3, 1))
    told = [scheduling.order_due(on(made, *when)) for when in ((3, 11), (3, 12), (3, 28), (4, 20))]
    assert told == [0, 1, 0, 0]
    charter_says(made, "monthly", 1, on(made, 4, 25))
    assert [scheduling.order_due(on(made, month, 27)) for month in (4, 4, 5)] == [1, 0, 1]
    names = Audit.objects.exclude(occasion="").order_by("pk").values_list("occasion", flat=True)
    assert [one.split(":")[0] for one in names] == ["quarterly", "monthly", "monthly"]
