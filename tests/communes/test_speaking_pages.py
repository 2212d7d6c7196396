"""The speaking list in the room: one press each, by the rule, by page and by API alike."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communes.domain import attending, booking, debating, erasing, listing, signing, speaking
from communes.domain.acting import Actor
from communes.models import (
    Attendance,
    BodyParameter,
    DebateAnswer,
    Entry,
    ListCommitment,
    Minutes,
    Speech,
)
from communes.problems import Refused
from tests.counting import queries
from tests.factories import world
from tests.factories.gathering import Gathering, gathering, post
from tests.factories.world import SYSTEM
from tests.grounds import laid
from tests.invariants.days import OLD

pytestmark = pytest.mark.django_db


@laid
def held() -> Gathering:
    return gathering(present=12)


def stay(held: Gathering, name: str) -> Attendance:
    return Attendance.objects.get(meeting=held.meeting, person__name__startswith=f"{name} of")


def url(name: str, held: Gathering) -> str:
    return reverse(name, args=[held.item().public_id])


def ask(held: Gathering, name: str, **more: Any) -> Speech:
    return speaking.ask(held.item(), stay(held, name), by=SYSTEM, at=timezone.now(), **more)


def give(speech: Speech) -> Speech:
    return speaking.give_floor(speech, by=SYSTEM, at=timezone.now())


def codes(error: "pytest.ExceptionInfo[Refused]") -> set[str]:
    return {problem.code for problem in error.value.problems}


def spoke(held: Gathering, name: str) -> Speech:
    """Somebody asks and speaks."""
    return give(ask(held, name))


def test_the_list_runs_by_single_presses(held: Gathering) -> None:
    for name in ("Man 1", "Woman 1"):
        told = {"stay": stay(held, name).key}
        answer = post(held.recorder, url("speak_ask", held), **told)
        assert answer["Location"] == url("item", held) + "#room"
    first = Speech.objects.get(gender="woman")
    page = held.recorder.get(url("item", held)).content.decode()
    assert "it is the turn of the women" in page
    assert post(held.recorder, url("speak_floor", held), give=first.key).status_code == 302
    first.refresh_from_db()
    assert first.began_at
    second = Speech.objects.get(gender="man")
    post(held.recorder, url("speak_floor", held), give=second.key)
    first.refresh_from_db()
    assert first.ended_at
    post(held.recorder, url("speak_floor", held), end=second.key)
    second.refresh_from_db()
    assert second.ended_at


def test_the_floor_goes_to_whoever_is_next(held: Gathering) -> None:
    man, woman = ask(held, "Man 1"), ask(held, "Woman 1")
    with pytest.raises(Refused) as refused:
        give(man)
    assert codes(refused) == {"not_next"}
    assert "Woman 1" in str(refused.value.problems[0].message)
    order = ask(held, "Man 2", point_of_order=True)
    with pytest.raises(Refused):
        give(woman)
    give(order)
    give(woman)
    give(man)


def test_the_women_are_asked_and_their_answer_stands(held: Gathering) -> None:
    spoke(held, "Man 1")
    waits = ask(held, "Man 2")
    with pytest.raises(Refused) as refused:
        give(waits)
    assert codes(refused) == {"women_asked"}
    assert "does debate go on?" in held.recorder.get(url("item", held)).content.decode()
    assert post(held.recorder, url("speak_answer", held), goes_on="no").status_code == 302
    with pytest.raises(Refused) as refused:
        give(waits)
    assert codes(refused) == {"debate_closed", "not_next"} - {"not_next"}
    with pytest.raises(Refused) as refused:
        ask(held, "Woman 1")
    assert codes(refused) == {"debate_closed"}
    give(ask(held, "Man 1", point_of_order=True))
    post(held.recorder, url("speak_answer", held), goes_on="yes")
    give(waits)
    assert list(DebateAnswer.objects.values_list("goes_on", "women")) == [(False, 6), (True, 6)]
    assert Entry.objects.filter(kind="debate.answered").count() == 2


def test_an_answer_that_nobody_asked_for_is_refused(held: Gathering) -> None:
    ask(held, "Woman 1")
    answer = post(held.recorder, url("speak_answer", held), goes_on="no")
    assert answer.status_code == 422
    assert not DebateAnswer.objects.exists()


def test_who_left_is_passed_over_and_who_waits_waits_once(held: Gathering) -> None:
    waits = ask(held, "Woman 1")
    with pytest.raises(Refused) as refused:
        ask(held, "Woman 1")
    assert codes(refused) == {"already_waits"}
    attending.check_out(stay(held, "Woman 1"), by=SYSTEM, at=timezone.now())
    assert not debating.debate(held.item(), timezone.now()).places
    with pytest.raises(Refused) as refused:
        give(waits)
    assert codes(refused) == {"not_next"}
    with pytest.raises(Refused):
        ask(held, "Woman 1")


def test_a_guest_may_be_given_the_floor(held: Gathering) -> None:
    at = timezone.now()
    guest = attending.check_in_guest(held.meeting, "Marta", by=SYSTEM, at=at)
    speech = speaking.ask(held.item(), guest, by=SYSTEM, at=at)
    assert str(give(speech)) == "Marta"
    assert debating.debate(held.item(), at).running == speech


def test_a_charter_may_leave_out_the_alternation(held: Gathering) -> None:
    since = timezone.now() - timedelta(days=1)
    own = {"section": "speaking", "name": "alternates", "value": False}
    BodyParameter.objects.create(body=held.body, since=since, **own)
    man, woman = ask(held, "Man 1"), ask(held, "Woman 1")
    places = debating.debate(held.item(), timezone.now()).places
    assert [place.speech for place in places] == [man, woman]


@pytest.mark.parametrize("name", ["speak_ask", "speak_floor", "speak_answer"])
def test_only_those_who_run_the_meeting_keep_the_list(held: Gathering, name: str) -> None:
    told = {"stay": stay(held, "Man 1").key, "give": "x", "goes_on": "yes"}
    assert post(held.member, url(name, held), **told).status_code == 403
    assert post(held.stranger, url(name, held), **told).status_code == 403
    assert not Speech.objects.exists()


@pytest.mark.parametrize("wanted", ["", "nonsense", "6f3f0d3c-0f4e-4d52-9c4f-0d9a51f2a7b1"])
def test_unknown_ids_are_not_found(held: Gathering, wanted: str) -> None:
    assert post(held.recorder, url("speak_ask", held), stay=wanted).status_code == 404
    assert post(held.recorder, url("speak_floor", held), give=wanted).status_code == 404
    assert post(held.recorder, url("speak_floor", held), nothing=wanted).status_code == 404


def test_the_api_keeps_the_list_with_the_same_refusals(held: Gathering) -> None:
    item = f"/api/v1/items/{held.item().key}"
    kind = "application/json"
    made = [
        held.recorder.post(f"{item}/speeches", {"stay": stay(held, name).key}, kind)
        for name in ("Man 1", "Woman 1", "Woman 1")
    ]
    assert [one.status_code for one in made] == [201, 201, 409]
    assert made[2].json()["problems"][0]["code"] == "already_waits"
    man, woman = (one.json()["id"] for one in made[:2])
    told = held.recorder.get(f"{item}/debate").json()
    assert [place["speech"]["id"] for place in told["places"]] == [woman, man]
    assert told["places"][0]["why"] == "womens_turn"
    assert held.stranger.get(f"{item}/debate").status_code == 404
    assert held.recorder.post(f"/api/v1/speeches/{man}/give").status_code == 409
    assert held.recorder.post(f"/api/v1/speeches/{woman}/give").status_code == 200
    assert held.member.post(f"/api/v1/speeches/{woman}/end").status_code == 403
    assert held.recorder.post(f"/api/v1/speeches/{woman}/end").status_code == 200
    assert held.recorder.post(f"/api/v1/speeches/{man}/withdraw").status_code == 200
    late = held.recorder.post(f"{item}/debate/answers", {"goes_on": True}, kind)
    assert late.status_code == 409


def test_the_list_costs_the_same_whatever_its_length(held: Gathering) -> None:
    ask(held, "Man 1")
    few = queries(lambda: held.recorder.get(url("item", held)))
    for number in (1, 2, 3):
        ask(held, f"Woman {number}")
    assert queries(lambda: held.recorder.get(url("item", held))) == few


def test_the_database_gives_the_floor_to_one_and_changes_no_speech(held: Gathering) -> None:
    first = spoke(held, "Woman 1")
    now = timezone.now()
    for values in ({"gender": "man"}, {"began_at": now}, {"point_of_order": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Speech.objects.filter(pk=first.pk).update(**values)
    waits = ask(held, "Man 1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Speech.objects.filter(pk=waits.pk).update(began_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Speech.objects.filter(pk=waits.pk).delete()


def test_the_signed_minutes_hold_times_and_a_commitment_to_the_list(held: Gathering) -> None:
    spoke(held, "Woman 1")
    held.close()
    assert not Speech.objects.running().exists()
    for chair in (held.town.women[0], held.town.men[0]):
        signing.sign(held.meeting, person=chair, by=Actor(chair), at=timezone.now())
    row = ListCommitment.objects.get(name="speaking")
    assert row.count == 1
    assert "Woman 1" not in str(listing.items("speaking", held.meeting.public_id))
    assert booking.verify(held.body) is None
    page = held.member.get(reverse("minutes", args=[held.meeting.public_id])).content.decode()
    assert "Time of speech" in page


def test_the_list_is_erased_after_its_time_and_the_book_verifies() -> None:
    made = world.settled_town(pairs=8, at=OLD)
    at = OLD + timedelta(days=20)
    meeting = world.assembly(made, at=at)
    item = meeting.items.get(position=1)
    here = Attendance.objects.get(meeting=meeting, person=made.women[2])
    speaking.give_floor(speaking.ask(item, here, by=SYSTEM, at=at), by=SYSTEM, at=at)
    chairs = [made.women[0], made.men[0]]
    world.closed_and_signed(meeting, chairs, at + timedelta(hours=1))
    assert "3600" in Minutes.objects.get(meeting=meeting).content
    erasing.erase_due(timezone.now())
    assert not Speech.objects.exists()
    assert ListCommitment.objects.get(name="speaking").salt == ""
    assert booking.verify(made.body) is None


def test_an_act_that_comes_late_lies_before_nothing(held: Gathering) -> None:
    early = timezone.now() - timedelta(minutes=5)
    waits = ask(held, "Woman 1")
    with pytest.raises(Refused) as refused:
        speaking.give_floor(waits, by=SYSTEM, at=early)
    assert codes(refused) == {"too_early"}
    running = give(waits)
    with pytest.raises(Refused):
        speaking.end(running, by=SYSTEM, at=early)
    with pytest.raises(Refused):
        speaking.give_floor(ask(held, "Man 1"), by=SYSTEM, at=early)
