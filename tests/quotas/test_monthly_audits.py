"""The audit of each month: once for each tree, and told to those that fell below."""

from datetime import timedelta

import pytest

from communes.models import Notice
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
    assert scheduling.order_monthly(at) == 1
    assert scheduling.order_monthly(at + timedelta(hours=5)) == 0
    assert scheduling.order_monthly(at + timedelta(days=40)) == 1
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
    scheduling.order_monthly(at.replace(day=3))
    assert not Audit.objects.filter(scope=new).exists()
    scheduling.order_monthly(at + timedelta(days=31))
    audit = Audit.objects.get(scope=new)
    assert audit.on == judging.day_of(at + timedelta(days=31))
