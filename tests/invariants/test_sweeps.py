"""What a sweep writes down and announces: once each, however often, late or never it comes by."""

import json
from collections import Counter
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communes import sweeps
from communes.domain import booking
from communes.domain.stating import stamp
from communes.models import Account, Entry, Notice, OpenPoint
from config.sweeping import sweep as sweep_all
from mandates.domain import ending, expiring
from mandates.models import EndReason, Mandate, Said
from tests.factories import world
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


@laid
def town() -> Town:
    made = world.settled_town(pairs=8)
    world.account("cochair", made.women[0])
    return made


def term(town: Town) -> datetime:
    """The instant at which all three mandates of the town are over."""
    ends = {one.until for one in Mandate.objects.filter(seat__body=town.body)}
    assert len(ends) == 1
    end = ends.pop()
    assert end is not None
    return end


def said(code: str) -> Counter[int]:
    """How often each mandate was written down or announced."""
    return Counter(Said.objects.filter(code=code).values_list("mandate", flat=True))


def told(code: str) -> Counter[str]:
    """How often each occasion was told to a body or an account, one notice being lawful."""
    rows = Notice.objects.filter(code=code)
    return Counter(f"{row.body_id}/{row.account_id}/{row.occasion}" for row in rows)


def expiries() -> list[Entry]:
    return list(Entry.objects.filter(kind="mandate.expired").order_by("body", "number"))


def test_day_by_day_each_is_said_once(town: Town) -> None:
    end = term(town)
    for days in range(-40, 5):
        expiring.sweep(end + days * DAY)
    for code in ("warned_30", "warned_7", "expired"):
        assert set(said(code).values()) == {1}
        assert len(said(code)) == 3
    assert len(expiries()) == 3
    for code, audiences in (("mandate_ending", 8), ("mandate_expired", 4)):
        assert set(told(code).values()) == {1}
        assert len(told(code)) == audiences
    account = Account.objects.get(username="cochair")
    mine = account.notices.filter(code="mandate_ending").order_by("pk")
    assert [notice.figures["days"] for notice in mine] == [30, 7]
    assert booking.verify(town.body) is None


@pytest.mark.parametrize("days", [-30, -7, 0, 3])
def test_twice_at_one_instant_is_once(town: Town, days: int) -> None:
    at = term(town) + days * DAY
    assert expiring.sweep(at) == 3
    before = (Said.objects.count(), Notice.objects.count(), Entry.objects.count())
    assert expiring.sweep(at) == 0
    assert (Said.objects.count(), Notice.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize(("ahead", "code"), [(30, "warned_30"), (7, "warned_7"), (0, "expired")])
def test_it_is_said_from_the_exact_instant(town: Town, ahead: int, code: str) -> None:
    at = term(town) - ahead * DAY
    expiring.sweep(at - MOMENT)
    assert not said(code)
    expiring.sweep(at)
    assert len(said(code)) == 3


def test_after_a_month_without_a_sweep_nothing_is_warned_of_that_is_over(town: Town) -> None:
    end = term(town)
    expiring.sweep(end - 31 * DAY)
    expiring.sweep(end + 2 * DAY)
    assert not said("warned_30")
    assert not said("warned_7")
    assert len(said("expired")) == 3
    assert not told("mandate_ending")


def test_a_late_warning_is_the_nearer_one_alone(town: Town) -> None:
    expiring.sweep(term(town) - 5 * DAY)
    assert len(said("warned_7")) == 3
    assert not said("warned_30")


def test_it_happened_when_the_term_was_over_however_late_it_is_recorded(town: Town) -> None:
    end = term(town)
    late = end + 33 * DAY
    expiring.sweep(late)
    for entry in expiries():
        assert (entry.happened_at, entry.recorded_at) == (end, late)
        content = json.loads(entry.content)
        assert content["basis"] == "charter"
        assert content["facts"]["until"] == stamp(end)
    assert booking.verify(town.body) is None


def test_what_was_ended_does_not_run_out(town: Town) -> None:
    end = term(town)
    chair = Mandate.objects.get(seat__body=town.body, person=town.women[0])
    ending.end(chair, reason=EndReason.RESIGNED, by=SYSTEM, at=NOW + 9 * DAY)
    expiring.sweep(end)
    assert len(expiries()) == 2
    assert chair.pk not in said("expired")


def test_each_seat_that_falls_vacant_waits_for_one_election(town: Town) -> None:
    end = term(town)
    for days in range(4):
        expiring.sweep(end + days * DAY)
    assert OpenPoint.objects.filter(kind="election", body=town.body).count() == 3


def test_the_command_sweeps_as_of_an_instant(town: Town) -> None:
    out = StringIO()
    call_command("sweep", at=term(town).isoformat(), stdout=out)
    assert "mandates that run out: 3" in out.getvalue()
    again = StringIO()
    call_command("sweep", at=term(town).isoformat(), stdout=again)
    assert "mandates that run out: 0" in again.getvalue()


@pytest.mark.parametrize("at", ["tomorrow", "2026-02-30", "2026-13-01T00:00", "", "\0"])
def test_the_command_refuses_what_is_no_instant(town: Town, at: str) -> None:
    if at:
        with pytest.raises(CommandError):
            call_command("sweep", at=at, stdout=StringIO())
    assert not Said.objects.exists()


def test_every_floors_sweep_may_run_before_there_is_anything() -> None:
    assert set(sweep_all(NOW).values()) == {0}


def test_one_sweep_that_fails_does_not_keep_the_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(at: datetime) -> int:
        raise RuntimeError("not today")

    first = next(iter(sweeps.registered()))
    monkeypatch.setitem(sweeps._sweeps, first, fail)
    with pytest.raises(ExceptionGroup):
        sweep_all(term(town))
    assert len(said("expired")) == 3
