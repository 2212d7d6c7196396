"""The life of a finding across audits: found, told, answered, due, mended, and found anew."""

from datetime import date, timedelta

import pytest
from django.test import Client

from communes.models import Account, Body, Entry, Notice, Resolution
from mandates.domain import ending
from mandates.models import EndReason, Mandate, OfficeCode
from quotas.domain import answering, auditing, judging
from quotas.domain.answering import Answer
from quotas.models import Course, CourseEvent
from tests.counting import queries
from tests.factories import confederation, world
from tests.factories.calling import Caller
from tests.factories.confederation import Confederation
from tests.factories.world import SYSTEM
from tests.grounds import laid

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@laid
def made() -> Confederation:
    """A confederation whose commune has lost a co-chair, audited today."""
    made = confederation.confederation()
    chair = world.holder(world.seat(made.home.body, OfficeCode.CO_CHAIR, "man"), made.now)
    assert chair is not None
    ending.end(chair, reason=EndReason.RESIGNED, by=SYSTEM, at=made.now - DAY)
    world.audited(made.home.body, made.now)
    return made


def client_of(account: Account) -> Client:
    """A browser in which the account is signed in."""
    client = Client()
    client.force_login(account)
    return client


def of_pair(made: Confederation) -> Course:
    return Course.objects.filter(body=made.home.body, rule="pair").order_by("-number")[0]


def codes(course: Course) -> list[str]:
    return [one.code for one in course.events.order_by("at", "pk")]


def test_a_life_begins_once_and_ends_with_the_audit_that_finds_it_mended(
    made: Confederation,
) -> None:
    course = of_pair(made)
    world.audited(made.home.body, made.now + timedelta(minutes=1))
    assert codes(course) == ["found"]
    seat = world.seat(made.home.body, OfficeCode.CO_CHAIR, "man")
    told = {
        "basis": "election",
        "gender": "man",
        "reserved_gender": "man",
        "until": made.now + 90 * DAY,
    }
    told["resolution"] = Resolution.objects.order_by("pk")[0]
    new = Mandate.objects.create(seat=seat, person=made.home.men[7], since=made.now, **told)
    world.audited(made.home.body, made.now + DAY)
    assert codes(course) == ["found", "mended"]
    ending.end(new, reason=EndReason.DIED, by=SYSTEM, at=made.now + 2 * DAY)
    world.audited(made.home.body, made.now + 2 * DAY)
    again = of_pair(made)
    assert (again.number, codes(again), codes(course)) == (2, ["found"], ["found", "mended"])


def test_an_audit_of_a_past_day_touches_no_life(made: Confederation) -> None:
    before = CourseEvent.objects.count()
    day = judging.day_of(made.now) - 20 * DAY
    past = auditing.order(day, scope=made.home.body, account=None, by=SYSTEM, at=made.now)
    auditing.run(past, at=made.now)
    assert CourseEvent.objects.count() == before


def test_the_body_is_told_once_and_who_answers_for_it_too(made: Confederation) -> None:
    course = of_pair(made)
    auditor, secretary = made.accounts["admin"], made.accounts["secretary"]
    url = f"/findings/{course.key}/"
    assert client_of(secretary).post(f"{url}tell/").status_code == 403
    assert client_of(auditor).post(f"{url}tell/").status_code == 302
    assert client_of(auditor).post(f"{url}tell/").status_code == 422
    assert Caller(auditor).post(f"findings/{course.key}/notice").status == 409
    told = Notice.objects.filter(code="finding_notified", link=url)
    assert told.filter(body=made.home.body).count() == 1
    assert told.filter(account=secretary).count() == 1
    assert not told.filter(account=made.accounts["resident"]).exists()
    assert codes(course) == ["found", "notified"]


def test_all_that_nobody_was_told_of_is_told_at_once(made: Confederation) -> None:
    client = client_of(made.accounts["admin"])
    untold = Course.objects.untold().count()
    assert untold > 2
    assert client_of(made.accounts["secretary"]).post("/audit/open/tell/").status_code == 403
    assert client.post("/audit/open/tell/").status_code == 302
    assert Course.objects.untold().count() == 0
    assert Course.objects.unanswered().count() == untold
    assert client.post("/audit/open/tell/").status_code == 302
    assert CourseEvent.objects.filter(code="notified").count() == untold


