"""Times are corrected by new entries, until the signing, and never behind a decision's back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import attending, closing, deciding, listing, retiming
from communes.domain.acting import Actor
from communes.domain.counting import Count
from communes.domain.recounting import Times
from communes.models import Attendance, Resolution
from communes.problems import Refused
from tests.counting import queries
from tests.factories.gathering import Gathering, gathering, post

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def refusal(act: Callable[[], object]) -> set[str]:
    with pytest.raises(Refused) as refused:
        act()
    return {problem.code for problem in refused.value.problems}


def opened(held: Gathering) -> datetime:
    assert held.meeting.opened_at is not None
    return held.meeting.opened_at


def stay_of(held: Gathering, number: int = 4) -> Attendance:
    return Attendance.objects.get(meeting=held.meeting, person=held.town.men[number])


def retime(held: Gathering, stay: Attendance, times: Times, **more: Any) -> Attendance:
    by = Actor(held.town.women[1])
    return retiming.retime(stay, times=times, by=by, at=timezone.now(), **more)


def decided(held: Gathering, *, votes: int, minutes: int = 15) -> Resolution:
    """The first item, decided so many minutes after the opening."""
    at = opened(held) + minutes * MINUTE
    count = Count(votes, 0, 0)
    return deciding.decide(
        held.item(), count=count, text="Yes", by=Actor(held.town.women[1]), at=at
    )


def test_the_old_entry_stays_beside_the_new() -> None:
    held = gathering()
    old = stay_of(held)
    times = Times(opened(held) + 5 * MINUTE, opened(held) + 9 * MINUTE)
    new = retime(held, old, times, reason="came late")
    old.refresh_from_db()
    assert old.struck_at is not None
    assert (new.corrects, new.reason) == (old, "came late")
    assert (new.arrived_at, new.left_at) == (times.arrived_at, times.left_at)
    assert (new.capacity, new.gender, new.erase_on) == (old.capacity, old.gender, old.erase_on)
    before = attending.room(held.meeting, opened(held) + 4 * MINUTE).members
    assert attending.room(held.meeting, opened(held) + 5 * MINUTE).members == before + 1
    assert attending.room(held.meeting, opened(held) + 9 * MINUTE).members == before
    told = listing.attendance(held.meeting.public_id)
    assert told[-1]["corrects"] == old.key
    assert "corrects" not in told[0]


def test_a_departure_taken_back_and_one_told_late() -> None:
    held = gathering()
    stay = stay_of(held)
    attending.check_out(stay, by=Actor(held.town.women[1]), at=timezone.now())
    stay.refresh_from_db()
    back = retime(held, stay, Times(stay.arrived_at, None))
    assert back.left_at is None
    gone = retime(held, back, Times(stay.arrived_at, opened(held) + MINUTE))
    assert gone.left_at == opened(held) + MINUTE


@pytest.mark.parametrize(
    ("came", "left", "code"),
    [
        (-1, None, "before_opening"),
        (100, None, "after_closing"),
        (1, 100, "after_closing"),
        (5, 4, "before_arrival"),
        (0, None, "nothing_new"),
    ],
)
def test_times_lie_within_the_meeting(came: int, left: int | None, code: str) -> None:
    held = gathering()
    start = opened(held)
    stay = stay_of(held)
    arrived = stay.arrived_at if code == "nothing_new" else start + came * MINUTE
    times = Times(arrived, start + left * MINUTE if left is not None else None)
    assert code in refusal(lambda: retime(held, stay, times))
    stay.refresh_from_db()
    assert stay.struck_at is None


def test_two_entries_of_one_person_never_overlap() -> None:
    held = gathering()
    first = stay_of(held)
    by = Actor(held.town.women[1])
    attending.check_out(first, by=by, at=opened(held) + 5 * MINUTE)
    person = held.town.men[4]
    second = attending.check_in(held.meeting, [person], by=by, at=opened(held) + 8 * MINUTE)[0]
    early = Times(opened(held) + 4 * MINUTE, None)
    assert refusal(lambda: retime(held, second, early)) == {"already_in"}
    assert retime(held, second, Times(opened(held) + 5 * MINUTE, None)).left_at is None


def test_what_changes_in_a_decision_must_be_known_and_is_told_in_the_minutes() -> None:
    held = gathering()
    resolution = decided(held, votes=15)
    stay = stay_of(held)
    later = Times(opened(held) + 20 * MINUTE, None)
    assert refusal(lambda: retime(held, stay, later)) == {"changes_decision"}
    stay.refresh_from_db()
    assert stay.struck_at is None
    before = closing.digest(held.meeting)
    retime(held, stay, later, knowing=True)
    resolution.refresh_from_db()
    told = closing.content(held.meeting)["items"][0]["decisions"][0]
    assert told["present"] == resolution.present
    women = resolution.women_present
    assert told["recounted"] == {"present": resolution.present - 1, "women": women}
    assert closing.digest(held.meeting) != before  # signatures are asked for again
    page = held.recorder.get(reverse("minutes", args=[held.meeting.public_id])).content.decode()
    assert f"By the corrected times {resolution.present - 1} were in the room" in page


def test_no_decision_is_left_with_more_hands_than_people() -> None:
    held = gathering()
    resolution = decided(held, votes=20)
    assert resolution.present == 20
    later = Times(opened(held) + 20 * MINUTE, None)
    stay = stay_of(held)
    assert refusal(lambda: retime(held, stay, later, knowing=True)) == {"recount_hands"}


def test_no_decision_is_left_without_its_quorum() -> None:
    held = gathering(present=15)
    decided(held, votes=3)
    stay = Attendance.objects.get(meeting=held.meeting, person=held.town.men[4])
    later = Times(opened(held) + 20 * MINUTE, None)
    assert refusal(lambda: retime(held, stay, later, knowing=True)) == {"recount_unmet"}


def test_a_check_in_that_was_counted_is_no_mere_slip() -> None:
    held = gathering()
    decided(held, votes=15)
    by, at = Actor(held.town.women[1]), timezone.now()
    assert refusal(lambda: retiming.strike(stay_of(held), by=by, at=at)) == {"counted_then"}
    late = attending.check_in_guest(held.meeting, "Guest", by=by, at=at)
    retiming.strike(late, by=by, at=at)


def test_after_the_closing_everyone_has_left_and_after_the_signing_times_stand() -> None:
    held = gathering()
    held.close()
    held.meeting.refresh_from_db()
    stay = stay_of(held)
    still = Times(opened(held) + MINUTE, None)
    assert refusal(lambda: retime(held, stay, still)) == {"left_missing"}
    gone = Times(stay.arrived_at, opened(held) + 3 * MINUTE)
    assert retime(held, stay, gone).left_at == gone.left_at
    assert refusal(lambda: retime(held, stay, gone)) == {"already_struck"}


def local(held: Gathering, at: datetime) -> tuple[str, str]:
    told = at.astimezone(ZoneInfo(held.body.time_zone))
    return f"{told:%Y-%m-%d}", f"{told:%H:%M}"


def told_times(held: Gathering, came: datetime, left: datetime | None = None) -> dict[str, str]:
    day, clock = local(held, came)
    away = dict(zip(("left_day", "left"), local(held, left), strict=True)) if left else {}
    return {"arrived_day": day, "arrived": clock, **away}


def test_the_page_corrects_and_says_first_what_it_changes() -> None:
    held = gathering()
    decided(held, votes=15)
    stay = stay_of(held)
    url = reverse("correct_times", args=[stay.public_id])
    assert held.recorder.get(url).status_code == 200
    told = told_times(held, opened(held) + 20 * MINUTE)
    answer = post(held.recorder, url, **told)
    assert answer.status_code == 422
    assert "in the room and not 20" in answer.content.decode()
    assert post(held.recorder, url, **told, knowing="on", reason="<b>late</b>").status_code == 302
    page = held.recorder.get(reverse("attendance", args=[held.meeting.public_id]))
    assert "&lt;b&gt;late&lt;/b&gt;" in page.content.decode()
    assert "corrected at" in page.content.decode()
    assert held.recorder.get(url).status_code == 200  # says that it was corrected


def test_the_minute_of_the_opening_means_the_opening() -> None:
    held = gathering()
    stay = stay_of(held)
    url = reverse("correct_times", args=[stay.public_id])
    left = opened(held) + 7 * MINUTE
    assert post(held.recorder, url, **told_times(held, opened(held), left)).status_code == 302
    new = Attendance.objects.get(corrects=stay)
    assert new.arrived_at == stay.arrived_at


@pytest.mark.parametrize("clock", ["", "25:00", "12:0\x00", "x" * 5000])
def test_what_is_no_time_is_refused(clock: str) -> None:
    held = gathering()
    url = reverse("correct_times", args=[stay_of(held).public_id])
    told = {**told_times(held, opened(held)), "arrived": clock}
    assert post(held.recorder, url, **told).status_code == 422
    day = {**told_times(held, opened(held)), "arrived_day": "0001-01-01"}
    assert post(held.recorder, url, **day).status_code == 422


def test_others_neither_see_nor_correct() -> None:
    held = gathering()
    stay = stay_of(held)
    for name, key in (("attendance", held.meeting.public_id), ("correct_times", stay.public_id)):
        url = reverse(name, args=[key])
        assert held.member.get(url).status_code == 403
        assert held.guest.get(url).status_code in (403, 404)
    assert post(held.member, reverse("correct_times", args=[stay.public_id])).status_code == 403


def test_the_list_asks_the_same_at_three_and_at_twenty() -> None:
    few, many = gathering(present=3), None
    url = reverse("attendance", args=[few.meeting.public_id])
    asked = queries(lambda: few.recorder.get(url))
    by, at = Actor(few.town.women[1]), timezone.now()
    many = attending.check_in(few.meeting, few.town.men[2:], by=by, at=at)
    retime(few, many[0], Times(opened(few), at))
    assert queries(lambda: few.recorder.get(url)) == asked
