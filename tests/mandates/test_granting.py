"""Seats by resolution, alternates in order, a co-chair's vacancy by the charter, resignation."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from communes.domain import booking, registering
from communes.domain.acting import Actor, acting
from communes.domain.counting import Count
from communes.domain.mending import Slip
from communes.domain.planning import PlannedItem
from communes.models import AgendaItem, BodyParameter, Notice, Person, Resolution
from communes.problems import Refused
from mandates.domain import appointing, expiring, filling, granting, placing, resigning, succeeding
from mandates.domain.appointing import Appointment
from mandates.domain.granting import Ground
from mandates.domain.placing import SeatTerms
from mandates.models import Alternate, EndReason, Mandate, OfficeCode, Seat
from tests.factories import world
from tests.factories.gathering import Gathering, client_of, gathering, post
from tests.factories.world import NOW, SYSTEM, Town
from tests.grounds import laid

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=30)


@laid
def town() -> Town:
    return world.settled_town(pairs=8)


def own(town: Town, **values: object) -> None:
    """The commune's own values of the charter's parameters."""
    for name, value in values.items():
        BodyParameter.objects.create(
            body=town.body, section="mandates", name=name, value=value, since=NOW
        )


def codes(act: object) -> list[str]:
    """Why an act is refused."""
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    return [problem.code for problem in refused.value.problems]


def item_of(town: Town, at: datetime = LATER) -> AgendaItem:
    return world.assembly(town, [PlannedItem("Papers", "appointment")], at=at).items.get()


def deputy_seat(town: Town, gender: str = "") -> Seat:
    return placing.place(town.body, [SeatTerms(OfficeCode.DEPUTY, gender)], by=SYSTEM, at=NOW)[0]


def appoint(item: AgendaItem, wanted: Appointment, slip: Slip | None = None) -> Resolution:
    return appointing.appoint(
        item, wanted=wanted, count=Count(14), text="", by=SYSTEM, at=LATER, slip=slip
    )


def name(town: Town, seat: Seat, *people: Person) -> None:
    """Alternates for a seat that is elected."""
    held = Mandate.objects.filter(resolution__isnull=False).first()
    assert held is not None
    assert held.resolution is not None
    with acting(by=SYSTEM, at=NOW) as acts:
        filling.name_alternates(seat, people, held.resolution, acts=acts)


def chair(town: Town) -> Mandate:
    held = world.holder(world.seat(town.body, OfficeCode.CO_CHAIR, "woman"), LATER)
    assert held is not None
    return held


def test_a_resolution_gives_a_seat_with_its_kind_and_alternates(town: Town) -> None:
    seat = deputy_seat(town)
    wanted = Appointment(seat, town.women[4], "semi_imperative", "No debts.", town.men[4:6])
    resolution = appoint(item_of(town), wanted)
    held = Mandate.objects.get(seat=seat)
    assert (held.basis, held.kind, held.limits) == ("resolution", "semi_imperative", "No debts.")
    assert held.resolution == resolution
    named = Alternate.objects.waiting().filter(seat=seat)
    assert [one.person for one in named] == town.men[4:6]
    assert booking.verify(town.body) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"person": None}, "person_missing"),
        ({"kind": "semi_imperative"}, "limits_missing"),
        ({"alternates": "twice"}, "person_twice"),
        ({"alternates": "same"}, "person_twice"),
    ],
)
def test_what_cannot_be_decided_says_why(town: Town, changes: dict[str, object], code: str) -> None:
    if "alternates" in changes:
        twice = [town.men[4], town.men[4]]
        changes = {"alternates": twice if changes["alternates"] == "twice" else [town.women[4]]}
    told = {"person": town.women[4], **changes}
    wanted = Appointment(deputy_seat(town), **told)  # type: ignore[arg-type]
    assert codes(lambda: appoint(item_of(town), wanted)) == [code]


def test_a_seat_that_is_elected_is_not_given_by_resolution(town: Town) -> None:
    seat = world.seat(town.body, OfficeCode.CO_CHAIR, "woman")
    wanted = Appointment(seat, town.women[4])
    assert codes(lambda: appoint(item_of(town), wanted)) == ["seat_elected", "seat_held"]


def test_an_alternate_is_of_the_same_reservation(town: Town) -> None:
    seat = world.seat(town.body, OfficeCode.CO_CHAIR, "woman")
    wanted = Appointment(seat, alternates=[town.men[4]])
    assert codes(lambda: appoint(item_of(town), wanted)) == ["seat_reserved"]


def test_an_appointment_by_a_slip_is_taken_back(town: Town) -> None:
    item, seat = item_of(town), deputy_seat(town)
    resolution = appoint(item, Appointment(seat, town.women[4], alternates=[town.men[4]]))
    appoint(item, Appointment(seat, town.women[5]), Slip(resolution, "The other one."))
    assert world.holder(seat, LATER + timedelta(seconds=1)).person == town.women[5]  # type: ignore[union-attr]
    assert Mandate.objects.get(seat=seat, person=town.women[4]).end_reason == EndReason.MENDED
    assert not Alternate.objects.waiting().exists()
    assert booking.verify(town.body) is None


def test_who_resigns_is_followed_by_the_first_alternate_who_accepts(town: Town) -> None:
    held = chair(town)
    name(town, held.seat, town.women[4], town.women[5])
    ended = resigning.resign(held, by=Actor(held.person), at=LATER)
    assert [one.end_reason for one in ended] == [EndReason.RESIGNED]
    assert world.awaited(town.body) == []
    first, second = Alternate.objects.order_by("position")
    assert (first.called_at, second.called_at) == (LATER, None)
    succeeding.decline(first, by=Actor(first.person), at=LATER)
    second.refresh_from_db()
    taken = succeeding.accept(second, by=Actor(second.person), at=LATER + timedelta(days=1))
    assert (taken.basis, taken.until, taken.person) == (
        "succession",
        held.term_until,
        second.person,
    )
    assert codes(lambda: succeeding.accept(first, by=SYSTEM, at=LATER)) == ["not_called"]
    assert booking.verify(town.body) is None


def test_who_does_not_answer_in_time_is_passed_over_and_then_it_is_elected(town: Town) -> None:
    held = chair(town)
    name(town, held.seat, town.women[4])
    resigning.resign(held, by=SYSTEM, at=LATER)
    call = Alternate.objects.get()
    assert call.answer_by == LATER + timedelta(days=7)
    just_before = call.answer_by - timedelta(microseconds=1)
    assert filling.lapse(just_before) == 0
    assert codes(lambda: succeeding.accept(call, by=SYSTEM, at=call.answer_by)) == ["answer_late"]
    assert (filling.lapse(call.answer_by), filling.lapse(call.answer_by)) == (1, 0)
    assert [point.kind for point in world.awaited(town.body)] == ["election"]


def test_an_alternate_who_left_the_area_is_neither_called_nor_seated(town: Town) -> None:
    held = chair(town)
    name(town, held.seat, town.women[4], town.women[5])
    registering.depart(town.women[4], by=SYSTEM, at=LATER - timedelta(days=1))
    resigning.resign(held, by=Actor(held.person), at=LATER)
    gone, called = Alternate.objects.order_by("position")
    assert (gone.answer, called.called_at) == ("passed_over", LATER)
    registering.depart(called.person, by=SYSTEM, at=LATER)
    assert codes(lambda: succeeding.accept(called, by=SYSTEM, at=LATER)) == ["not_on_roll"]
    assert not Mandate.objects.in_force(LATER).filter(seat=held.seat).exists()


def test_the_deputy_of_that_gender_is_called_where_the_charter_says_so(town: Town) -> None:
    own(town, co_chair_vacancy="deputy")
    seat = deputy_seat(town)
    appoint(item_of(town), Appointment(seat, town.women[4]))
    resigning.resign(chair(town), by=SYSTEM, at=LATER)
    call = Alternate.objects.get()
    taken = succeeding.accept(call, by=SYSTEM, at=LATER + timedelta(days=1))
    assert (taken.person, taken.seat.office) == (town.women[4], OfficeCode.CO_CHAIR)
    assert Mandate.objects.get(seat=seat).end_reason == EndReason.INCOMPATIBLE
    assert booking.verify(town.body) is None


def test_the_pair_is_elected_anew_where_the_charter_says_so(town: Town) -> None:
    own(town, co_chair_vacancy="anew")
    resigning.resign(chair(town), by=SYSTEM, at=LATER)
    assert len(world.awaited(town.body)) == 2
    assert world.holder(world.seat(town.body, OfficeCode.CO_CHAIR, "man"), LATER) is not None


def test_an_ex_officio_mandate_is_resigned_through_its_ground(town: Town) -> None:
    held = chair(town)
    follower = placing.place(
        town.body, [SeatTerms(OfficeCode.MEMBER, "woman", follows=held.seat)], by=SYSTEM, at=NOW
    )[0]
    granted = granting.follow(follower, held, by=SYSTEM, at=LATER)
    assert codes(lambda: resigning.resign(granted, by=SYSTEM, at=LATER)) == ["mandate_follows"]


@pytest.mark.parametrize("older_ends", [False, True])
def test_incompatible_seats_are_kept_apart(town: Town, older_ends: bool) -> None:
    own(town, incompatible=["deputy+auditor"], incompatible_ends=older_ends)
    audits = world.auditor(town, town.women[4], LATER)
    seat = deputy_seat(town)
    item = item_of(town, LATER + timedelta(days=20))
    deed: dict[str, Any] = {
        "count": Count(14),
        "text": "",
        "by": SYSTEM,
        "at": LATER + timedelta(days=20),
    }
    wanted = Appointment(seat, town.women[4])
    if not older_ends:
        told = codes(lambda: appointing.appoint(item, wanted=wanted, **deed))
        assert told == ["incompatible_seat"]
        return
    appointing.appoint(item, wanted=wanted, **deed)
    audits.refresh_from_db()
    assert audits.end_reason == EndReason.INCOMPATIBLE
    assert booking.verify(town.body) is None


def test_a_new_term_ends_the_list_of_alternates(town: Town) -> None:
    held = chair(town)
    name(town, held.seat, town.women[4])
    assert held.until is not None
    expiring.sweep(held.until)
    assert Alternate.objects.waiting().exists()
    ground = Ground("election", resolution=held.resolution)
    granting.grant(held.seat, town.women[5], ground=ground, by=SYSTEM, at=held.until)
    assert not Alternate.objects.waiting().exists()


@laid
def held() -> Gathering:
    return gathering(items=[PlannedItem("Papers", "appointment")])


def test_the_page_appoints(held: Gathering) -> None:
    seat = world.seat(held.body, OfficeCode.CO_CHAIR, "woman")
    url = f"/items/{held.item().key}/appointment/"
    page = held.recorder.get(url)
    assert page.status_code == 200
    told: dict[str, Any] = {
        "seat": seat.key,
        "kind": "imperative",
        "method": "hands",
        "votes_for": 15,
    }
    wrong = post(held.recorder, url, **told)
    assert wrong.status_code == 422
    done = post(held.recorder, url, **told, alternate_1=held.town.women[4].key)
    assert done.status_code == 302
    assert Alternate.objects.get(seat=seat).person == held.town.women[4]
    assert held.member.get(url).status_code == 403
    assert "Alternates, in this order" in held.recorder.get(url).content.decode()


def test_one_resigns_by_page_and_the_alternate_answers_by_page(held: Gathering) -> None:
    mandate = Mandate.objects.get(seat__office="co_chair", person=held.town.women[0])
    name(held.town, mandate.seat, held.town.women[4])
    url = f"/mandates/{mandate.key}/resign/"
    assert held.member.get(url).status_code == 403
    assert held.chairs[0].get(url).status_code == 200
    assert post(held.chairs[0], url).status_code == 302
    assert post(held.chairs[0], url).status_code == 422
    call = Alternate.objects.get()
    assert Notice.objects.filter(code="alternate_called").count() == 0  # without an account
    called = client_of("called", held.town.women[4])
    assert "You are called" in called.get("/mandates/").content.decode()
    assert post(held.stranger, f"/alternates/{call.key}/accept/").status_code == 404
    assert post(called, f"/alternates/{call.key}/accept/").status_code == 302
    assert post(called, f"/alternates/{call.key}/decline/").status_code == 422
    taken = Mandate.objects.get(seat=mandate.seat, basis="succession")
    assert taken.person == held.town.women[4]


def api(client: Client, path: str, body: object) -> int:
    answer = client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
    return int(answer.status_code)


def test_the_same_by_the_api(held: Gathering) -> None:
    mandate = Mandate.objects.get(seat__office="co_chair", person=held.town.women[0])
    body = {
        "seat": mandate.seat.key,
        "alternates": [held.town.women[4].key],
        "method": "hands",
        "votes_for": 15,
        "votes_against": 0,
        "abstentions": 0,
    }
    path = f"items/{held.item().key}/appointment"
    assert api(held.member, path, body) == 403
    assert api(held.recorder, path, {**body, "alternates": [held.town.men[4].key]}) == 409
    assert api(held.recorder, path, body) == 201
    assert api(held.member, f"mandates/{mandate.key}/resign", {}) == 403
    assert api(held.chairs[0], f"mandates/{mandate.key}/resign", {}) == 200
    assert api(held.chairs[0], f"mandates/{mandate.key}/resign", {}) == 409
    call = Alternate.objects.get()
    assert api(held.stranger, f"calls/{call.key}/accept", {}) == 404
    assert api(held.recorder, f"calls/{call.key}/accept", {}) == 201
    assert api(held.recorder, f"calls/{call.key}/decline", {}) == 409