def test_the_body_answers_with_a_sentence_and_a_day(made: Confederation) -> None:
    course, today = of_pair(made), judging.day_of(made.now)
    url = f"/findings/{course.key}/"
    told = {"text": "We elect <b>him</b> next week.", "due": str(today + 9 * DAY)}
    for role in ("resident", "admin"):
        assert client_of(made.accounts[role]).post(url, told).status_code == 403
    client = client_of(made.accounts["secretary"])
    for wrong in ({"text": ""}, {"due": str(today - DAY)}, {"due": "9999-12-31"}, {"due": "x\0"}):
        assert client.post(url, {**told, **wrong}).status_code == 422
    assert codes(course) == ["found"]
    assert client.post(url, told).status_code == 302
    page = client.get(url).content.decode()
    assert "We elect &lt;b&gt;him&lt;/b&gt; next week." in page
    assert Entry.objects.filter(kind="finding.answered", body=made.home.body).count() == 1
    answer = Caller(made.accounts["cochair1"]).post(
        f"findings/{course.key}/answers", {"text": "Sooner.", "due": str(today + 2 * DAY)}
    )
    assert (answer.status, answer.body["state"]) == (201, "answered")
    assert answer.body["due"] == str(today + 2 * DAY)


@pytest.mark.parametrize(("days", "late"), [(3, False), (4, True)])
def test_a_day_that_passed_falls_due_once(made: Confederation, days: int, late: bool) -> None:
    course, today = of_pair(made), judging.day_of(made.now)
    answering.answer(course, Answer("Soon.", today + 3 * DAY), by=SYSTEM, at=made.now)
    at = made.now + days * DAY
    assert answering.fall_due(at) == late
    assert answering.fall_due(at) == 0
    assert (course in Course.objects.overdue(judging.day_of(at))) == late
    course = Course.objects.get(pk=course.pk)
    assert course.state(judging.day_of(at)) == ("overdue" if late else "answered")
    assert CourseEvent.objects.filter(course=course, code="due").count() == late


def test_searches_agree_with_how_each_stands(made: Confederation) -> None:
    rows = list(Course.objects.order_by("pk"))
    today: date = judging.day_of(made.now)
    answering.notify(rows[0], by=SYSTEM, at=made.now)
    answering.notify(rows[1], by=SYSTEM, at=made.now)
    answering.answer(rows[1], Answer("Yes.", today), by=SYSTEM, at=made.now)
    for day in (today, today + DAY):
        found = {
            "found": set(Course.objects.untold()),
            "notified": set(Course.objects.unanswered()),
            "overdue": set(Course.objects.overdue(day)),
        }
        assert Course.objects.counted(day) == {
            "open": Course.objects.open().count(),
            "untold": len(found["found"]),
            "unanswered": len(found["notified"]),
            "overdue": len(found["overdue"]),
        }
        for one in Course.objects.told():
            state = one.state(day)
            assert [name for name, those in found.items() if one in those] in ([state], [])
            assert state in found or not any(one in those for those in found.values())


def test_lists_are_for_those_who_may_and_ask_a_constant_number_of_queries(
    made: Confederation,
) -> None:
    staff = Account.objects.create(username="machine-room", is_staff=True, is_superuser=True)
    for account in (made.accounts["secretary"], staff):
        assert client_of(account).get("/audit/open/").status_code == 403
    client = client_of(made.accounts["admin"])
    assert "overdue" in client.get("/audit/open/?state=untold&q=zey").content.decode()
    for hostile in ("state=%00", "q=%00", "page=x", "q=!!!", "q=" + "x" * 999):
        assert client.get(f"/audit/open/?{hostile}").status_code == 200
    before = queries(lambda: client.get("/audit/open/"))
    confederation.grow(made)
    world.audited(made.home.body, made.now + timedelta(hours=1))
    assert queries(lambda: client.get("/audit/open/")) == before
    body: Body = made.home.body
    resident = client_of(made.accounts["resident"])
    assert "pair" in resident.get(f"/bodies/{body.key}/findings/").content.decode()
