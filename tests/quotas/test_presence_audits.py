"""Presence, the third rule, in audits: judged by the rooms in which decisions were taken."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from communes.domain import closing, erasing, retiming, signing, womens
from communes.domain.counting import Count
from communes.domain.planning import PlannedItem
from communes.domain.recounting import Times
from communes.models import (
    Account,
    Affiliation,
    Attendance,
    Body,
    BodyParameter,
    Gender,
    Meeting,
)
from quotas.arithmetic.rooms import Room, verdict
from quotas.arithmetic.verdicts import Verdict
from quotas.domain import auditing, dating, deciding, judging
from quotas.domain.deciding import PRESENCE
from quotas.domain.judging import Judged
from quotas.domain.ruling import Rules
from quotas.models import Audit, Course, Finding
from tests.counting import queries
from tests.factories import world
from tests.factories.calling import Caller
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MET = NOW + 30 * DAY
TWO = [PlannedItem("Water pump"), PlannedItem("School oil")]
FEW_WOMEN = 4


@laid
def made() -> Town:
    return world.settled_town(pairs=20)


@pytest.fixture
def warns(made: Town) -> None:
    """The body decides with fewer women too, and is warned."""
    says(made, presence_effect="warn")


def says(made: Town, **told: Any) -> None:
    for name, value in told.items():
        BodyParameter.objects.update_or_create(
            body=made.body, section="communes", name=name, defaults={"value": value, "since": NOW}
        )


def meet(
    made: Town, women: int, men: int, at: datetime = MET, decides: int = 1, silent: int = 0
) -> Meeting:
    """An assembly of so many that takes so many decisions; the silent raise no hand."""
    present = [*made.women[:women], *made.men[:men]]
    meeting = world.assembly(made, TWO, at=at, present=present)
    for item in meeting.items.order_by("position")[:decides]:
        world.decide(item, Count(women + men - silent), at + timedelta(minutes=5))
    closing.close(meeting, by=SYSTEM, at=at + timedelta(hours=1))
    return meeting


def judged(made: Town, at: datetime) -> Judged | None:
    found = judging.judge_bodies({made.body.pk: made.body}, at)
    return next((one for one in found if one.rule == PRESENCE), None)


def audited(made: Town, at: datetime) -> Audit:
    audit = auditing.order(judging.day_of(at), scope=made.body, account=None, by=SYSTEM, at=at)
    return auditing.run(audit, at=at)


def found(made: Town, at: datetime) -> Finding | None:
    return audited(made, at).findings.filter(rule=PRESENCE, body=made.body).first()


def said(made: Town, at: datetime) -> str:
    one = judged(made, at)
    assert one is not None
    return str(one.verdict)


@given(
    st.integers(0, 30), st.integers(0, 30), st.integers(0, 12), st.integers(0, 12),
    st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20),
)  # fmt: skip
def test_a_verdict_holds_for_every_number_of_undisclosed_within_the_bounds(
    women: int, others: int, fewest: int, more: int, share: Fraction
) -> None:
    fewest = min(fewest, others)
    most = min(fewest + more, others)
    room = Room(women + others, women, (fewest, most))
    told = {
        bool(women + others - number) and women >= share * (women + others - number)
        for number in range(fewest, most + 1)
    }
    known = {True: Verdict.PASS, False: Verdict.FAIL}
    expected = known[told.pop()] if len(told) == 1 else Verdict.UNDETERMINABLE
    assert room.verdict(share) is expected
    if expected is Verdict.FAIL and not most:
        missing = room.missing(share)
        assert missing is not None
        richer = Room(room.present + missing, women + missing)
        poorer = Room(room.present + missing - 1, women + missing - 1)
        assert (richer.verdict(share), poorer.verdict(share)) == (Verdict.PASS, Verdict.FAIL)


def test_one_decision_that_lacked_women_is_enough_and_a_released_one_does_not_count() -> None:
    half, good, bad = Fraction(1, 2), Room(10, 5), Room(10, 4)
    open_one = Room(10, 4, (0, 2))
    assert verdict([good, open_one, bad], half) is Verdict.FAIL
    assert verdict([good, open_one], half) is Verdict.UNDETERMINABLE
    assert verdict([good, Room(10, 1, released=True)], half) is Verdict.PASS


@pytest.mark.usefixtures("warns")
def test_the_last_meeting_that_decided_is_judged(made: Town) -> None:
    assert said(made, MET - DAY) == "pass"  # the founding
    short = meet(made, FEW_WOMEN, 12)
    one = judged(made, MET + DAY)
    assert one is not None
    assert (one.verdict, one.change and one.change.seats) == (Verdict.FAIL, 4)
    assert one.weighed is not None
    told = one.weighed.figures
    assert (told["meeting"], told["women"], told["present"]) == (short.key, FEW_WOMEN, 16)
    meet(made, 2, 9, MET + 20 * DAY, decides=0)  # deliberated only
    assert said(made, MET + 21 * DAY) == "fail"
    meet(made, 10, 10, MET + 40 * DAY)
    assert said(made, MET + 41 * DAY) == "pass"
    assert said(made, MET + 39 * DAY) == "fail"


@pytest.mark.parametrize(
    ("women", "silent", "listed", "signed", "unsigned"),
    [
        (4, 0, "fail", "fail", "undeterminable"),
        (4, 6, "pass", "undeterminable", "undeterminable"),
        (4, 5, "fail", "fail", "undeterminable"),
        (0, 3, "fail", "fail", "fail"),
        (9, 3, "pass", "pass", "pass"),
    ],
)
def test_who_told_no_gender_is_never_guessed_with_the_list_and_without(
    made: Town, women: int, silent: int, listed: str, signed: str, unsigned: str
) -> None:
    says(made, presence_effect="warn", lists_kept_months=1)
    for man in made.men[12 - silent : 12]:
        man.gender = Gender.UNDISCLOSED
        man.save()
    men = max(12, 16 - women)
    first, second = meet(made, women, men), meet(made, women, men, MET + 9 * DAY)
    assert (said(made, MET + DAY), said(made, MET + 10 * DAY)) == (listed, listed)
    for chair in (made.women[0], made.men[0]):
        signing.sign(first, person=chair, by=SYSTEM, at=MET + DAY)
    later = MET + 200 * DAY
    while erasing.erase_due(later):
        pass
    assert not Attendance.objects.filter(meeting__in=[first, second]).exists()
    assert (said(made, MET + DAY), said(made, later)) == (signed, unsigned)


@pytest.mark.usefixtures("warns")
def test_a_corrected_departure_leaves_the_room_as_it_was_counted(
    made: Town,
) -> None:
    quiet = made.men[12]
    quiet.gender = Gender.UNDISCLOSED
    quiet.save()
    meeting = meet(made, 8, 13, silent=1)
    assert said(made, MET + DAY) == "pass"  # 8 of 20 exactly
    stay = Attendance.objects.get(meeting=meeting, person=quiet)
    times = Times(stay.arrived_at, MET + timedelta(minutes=2))
    retiming.retime(stay, times=times, by=SYSTEM, at=MET + DAY, knowing=True)
    assert said(made, MET + 2 * DAY) == "pass"


@pytest.mark.parametrize("value", [{"presence_effect": "off"}, {"women_presence": "0"}])
def test_where_the_rule_is_off_nothing_is_judged(made: Town, value: dict[str, str]) -> None:
    says(made, presence_effect="warn")
    meet(made, FEW_WOMEN, 12)
    says(made, **value)
    assert judged(made, MET + DAY) is None
    assert found(made, MET + DAY) is None


def test_what_the_women_present_released_is_lawful(made: Town) -> None:
    meeting = world.assembly(made, TWO, at=MET, present=[*made.women[:4], *made.men[:12]])
    item = meeting.items.order_by("position")[0]
    womens.vote(item, question="release", votes_for=4, against=0, by=SYSTEM, at=MET + DAY / 24)
    world.decide(item, Count(16), MET + DAY / 12)
    one = judged(made, MET + DAY)
    assert one is not None
    assert one.weighed is not None
    assert (one.verdict, one.weighed.figures["released"]) == (Verdict.PASS, 1)


@pytest.mark.usefixtures("warns")
def test_a_finding_says_since_when_and_the_next_meeting_mends_it(made: Town) -> None:
    for days, women in ((0, 4), (20, 3), (40, 4)):
        meet(made, women, 12, MET + days * DAY)
    audit = audited(made, MET + 41 * DAY)
    rows = list(audit.findings.filter(rule=PRESENCE))
    held = judging_since(audit, rows)
    assert held == (judging.day_of(MET), True)
    going = Course.objects.open().get(rule=PRESENCE)
    meet(made, 9, 9, MET + 60 * DAY)
    audited(made, MET + 61 * DAY)
    assert going not in Course.objects.open()


def judging_since(audit: Audit, rows: list[Finding]) -> tuple[date, bool]:
    held = dating.held_since(audit, rows)[rows[0].body_id, PRESENCE]
    return held.since, held.surely


@pytest.mark.usefixtures("warns")
def test_page_files_and_api_tell_the_same(made: Town) -> None:
    meeting = meet(made, FEW_WOMEN, 12, decides=2)
    at = MET + 2 * DAY
    world.auditor(made, made.women[5], at)
    meet(made, FEW_WOMEN, 12, MET + 5 * DAY)
    account = world.account("auditor", made.women[5])
    audit = audited(made, MET + DAY)
    page = client_of(account).get(f"/audit/{audit.key}/bodies/{made.body.key}/").content.decode()
    assert f"/meetings/{meeting.key}/" in page
    assert "4 women among 16 who could vote" in page
    assert "at least 40 % women" in page
    told = Caller(account).get(f"audits/{audit.key}/findings", rule=PRESENCE).rows[0]
    own = told["figures"]["own"]
    assert (own["meeting"], own["short"], told["change"]) == (meeting.key, 2, 4)
    assert told["since"] == judging.day_of(MET).isoformat()
    text = client_of(account).get(f"/audit/{audit.key}/findings.csv").content.decode("utf-8-sig")
    row = next(one for one in csv.DictReader(io.StringIO(text)) if one["rule"] == PRESENCE)
    assert (row["in the room"], row["women in the room"], row["decisions"]) == ("16", "4", "2")
    data: Any = client_of(account).get(f"/audit/{audit.key}/findings.json")
    stored = json.loads(data.getvalue())["findings"]
    assert [one["figures"]["own"]["meeting"] for one in stored if one["rule"] == PRESENCE] == [
        meeting.key
    ]


def committee(made: Town, at: datetime) -> Body:
    """A committee of the commune that never met."""
    row = Body(kind="committee", name="Health", founded_at=at, time_zone=made.body.time_zone)
    row.made_of = "seats"
    row.save()
    Affiliation.objects.create(body=row, parent=made.body, relation="formed_by", since=at)
    return row


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_a_body_without_a_decision_has_nothing_to_judge_and_the_page_says_so(made: Town) -> None:
    other = world.town("Komîna Nû", pairs=2, at=NOW)
    at = NOW + timedelta(hours=3)
    rows = judging.judge_bodies({other.body.pk: other.body}, at)
    assert PRESENCE not in {one.rule for one in rows}
    world.auditor(made, made.women[5], MET)
    account, audit = world.account("auditor", made.women[5]), audited(made, NOW)
    silent = committee(made, NOW)
    page = client_of(account).get(f"/audit/{audit.key}/bodies/{silent.key}/").content.decode()
    assert "nothing to judge" in page


def test_all_bodies_are_looked_at_by_as_many_queries_as_one(made: Town) -> None:
    says(made, presence_effect="warn")
    meet(made, FEW_WOMEN, 12)
    rules = Rules(world.charter_in_force(), MET + 50 * DAY)
    one = queries(lambda: list(deciding.weigh(None, MET + 50 * DAY, rules)))
    for number in range(2):
        other = world.settled_town(f"Komîna {number}", pairs=20)
        says(other, presence_effect="warn")
        meet(other, FEW_WOMEN, 12)
    rules = Rules(world.charter_in_force(), MET + 50 * DAY)
    assert len(list(deciding.weigh(None, MET + 50 * DAY, rules))) == 3
    assert queries(lambda: list(deciding.weigh(None, MET + 50 * DAY, rules))) == one
